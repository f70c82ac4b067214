package main

import (
	"fmt"
	"strconv"
	"strings"
)

// A shape is a way in which a package can be large. Its text grows linearly
// with n.
type shape struct {
	name  string
	what  string // of which there are n
	sizes []int
	write func(b *strings.Builder, n int)
}

// shapes are those that a table has, one line for each. Their programs compile,
// and nobody wrote them: each has one thing many times over, where code has a
// few.
var shapes = []shape{
	{"functions", "functions that call one another, without recursion", []int{1000, 10000, 50000, 200000}, functions},
	{"recursions", "functions, each of which starts itself", []int{1000, 10000, 50000, 200000}, recursions},
	{"cycle", "functions, each of which starts the next, and the last the first", []int{1000, 3000, 10000}, cycle},
	{"sites", "spawns in one function, each of which starts it again", []int{1000, 3000, 10000}, sites},
	{"joined", "spawns in one function with a wait group and a semaphore", []int{1000, 3000, 10000}, joined},
	{"branches", "spawns in one function, each under a condition of its own", []int{1000, 3000, 10000}, branches},
	{"long", "statements of a recursive function with one spawn", []int{5000, 15000, 50000}, long},
	{"calls", "helpers that a recursive function calls", []int{1000, 3000, 10000}, calls},
	{"loops", "loops, one in the other, around a spawn", []int{500, 1000, 2000}, loops},
	{"joins", "variables that are counted up in a tenth as many loops, one in the other", []int{500, 1000, 2000, 4000}, joins},
	{"conditions", "branches, one in the other, around a spawn", []int{500, 1000, 2000, 5000}, conditions},
	{"literals", "function literals, one in the other, around a spawn", []int{100, 200, 400}, literals},
	{"table", "literals in a map that call one another by name and start goroutines", []int{1000, 3000, 10000}, table},
	{"types", "types whose method calls another by an interface, in a goroutine", []int{1000, 3000, 10000}, implementers},
	{"callers", "literals handed to one helper that starts them", []int{1000, 3000, 10000}, callers},
	{"sends", "places that send to a worklist which starts a goroutine for each item", []int{1000, 3000, 10000}, sends},
	{"channels", "channels, each received from in a loop that sends to the next", []int{1000, 3000, 10000}, channels},
	{"locks", "semaphores in one recursive function", []int{1000, 3000, 10000}, locks},
	{"waits", "helpers that each start and wait for the recursion in a group of their own", []int{1000, 3000, 10000}, waits},
	{"cases", "cases of a select around spawns", []int{1000, 3000, 10000}, cases},
	{"doubled", "helpers, each of which calls the next twice, and the last takes a lock", []int{1000, 10000}, doubled},
	{"ladder", "helpers, each of which keeps a slot of its own while it calls the next", []int{1000, 3000, 10000}, ladder},
	{"servers", "spawns in a loop that receives, each of which sends to it", []int{1000, 3000, 10000}, servers},
	{"complete", "functions, each of which starts all of them", []int{50, 100, 300}, complete},
	{"parameters", "functions that hand a function on, the last of which starts it", []int{1000, 3000, 10000}, parameters},
}

// repeat writes a text n times, in which $i is the number and $next the one
// that follows, around.
func repeat(b *strings.Builder, n int, text string) {
	for i := range n {
		strings.NewReplacer("$i", strconv.Itoa(i), "$next", strconv.Itoa((i+1)%n)).WriteString(b, text)
	}
}

func functions(b *strings.Builder, n int) {
	b.WriteString("func spawn(n int) { if n > 0 { go spawn(n - 1) } }\n")
	fmt.Fprintf(b, "func F%d(n int) { spawn(n) }\n", n)
	for i := range n {
		fmt.Fprintf(b, "func F%d(n int) { if n > 0 { F%d(n - 1) } }\n", i, i+1)
	}
}

func recursions(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n")
	repeat(b, n, "func F$i(n *Node) { for _, kid := range n.Kids { go F$i(kid) } }\n")
}

func cycle(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n")
	repeat(b, n, "func F$i(n *Node) { for _, kid := range n.Kids { go F$next(kid) } }\n")
}

func sites(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\nfunc Walk(n *Node) {\n")
	repeat(b, n, "\tfor _, kid := range n.Kids {\n\t\tgo Walk(kid)\n\t}\n")
	b.WriteString("}\n")
}

func joined(b *strings.Builder, n int) {
	b.WriteString(`import "sync"

type Node struct{ Kids []*Node }

var slots = make(chan struct{}, 8)

func Walk(n *Node) {
	var wg sync.WaitGroup
`)
	repeat(b, n, `	for _, kid := range n.Kids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			slots <- struct{}{}
			defer func() { <-slots }()
			Walk(kid)
		}()
	}
`)
	b.WriteString("\twg.Wait()\n}\n")
}

func branches(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node; Kind int }\n\nfunc Walk(n *Node, depth int) {\n")
	repeat(b, n, "\tif n.Kind == $i {\n\t\tgo func() { Walk(n.Kids[0], depth+1) }()\n\t}\n")
	b.WriteString("}\n")
}

func long(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node; Size int }\n\nfunc Walk(n *Node, total int) {\n")
	repeat(b, n/5, `	if n.Size > $i {
		total += n.Size
		n.Size = total % 7
	}
	total ^= $i
	n.Size++
`)
	b.WriteString("\tfor _, kid := range n.Kids {\n\t\tgo Walk(kid, total)\n\t}\n}\n")
}

func calls(b *strings.Builder, n int) {
	b.WriteString("import \"sync\"\n\ntype Node struct{ Kids []*Node; Size int; mu sync.Mutex }\n\nfunc Walk(n *Node) {\n")
	repeat(b, n, "\thelp$i(n)\n")
	b.WriteString("\tfor _, kid := range n.Kids {\n\t\tgo Walk(kid)\n\t}\n}\n")
	repeat(b, n, "func help$i(n *Node) { n.mu.Lock(); n.Size++; n.mu.Unlock(); go func() { n.Size-- }() }\n")
}

func loops(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\nfunc Walk(n *Node) {\n")
	b.WriteString(strings.Repeat("for _, n := range n.Kids {\n", n))
	b.WriteString("go Walk(n)\n")
	b.WriteString(strings.Repeat("}\n", n) + "}\n")
}

func conditions(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node; Size int }\n\nfunc Walk(n *Node) {\n")
	repeat(b, n, "if n.Size > $i {\n")
	b.WriteString("go Walk(n.Kids[0])\n")
	b.WriteString(strings.Repeat("}\n", n) + "}\n")
}

func literals(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\nfunc Walk(n *Node) {\n")
	b.WriteString(strings.Repeat("go func() {\n", n))
	b.WriteString("go Walk(n.Kids[0])\n")
	b.WriteString(strings.Repeat("}()\n", n) + "}\n")
}

func table(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node; Kind string }\n\nvar handlers map[string]func(*Node)\n\nfunc init() {\n\thandlers = map[string]func(*Node){\n")
	repeat(b, n, "\t\t\"k$i\": func(n *Node) { go handlers[n.Kids[0].Kind](n.Kids[0]) },\n")
	b.WriteString("\t}\n}\n")
}

func implementers(b *strings.Builder, n int) {
	b.WriteString("type Node interface{ walk() }\n")
	repeat(b, n, "type T$i struct{ kids []Node }\n\nfunc (t *T$i) walk() { for _, kid := range t.kids { go kid.walk() } }\n")
}

func callers(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\nfunc spawn(f func()) { go f() }\n\n")
	repeat(b, n, "func F$i(n *Node) { spawn(func() { F$next(n.Kids[0]) }) }\n")
}

func sends(b *strings.Builder, n int) {
	b.WriteString(`type Node struct{ Kids []*Node }

func Serve(work chan *Node) {
	for n := range work {
		go handle(work, n)
	}
}

func handle(work chan *Node, n *Node) {
`)
	repeat(b, n, "\tfor _, kid := range n.Kids {\n\t\twork <- kid\n\t}\n")
	b.WriteString("}\n")
}

func channels(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\n")
	repeat(b, n, "var c$i = make(chan *Node)\n\nfunc F$i() {\n\tfor n := range c$i {\n\t\tgo func() {\n\t\t\tfor _, kid := range n.Kids {\n\t\t\t\tc$next <- kid\n\t\t\t}\n\t\t}()\n\t}\n}\n")
}

func locks(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\n")
	repeat(b, n, "var s$i = make(chan struct{}, $next+1)\n")
	b.WriteString("\nfunc Walk(n *Node) {\n")
	repeat(b, n, "\tfor _, kid := range n.Kids {\n\t\ts$i <- struct{}{}\n\t\tgo func() {\n\t\t\tdefer func() { <-s$i }()\n\t\t\tWalk(kid)\n\t\t}()\n\t}\n")
	b.WriteString("}\n")
}

func waits(b *strings.Builder, n int) {
	b.WriteString("import \"sync\"\n\ntype Node struct{ Kids []*Node }\n\nfunc Walk(n *Node) {\n")
	repeat(b, n, "\thelp$i(n)\n")
	b.WriteString("}\n")
	repeat(b, n, "func help$i(n *Node) {\n\tvar wg sync.WaitGroup\n\tfor _, kid := range n.Kids {\n\t\twg.Add(1)\n\t\tgo func() {\n\t\t\tdefer wg.Done()\n\t\t\tWalk(kid)\n\t\t}()\n\t}\n\twg.Wait()\n}\n")
}

func cases(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\nvar c = make(chan *Node)\n\nfunc Walk(n *Node) {\n\tselect {\n")
	repeat(b, n, "\tcase kid := <-c:\n\t\tgo Walk(kid)\n")
	b.WriteString("\t}\n}\n")
}

func parameters(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\nfunc Walk(n *Node) { f0(func() { Walk(n.Kids[0]) }) }\n")
	for i := range n {
		fmt.Fprintf(b, "func f%d(run func()) { f%d(run) }\n", i, i+1)
	}
	fmt.Fprintf(b, "func f%d(run func()) { go run() }\n", n)
}

func doubled(b *strings.Builder, n int) {
	b.WriteString("import \"sync\"\n\ntype Node struct{ Kids []*Node; mu sync.Mutex }\n\nfunc Walk(n *Node) { f0(n); go Walk(n.Kids[0]) }\n")
	for i := range n {
		fmt.Fprintf(b, "func f%d(n *Node) { f%d(n); f%d(n) }\n", i, i+1, i+1)
	}
	fmt.Fprintf(b, "func f%d(n *Node) { n.mu.Lock(); n.mu.Unlock() }\n", n)
}

func ladder(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\n")
	repeat(b, n, "var s$i = make(chan struct{}, 8)\n")
	b.WriteString("func Walk(n *Node) { f0(); go Walk(n.Kids[0]) }\n")
	for i := range n {
		fmt.Fprintf(b, "func f%d() { s%d <- struct{}{}; f%d(); <-s%d }\n", i, i, i+1, i)
	}
	fmt.Fprintf(b, "func f%d() {}\n", n)
}

func servers(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n\nfunc Serve(work chan *Node) {\n\tfor n := range work {\n")
	repeat(b, n, "\t\tgo handle$i(work, n)\n")
	b.WriteString("\t}\n}\n")
	repeat(b, n, "func handle$i(work chan *Node, n *Node) { for _, kid := range n.Kids { work <- kid } }\n")
}

func complete(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node }\n")
	for i := range n {
		fmt.Fprintf(b, "func F%d(n *Node) {\n", i)
		repeat(b, n, "\tgo F$i(n.Kids[$i])\n")
		b.WriteString("}\n")
	}
}

func joins(b *strings.Builder, n int) {
	b.WriteString("type Node struct{ Kids []*Node; Size int }\n\nfunc Walk(n *Node) {\n")
	repeat(b, n, "var v$i int\n")
	b.WriteString(strings.Repeat("for range n.Kids {\n", n/10))
	repeat(b, n, "v$i++\n")
	b.WriteString("go Walk(n.Kids[0])\n")
	b.WriteString(strings.Repeat("}\n", n/10))
	repeat(b, n, "println(v$i)\n")
	b.WriteString("}\n")
}
