package golangci

import (
	"go/token"
	"path/filepath"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// together makes the fixes of each file fit each other: whichever of them
// golangci-lint applies, the result is whole. A fix that can not be fitted is
// taken away, and the report says why.
//
// Which ones it applies is not known here: exclusions and -new-from-rev
// leave some out.
func together(pass *analysis.Pass, found []*report) {
	for _, file := range pass.Files {
		tok := pass.Fset.File(file.FileStart)
		var fixed []*report
		for _, r := range found {
			if len(r.SuggestedFixes) == 0 || pass.Fset.File(r.Pos) != tok {
				continue
			}
			r.SuggestedFixes = r.SuggestedFixes[:1]
			if other := elsewhere(pass.Fset, r); other != nil {
				r.withdraw("it would change " + filepath.Base(other.Name()) + ", and golangci-lint changes the file of the report only; fanoutcheck -fix makes it")
				continue
			}
			if slices.ContainsFunc(fixed, r.overlaps) || doubles(append(fixed, r)) {
				r.withdraw("it overlaps with another fix of this file, which comes first")
				continue
			}
			fixed = append(fixed, r)
		}
		if len(fixed) > 1 {
			tie(pass, file, fixed)
		}
	}
}

// withdraw takes a fix away.
func (r *report) withdraw(reason string) {
	r.SuggestedFixes = nil
	r.Related = append(r.Related, analysis.RelatedInformation{Pos: r.Pos, Message: "no fix is offered: " + reason})
}

// edits returns the edits of a report's only fix.
func (r *report) edits() []analysis.TextEdit { return r.SuggestedFixes[0].TextEdits }

// elsewhere returns the file that a fix changes beside that of its report,
// or nil.
func elsewhere(fset *token.FileSet, r *report) *token.File {
	for _, edit := range r.edits() {
		if file := fset.File(edit.Pos); file != fset.File(r.Pos) {
			return file
		}
	}
	return nil
}

// overlaps reports whether two fixes change the same text. Edits that they
// share are made once.
func (r *report) overlaps(other *report) bool {
	for _, x := range r.edits() {
		for _, y := range other.edits() {
			if x.Pos < y.End && y.Pos < x.End && !same(x, y) {
				return true
			}
		}
	}
	return false
}

func same(x, y analysis.TextEdit) bool {
	return x.Pos == y.Pos && x.End == y.End && string(x.NewText) == string(y.NewText)
}

// doubles reports whether fixes that share an insertion have another one at
// the same place. Only neighbours are taken for one, so with another in
// between the shared one would be made twice.
func doubles(fixed []*report) bool {
	at := make(map[token.Pos]map[string]int)
	for _, r := range fixed {
		for _, edit := range r.edits() {
			if edit.Pos != edit.End {
				continue
			}
			if at[edit.Pos] == nil {
				at[edit.Pos] = make(map[string]int)
			}
			at[edit.Pos][string(edit.NewText)]++
		}
	}
	for _, texts := range at {
		for _, times := range texts {
			if times > 1 && len(texts) > 1 {
				return true
			}
		}
	}
	return false
}
