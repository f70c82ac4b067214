package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
)

// printText prints reports for a person: the position, what is wrong and
// the check that says so, and indented below it why.
func (d *driver) printText(w io.Writer, reports []report) error {
	buffered := bufio.NewWriter(w)
	for _, r := range reports {
		d.printReport(buffered, r)
	}
	return buffered.Flush()
}

func (d *driver) printReport(w io.Writer, r report) {
	fmt.Fprintf(w, "%s: ", d.short(r.Position))
	if r.Function != "" {
		fmt.Fprintf(w, "%s: %s: ", r.Function, r.Category)
	}
	fmt.Fprint(w, r.Message)
	if r.Check != "" {
		fmt.Fprintf(w, " (%s)", r.Check)
	}
	fmt.Fprintln(w)
	for _, x := range r.Related {
		fmt.Fprintf(w, "\t%s: %s\n", d.short(x.Position), x.Message)
	}
}

// short makes the file of a position relative to the current directory
// where that is shorter.
func (d *driver) short(p position) position {
	if rel, err := filepath.Rel(d.dir, p.File); err == nil && len(rel) < len(p.File) {
		p.File = rel
	}
	return p
}

// printJSON prints the document that "fanoutcheck help json" describes.
func printJSON(w io.Writer, reports []report, problems []problem) error {
	document := struct {
		Reports  []report  `json:"reports"`
		Problems []problem `json:"problems"`
	}{append([]report{}, reports...), append([]problem{}, problems...)}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false) // Go code is full of <- and &
	enc.SetIndent("", "\t")
	return enc.Encode(document)
}
