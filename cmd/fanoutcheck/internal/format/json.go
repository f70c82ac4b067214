package format

import (
	"encoding/json"
	"io"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// JSON prints the document that "fanoutcheck help json" describes.
func JSON(w io.Writer, run *Run) error {
	document := struct {
		Reports    []govet.Report    `json:"reports"`
		Problems   []govet.Problem   `json:"problems"`
		Recursions []govet.Recursion `json:"recursions,omitzero"`
	}{Reports: append([]govet.Report{}, run.Reports...), Problems: append([]govet.Problem{}, run.Problems...)}
	if run.Explained {
		document.Recursions = append([]govet.Recursion{}, run.Recursions...)
	}
	return encode(w, document)
}

func encode(w io.Writer, document any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false) // Go code is full of <- and &
	enc.SetIndent("", "\t")
	return enc.Encode(document)
}
