package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// GitHub prints commands to the runner of GitHub Actions, which shows each as
// an annotation on its line of the code. A message goes on with why, since
// an annotation has one position only.
func GitHub(w io.Writer, run *Run) error {
	for _, r := range run.Reports {
		message := r.Message
		for _, x := range r.Related {
			message += fmt.Sprintf("\n%s: %s", Short(run.Root, x.Position), x.Message)
		}
		if err := run.annotate(w, r.Position, r.End, r.Check, message); err != nil {
			return err
		}
	}
	for _, p := range run.Problems {
		at, _, _ := problemPosition(p, run.Dir)
		if err := run.annotate(w, at, at, "cannot analyse", p.String()); err != nil {
			return err
		}
	}
	return nil
}

func (run *Run) annotate(w io.Writer, start, end govet.Position, title, message string) error {
	var properties []string
	add := func(name string, value any) {
		properties = append(properties, name+"="+escapeProperty.Replace(fmt.Sprint(value)))
	}
	if start.Line > 0 {
		file, ok := inside(run.Root, start.File)
		if !ok {
			file = start.File
		}
		add("file", file)
		add("line", start.Line)
		// Columns count on a single line only.
		start, end := run.Files.UTF16(start), run.Files.UTF16(end)
		if end.Line == start.Line && start.Column > 0 {
			add("col", start.Column)
			if end.Column > start.Column {
				add("endColumn", end.Column)
			}
		} else if end.Line > start.Line {
			add("endLine", end.Line)
		}
	}
	add("title", "fanoutcheck: "+title)
	_, err := fmt.Fprintf(w, "::error %s::%s\n", strings.Join(properties, ","), escapeData.Replace(message))
	return err
}

// What the runner reads in a command ends at a line's end, in a property at
// a comma or colon as well.
var (
	escapeData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	escapeProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
