package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
)

// Fixes of one file share its imports: each inserts the same text at the
// same places, so that a three-way merge coalesces them. Hence the edits
// below depend on the file alone, never on the fix. Each insertion stands at
// the end of a line and each deletion begins at one, which lets a merge put
// them side by side in either order.

// qualifier returns how the package of a path is referred to in the file of
// src once it is imported there: "lifo.", or "" for a dot import.
func (f *Fixer) qualifier(src *source, pkgPath string) string {
	name, _ := f.importName(src, pkgPath)
	if name == "." {
		return ""
	}
	return name + "."
}

// importName returns the name under which the file imports a package, or
// shall import it.
func (f *Fixer) importName(src *source, pkgPath string) (name string, imported bool) {
	taken := f.fileNames(src, pkgPath)
	for _, spec := range src.file.Imports {
		pkg := f.pass.TypesInfo.PkgNameOf(spec)
		if pkg == nil || pkg.Imported().Path() != pkgPath || pkg.Name() == "_" {
			continue
		}
		if !taken[pkg.Name()] {
			return pkg.Name(), true
		}
	}
	base := path.Base(pkgPath)
	return freeName([]string{base, "go" + base}, func(name string) bool { return !taken[name] }), false
}

// fileNames returns the names that can't stand for a package throughout the
// file: those of the package's own declarations, of other imports, and of
// whatever a function declares that may shadow it where it is used. The
// package runtime is used in the limiter's declaration only, at package
// level, where nothing shadows.
func (f *Fixer) fileNames(src *source, pkgPath string) map[string]bool {
	key := importing{src.file, pkgPath}
	if known := f.taken[key]; known != nil {
		return known
	}
	names := make(map[string]bool)
	f.taken[key] = names
	for _, name := range f.pass.Pkg.Scope().Names() {
		names[name] = true
	}
	fileScope := f.pass.TypesInfo.Scopes[src.file]
	for _, name := range fileScope.Names() {
		pkg, ok := fileScope.Lookup(name).(*types.PkgName)
		if !ok || pkg.Imported().Path() != pkgPath {
			names[name] = true
		}
	}
	if pkgPath == "runtime" {
		return names
	}
	var visit func(*types.Scope)
	visit = func(scope *types.Scope) {
		for child := range scope.Children() {
			for _, name := range child.Names() {
				names[name] = true
			}
			visit(child)
		}
	}
	visit(fileScope)
	return names
}

// addImports returns the edits that import what a limiter's declaration
// needs: package lifo, and package runtime or not. Two fixes of a file may
// differ in that, so each import is an edit of its own, at a place of its
// own.
func (f *Fixer) addImports(src *source, needsRuntime bool) []analysis.TextEdit {
	var edits []analysis.TextEdit
	for _, pkgPath := range []string{"runtime", lifoPath} {
		if edit, ok := f.addImport(src, pkgPath); ok && (pkgPath != "runtime" || needsRuntime) {
			edits = append(edits, edit)
		}
	}
	if len(edits) == 2 && f.importsCoincide(src) {
		text := string(edits[0].NewText) + string(edits[1].NewText)
		return []analysis.TextEdit{replace(edits[0].Pos, edits[0].Pos, text)}
	}
	return edits
}

// importsCoincide reports whether the file gets both imports at one place.
// Then no fix of the file goes without package runtime.
func (f *Fixer) importsCoincide(src *source) bool {
	first, ok := f.addImport(src, "runtime")
	second, both := f.addImport(src, lifoPath)
	return ok && both && first.Pos == second.Pos
}

// addImport returns the edit that imports a package, unless it is there.
func (f *Fixer) addImport(src *source, pkgPath string) (analysis.TextEdit, bool) {
	name, imported := f.importName(src, pkgPath)
	if imported {
		return analysis.TextEdit{}, false
	}
	spec := strconv.Quote(pkgPath)
	if name != path.Base(pkgPath) {
		spec = name + " " + spec
	}
	if group := src.importGroup(); group != nil {
		return src.insertSpec(group, spec), true
	}
	return src.importDecl(spec), true
}

// importGroup returns the first parenthesized import declaration that can
// take another line, or nil.
func (s *source) importGroup() *ast.GenDecl {
	for _, decl := range s.file.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT {
			return nil
		}
		if decl.Lparen.IsValid() && len(decl.Specs) > 0 && s.onOwnLines(decl) {
			return decl
		}
	}
	return nil
}

// onOwnLines reports whether each import of a group has a line to itself,
// as gofmt lays it out.
func (s *source) onOwnLines(decl *ast.GenDecl) bool {
	line := s.tok.Line(decl.Lparen)
	for _, spec := range decl.Specs {
		if s.tok.Line(spec.Pos()) <= line || importPath(spec) == "C" {
			return false
		}
		line = s.tok.Line(spec.End())
	}
	return s.tok.Line(decl.Rparen) > line
}

// importDecl returns the edit that adds an import declaration below those
// of the file, or below the package clause. Below them a preamble of
// import "C" keeps its place.
func (s *source) importDecl(spec string) analysis.TextEdit {
	last := s.file.Name.End()
	for _, decl := range s.file.Decls {
		decl, ok := decl.(*ast.GenDecl)
		if !ok || decl.Tok != token.IMPORT {
			break // imports come first
		}
		last = decl.End()
	}
	end := s.lineEnd(s.tok.Offset(last))
	if standard(importPathOf(spec)) {
		return replace(s.tok.Pos(end), s.tok.Pos(end), "\n\nimport "+spec)
	}
	return replace(s.tok.Pos(end+1), s.tok.Pos(end+1), "\nimport "+spec+"\n")
}

// insertSpec returns the edit that adds an import to a group, in its sorted
// place within the first block of the same kind, standard library or not,
// or else in a block of its own: first for the standard library, else last.
func (s *source) insertSpec(group *ast.GenDecl, text string) analysis.TextEdit {
	pkgPath := importPathOf(text)
	sameKind := func(spec ast.Spec) bool { return standard(importPath(spec)) == standard(pkgPath) }
	insert := func(pos token.Pos, text string) analysis.TextEdit {
		pos = s.tok.Pos(s.lineEnd(s.tok.Offset(pos)))
		return replace(pos, pos, text)
	}
	for _, block := range s.blocks(group) {
		if !slices.ContainsFunc(block, sameKind) {
			continue
		}
		after := s.above(block[0])
		for _, spec := range block {
			if importPath(spec) < pkgPath {
				after = spec.End()
			}
		}
		return insert(after, "\n\t"+text)
	}
	if standard(pkgPath) {
		return insert(group.Lparen, "\n\t"+text+"\n")
	}
	// On a line of its own, below where the standard library's last goes.
	end := s.tok.Pos(s.lineEnd(s.tok.Offset(group.Specs[len(group.Specs)-1].End())) + 1)
	return replace(end, end, "\n\t"+text+"\n")
}

// blocks splits an import group at its blank lines. Gofmt sorts each block.
func (s *source) blocks(group *ast.GenDecl) [][]ast.Spec {
	var blocks [][]ast.Spec
	for i, spec := range group.Specs {
		if i > 0 {
			between := s.content[s.tok.Offset(group.Specs[i-1].End()):s.tok.Offset(spec.Pos())]
			if !strings.Contains(strings.ReplaceAll(between, "\r", ""), "\n\n") {
				blocks[len(blocks)-1] = append(blocks[len(blocks)-1], spec)
				continue
			}
		}
		blocks = append(blocks, []ast.Spec{spec})
	}
	return blocks
}

// above returns a position on the line above an import and its doc comment.
func (s *source) above(spec ast.Spec) token.Pos {
	pos := spec.Pos()
	if doc := spec.(*ast.ImportSpec).Doc; doc != nil {
		pos = doc.Pos()
	}
	return s.tok.Pos(s.lineStart(s.tok.Offset(pos)) - 1)
}

// dropImport returns the edit that deletes the import of a package which
// the fix alone leaves unused. Drivers would remove it themselves, but an
// editor applies the edits as they are. Fixes that still leave uses don't
// make this edit; a merge of all of them ends without the import just the
// same, since the drivers then remove it.
func (s *source) dropImport(spec *ast.ImportSpec, added []analysis.TextEdit) analysis.TextEdit {
	node := ast.Node(spec)
	for _, decl := range s.file.Decls[:min(len(s.file.Imports), len(s.file.Decls))] { // imports come first
		if decl, ok := decl.(*ast.GenDecl); ok && len(decl.Specs) == 1 && decl.Specs[0] == ast.Spec(spec) && !decl.Lparen.IsValid() {
			node = decl
		}
	}
	start, end := s.tok.Offset(node.Pos()), s.lineEnd(s.tok.Offset(node.End()))
	start = max(s.lineStart(start)-1, 0)
	// Alone in its block, the import takes the blank line above it along,
	// unless another import joins the block.
	joined := slices.ContainsFunc(added, func(edit analysis.TextEdit) bool {
		at := s.tok.Offset(edit.Pos)
		return start <= at && at <= end && !strings.HasPrefix(string(edit.NewText), "\n\n")
	})
	if !joined && s.blank(start) && s.endsBlock(end) {
		start = max(s.lineStart(start)-1, 0)
	}
	return s.remove(start, end)
}

// endsBlock reports whether the line after the one that ends at end is
// blank or closes a group.
func (s *source) endsBlock(end int) bool {
	if end+1 >= len(s.content) || s.blank(end+1) {
		return true
	}
	return strings.HasPrefix(s.content[end+1:], ")")
}

func importPath(spec ast.Spec) string {
	p, _ := strconv.Unquote(spec.(*ast.ImportSpec).Path.Value)
	return p
}

// importPathOf returns the path of the text of an import.
func importPathOf(text string) string {
	p, _ := strconv.Unquote(text[strings.IndexByte(text, '"'):])
	return p
}

// standard reports whether a path looks like one of the standard library:
// its first element has no dot.
func standard(pkgPath string) bool {
	first, _, _ := strings.Cut(pkgPath, "/")
	return !strings.Contains(first, ".")
}

// usesOf returns where an import is used that the file has to drop once nothing
// uses it: the uses that the edits remove, and those that are left.
func (r *rewrite) usesOf(spec *ast.ImportSpec) (gone, left []*ast.Ident) {
	pkg := r.info.PkgNameOf(spec)
	if pkg == nil || pkg.Name() == "_" || pkg.Imported().Path() == "runtime" {
		return nil, nil
	}
	uses := r.index.idents[pkg]
	if pkg.Name() == "." {
		for _, name := range pkg.Imported().Scope().Names() {
			uses = append(uses, r.index.idents[pkg.Imported().Scope().Lookup(name)]...)
		}
	}
	for _, cur := range uses {
		id := cur.Node().(*ast.Ident)
		if !r.holds(id.Pos()) || cur.ParentEdgeKind() == edge.ImportSpec_Name {
			continue
		}
		within := func(pos, end token.Pos) bool { return pos <= id.Pos() && id.End() <= end }
		removed := slices.ContainsFunc(r.edits, func(edit analysis.TextEdit) bool { return within(edit.Pos, edit.End) })
		if removed && !slices.ContainsFunc(r.hoisted, func(e ast.Expr) bool { return within(e.Pos(), e.End()) }) {
			gone = append(gone, id)
		} else {
			left = append(left, id)
		}
	}
	return gone, left
}
