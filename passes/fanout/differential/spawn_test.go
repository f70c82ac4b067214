package differential

import (
	"fmt"
	"slices"
	"strings"
)

// loops are the ways to come to every child, by name.
var loops = map[string]func(b *builder, step string) string{
	"range": func(_ *builder, step string) string { return "for _, c := range n.Kids {\n" + step + "\n}" },
	"index": func(_ *builder, step string) string {
		return "for i := range n.Kids {\nc := n.Kids[i]\n" + step + "\n}"
	},
	"iterator": func(_ *builder, step string) string { return "for c := range n.All() {\n" + step + "\n}" },
	"own iterator": func(b *builder, step string) string {
		b.use("iter")
		b.declare("func kids(n *probe.Node) iter.Seq[*probe.Node] {\nreturn func(yield func(*probe.Node) bool) {\nfor _, c := range n.Kids {\nif !yield(c) {\nreturn\n}\n}\n}\n}")
		return "for c := range kids(n) {\n" + step + "\n}"
	},
	"helper": func(b *builder, step string) string {
		b.declare("func each(n *probe.Node, visit func(*probe.Node)) {\nfor _, c := range n.Kids {\nvisit(c)\n}\n}")
		return "each(n, func(c *probe.Node) {\n" + step + "\n})"
	},
	"other package": func(b *builder, step string) string {
		b.use("program/elsewhere")
		return "elsewhere.Each(n.Kids, func(c *probe.Node) {\n" + step + "\n})"
	},
	"slices.ContainsFunc": func(b *builder, step string) string {
		b.use("slices")
		return "slices.ContainsFunc(n.Kids, func(c *probe.Node) bool {\n" + step + "\nreturn false\n})"
	},
	"slices.SortFunc": func(b *builder, step string) string {
		b.use("slices")
		return "slices.SortFunc(slices.Clone(n.Kids), func(a, c *probe.Node) int {\n" + step + "\nreturn 0\n})"
	},
	"sort.Slice": func(b *builder, step string) string {
		b.use("sort")
		b.use("slices")
		return "kids := slices.Clone(n.Kids)\nsort.Slice(kids, func(i, j int) bool {\nc := kids[i]\n" + step + "\nreturn false\n})"
	},
	"sync.Map": func(b *builder, step string) string {
		b.use("sync")
		return "var kids sync.Map\nfor i, c := range n.Kids {\nkids.Store(i, c)\n}\nkids.Range(func(_, value any) bool {\nc := value.(*probe.Node)\n" + step + "\nreturn true\n})"
	},
	"defer": func(_ *builder, step string) string {
		return "for _, c := range n.Kids {\ndefer func() {\n" + step + "\n}()\n}"
	},
}

// fanouts are how often one activation recurses, and what it starts.
var fanouts = []string{"several", "one", "pair", "two", "leaf", "leaf per child"}

// fan renders the recursion of one activation.
func (b *builder) fan(s *step, call func(node string) string) string {
	recurse := func() string {
		if b.other == nil || b.choice.form == "two functions" {
			return b.start(s, call("c"))
		}
		return lines("if c.Odd {", b.start(s, call("c")), "} else {", b.start(b.other, call("c")), "}")
	}
	loop := func(step string) string { return loops[b.choice.loop](b, step) }
	switch b.choice.fanout {
	case "one":
		return lines("if len(n.Kids) > 0 {", "c := n.Kids[0]", recurse(), "}")
	case "pair":
		return lines("if len(n.Kids) > 1 {", "{", "c := n.Kids[0]", recurse(), "}", call("n.Kids[1]"), "}")
	case "two":
		return lines("if len(n.Kids) > 1 {", "{", "c := n.Kids[0]", recurse(), "}", "c := n.Kids[1]", recurse(), "}")
	case "leaf":
		return lines(b.start(s, b.leaf()), loop(call("c")))
	case "leaf per child":
		return loop(lines(b.start(s, b.leaf()), call("c")))
	}
	return loop(recurse())
}

func (b *builder) leaf() string {
	if b.rand.IntN(2) == 0 {
		return "probe.Linger()"
	}
	b.declare("func watch() { probe.Linger() }")
	return "watch()"
}

// spawns are the ways to start a goroutine, by name.
var spawns = map[string]func(b *builder) func(body string) string{
	"go call":           simple("go %s"),
	"go literal":        simple("go func() {\n%s\n}()"),
	"go parameter":      simple("go func(c *probe.Node) {\n%s\n}(c)"),
	"go variable":       simple("task := func() {\n%s\n}\ngo task()"),
	"go in go":          simple("go func() {\ngo func() {\n%s\n}()\n}()"),
	"deferred go":       simple("defer func() {\ngo func() {\n%s\n}()\n}()"),
	"WaitGroup.Go":      simple("wg.Go(func() {\n%s\n})"),
	"errgroup":          simple("g.Go(func() error {\n%s\nreturn nil\n})"),
	"go returned":       simple("made := func() func() {\nreturn func() {\n%s\n}\n}\ngo made()()"),
	"returned errgroup": simple("made := func() func() error {\nreturn func() error {\n%s\nreturn nil\n}\n}\ng.Go(made())"),
	"helper": func(b *builder) func(string) string {
		b.declare("func spawn(task func()) { go task() }")
		return simple("spawn(func() {\n%s\n})")(b)
	},
	"deep helper": func(b *builder) func(string) string {
		b.declare("func spawn(task func()) { start(func() { task() }) }\n\nfunc start(task func()) {\ngo func() {\ntask()\n}()\n}")
		return simple("spawn(func() {\n%s\n})")(b)
	},
	"variadic helper": func(b *builder) func(string) string {
		b.declare("func spawn(tasks ...func()) {\nfor _, task := range tasks {\ngo task()\n}\n}")
		return simple("spawn(func() {\n%s\n})")(b)
	},
	"starter": func(b *builder) func(string) string {
		b.declare("type starter struct{ run func(func()) }\n\nvar launch = starter{run: func(task func()) { go task() }}")
		return simple("launch.run(func() {\n%s\n})")(b)
	},
	"other package": func(b *builder) func(string) string {
		b.use("program/elsewhere")
		return simple("elsewhere.Go(func() {\n%s\n})")(b)
	},
	"time.AfterFunc": func(b *builder) func(string) string {
		b.use("time")
		return simple("probe.Armed()\ntime.AfterFunc(0, func() {\nprobe.Fired()\n%s\n})")(b)
	},
	"context.AfterFunc": func(b *builder) func(string) string {
		b.use("context")
		b.locals = append(b.locals, "ctx, cancel := context.WithCancel(context.Background())")
		b.params = append(b.params, param{"ctx", "context.Context", "ctx", "ctx"})
		b.after = append(b.after, "cancel()")
		return simple("context.AfterFunc(ctx, func() {\n%s\n})")(b)
	},
	"tasks": simple("tasks.Run(func() {\n%s\n})"),
	"lifo":  simple("g.Go(func() {\n%s\n})"),
}

func simple(format string) func(*builder) func(string) string {
	return func(*builder) func(string) string {
		return func(body string) string { return fmt.Sprintf(format, body) }
	}
}

// joins are the ways to wait for the goroutines, by name.
var joins = map[string]func(b *builder){
	"none": func(*builder) {},
	"local": func(b *builder) {
		b.use("sync")
		if b.choice.detail%4 == 3 {
			b.declare("type group struct{ sync.WaitGroup }")
			b.entry = append(b.entry, "wg := &group{}")
		} else {
			b.entry = append(b.entry, "var wg sync.WaitGroup")
		}
		b.counted("wg")
		b.exit = append(b.exit, "wg.Wait()")
	},
	"deferred": func(b *builder) {
		b.use("sync")
		b.entry = append(b.entry, "var wg sync.WaitGroup\ndefer wg.Wait()")
		b.counted("wg")
	},
	"shared": func(b *builder) {
		b.use("sync")
		wg := b.shared("wg", "*sync.WaitGroup", "new(sync.WaitGroup)")
		b.counted(wg)
		b.after = append(b.after, wg+".Wait()")
	},
	"done in callee": func(b *builder) {
		b.use("sync")
		wg := b.shared("wg", "*sync.WaitGroup", "new(sync.WaitGroup)")
		b.entry = append(b.entry, "defer "+wg+".Done()")
		b.step.before = append(b.step.before, wg+".Add(1)")
		b.locals = append(b.locals, wg+".Add(1)")
		b.after = append(b.after, wg+".Wait()")
	},
	"channel": func(b *builder) {
		b.entry = append(b.entry, "done := make(chan struct{})\nstarted := 0")
		b.step.before = append(b.step.before, "started++")
		b.step.body = append(b.step.body, "defer func() { done <- struct{}{} }()")
		b.exit = append(b.exit, "for range started {\n<-done\n}")
	},
	"sent last": func(b *builder) {
		b.entry = append(b.entry, "done := make(chan struct{})\nstarted := 0")
		b.step.before = append(b.step.before, "started++")
		b.step.ending = append(b.step.ending, "done <- struct{}{}")
		b.exit = append(b.exit, "for range started {\n<-done\n}")
	},
	"two channels": func(b *builder) {
		b.entry = append(b.entry, "done, errs := make(chan struct{}), make(chan error)\nstarted := 0")
		b.step.before = append(b.step.before, "started++")
		b.step.ending = append(b.step.ending, "done <- struct{}{}\nerrs <- nil")
		b.exit = append(b.exit, "for range started {\n<-done\n_ = <-errs\n}")
	},
	"handed channel": func(b *builder) {
		b.locals = append(b.locals, "finished := make(chan struct{}, 1)")
		b.params = append(b.params, param{"done", "chan<- struct{}", "finished", "mine"})
		b.entry = append(b.entry, "mine := make(chan struct{})\nstarted := 0")
		b.step.before = append(b.step.before, "started++")
		b.exit = append(b.exit, "for range started {\n<-mine\n}\ndone <- struct{}{}")
	},
	"each by channel": func(b *builder) {
		b.step.before = append(b.step.before, "done := make(chan struct{})")
		b.step.body = append(b.step.body, "defer close(done)")
		b.step.after = append(b.step.after, "<-done")
	},
	"each by group": func(b *builder) {
		b.use("sync")
		b.step.before = append(b.step.before, "var wg sync.WaitGroup")
		b.counted("wg")
		b.step.after = append(b.step.after, "wg.Wait()")
	},
	"handshake": func(b *builder) {
		b.step.before = append(b.step.before, "started := make(chan struct{})")
		b.step.body = append(b.step.body, "close(started)")
		b.step.after = append(b.step.after, "<-started")
	},
	"errgroup": func(b *builder) {
		b.use("golang.org/x/sync/errgroup")
		made := []string{"var g errgroup.Group", "g := new(errgroup.Group)"}[b.rand.IntN(2)]
		if b.choice.detail%4 == 3 {
			b.declare("type keeper struct{ group *errgroup.Group }")
			made = "kept := keeper{group: new(errgroup.Group)}\ng := kept.group"
		}
		b.entry = append(b.entry, made)
		b.exit = append(b.exit, "_ = g.Wait()")
	},
	"shared errgroup": func(b *builder) {
		b.use("golang.org/x/sync/errgroup")
		g := b.shared("g", "*errgroup.Group", "new(errgroup.Group)")
		if b.choice.bound != "TryGo" {
			b.step.spawn = func(body string) string {
				return fmt.Sprintf("%s.Go(func() error {\n%s\nreturn nil\n})", g, body)
			}
		}
		b.after = append(b.after, "_ = "+g+".Wait()")
	},
	"tasks": func(b *builder) {
		b.use("program/elsewhere")
		b.entry = append(b.entry, "var tasks elsewhere.Tasks")
		b.exit = append(b.exit, "tasks.Join()")
	},
	"lifo": func(b *builder) {
		b.entry = append(b.entry, "g := "+b.limiter()+".NewGroup()")
		b.exit = append(b.exit, "g.Wait()")
	},
	"lifo, plain wait": func(b *builder) {
		b.use("sync")
		b.entry = append(b.entry, "g := "+b.limiter()+".NewGroup()\nvar wg sync.WaitGroup")
		b.counted("wg")
		b.exit = append(b.exit, "wg.Wait()")
	},
	"lifo, block": func(b *builder) {
		b.use("sync")
		limiter := b.limiter()
		b.entry = append(b.entry, "g := "+limiter+".NewGroup()\nvar wg sync.WaitGroup")
		b.counted("wg")
		b.exit = append(b.exit, limiter+".Block(wg.Wait)")
	},
	"lifo, no wait": func(b *builder) {
		b.entry = append(b.entry, "g := "+b.limiter()+".NewGroup()")
	},
}

func (b *builder) limiter() string {
	b.use("github.com/fanoutcheck/fanoutcheck/runtime/lifo")
	return b.shared("limiter", "*lifo.Limiter", "lifo.NewLimiter(2)")
}

// counted lets a wait group know of the goroutine.
func (b *builder) counted(wg string) {
	if b.choice.spawn == "WaitGroup.Go" {
		b.step.spawn = func(body string) string { return fmt.Sprintf("%s.Go(func() {\n%s\n})", wg, body) }
		return
	}
	b.step.before = append(b.step.before, wg+".Add(1)")
	b.step.body = append(b.step.body, "defer "+wg+".Done()")
}

// fitting reports whether the parts of a choice make a program that compiles
// and, but for its limit, ends.
func fitting(c choice) bool {
	leaf := strings.HasPrefix(c.fanout, "leaf")
	group := strings.HasPrefix(c.join, "lifo")
	calleeEnds := c.join == "done in callee" || c.join == "handed channel"
	early := slices.Contains([]string{"none", "shared", "shared errgroup", "each by channel", "each by group", "handshake", "done in callee", "lifo, no wait"}, c.join)
	switch {
	case (c.spawn == "errgroup" || c.spawn == "returned errgroup") != (c.join == "errgroup" || c.join == "shared errgroup"),
		c.spawn == "returned errgroup" && (c.join == "shared errgroup" || c.bound == "TryGo" || c.bound == "TryGo, no limit"),
		(c.spawn == "tasks") != (c.join == "tasks"),
		(c.spawn == "lifo") != group || group != (c.bound == "lifo"),
		c.spawn == "WaitGroup.Go" && !slices.Contains([]string{"local", "deferred", "shared", "each by group"}, c.join):
		return false
	case c.spawn == "context.AfterFunc":
		// It runs when the recursion is over.
		return leaf && c.join == "none" && c.bound == "none"
	case c.spawn == "deferred go" && !slices.Contains([]string{"none", "shared", "done in callee"}, c.join):
		return false
	case c.loop == "defer" && (!early || c.fanout == "one" || c.fanout == "pair"):
		return false // the goroutines start after the wait
	case c.fanout == "leaf" && (c.spawn == "go parameter" || c.bound == "one branch" || c.bound == "visited"),
		leaf && (calleeEnds || c.join == "sent last" || c.join == "two channels" || c.bound == "one cycle" || c.bound == "one branch" || c.bound == "visited"):
		return false // there is no child at hand
	case !leaf && strings.HasPrefix(c.bound, "once"):
		return false
	case calleeEnds && c.fanout == "pair",
		calleeEnds && !slices.Contains([]string{"none", "in child", "around work", "deeper", "visited", "mutex", "released"}, c.bound):
		return false // the inline call would not be counted
	case c.bound == "one cycle" && c.form != "two functions":
		return false
	case (c.bound == "SetLimit" || c.bound == "TryGo" || c.bound == "TryGo, no limit") && c.spawn != "errgroup" && c.spawn != "returned errgroup",
		strings.HasPrefix(c.bound, "TryGo") && c.join != "shared errgroup":
		return false
	case c.fanout == "one" && c.loop != "range", (c.fanout == "pair" || c.fanout == "two") && c.loop != "range":
		return false // there is no loop
	case c.place == "parameter" && c.loop == "defer" && c.bound == "depth":
		return false
	}
	return true
}
