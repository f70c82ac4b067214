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

// The form in which vet tools print diagnostics.
type (
	jsonDiagnostic struct {
		Category string        `json:"category,omitempty"`
		Posn     string        `json:"posn"`
		End      string        `json:"end"`
		Message  string        `json:"message"`
		Fixes    []jsonFix     `json:"suggested_fixes,omitempty"`
		Related  []jsonRelated `json:"related,omitempty"`
	}
	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}
	jsonEdit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"`
		End      int    `json:"end"`
		New      string `json:"new"`
	}
	jsonRelated struct {
		Posn    string `json:"posn"`
		End     string `json:"end"`
		Message string `json:"message"`
	}
	jsonError struct {
		Error string `json:"error"`
	}
)

// printJSON prints the results for the package called id, by the names of
// their analyzers. What found nothing is left out.
func printJSON(w io.Writer, fset *token.FileSet, id string, results []result) error {
	found := make(map[string]any)
	for _, r := range results {
		switch {
		case r.err != nil:
			found[r.analyzer.Name] = jsonError{r.err.Error()}
		case len(r.diagnostics) > 0:
			var diagnostics []jsonDiagnostic
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

func translate(fset *token.FileSet, d analysis.Diagnostic) jsonDiagnostic {
	at := func(pos token.Pos) string { return fset.Position(pos).String() }
	translated := jsonDiagnostic{Category: d.Category, Posn: at(d.Pos), End: at(cmp.Or(d.End, d.Pos)), Message: d.Message}
	for _, related := range d.Related {
		translated.Related = append(translated.Related, jsonRelated{at(related.Pos), at(cmp.Or(related.End, related.Pos)), related.Message})
	}
	for _, suggested := range d.SuggestedFixes {
		fix := jsonFix{Message: suggested.Message}
		for _, edit := range suggested.TextEdits {
			start, end := fset.Position(edit.Pos), fset.Position(cmp.Or(edit.End, edit.Pos))
			fix.Edits = append(fix.Edits, jsonEdit{start.Filename, start.Offset, end.Offset, string(edit.NewText)})
		}
		translated.Fixes = append(translated.Fixes, fix)
	}
	return translated
}
