package wholeline

import (
	"encoding/binary"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
)

// Bytes that are changed at random seldom make a program. So a script changes
// one, step by step, where statements, expressions and names stand, and each
// step counts only if the result compiles.

// A step of a script changes a text at two places, which are numbers of nodes
// of its syntax.
const stepSize = 5

// mostSteps bounds a script, since every step costs a compilation.
const mostSteps = 8

// mutated returns what a script makes of a text.
func mutated(source []byte, script []byte) []byte {
	for step := range slices.Chunk(script, stepSize) {
		if len(step) < stepSize {
			break
		}
		next := changed(source, step[0], int(binary.BigEndian.Uint16(step[1:])), int(binary.BigEndian.Uint16(step[3:])))
		if formatted, err := format.Source(next); err == nil && step[0] < 1<<7 {
			next = formatted
		}
		if _, err := compiled("example.com/p", next); err == nil {
			source = next
		}
	}
	return source
}

// wrappings are put around a statement.
var wrappings = [][2]string{
	{"{\n", "\n}"},
	{"if len(\"x\") > 0 {\n", "\n}"},
	{"for range 3 {\n", "\n}"},
	{"func() {\n", "\n}()"},
	{"defer func() {\n", "\n}()"},
	{"go func() {\n", "\n}()"},
	{"switch {\ncase true:\n", "\ndefault:\n}"},
	{"select {\ndefault:\n", "\n}"},
	{"again:\nfor {\n", "\nif len(\"x\") > 1 {\ncontinue again\n}\nbreak again\n}"},
	{"func() {\ndefer func() { _ = recover() }()\n", "\n}()"},
	{"if x := func() {\n", "\n}; x != nil {\nx()\n}"},
	{"for range func(yield func(int) bool) {\n", "\n_ = yield(1)\n} {\n}"},
}

// additions are put before a statement.
var additions = []string{
	"// a comment\n", "/* a comment */ ", "\n\n", "\r\n", "return\n", "panic(\"x\")\n", "_ = 1; ", "var lifo, runtime, sync int; _, _, _ = lifo, runtime, sync\n",
	"//fanoutcheck:bounded it is\n", "//nolint:fanoutcheck\n", "//line x.go:7\n", "/*line x.go:7:1*/ ", "go func() {}()\n", "defer func() {}()\n",
	"type lifo struct{}\n", "const walkLimiter = 1\n", "//nolint\n", "goto next\nnext:\n",
}

// declarations are put below the imports.
var declarations = []string{
	"var lifo int\n", "var walkLimiter int\n", "func init() {}\n", "// a comment\n\n", "type runtime struct{}\n", "import . \"sync\"\n", "import lifo \"sync\"\n",
	"import \"github.com/fanoutcheck/fanoutcheck/runtime/lifo\"\n", "import \"runtime\"\n", "//line x.go:1\n", "/* a comment */ ", "import (\n\t\"runtime\" // why\n)\n",
}

// names are given to what has another.
var names = []string{"lifo", "runtime", "sync", "walkLimiter", "wg", "_", "visitLimiter", "init", "é", "max", "any"}

// changed returns a text with one change made: which kind, and where.
func changed(source []byte, kind byte, a, b int) []byte {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source
	}
	offset := func(pos token.Pos) int { return fset.Position(pos).Offset }
	text := func(n ast.Node) string { return string(source[offset(n.Pos()):offset(n.End())]) }
	replaced := func(n ast.Node, with string) []byte {
		return slices.Concat(source[:offset(n.Pos())], []byte(with), source[offset(n.End()):])
	}
	before := func(n ast.Node, added string) []byte {
		return slices.Concat(source[:offset(n.Pos())], []byte(added), source[offset(n.Pos()):])
	}
	found := collect(file)
	one, other := found.statement(a), found.statement(b)
	switch kind & (1<<7 - 1) % 10 {
	case 0:
		return before(other, text(one)+"\n")
	case 1:
		return replaced(one, "")
	case 2:
		w := wrappings[b%len(wrappings)]
		return replaced(one, w[0]+text(one)+w[1])
	case 3:
		return replaced(found.expression(a), text(found.expression(b)))
	case 4:
		return replaced(one, text(other))
	case 5:
		return before(one, additions[b%len(additions)])
	case 6:
		return before(found.expression(a), additions[b%len(additions)])
	case 7:
		return renamed(source, offset, found, a, names[b%len(names)])
	case 8:
		if len(file.Decls) == 0 {
			return source
		}
		return before(file.Decls[a%len(file.Decls)], declarations[b%len(declarations)])
	}
	return before(one, "{\n"+text(other)+"\n}\n")
}

// renamed returns a text in which everything that has the name of one
// identifier has another.
func renamed(source []byte, offset func(token.Pos) int, found nodes, number int, name string) []byte {
	if len(found.names) == 0 {
		return source
	}
	was := found.names[number%len(found.names)].Name
	var text []byte
	last := 0
	for _, id := range found.names {
		if id.Name == was {
			text = append(append(text, source[last:offset(id.Pos())]...), name...)
			last = offset(id.End())
		}
	}
	return append(text, source[last:]...)
}

// nodes are the places of a file that a script can change.
type nodes struct {
	file        *ast.File
	statements  []ast.Node // in lists
	expressions []ast.Node
	names       []*ast.Ident
}

func collect(file *ast.File) nodes {
	n := nodes{file: file}
	list := func(statements []ast.Stmt) {
		for _, s := range statements {
			n.statements = append(n.statements, s)
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BlockStmt:
			list(node.List)
		case *ast.CaseClause:
			list(node.Body)
		case *ast.CommClause:
			list(node.Body)
		case *ast.Ident:
			n.names = append(n.names, node)
			n.expressions = append(n.expressions, node)
		case ast.Expr:
			n.expressions = append(n.expressions, node)
		}
		return true
	})
	return n
}

// statement returns the statement with some number, or where there is none the
// name of the package, which no change leaves valid.
func (n nodes) statement(number int) ast.Node { return n.nth(n.statements, number) }

func (n nodes) expression(number int) ast.Node { return n.nth(n.expressions, number) }

func (n nodes) nth(list []ast.Node, number int) ast.Node {
	if len(list) == 0 {
		return n.file.Name
	}
	return list[number%len(list)]
}
