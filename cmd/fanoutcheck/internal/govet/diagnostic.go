package govet

// A Diagnostic is one as a vet tool prints it, and the go command passes it on.
// A position is file:line:column.
type Diagnostic struct {
	Category string              `json:"category,omitempty"`
	Posn     string              `json:"posn"`
	End      string              `json:"end"`
	Message  string              `json:"message"`
	Fixes    []DiagnosticFix     `json:"suggested_fixes,omitempty"`
	Related  []DiagnosticRelated `json:"related,omitempty"`
}

// A DiagnosticFix is one of the alternatives to repair what is wrong.
type DiagnosticFix struct {
	Message string           `json:"message"`
	Edits   []DiagnosticEdit `json:"edits"`
}

// A DiagnosticEdit replaces the bytes of a file from Start up to End.
type DiagnosticEdit struct {
	Filename string `json:"filename"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	New      string `json:"new"`
}

// A DiagnosticRelated is a position that belongs to a diagnostic.
type DiagnosticRelated struct {
	Posn    string `json:"posn"`
	End     string `json:"end"`
	Message string `json:"message"`
}

// A Failure stands in place of diagnostics where an analyzer failed.
type Failure struct {
	Error string `json:"error"`
}
