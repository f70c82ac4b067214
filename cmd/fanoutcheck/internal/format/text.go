package format

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// Text prints reports for a person: the position, what is wrong and the
// check that says so, and indented below it why.
func Text(w io.Writer, run *Run) error {
	for _, r := range run.Reports {
		if err := run.TextReport(w, r); err != nil {
			return err
		}
	}
	return nil
}

// TextReport prints one report as [Text] does.
func (run *Run) TextReport(w io.Writer, r govet.Report) error {
	line := fmt.Sprintf("%s: ", Short(run.Dir, r.Position))
	if run.Explained {
		line += fmt.Sprintf("%s: %s: ", r.Function, r.Category)
	}
	line += r.Message
	if r.Check != "" {
		line += fmt.Sprintf(" (%s)", r.Check)
	}
	if _, err := fmt.Fprintln(w, line); err != nil {
		return err
	}
	for _, x := range r.Related {
		if _, err := fmt.Fprintf(w, "\t%s: %s\n", Short(run.Dir, x.Position), x.Message); err != nil {
			return err
		}
	}
	return nil
}

// Short makes the file of a position relative to a directory where that is
// shorter.
func Short(dir string, p govet.Position) govet.Position {
	if rel, err := filepath.Rel(dir, p.File); err == nil && len(rel) < len(p.File) {
		p.File = rel
	}
	return p
}
