package golangci

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// tie finds the imports that no fix alone leaves without a use, but all of
// them do. Each fix that takes a use away then makes the edits of all that
// do, and drops the import: the file does not compile with it, nor could the
// first fix do without it alone.
func tie(pass *analysis.Pass, file *ast.File, fixed []*report) {
	tok := pass.Fset.File(file.FileStart)
	src, err := pass.ReadFile(tok.Name())
	if err != nil {
		withdrawAll(fixed, "the file can not be read")
		return
	}
	after, err := parse(tok, src, union(fixed))
	if err != nil {
		withdrawAll(fixed, "the fixes of this file do not go together")
		return
	}
	for _, spec := range file.Imports {
		name := pass.TypesInfo.PkgNameOf(spec).Name()
		if name == "." {
			// Its uses can't be told from other names.
			withdrawAll(fixed[1:], "the file has a dot import, so its fixes are made one at a time")
			return
		}
		if name == "_" || !imports(after, spec) || uses(after, name) {
			continue
		}
		var tied []*report
		for _, r := range fixed {
			if takesUse(pass, spec, r) {
				tied = append(tied, r)
			}
		}
		dropped, ok := drop(tok, file, spec)
		if !ok {
			withdrawAll(tied[1:], "after another fix of this file it would leave an import without a use")
			continue
		}
		edits := append(union(tied), dropped)
		for _, r := range tied {
			r.SuggestedFixes = []analysis.SuggestedFix{{Message: r.SuggestedFixes[0].Message, TextEdits: slices.Clone(edits)}}
		}
	}
}

func withdrawAll(fixed []*report, reason string) {
	for _, r := range fixed {
		r.withdraw(reason)
	}
}

// union returns the edits of several fixes that do not clash, in the order of
// the file.
func union(fixed []*report) []analysis.TextEdit {
	var edits []analysis.TextEdit
	for _, r := range fixed {
		for _, edit := range r.edits() {
			if !slices.ContainsFunc(edits, func(e analysis.TextEdit) bool { return same(e, edit) }) {
				edits = append(edits, edit)
			}
		}
	}
	slices.SortStableFunc(edits, func(x, y analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(x.Pos, y.Pos), cmp.Compare(x.End, y.End))
	})
	return edits
}

// parse returns the syntax of a file after edits.
func parse(tok *token.File, src []byte, edits []analysis.TextEdit) (*ast.File, error) {
	var text bytes.Buffer
	at := 0
	for _, edit := range edits {
		start, end := tok.Offset(edit.Pos), tok.Offset(edit.End)
		if start < at || end > len(src) {
			return nil, fmt.Errorf("edits of %s do not fit it", tok.Name())
		}
		text.Write(src[at:start])
		text.Write(edit.NewText)
		at = end
	}
	text.Write(src[at:])
	return parser.ParseFile(token.NewFileSet(), tok.Name(), &text, 0)
}

// imports reports whether a file still has an import of the original.
func imports(file *ast.File, spec *ast.ImportSpec) bool {
	return slices.ContainsFunc(file.Imports, func(s *ast.ImportSpec) bool {
		return s.Path.Value == spec.Path.Value && (s.Name == nil) == (spec.Name == nil) && (s.Name == nil || s.Name.Name == spec.Name.Name)
	})
}

// uses reports whether a file uses the package of a name. The parser leaves
// such names unresolved.
func uses(file *ast.File, name string) bool {
	return slices.ContainsFunc(file.Unresolved, func(id *ast.Ident) bool { return id.Name == name })
}

// takesUse reports whether a fix rewrites a use of an import.
func takesUse(pass *analysis.Pass, spec *ast.ImportSpec, r *report) bool {
	pkg := pass.TypesInfo.PkgNameOf(spec)
	for id, obj := range pass.TypesInfo.Uses {
		if obj == pkg && slices.ContainsFunc(r.edits(), func(e analysis.TextEdit) bool { return e.Pos <= id.Pos() && id.Pos() < e.End }) {
			return true
		}
	}
	return false
}

// drop returns the edit that deletes the lines of an import, unless something
// else stands on them.
func drop(tok *token.File, file *ast.File, spec *ast.ImportSpec) (edit analysis.TextEdit, ok bool) {
	start, end := spec.Pos(), spec.End()
	if spec.Doc != nil {
		start = spec.Doc.Pos()
	}
	for _, decl := range file.Decls {
		if decl, ok := decl.(*ast.GenDecl); ok && len(decl.Specs) == 1 && decl.Specs[0] == ast.Spec(spec) {
			start, end = decl.Pos(), decl.End()
		}
	}
	first, last := tok.Line(start), tok.Line(end)
	for node := range ast.Preorder(file) {
		switch node.(type) {
		case *ast.ImportSpec, *ast.Ident:
			if line := tok.Line(node.Pos()); first <= line && line <= last && (node.Pos() < start || end <= node.Pos()) {
				return edit, false
			}
		}
	}
	edit = analysis.TextEdit{Pos: tok.LineStart(first) - 1, End: token.Pos(tok.Base() + tok.Size())}
	if last < tok.LineCount() {
		edit.End = tok.LineStart(last+1) - 1
	}
	return edit, true
}
