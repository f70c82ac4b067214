package lsp

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"go.lsp.dev/protocol"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// hover explains the verdict of the goroutine that is started at a position,
// once the text is analysed as it is now.
func (s *server) hover(ctx context.Context, params *protocol.HoverParams) (*protocol.Hover, error) {
	file := fileOf(params.TextDocument.URI)
	if err := s.await(ctx, filepath.Dir(file)); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.open[file]
	found := d.current()
	if found == nil {
		return nil, nil
	}
	at := d.text.offset(params.Position)
	var answer *protocol.Hover
	for _, e := range found.explanations {
		r := extent(d.text, e)
		if d.text.offset(r.Start) <= at && at < d.text.offset(r.End) {
			answer = &protocol.Hover{Contents: s.explanation(e), Range: &r} // the last one is the innermost
		}
	}
	return answer, nil
}

// await returns once the packages of a directory are analysed as they are now, or
// nobody wants to know any more.
func (s *server) await(ctx context.Context, dir string) error {
	for {
		s.mu.Lock()
		dirty, settled := s.dirty[dir], s.settled
		s.mu.Unlock()
		if !dirty {
			return nil
		}
		select {
		case <-settled:
		case <-ctx.Done():
			return protocol.ErrRequestCancelled
		case <-s.ctx.Done():
			return protocol.ErrRequestCancelled
		}
	}
}

// explanation writes down a verdict and what it is based on. It needs the lock.
func (s *server) explanation(e govet.Report) *protocol.MarkupContent {
	verdict := "fine, and not reported"
	if e.Check != "" {
		verdict = "reported by " + e.Check
		if !s.settings.Runs(e.Check) {
			verdict = e.Check + " would report it, but is off"
		}
	}
	var text strings.Builder
	if !s.client.markdown {
		fmt.Fprintf(&text, "fanoutcheck: %s (%s)\n\n%s\n", verdict, e.Category, e.Message)
		for _, x := range e.Related {
			fmt.Fprintf(&text, "\n%s: %s", short(x.Position), x.Message)
		}
		return &protocol.MarkupContent{Kind: protocol.MarkupKindPlainText, Value: text.String()}
	}
	fmt.Fprintf(&text, "**fanoutcheck**: %s (`%s`)\n\n%s\n\n", verdict, e.Category, escape(e.Message))
	for _, x := range e.Related {
		u, _ := s.read(x.Position.File)
		fmt.Fprintf(&text, "- [%s](%s#L%d): %s\n", escape(short(x.Position)), u, x.Position.Line, escape(x.Message))
	}
	if page := page(e.Check); page != "" {
		fmt.Fprintf(&text, "\n[What %s looks for](%s)\n", e.Check, page)
	}
	return &protocol.MarkupContent{Kind: protocol.MarkupKindMarkdown, Value: text.String()}
}

// short names a place by its file and line.
func short(p govet.Position) string {
	return fmt.Sprintf("%s:%d", filepath.Base(p.File), p.Line)
}

// escape keeps what is markup in Markdown from being taken for it: Go code is
// full of * and _.
func escape(s string) string {
	return markup.Replace(s)
}

var markup = strings.NewReplacer(
	`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "#", `\#`,
)
