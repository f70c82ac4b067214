package flow_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
)

// Each body is that of f; its places are calls of these functions.
const program = `package p

func a()
func b()
func barrier()

func f(x, y int, c, d chan int) {
%s
}
`

// built returns the SSA form of f with a body.
func built(t *testing.T, body string) *ssa.Function {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", fmt.Sprintf(program, body), 0)
	require.NoError(t, err)
	pkg, _, err := ssautil.BuildPackage(&types.Config{}, fset, types.NewPackage("p", "p"), []*ast.File{file}, 0)
	require.NoError(t, err)
	return pkg.Func("f")
}

// place returns the first call of a function.
func place(t *testing.T, fn *ssa.Function, name string) ssa.Instruction {
	t.Helper()
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if calls(instr, name) {
				return instr
			}
		}
	}
	require.Fail(t, "no call", name)
	return nil
}

func calls(instr ssa.Instruction, name string) bool {
	call, ok := instr.(*ssa.Call)
	return ok && call.Call.StaticCallee() != nil && call.Call.StaticCallee().Name() == name
}

func TestFollows(t *testing.T) {
	for _, test := range []struct {
		body                      string
		follows, looped, dominate bool // b after a, a after itself, a before every b
	}{
		{`a(); b()`, true, false, true},
		{`b(); a()`, false, false, false},
		{`if x > 0 { a() } else { b() }`, false, false, false},
		{`if x > 0 { a() }; b()`, true, false, false},
		{`if x > 0 { a(); return }; b()`, false, false, false},
		{`for x > 0 { b(); a() }`, true, true, false},
		{`for x > 0 { a(); b() }`, true, true, true},
		{`for x > 0 { if y > 0 { a(); break }; b() }`, false, false, false},
		{`for x > 0 { if y > 0 { a(); continue }; b() }`, true, true, false},
		{`again: a(); if x > 0 { goto again }; b()`, true, true, true},
		{`switch x { case 1: a(); fallthrough; case 2: b() }`, true, false, false},
		{`a(); for { b() }`, true, false, true},
	} {
		fn := built(t, test.body)
		g, a, b := flow.New(), place(t, fn, "a"), place(t, fn, "b")
		require.Equal(t, test.follows, g.Follows(a, b), "follows: %s", test.body)
		require.Equal(t, test.looped, g.InLoop(a), "in a loop: %s", test.body)
		require.Equal(t, test.dominate, flow.Dominates(a, b), "dominates: %s", test.body)
	}
}

// Is there a way from a to b that passes no barrier?
func TestAvoiding(t *testing.T) {
	for _, test := range []struct {
		body string
		want bool
	}{
		{`a(); b()`, true},
		{`b(); a()`, false},
		{`a(); barrier(); b()`, false},
		{`barrier(); a(); b()`, true},
		{`a(); b(); barrier()`, true},
		{`a(); if x > 0 { barrier() }; b()`, true},
		{`a(); if x > 0 { barrier() } else { barrier() }; b()`, false},
		{`a(); if x > 0 { barrier(); return }; b()`, true},
		{`a(); if x > 0 { return }; barrier(); b()`, false},
		{`a(); for x > 0 { barrier() }; b()`, true},
		{`a(); for { barrier(); if x > 0 { break } }; b()`, false},
		{`for x > 0 { b(); a() }`, true},
		{`for x > 0 { b(); a(); barrier() }`, false},
		{`for x > 0 { barrier(); b(); a() }`, false},
		{`for x > 0 { b(); a(); if y > 0 { continue }; barrier() }`, true},
		{`a(); select { case <-c: barrier(); case <-d: }; b()`, true},
		{`a(); select { case <-c: barrier(); case <-d: barrier() }; b()`, false},
		{`a(); panic(1); b()`, false},
	} {
		fn := built(t, test.body)
		got := flow.Avoiding(place(t, fn, "a"),
			func(i ssa.Instruction) bool { return calls(i, "b") },
			func(i ssa.Instruction) bool { return calls(i, "barrier") })
		require.Equal(t, test.want, got, test.body)
	}
}

// What has been decided, and how, wherever a is called?
func TestConditions(t *testing.T) {
	for _, test := range []struct {
		body string
		want []string
	}{
		{`a()`, nil},
		{`if x > 0 { a() }`, []string{"x > 0:int is true"}},
		{`if x > 0 { b() } else { a() }`, []string{"x > 0:int is false"}},
		{`if x > 0 { return }; a()`, []string{"x > 0:int is false"}},
		{`if x > 0 { b() }; a()`, nil},
		{`if x > 0 { if y > 1 { a() } }`, []string{"y > 1:int is true", "x > 0:int is true"}},
		{`if x > 0 && y > 1 { a() }`, []string{"y > 1:int is true", "x > 0:int is true"}},
		{`if x > 0 || y > 1 { a() }`, nil},
		{`if x > 0 || y > 1 { return }; a()`, []string{"y > 1:int is false", "x > 0:int is false"}},
		{`if x > 0 { b() } else if y > 1 { a() }`, []string{"y > 1:int is true", "x > 0:int is false"}},
		{`if x > 0 { b(); if y > 1 { b() }; a() }`, []string{"x > 0:int is true"}},
		{`switch { case x > 0: b(); case y > 1: a() }`, []string{"y > 1:int is true", "x > 0:int is false"}},
		{`if x > 0 { panic(1) }; a()`, []string{"x > 0:int is false"}},
		{`for y > 1 { a() }`, []string{"y > 1:int is true"}},
		{`for y > 1 { if x > 0 { continue }; a() }`, []string{"x > 0:int is false", "y > 1:int is true"}},
		{`if x > 0 { return }; for y > 1 { a() }`, []string{"y > 1:int is true", "x > 0:int is false"}},
		{`if x > 0 { for y > 1 { b() } }; a()`, nil},
		{`for y > 1 { b() }; a()`, []string{"y > 1:int is false"}},
		// A variable that only one way can have set so:
		{`both := x > 0 && y > 1; if both { a() }`, []string{"variable is true", "y > 1:int is true", "x > 0:int is true"}},
		{`both := x > 0 && y > 1; if !both { a() }`, []string{"variable is false"}},
		{`one := x > 0 || y > 1; if !one { a() }`, []string{"variable is false", "y > 1:int is false", "x > 0:int is false"}},
		{`one := x > 0 || y > 1; if one { a() }`, []string{"variable is true"}},
		{`set := false; if x > 0 { set = true }; if set { a() }`, []string{"variable is true", "x > 0:int is true"}},
		{`set := false; for { if set { a() }; set = x > 0; x++ }`, []string{"variable is true"}},
	} {
		fn := built(t, test.body)
		var got []string
		for _, condition := range flow.Conditions(place(t, fn, "a").Block()) {
			value, taken := condition.Affirmed()
			name := value.String()
			if _, ok := value.(*ssa.Phi); ok {
				name = "variable"
			}
			got = append(got, fmt.Sprintf("%s is %t", name, taken))
		}
		require.Equal(t, test.want, got, test.body)
	}
}

// Which case of a select leads to which place? Default has no number.
func TestCases(t *testing.T) {
	for _, test := range []struct {
		body string
		want map[int]string
	}{
		{`select { case <-c: a(); case <-d: b() }`, map[int]string{0: "a", 1: "b"}},
		{`select { case c <- 1: a(); case v, ok := <-d: b(); _, _ = v, ok }`, map[int]string{0: "a", 1: "b"}},
		{`select { case <-c: a(); default: b() }`, map[int]string{0: "a"}},
		{`select { default: a(); case <-c: b() }`, map[int]string{0: "b"}},
		{`select { case <-c: a(); case <-d: barrier(); default: b() }`, map[int]string{0: "a", 1: "barrier"}},
		{`for { select { case <-c: a(); continue; case <-d: b(); return } }`, map[int]string{0: "a", 1: "b"}},
	} {
		fn := built(t, test.body)
		got := make(map[int]string)
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				sel, ok := instr.(*ssa.Select)
				if !ok {
					continue
				}
				for at, entered := range flow.Cases(sel) {
					got[at] = firstCall(entered)
				}
			}
		}
		require.Equal(t, test.want, got, test.body)
	}
}

func firstCall(block *ssa.BasicBlock) string {
	for _, instr := range block.Instrs {
		if call, ok := instr.(*ssa.Call); ok && call.Call.StaticCallee() != nil {
			return call.Call.StaticCallee().Name()
		}
	}
	return ""
}
