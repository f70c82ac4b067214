package source

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// An outline is the declarations of a Go file.
type outline struct {
	file *token.File
	tree *ast.File
}

func (f *file) parse(name string) *outline {
	if f.outline == nil {
		fset := token.NewFileSet()
		f.outline = new(outline)
		// What parses of a file that is not all Go is good enough.
		tree, _ := parser.ParseFile(fset, name, f.content, parser.ParseComments|parser.SkipObjectResolution)
		if tree != nil {
			f.outline.tree, f.outline.file = tree, fset.File(tree.FileStart)
		}
	}
	return f.outline
}

// Function returns the declared function that a position is in, as its
// package's readers write it: "walk", "(*Walker).walk". A literal that a
// package variable holds goes by the variable. It is "" where there is none.
func (f *Files) Function(p govet.Position) string {
	file := f.get(p.File)
	offset, ok := file.offset(p.Line, p.Column)
	if !ok {
		return ""
	}
	outline := file.parse(p.File)
	if outline.tree == nil {
		return ""
	}
	within := func(n ast.Node) bool {
		return outline.file.Offset(n.Pos()) <= offset && offset < outline.file.Offset(n.End())
	}
	for _, decl := range outline.tree.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			// A comment that documents it belongs to it.
			if within(decl) || decl.Doc != nil && within(decl.Doc) {
				return functionName(decl)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				if value, ok := spec.(*ast.ValueSpec); ok && within(value) {
					return value.Names[0].Name
				}
			}
		}
	}
	return ""
}

func functionName(decl *ast.FuncDecl) string {
	if decl.Recv == nil || len(decl.Recv.List) == 0 {
		return decl.Name.Name
	}
	pointer := false
	for typ := decl.Recv.List[0].Type; ; {
		switch t := typ.(type) {
		case *ast.StarExpr:
			pointer, typ = true, t.X
		case *ast.ParenExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			if pointer {
				return "(*" + t.Name + ")." + decl.Name.Name
			}
			return t.Name + "." + decl.Name.Name
		default:
			return decl.Name.Name
		}
	}
}

// Code returns what stands between two positions of a file, on one line and
// without regard to how it is laid out. Of a place that has no extent it is
// the rest of the line.
func (f *Files) Code(start, end govet.Position) string {
	file := f.get(start.File)
	from, ok := file.offset(start.Line, start.Column)
	if !ok {
		return ""
	}
	to, ok := file.offset(end.Line, end.Column)
	if !ok || end.File != start.File || to <= from {
		to = len(file.content)
		if start.Line < len(file.lines) {
			to = file.lines[start.Line]
		}
	}
	return strings.ToValidUTF8(strings.Join(strings.Fields(string(file.content[from:to])), " "), "\uFFFD")
}
