package fanout_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// nested returns a package with a recursion and a text that stands between
// others so many times.
func nested(before, text, after string, times int) string {
	return "package p; var b bool; func walk(n []int) { for range n { go walk(n[1:]) }; " +
		strings.Repeat(before, times) + text + strings.Repeat(after, times) + " }"
}

// What is nested deep is analysed, or it is said where it is too deep.
func TestDeep(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"an argument in parentheses", strings.Replace(nested("(", "n", ")", 10_000), "((", "walk((", 1), ""},
		{"blocks", nested("{ ", "walk(n)", " }", 10_000), ""},
		{"literals", nested("func() { ", "walk(n)", " }()", 2000), ""},
		{"selectors", "package p; type t struct { t *t; f func() }; func walk(x *t) { go walk(x.t); x" + strings.Repeat(".t", 2000) + ".f(); walk(x) }", ""},
		{"branches", nested("if b { ", "walk(n)", " }", 500), ""},
		{"branches that are too deep", nested("if b { ", "walk(n)", " }", 6000), "file0.go:1:35077: branches are nested more than 5000 deep here, which is more than can be analysed"},
		{"loops that are too deep", nested("for _, b := range []bool{b} { ", "walk(n); _ = b", " }", 2000), "branches are nested more than 1019 deep here"},
		{"cases that are too many", nested("", "switch len(n) { "+strings.Repeat("case len(n): x := n; walk(x); ", 6000)+"}", "", 1), "a function has "},
		{"conditions that are too long", nested("", "if b"+strings.Repeat(" && b", 6000)+" { walk(n) }", "", 1), "branches are nested more than 5000 deep here"},
	} {
		t.Run(test.name, func(t *testing.T) {
			fset, files, err := parsed(test.source)
			require.NoError(t, err)
			_, err = analysed(fset, files)
			if test.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, test.want)
			}
		})
	}
}
