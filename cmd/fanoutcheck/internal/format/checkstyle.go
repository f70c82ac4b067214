package format

import (
	"encoding/xml"
	"io"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// Checkstyle prints the XML of the Java linter of that name, which many
// programs read. Files have absolute names, as Checkstyle writes them: its
// readers do not agree what others are relative to. A problem is in it if it
// has a place in a file.
func Checkstyle(w io.Writer, run *Run) error {
	document := struct {
		XMLName xml.Name          `xml:"checkstyle"`
		Version string            `xml:"version,attr"`
		Files   []*checkstyleFile `xml:"file"`
	}{Version: "5.0"}
	files := make(map[string]*checkstyleFile)
	add := func(at govet.Position, message, source string) {
		file := files[at.File]
		if file == nil {
			file = &checkstyleFile{Name: at.File}
			files[at.File] = file
			document.Files = append(document.Files, file)
		}
		at = run.Files.UTF16(at)
		file.Errors = append(file.Errors, checkstyleError{at.Line, at.Column, "error", message, "fanoutcheck." + source})
	}
	for _, r := range run.Reports {
		add(r.Position, r.Message, r.Check)
	}
	for _, p := range run.Problems {
		if at, message, ok := problemPosition(p, run.Dir); ok {
			add(at, message, "load")
		}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "\t")
	if err := enc.Encode(document); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
