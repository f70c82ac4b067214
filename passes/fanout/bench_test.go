package fanout_test

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/bound"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/fix"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	ssaform "github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

// block is what the generated packages repeat: a walk without a limit, one
// under a semaphore, one by an interface, a worklist, and plain code, as most is.
const block = `
type node$ struct {
	mu    sync.Mutex
	kids  []*node$
	sizes map[string]int
}

func (n *node$) walk(visit func(*node$)) {
	var wg sync.WaitGroup
	for _, kid := range n.kids {
		wg.Add(1)
		go func() {
			defer wg.Done()
			kid.walk(visit)
		}()
	}
	wg.Wait()
	visit(n)
}

var slots$ = make(chan struct{}, 8)

func (n *node$) bounded() {
	for _, kid := range n.kids {
		select {
		case slots$ <- struct{}{}:
			go func() {
				defer func() { <-slots$ }()
				kid.bounded()
			}()
		default:
			kid.bounded()
		}
	}
}

type visitor$ interface{ visit(n *node$) }

type counting$ struct{ next []visitor$ }

func (c *counting$) visit(n *node$) {
	for _, v := range c.next {
		go v.visit(n)
	}
}

func crawl$(work chan *node$) {
	for n := range work {
		go func() {
			for _, kid := range n.kids {
				work <- kid
			}
		}()
	}
}

func (n *node$) size(name string) (total int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for key, size := range n.sizes {
		if strings.HasPrefix(key, name) {
			total += size
		} else if len(key) > 10 {
			total -= size / 2
		}
	}
	if total < 0 {
		return 0
	}
	return total + plain$(total, name)
}

func plain$(n int, text string) int {
	switch {
	case n > 100:
		n = n % 100
	case n < 10:
		n *= 7
	}
	for i, word := range strings.Fields(text) {
		if i%2 == 0 {
			n += len(word)
		}
	}
	return n
}
`

// generated returns a package of so many blocks.
func generated(blocks int) string {
	var b strings.Builder
	b.WriteString("package p\n\nimport (\n\"strings\"\n\"sync\"\n)\n")
	for i := range blocks {
		b.WriteString(strings.ReplaceAll(block, "$", strconv.Itoa(i)))
	}
	return b.String()
}

// BenchmarkRooms measures each step of the way that a package goes, after
// the steps before it are done.
func BenchmarkRooms(b *testing.B) {
	for _, blocks := range []int{10, 100} {
		source := generated(blocks)
		lines := strings.Count(source, "\n")
		rooms := &rooms{b, source}
		for _, room := range []struct {
			name string
			run  func()
		}{
			{"parse", func() { rooms.parsed() }},
			{"scan", rooms.scan},
			{"types", rooms.types},
			{"program", rooms.program},
			{"graph", rooms.graph},
			{"cycles", rooms.cycles},
			{"facts", rooms.facts},
			{"evidence", rooms.evidence},
			{"fix", rooms.fix},
		} {
			b.Run(room.name+"/"+strconv.Itoa(lines), func(b *testing.B) {
				rooms.b = b
				room.run()
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(lines), "ns/line")
			})
		}
	}
}

// rooms measure a package. Each does what comes before with the clock stopped.
type rooms struct {
	b      *testing.B
	source string
}

func (r *rooms) parsed() (fset *token.FileSet, files []*ast.File) {
	for r.b.Loop() {
		var err error
		fset, files, err = parsed(r.source)
		require.NoError(r.b, err)
	}
	return fset, files
}

func (r *rooms) parse() (*token.FileSet, []*ast.File) {
	fset, files, err := parsed(r.source)
	require.NoError(r.b, err)
	return fset, files
}

func (r *rooms) check() *analysis.Pass {
	fset, files := r.parse()
	pass, _, err := checked("example.com/p", fset, files)
	require.NoError(r.b, err)
	pass.ReadFile = func(string) ([]byte, error) { return []byte(r.source), nil } // for the fixes
	return pass
}

// aside runs something that is not measured.
func aside[T any](r *rooms, run func() T) T {
	r.b.StopTimer()
	defer r.b.StartTimer()
	return run()
}

// scan decides by the syntax, and prunes it.
func (r *rooms) scan() {
	for r.b.Loop() {
		files := aside(r, func() []*ast.File { _, files := r.parse(); return files })
		scanner := fanout.NewScanner(fanout.Settings{}, nil, func(string) []string { return nil })
		syntax := scanner.Scan("example.com/p", files)
		require.True(r.b, syntax.Concerned)
		syntax.Prune()
	}
}

func (r *rooms) types() {
	for r.b.Loop() {
		fset, files := r.parse()
		_, _, err := checked("example.com/p", fset, files)
		require.NoError(r.b, err)
	}
}

func (r *rooms) program() {
	pass := r.check()
	for r.b.Loop() {
		_, err := ssaform.Build(pass)
		require.NoError(r.b, err)
	}
}

func (r *rooms) build() (*analysis.Pass, *graph.Graph) {
	pass := r.check()
	prog, err := ssaform.Build(pass)
	require.NoError(r.b, err)
	return pass, graph.Build(prog, summary.Extra{})
}

func (r *rooms) graph() {
	pass := r.check()
	prog, err := ssaform.Build(pass)
	require.NoError(r.b, err)
	for r.b.Loop() {
		graph.Build(prog, summary.Extra{})
	}
}

// cycles finds the components of the part of the graph that is certain.
func (r *rooms) cycles() {
	_, g := r.build()
	for r.b.Loop() {
		require.NotSame(r.b, g, g.Static())
	}
}

// facts computes what other packages have to know.
func (r *rooms) facts() {
	for r.b.Loop() {
		g := aside(r, func() *graph.Graph { _, g := r.build(); return g })
		judge := bound.New(g)
		judge.MarkLimited()
		judge.MarkPooled()
		facts := g.Summaries()
		judge.AddActs(facts)
		judge.AddHandovers(facts)
	}
}

// evidence judges all sites. The graph is a new one each time, since it keeps
// what it finds out.
func (r *rooms) evidence() {
	var pass *analysis.Pass
	for r.b.Loop() {
		g := aside(r, func() (g *graph.Graph) { pass, g = r.build(); return g })
		require.NotEmpty(r.b, fanout.Judge(pass, g))
	}
}

// fix looks for the fixes of what is reported.
func (r *rooms) fix() {
	pass, g := r.build()
	sites := fanout.Judge(pass, g)
	found := 0
	for r.b.Loop() {
		fixer := fix.New(pass)
		for _, site := range sites {
			if site.Verdict.Check() != "" {
				fixes, _ := fixer.Suggest(site.Node)
				found += len(fixes)
			}
		}
	}
	require.Positive(r.b, found)
}
