package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// printText prints reports for a person: the position, what is wrong and
// the check that says so, and indented below it why.
func (c *command) printText(w io.Writer, reports []govet.Report) error {
	buffered := bufio.NewWriter(w)
	for _, r := range reports {
		c.printReport(buffered, r)
	}
	return buffered.Flush()
}

func (c *command) printReport(w io.Writer, r govet.Report) {
	fmt.Fprintf(w, "%s: ", c.short(r.Position))
	if r.Function != "" {
		fmt.Fprintf(w, "%s: %s: ", r.Function, r.Category)
	}
	fmt.Fprint(w, r.Message)
	if r.Check != "" {
		fmt.Fprintf(w, " (%s)", r.Check)
	}
	fmt.Fprintln(w)
	for _, x := range r.Related {
		fmt.Fprintf(w, "\t%s: %s\n", c.short(x.Position), x.Message)
	}
}

// short makes the file of a position relative to the current directory
// where that is shorter.
func (c *command) short(p govet.Position) govet.Position {
	if rel, err := filepath.Rel(c.dir, p.File); err == nil && len(rel) < len(p.File) {
		p.File = rel
	}
	return p
}

// printJSON prints the document that "fanoutcheck help json" describes.
func printJSON(w io.Writer, reports []govet.Report, problems []govet.Problem) error {
	document := struct {
		Reports  []govet.Report  `json:"reports"`
		Problems []govet.Problem `json:"problems"`
	}{append([]govet.Report{}, reports...), append([]govet.Problem{}, problems...)}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false) // Go code is full of <- and &
	enc.SetIndent("", "\t")
	return enc.Encode(document)
}
