package program

import (
	"fmt"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// The SSA form joins a variable anew after each branch and in each loop around
// an assignment, and what builds it copies a table of all variables of a
// function for each branch. Where there are thousands of both, that takes time
// and memory by the square and more: gigabytes, and a linter that the system
// ends for want of memory takes others down with it.
const (
	// deepest is how deep branches of a function may be nested.
	deepest = 5000
	// A package may have mostJoins assignments, each counted for every branch
	// around it beyond the ordinary.
	mostJoins = 1_000_000
	ordinary  = 20
	// The variables of a function, times its branches or times the longest row
	// of cases, in each of which all earlier ones are known not to hold.
	mostCopied, mostKept = 1_000_000_000, 25_000_000
)

// A measure is what is counted of one function.
type measure struct {
	variables, branches int
	longest             int // row of cases, or of branches one in the other
}

// tooDeep returns an error that names the first place where branches are nested
// too deep, or where a function has too many of them.
func tooDeep(pass *analysis.Pass) error {
	d := &depths{}
	for _, file := range pass.Files {
		d.at, d.depths, d.functions = nil, []int{0}, []*measure{{}}
		ast.Inspect(file, d.visit)
		if d.at != nil {
			return fmt.Errorf("%s: %s, which is more than can be analysed", pass.Fset.Position(d.at.Pos()), d.reason)
		}
	}
	return nil
}

// depths looks for what is too deep.
type depths struct {
	nodes     []ast.Node // around what is visited
	depths    []int      // of these, in branches of their function
	functions []*measure // around what is visited
	joins     int
	at        ast.Node // where it is too much
	reason    string
}

func (d *depths) visit(n ast.Node) bool {
	last := len(d.nodes) - 1
	if n == nil {
		if isFunction(d.nodes[last]) {
			d.functions = d.functions[:len(d.functions)-1]
		}
		d.nodes, d.depths = d.nodes[:last], d.depths[:last+1]
		return true
	}
	depth := d.depths[last+1]
	if isFunction(n) {
		depth = 0
		d.functions = append(d.functions, new(measure))
	} else if branches(n) {
		depth++
	}
	d.nodes, d.depths = append(d.nodes, n), append(d.depths, depth)
	d.joins += max(0, depth-ordinary) * assigned(n)
	fn := d.functions[len(d.functions)-1]
	fn.add(n, depth)
	switch {
	case d.at != nil:
	case depth > deepest || d.joins > mostJoins:
		d.at, d.reason = n, fmt.Sprintf("branches are nested more than %d deep here", depth-1)
	case fn.variables*fn.branches > mostCopied || fn.variables*fn.longest > mostKept:
		d.at, d.reason = n, fmt.Sprintf("a function has %d variables and %d branches up to here", fn.variables, fn.branches)
	}
	return true
}

func isFunction(n ast.Node) bool {
	switch n.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		return true
	}
	return false
}

// add counts a node.
func (m *measure) add(n ast.Node, depth int) {
	m.longest = max(m.longest, depth)
	if branches(n) {
		m.branches++
	}
	switch n := n.(type) {
	case *ast.CaseClause, *ast.CommClause:
		m.branches++
	case *ast.BlockStmt:
		cases := 0
		for _, stmt := range n.List {
			switch stmt.(type) {
			case *ast.CaseClause, *ast.CommClause:
				cases++
			}
		}
		m.longest = max(m.longest, depth+cases)
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			m.variables += len(n.Lhs)
		}
	case *ast.ValueSpec, *ast.RangeStmt:
		m.variables += assigned(n)
	}
}

// branches reports whether control may take several ways at a node.
func branches(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		return true
	case *ast.BinaryExpr:
		return n.Op == token.LAND || n.Op == token.LOR
	}
	return false
}

// assigned returns how many variables a node assigns.
func assigned(n ast.Node) int {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return len(n.Lhs)
	case *ast.ValueSpec:
		return len(n.Names)
	case *ast.IncDecStmt:
		return 1
	case *ast.RangeStmt:
		return 2
	}
	return 0
}
