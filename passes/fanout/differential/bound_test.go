package differential

import (
	"fmt"
	"slices"
	"strings"
)

// The checks, as VERDICTS.md names them.
var (
	unbounded = page{checks: []string{"unboundedspawn"}}
	perLevel  = page{checks: []string{"perlevelbound"}}
	late      = page{checks: []string{"lateacquire"}}
	held      = page{checks: []string{"holdwait"}}
	// A slot that the goroutine of the recursion takes in a callee as well is
	// late for it, whatever became of the one before.
	early = page{checks: []string{"unboundedspawn", "lateacquire"}}
	// A slot that is lost bounds nothing in the end, and here it is given back
	// before the goroutine goes on.
	lost = page{checks: []string{"lostslot", "unboundedspawn", "lateacquire"}}
)

// lateHeld is a slot that is taken in the goroutine and held while it waits
// for others that take theirs in the same way. The page lets either check
// report it.
var lateHeld = page{checks: []string{"lateacquire", "holdwait"}}

// bounds are the limits, what looks like one, and none, by name. They report
// false where the rest of the choice leaves no room for them.
var bounds = map[string]func(b *builder) bool{
	"none":            func(*builder) bool { return true },
	"lifo":            func(b *builder) bool { b.page = held; return true },
	"before spawn":    func(b *builder) bool { b.page = held; return b.acquired(&b.step, b.slots(2)) },
	"huge":            func(b *builder) bool { return b.acquired(&b.step, b.slots(1<<20)) },
	"per activation":  perActivation,
	"per child":       perChild,
	"in child":        inChild,
	"around work":     aroundWork,
	"deeper":          deeper,
	"released":        released,
	"lost":            lostOnReturn,
	"try":             func(b *builder) bool { return b.tried(&b.step, b.slots(2), true) },
	"try, skip":       func(b *builder) bool { return b.tried(&b.step, b.slots(2), false) },
	"try, per level":  tryPerLevel,
	"try, huge":       func(b *builder) bool { return b.tried(&b.step, b.slots(1<<20), true) },
	"SetLimit":        setLimit,
	"TryGo":           func(b *builder) bool { return b.tryGo("2") },
	"TryGo, no limit": func(b *builder) bool { return b.tryGo("-1") },
	"atomic counter":  atomicCounter,
	"swapped counter": swappedCounter,
	"mutex counter":   mutexCounter,
	"counter, all":    countsAll,
	"depth":           depth,
	"budget":          budget,
	"depth, kept":     depthKept,
	"visited":         visited,
	"mutex":           mutex,
	"once":            onceShared,
	"once per node":   oncePerNode,
	"one branch":      oneBranch,
	"one cycle":       oneBranch,
	"procs":           procs,
}

// A semaphore is how slots are taken and given back.
type semaphore struct{ take, give, try string }

// slots makes a shared semaphore of some kind.
func (b *builder) slots(n int) semaphore {
	switch b.rand.IntN(6) {
	case 0, 1:
		return channel(b.shared("sem", "chan struct{}", fmt.Sprintf("make(chan struct{}, %d)", n)))
	case 2:
		b.use("golang.org/x/sync/semaphore")
		b.use("context")
		s := b.shared("sem", "*semaphore.Weighted", fmt.Sprintf("semaphore.NewWeighted(%d)", n))
		return semaphore{"_ = " + s + ".Acquire(context.Background(), 1)", s + ".Release(1)", s + ".TryAcquire(1)"}
	case 3:
		b.use("program/elsewhere")
		s := b.shared("sem", "*elsewhere.Slots", fmt.Sprintf("elsewhere.NewSlots(%d)", n))
		return semaphore{s + ".Acquire()", s + ".Release()", s + ".Try()"}
	case 4:
		b.declare("type slots chan struct{}\n\nfunc (s slots) acquire() { s <- struct{}{} }\n\nfunc (s slots) release() { <-s }\n\nfunc (s slots) try() bool {\nselect {\ncase s <- struct{}{}:\nreturn true\ndefault:\nreturn false\n}\n}")
		s := b.shared("sem", "slots", fmt.Sprintf("make(slots, %d)", n))
		return semaphore{s + ".acquire()", s + ".release()", s + ".try()"}
	}
	if n > 2 {
		return channel(b.shared("sem", "chan struct{}", fmt.Sprintf("make(chan struct{}, %d)", n)))
	}
	b.declare("func filled(n int) chan struct{} {\nfree := make(chan struct{}, n)\nfor range n {\nfree <- struct{}{}\n}\nreturn free\n}")
	s := b.shared("sem", "chan struct{}", fmt.Sprintf("filled(%d)", n))
	return semaphore{"<-" + s, s + " <- struct{}{}", ""}
}

func channel(name string) semaphore {
	return semaphore{name + " <- struct{}{}", "<-" + name, ""}
}

// given is the statement that gives the slot back at the end.
func (s semaphore) given() string {
	if strings.Contains(s.give, "(") {
		return "defer " + s.give
	}
	return "defer func() { " + s.give + " }()"
}

func (b *builder) acquired(s *step, sem semaphore) bool {
	s.before = append(s.before, sem.take)
	s.body = append(s.body, sem.given())
	return true
}

func (b *builder) tried(s *step, sem semaphore, inline bool) bool {
	s.body = append(s.body, sem.given())
	s.wrap = func(spawn, call string) string {
		if !inline {
			call = ""
		}
		if sem.try != "" {
			return lines("if "+sem.try+" {", spawn, "} else {", call, "}")
		}
		return lines("select {", "case "+sem.take+":", spawn, "default:", call, "}")
	}
	return true
}

func perActivation(b *builder) bool {
	b.page = perLevel
	b.entry = append(b.entry, "sem := make(chan struct{}, 2)")
	return b.acquired(&b.step, channel("sem"))
}

func tryPerLevel(b *builder) bool {
	b.page = perLevel
	b.entry = append(b.entry, "sem := make(chan struct{}, 2)")
	return b.tried(&b.step, channel("sem"), true)
}

// perChild makes a semaphore for each goroutine: no limit of anything.
func perChild(b *builder) bool {
	b.page = page{checks: []string{"perlevelbound", "unboundedspawn"}}
	b.step.before = append(b.step.before, "sem := make(chan struct{}, 2)")
	return b.acquired(&b.step, channel("sem"))
}

func inChild(b *builder) bool {
	b.page = lateHeld
	sem := b.slots(2)
	b.step.body = append(b.step.body, sem.take, sem.given())
	return true
}

func aroundWork(b *builder) bool {
	b.page = late
	sem := b.slots(2)
	b.work = lines(sem.take, b.work, sem.give)
	return !strings.HasPrefix(b.choice.fanout, "leaf")
}

func deeper(b *builder) bool {
	b.page = late
	if b.choice.place != "package" || strings.HasPrefix(b.choice.fanout, "leaf") {
		return false
	}
	sem := b.slots(2)
	b.declare("func load(n *probe.Node) {\n%s\n%s\nprobe.Work(n)\n}", sem.take, sem.given())
	b.work = "load(n)"
	return true
}

func released(b *builder) bool {
	b.page = early
	sem := b.slots(2)
	b.step.before = append(b.step.before, sem.take, sem.give)
	return true
}

// lostOnReturn keeps the slot on one way out of the goroutine.
func lostOnReturn(b *builder) bool {
	b.page = lost
	sem := b.slots(2)
	if strings.HasPrefix(b.choice.fanout, "leaf") || b.choice.fanout == "one" || b.choice.join != "none" && b.choice.join != "shared" {
		return false
	}
	b.step.before = append(b.step.before, sem.take)
	b.step.body = append(b.step.body, "if c.Odd {\nreturn\n}", sem.give)
	return true
}

func setLimit(b *builder) bool {
	if b.choice.join == "errgroup" {
		b.page = perLevel
		b.entry = append(b.entry, "g.SetLimit(2)")
		return true
	}
	b.page = held
	b.locals = append(b.locals, b.group()+".SetLimit(2)")
	return true
}

// group names the shared group.
func (b *builder) group() string {
	if b.choice.place == "field" {
		return "w.g"
	}
	return "g"
}

func (b *builder) tryGo(limit string) bool {
	b.locals = append(b.locals, fmt.Sprintf("%s.SetLimit(%s)", b.group(), limit))
	b.step.spawn = func(body string) string {
		return fmt.Sprintf("%s.TryGo(func() error {\n%s\nreturn nil\n})", b.group(), body)
	}
	b.step.wrap = func(spawn, call string) string { return lines("if !"+spawn+" {", call, "}") }
	return true
}

func atomicCounter(b *builder) bool {
	b.use("sync/atomic")
	live := b.shared("live", "*atomic.Int64", "new(atomic.Int64)")
	b.step.body = append(b.step.body, "defer "+live+".Add(-1)")
	b.step.wrap = func(spawn, call string) string {
		return lines("if "+live+".Add(1) <= 2 {", spawn, "} else {", live+".Add(-1)", call, "}")
	}
	return true
}

func swappedCounter(b *builder) bool {
	b.use("sync/atomic")
	live := b.shared("live", "*atomic.Int64", "new(atomic.Int64)")
	b.step.body = append(b.step.body, "defer "+live+".Add(-1)")
	b.step.wrap = func(spawn, call string) string {
		return lines("if old := "+live+".Load(); old < 2 && "+live+".CompareAndSwap(old, old+1) {", spawn, "} else {", call, "}")
	}
	return true
}

func mutexCounter(b *builder) bool {
	b.use("sync")
	if b.choice.place != "package" {
		return false
	}
	b.declare("var (\nmu sync.Mutex\nlive int\n)")
	b.step.body = append(b.step.body, "defer func() {\nmu.Lock()\nlive--\nmu.Unlock()\n}()")
	b.step.wrap = func(spawn, call string) string {
		return lines("mu.Lock()", "if live < 2 {", "live++", "mu.Unlock()", spawn, "} else {", "mu.Unlock()", call, "}")
	}
	return true
}

// countsAll only counts.
func countsAll(b *builder) bool {
	b.use("sync/atomic")
	live := b.shared("live", "*atomic.Int64", "new(atomic.Int64)")
	b.step.before = append(b.step.before, live+".Add(1)")
	b.step.body = append(b.step.body, "defer "+live+".Add(-1)")
	return true
}

func depth(b *builder) bool {
	b.params = append(b.params, param{"depth", "int", "0", "depth+1"})
	b.step.wrap = func(spawn, call string) string { return lines("if depth < 2 {", spawn, "} else {", call, "}") }
	return true
}

func budget(b *builder) bool {
	b.params = append(b.params, param{"left", "int", "2", "left-1"})
	b.step.wrap = func(spawn, call string) string { return lines("if left > 0 {", spawn, "} else {", call, "}") }
	return true
}

// depthKept compares a depth that never changes.
func depthKept(b *builder) bool {
	b.params = append(b.params, param{"depth", "int", "0", "depth"})
	b.step.wrap = func(spawn, call string) string { return lines("if depth < 2 {", spawn, "} else {", call, "}") }
	return true
}

func visited(b *builder) bool {
	b.use("sync")
	seen := b.shared("seen", "*sync.Map", "new(sync.Map)")
	b.step.wrap = func(spawn, _ string) string {
		return lines("if _, again := "+seen+".LoadOrStore(c, true); !again {", spawn, "}")
	}
	return true
}

func mutex(b *builder) bool {
	b.use("sync")
	mu := b.shared("mu", "*sync.Mutex", "new(sync.Mutex)")
	b.step.before = append(b.step.before, mu+".Lock()")
	b.step.after = slices.Insert(b.step.after, 0, mu+".Unlock()")
	return true
}

func onceShared(b *builder) bool {
	b.use("sync")
	once := b.shared("once", "*sync.Once", "new(sync.Once)")
	b.step.wrap = func(spawn, _ string) string { return lines(once+".Do(func() {", spawn, "})") }
	return !slices.Contains([]string{"each by channel", "each by group", "handshake"}, b.choice.join) || b.rand.IntN(2) == 0
}

func oncePerNode(b *builder) bool {
	b.step.wrap = func(spawn, _ string) string { return lines("n.Once.Do(func() {", spawn, "})") }
	return b.choice.fanout == "leaf"
}

// oneBranch bounds the odd children, or the first of two functions, only.
func oneBranch(b *builder) bool {
	free := b.step
	free.before, free.body, free.after = slices.Clone(free.before), slices.Clone(free.body), slices.Clone(free.after)
	b.other = &free
	return b.tried(&b.step, b.slots(2), true)
}

// procs makes a limit of which nobody takes a slot.
func procs(b *builder) bool {
	b.use("runtime")
	b.locals = append(b.locals, "defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))")
	return true
}
