package summary_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"go/types"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

var update = flag.Bool("update", false, "write standard.go anew")

// release is the Go release whose standard library the table describes.
// Under another one, the table is still used, and not compared.
const release = "go1.26"

// The table of the standard library equals what the analysis finds in its
// source, package by package from the bottom, without the table.
func TestStandard(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses the whole standard library")
	}
	if !strings.HasPrefix(runtime.Version(), release) {
		t.Skipf("the table describes %s, this is %s", release, runtime.Version())
	}
	var computed map[string][]summary.Effect
	summary.WithoutStandard(func() { computed = analyse(t, load(t)) })
	if *update {
		write(t, computed)
		return
	}
	table := summary.Standard()
	names := slices.Sorted(maps.Keys(table))
	assert.Equal(t, slices.Sorted(maps.Keys(computed)), names, "functions; run with -update to write the table anew")
	for _, name := range names {
		assert.Equal(t, computed[name], table[name], name)
	}
}

// load reads the standard library as it is on one platform, since the table
// may not depend on where the test runs.
func load(t *testing.T) []*packages.Package {
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadAllSyntax,
		Env:  append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS="),
	}, "std")
	require.NoError(t, err)
	require.Zero(t, packages.PrintErrors(pkgs))
	return pkgs
}

// analyse returns the summaries of the functions that can be named outside
// the standard library.
func analyse(t *testing.T, pkgs []*packages.Package) map[string][]summary.Effect {
	graph, err := checker.Analyze([]*analysis.Analyzer{fanout.Analyzer}, pkgs, nil)
	require.NoError(t, err)
	computed := make(map[string][]summary.Effect)
	for action := range graph.All() {
		require.NoError(t, action.Err, action.Package.PkgPath)
		if !importable(action.Package.PkgPath) {
			continue
		}
		for _, fact := range action.AllObjectFacts() {
			fn, ok := fact.Object.(*types.Func)
			params := fact.Fact.(*summary.Summary).Params
			if ok && len(params) > 0 && fn.Pkg() == action.Package.Types && nameable(fn) {
				computed[fn.FullName()] = params
			}
		}
	}
	return computed
}

func importable(path string) bool {
	for element := range strings.SplitSeq(path, "/") {
		if element == "internal" || element == "vendor" {
			return false
		}
	}
	return true
}

func nameable(fn *types.Func) bool {
	if !fn.Exported() {
		return false
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return true
	}
	typ := recv.Type()
	if pointer, ok := typ.(*types.Pointer); ok {
		typ = pointer.Elem()
	}
	named, ok := typ.(*types.Named)
	return ok && named.Obj().Exported()
}

// write writes the table in the form of the source.
func write(t *testing.T, table map[string][]summary.Effect) {
	const file = "standard.go"
	old, err := os.ReadFile(file)
	require.NoError(t, err)
	head, _, found := bytes.Cut(old, []byte("= map[string][]Effect{\n"))
	require.True(t, found, "%s holds no table", file)
	out := bytes.NewBuffer(head)
	out.WriteString("= map[string][]Effect{\n")
	for _, name := range slices.Sorted(maps.Keys(table)) {
		fmt.Fprintf(out, "%q: {", name)
		for i, effect := range table[name] {
			if i > 0 {
				out.WriteString(", ")
			}
			out.WriteString(expression(effect))
		}
		out.WriteString("},\n")
	}
	out.WriteString("}\n")
	source, err := format.Source(out.Bytes())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, source, 0o666))
}

func expression(effect summary.Effect) string {
	if effect == 0 {
		return "0"
	}
	words := strings.Split(effect.String(), "+")
	for i, word := range words {
		words[i] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, " | ")
}
