package unit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"go/token"
	"io"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// printText prints results as go vet does, with lines of the source around
// each diagnostic if context is not negative, and returns the exit status.
func printText(w io.Writer, fset *token.FileSet, results []result, context int) (status int) {
	for _, r := range results {
		if r.err != nil {
			fmt.Fprintf(w, "fanoutcheck: %v\n", r.err)
			status = 1
		}
	}
	show := func(pos, end token.Pos, message string) {
		from := fset.Position(pos)
		fmt.Fprintf(w, "%s: %s\n", from, message)
		if context < 0 {
			return
		}
		content, _ := os.ReadFile(from.Filename) // without it, there is nothing to show
		lines := strings.Split(string(content), "\n")
		last := fset.Position(cmp.Or(end, pos)).Line + context
		for i := max(1, from.Line-context); i <= min(last, len(lines)); i++ {
			fmt.Fprintf(w, "%d\t%s\n", i, lines[i-1])
		}
	}
	for _, r := range results {
		for _, d := range r.diagnostics {
			show(d.Pos, d.End, d.Message)
			for _, related := range d.Related {
				show(related.Pos, related.End, "\t"+related.Message)
			}
			status = 1
		}
	}
	return status
}

// printJSON prints the results for the package called id, by the names of
// their analyzers. What found nothing is left out.
func printJSON(w io.Writer, fset *token.FileSet, id string, results []result) error {
	found := make(map[string]any)
	for _, r := range results {
		switch {
		case r.err != nil:
			found[r.analyzer.Name] = govet.Failure{Error: r.err.Error()}
		case len(r.diagnostics) > 0:
			var diagnostics []govet.Diagnostic
			for _, d := range r.diagnostics {
				diagnostics = append(diagnostics, translate(fset, d))
			}
			found[r.analyzer.Name] = diagnostics
		}
	}
	document := make(map[string]any)
	if len(found) > 0 {
		document[id] = found
	}
	data, err := json.MarshalIndent(document, "", "\t")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", data)
	return err
}

func translate(fset *token.FileSet, d analysis.Diagnostic) govet.Diagnostic {
	at := func(pos token.Pos) string { return fset.Position(pos).String() }
	translated := govet.Diagnostic{Category: d.Category, Posn: at(d.Pos), End: at(cmp.Or(d.End, d.Pos)), Message: d.Message}
	for _, related := range d.Related {
		translated.Related = append(translated.Related, govet.DiagnosticRelated{
			Posn: at(related.Pos), End: at(cmp.Or(related.End, related.Pos)), Message: related.Message,
		})
	}
	for _, suggested := range d.SuggestedFixes {
		fix := govet.DiagnosticFix{Message: suggested.Message}
		for _, edit := range suggested.TextEdits {
			start, end := fset.Position(edit.Pos), fset.Position(cmp.Or(edit.End, edit.Pos))
			fix.Edits = append(fix.Edits, govet.DiagnosticEdit{
				Filename: start.Filename, Start: start.Offset, End: end.Offset, New: string(edit.NewText),
			})
		}
		translated.Fixes = append(translated.Fixes, fix)
	}
	return translated
}
