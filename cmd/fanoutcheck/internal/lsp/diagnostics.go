package lsp

import (
	"os"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// diagnostics returns what there is to show of a document. It needs the lock.
func (s *server) diagnostics(d *document) *protocol.PublishDiagnosticsParams {
	shown := &protocol.PublishDiagnosticsParams{
		URI: d.uri, Version: protocol.NewOptional(d.version), Diagnostics: []protocol.Diagnostic{},
	}
	for _, r := range d.found.reports {
		shown.Diagnostics = append(shown.Diagnostics, s.diagnostic(d, r))
	}
	return shown
}

func (s *server) diagnostic(d *document, r govet.Report) protocol.Diagnostic {
	shown := protocol.Diagnostic{
		Range:    extent(d.text, r),
		Severity: protocol.DiagnosticSeverityWarning,
		Code:     protocol.String(r.Check),
		Source:   protocol.NewOptional("fanoutcheck"),
	}
	if page := page(r.Check); page != "" {
		shown.CodeDescription.Href = uri.URI(page)
	}
	message := r.Message
	for _, x := range r.Related {
		if s.client.related {
			shown.RelatedInformation = append(shown.RelatedInformation, protocol.DiagnosticRelatedInformation{
				Location: s.location(x.Position), Message: x.Message,
			})
		} else {
			message += "\n" + x.Message
		}
	}
	shown.Message = protocol.String(message)
	return shown
}

// page returns the address of what there is to read about a check.
func page(check string) string {
	for _, a := range analyzer.Suite() {
		if a.Name == check {
			return a.URL
		}
	}
	return ""
}

// extent returns what a report is about. Where it is a place and no more, an
// editor would show nothing, so it reaches to the end of the line.
func extent(t *text, r govet.Report) protocol.Range {
	start := t.at(r.Position.Line, r.Position.Column)
	end := t.at(r.End.Line, r.End.Column)
	if end <= start || r.End.File != r.Position.File {
		end = max(start, t.lineEnd(start))
	}
	return protocol.Range{Start: t.position(start), End: t.position(end)}
}

// location translates a place in any file.
func (s *server) location(p govet.Position) protocol.Location {
	u, t := s.read(p.File)
	at := t.position(t.at(p.Line, p.Column))
	return protocol.Location{URI: u, Range: protocol.Range{Start: at, End: at}}
}

// read returns the text of a file as the client has it, or else as it is on
// disk. Of a file that cannot be read, nothing but its beginning is known. It
// needs the lock.
func (s *server) read(file string) (uri.URI, *text) {
	if d := s.open[file]; d != nil {
		return d.uri, d.text
	}
	content, _ := os.ReadFile(file)
	return uri.File(file), newText(string(content), s.client.encoding)
}
