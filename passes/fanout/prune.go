package fanout

import (
	"go/ast"
	"go/token"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Prune takes out what facts do not depend on: the bodies of most functions,
// then the declarations that nothing mentions any more, and then the imports,
// since reading their types would cost more than all the rest. It is for
// packages that are only asked for their facts. What is declared is told by its
// name alone, so that too much stays rather than too little.
func (s *Syntax) Prune() {
	reachable := s.reachable(s.kept())
	for file := range s.names {
		file.Decls = slices.DeleteFunc(file.Decls, func(decl ast.Decl) bool { return !reachable.take(decl) })
		s.scanner.pruneImports(file)
	}
}

// holders returns the functions of a file that have a body, and the
// declarations of variables that have values.
func holders(file *ast.File) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Body != nil && !yield(decl) {
					return
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if value, ok := spec.(*ast.ValueSpec); ok && decl.Tok == token.VAR && len(value.Values) > 0 && !yield(value) {
						return
					}
				}
			}
		}
	}
}

// started returns the names in go statements: of functions that run what
// others have kept, as the workers of a pool do.
func (s *Syntax) started() map[string]bool {
	names := make(map[string]bool)
	for file := range s.names {
		ast.Inspect(file, func(n ast.Node) bool {
			if start, ok := n.(*ast.GoStmt); ok {
				ast.Inspect(start, func(n ast.Node) bool {
					if ident, ok := n.(*ast.Ident); ok {
						names[ident.Name] = true
					}
					return true
				})
			}
			return true
		})
	}
	return names
}

// matters reports whether a function or a variable may do something that a
// fact tells of.
func (s *Scanner) matters(holder ast.Node, types *typeNames, declared *declared) (matters bool) {
	var own *ast.FuncType // of the function itself, or of a literal in it
	if fn, ok := holder.(*ast.FuncDecl); ok {
		if types.takesFunctions(fn.Type) {
			return true
		}
		own = fn.Type
	}
	ast.Inspect(holder, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			own = n.Type // which comes next
		case *ast.FuncType:
			matters = matters || n != own
		case *ast.GoStmt, *ast.SendStmt, *ast.SelectStmt, *ast.ChanType:
			matters = true
		case *ast.UnaryExpr:
			matters = matters || n.Op == token.ARROW
		case *ast.RangeStmt:
			matters = matters || n.Value == nil // of a channel, or of an iterator
		case *ast.SelectorExpr:
			matters = matters || types.shows(n, false)
		case *ast.Ident:
			matters = matters || s.plain[n.Name] || types.local[n.Name]
		case *ast.CallExpr:
			matters = matters || declared.callsValue(n)
		}
		return !matters
	})
	return matters
}

// pruneImports takes out the imports that a file does not mention.
func (s *Scanner) pruneImports(file *ast.File) {
	used := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if base, ok := selector.X.(*ast.Ident); ok {
				used[base.Name] = true
			}
		}
		return true
	})
	var left []*ast.ImportSpec
	for _, spec := range file.Imports {
		if s.importUsed(spec, used) {
			left = append(left, spec)
		}
	}
	file.Imports = left
	var decls []ast.Decl
	for _, decl := range file.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok || general.Tok != token.IMPORT {
			decls = append(decls, decl)
		}
	}
	if len(left) > 0 {
		imported := &ast.GenDecl{Tok: token.IMPORT, TokPos: file.Name.End()}
		for _, spec := range left {
			imported.Specs = append(imported.Specs, spec)
		}
		decls = append([]ast.Decl{imported}, decls...)
	}
	file.Decls = decls
}

// importUsed reports whether a file whose selectors start with these names
// mentions an import.
func (s *Scanner) importUsed(spec *ast.ImportSpec, used map[string]bool) bool {
	if spec.Name != nil {
		return spec.Name.Name == "." || used[spec.Name.Name]
	}
	declared, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return true
	}
	return used[s.packageName(declared)]
}

// packageName returns the name of an import: what is noted, else what its path
// says.
func (s *Scanner) packageName(declared string) string {
	for _, note := range s.noted(declared) {
		if name, ok := strings.CutPrefix(note, packageName); ok {
			return name
		}
	}
	return nameOf(declared)
}

// nameOf returns the name that most packages with a path have.
func nameOf(importPath string) string {
	dir, last := path.Split(importPath)
	if number, ok := strings.CutPrefix(last, "v"); ok && dir != "" && number != "" && strings.Trim(number, "0123456789") == "" {
		return path.Base(dir) // the last element is a major version
	}
	return last
}
