package fanout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
)

// everyStartsAll returns a package of functions, each of which starts all.
func everyStartsAll(functions int) string {
	var b strings.Builder
	b.WriteString("package p; type node struct { kids []*node }\n")
	for i := range functions {
		fmt.Fprintf(&b, "func f%d(n *node) {\n", i)
		for k := range functions {
			fmt.Fprintf(&b, "go f%d(n.kids[%d])\n", k, k)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// Of thousands of sites in one recursion the first are judged, and of the others
// it is said that they are not.
func TestMoreSitesThanCanBeJudged(t *testing.T) {
	fset, files, err := parsed(everyStartsAll(100))
	require.NoError(t, err)
	_, result, _, err := analysePackage("example.com/p", fset, files)
	require.NoError(t, err)
	require.Len(t, result.Sites, 100*100)
	judged := 0
	for at, site := range result.Sites {
		if site.Verdict == verdict.RecursiveSpawn {
			require.Equal(t, judged, at, "one after those that are not judged")
			judged++
			continue
		}
		require.Equal(t, verdict.Indirect, site.Verdict)
		require.Contains(t, site.Evidence[0].Text, fmt.Sprintf("the recursion starts goroutines at more than %d places", judged))
	}
	require.Positive(t, judged)
	require.Less(t, judged, len(result.Sites))
}

// Where calls of an interface with thousands of implementers are too many to
// follow all ways, the recursion is found all the same, and its sites say so.
func TestMoreTargetsThanAreFollowed(t *testing.T) {
	source := func(types int) string {
		var b strings.Builder
		b.WriteString("package p; type Node interface { walk() }\n")
		for i := range types {
			fmt.Fprintf(&b, "type t%d struct { kids []Node }\nfunc (t *t%d) walk() { for _, kid := range t.kids { go kid.walk() } }\n", i, i)
		}
		b.WriteString("func alone(n int) { go alone(n) }\n")
		return b.String()
	}
	for types, left := range map[int]bool{10: false, 500: true} {
		fset, files, err := parsed(source(types))
		require.NoError(t, err)
		_, result, _, err := analysePackage("example.com/p", fset, files)
		require.NoError(t, err)
		require.Len(t, result.Sites, types+1)
		for _, site := range result.Sites {
			said := slices.ContainsFunc(site.Evidence, func(e fanout.Evidence) bool {
				return !e.Counts && strings.Contains(e.Text, "the first 16 of each are followed")
			})
			require.Equal(t, left && site.Function != "alone", said, site.Function)
		}
	}
}

// A helper that is called in more ways than there are atoms is no reason to
// stand still.
func TestHelpersThatCallTheNextTwice(t *testing.T) {
	var b strings.Builder
	b.WriteString("package p; type node struct { kids []*node }; var slots = make(chan bool, 4)\n")
	b.WriteString("func walk(n *node) { f0(); go walk(n.kids[0]); go walk(n.kids[1]) }\n")
	for i := range 40 {
		fmt.Fprintf(&b, "func f%d() { f%d(); f%d() }\n", i, i+1, i+1)
	}
	b.WriteString("func f40() { slots <- true }\n")
	fset, files, err := parsed(b.String())
	require.NoError(t, err)
	_, result, _, err := analysePackage("example.com/p", fset, files)
	require.NoError(t, err)
	require.Len(t, result.Sites, 2)
}
