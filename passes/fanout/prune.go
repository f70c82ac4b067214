package fanout

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Prune takes the bodies out of functions whose facts do not depend on them,
// and then the imports that nothing mentions any more: reading their types
// would cost more than all the rest. It is for packages that are only asked
// for their facts. A function is told by its name alone, so that too many
// bodies stay rather than too few.
func (s *Syntax) Prune() {
	mentions := make(map[*ast.FuncDecl]map[string]bool)
	kept := make(map[*ast.FuncDecl]bool)
	names := make(map[string]bool) // of those that are kept
	started := s.started()
	for file, types := range s.names {
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				mentions[fn] = mentioned(fn.Body)
				if started[fn.Name.Name] || s.scanner.matters(fn, types) {
					kept[fn], names[fn.Name.Name] = true, true
				}
			}
		}
	}
	for again := true; again; {
		again = false
		for fn, mentioned := range mentions {
			if !kept[fn] && overlap(mentioned, names) {
				kept[fn], names[fn.Name.Name] = true, true
				again = true
			}
		}
	}
	for file := range s.names {
		file.Decls = slices.DeleteFunc(file.Decls, func(decl ast.Decl) bool {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || kept[fn] {
				return false
			}
			fn.Body = nil
			return fn.Recv == nil && fn.Name.Name == "init" // which may not be without
		})
		s.scanner.pruneImports(file)
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

// matters reports whether a body may do something that a fact tells of.
func (s *Scanner) matters(fn *ast.FuncDecl, types *typeNames) (matters bool) {
	if types.takesFunctions(fn.Type) || fn.Type.TypeParams != nil {
		return true
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType:
			matters = matters || n != fn.Type
		case *ast.GoStmt, *ast.SendStmt, *ast.SelectStmt, *ast.ChanType, *ast.FuncLit:
			matters = true
		case *ast.UnaryExpr:
			matters = matters || n.Op == token.ARROW
		case *ast.RangeStmt:
			matters = matters || n.Key != nil && n.Value == nil
		case *ast.SelectorExpr:
			matters = matters || types.shows(n)
		case *ast.Ident:
			matters = matters || s.plain[n.Name] || types.local[n.Name]
		}
		return !matters
	})
	return matters
}

// mentioned returns the names in a body.
func mentioned(body *ast.BlockStmt) map[string]bool {
	names := make(map[string]bool)
	ast.Inspect(body, func(n ast.Node) bool {
		if ident, ok := n.(*ast.Ident); ok {
			names[ident.Name] = true
		}
		return true
	})
	return names
}

func overlap(a, b map[string]bool) bool {
	if len(b) < len(a) {
		a, b = b, a
	}
	for name := range a {
		if b[name] {
			return true
		}
	}
	return false
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
