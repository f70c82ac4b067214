package fanout_test

import (
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Whatever is judged is in a picture: each site is a spawn of one recursion.
func TestRecursionsHoldEverySite(t *testing.T) {
	sites := 0
	for folder, sources := range programs(t) {
		fset, files, err := parsed(sources...)
		require.NoError(t, err)
		_, result, _, err := analysePackage("example.com/p", fset, files)
		if errors.Is(err, errNotGo) {
			continue // files of its own for other systems
		}
		require.NoError(t, err)
		for _, site := range result.Sites {
			sites++
			holding := 0
			for _, r := range result.Recursions {
				if slices.ContainsFunc(r.Steps, func(s fanout.FunctionStep) bool {
					return s.Kind == fanout.SpawnStep && s.Pos == site.Node.Pos()
				}) {
					holding++
				}
			}
			require.Equal(t, 1, holding, "%s: the site at %s", folder, fset.Position(site.Node.Pos()))
		}
		for _, r := range result.Recursions {
			requireWhole(t, r)
		}
	}
	require.NotZero(t, sites)
}

// requireWhole fails unless the functions of a recursion differ, stand in
// order, and are all led to or away from.
func requireWhole(t *testing.T, r *fanout.Recursion) {
	t.Helper()
	seen := make(map[fanout.Function]bool)
	last := token.NoPos
	for i, fn := range r.Functions {
		require.NotEmpty(t, fn.Name)
		require.False(t, seen[fn], fn.Name)
		seen[fn] = true
		if fn.Pos.IsValid() {
			require.Greater(t, fn.Pos, last)
			last = fn.Pos
		}
		require.True(t, slices.ContainsFunc(r.Steps, func(s fanout.FunctionStep) bool { return s.From == i || s.To == i }), fn.Name)
	}
}

func TestRecursions(t *testing.T) {
	const walks = `package p

import "time"

type node struct{ children []*node }

func walk(n *node) {
	watch()
	for _, c := range n.children {
		go func() {
			func() { walk(c) }()
		}()
		each(c, walk)
		walk(c)
		walk(c)
	}
}

func watch() { go time.Sleep(1) }

func each(n *node, do func(*node)) { do(n) }

func other(n *node) {
	var visit func()
	visit = func() { other(n); visit() }
	go visit()
}

func plain(n *node) { go each(n, func(*node) {}) }
`
	require.Equal(t, `
walk, walk.func1, walk.func1.1, watch, time.Sleep; 0 left out
	call walk -> watch: walk calls watch
	spawn walk -> walk.func1 by go: walk starts a goroutine that runs a function literal
	call walk.func1.1 -> walk: the function literal calls walk
	call walk.func1 -> walk.func1.1: the function literal calls a function literal
	handing walk -> walk by each: walk hands walk to each, which calls it
	call walk -> walk: walk calls walk
	spawn watch -> time.Sleep by go: watch starts a goroutine that runs time.Sleep
other, visit; 0 left out
	call visit -> other: visit calls other
	call visit -> visit: visit calls visit
	spawn other -> visit by go: other starts a goroutine that runs visit
`, told(t, walks))
}

// Of a large recursion, those are told through which a site leads back.
func TestRecursionsOfManyFunctions(t *testing.T) {
	source := "package p\n\nfunc walk(n int) {\n\tgo next(n)\n"
	for i := range 30 {
		source += fmt.Sprintf("\tf%d(n)\n", i)
	}
	source += "}\n\nfunc next(n int) { walk(n); go walk(n) }\n"
	for i := range 30 {
		source += fmt.Sprintf("\nfunc f%d(n int) { walk(n) }\n", i)
	}
	require.Equal(t, `
walk, next; 30 left out
	spawn walk -> next by go: walk starts a goroutine that runs next
	call next -> walk: next calls walk
	spawn next -> walk by go: next starts a goroutine that runs walk
`, told(t, source))
}

// told writes down the recursions of a program.
func told(t *testing.T, source string) string {
	t.Helper()
	fset, files, err := parsed(source)
	require.NoError(t, err)
	_, result, _, err := analysePackage("example.com/p", fset, files)
	require.NoError(t, err)
	var out strings.Builder
	for _, r := range result.Recursions {
		requireWhole(t, r)
		var names []string
		for _, fn := range r.Functions {
			names = append(names, fn.Name)
		}
		fmt.Fprintf(&out, "\n%s; %d left out", strings.Join(names, ", "), r.LeftOut)
		for _, s := range r.Steps {
			through := ""
			if s.Through != "" {
				through = " by " + s.Through
			}
			fmt.Fprintf(&out, "\n\t%s %s -> %s%s: %s", s.Kind, names[s.From], names[s.To], through, s.Text)
		}
	}
	out.WriteString("\n")
	return out.String()
}
