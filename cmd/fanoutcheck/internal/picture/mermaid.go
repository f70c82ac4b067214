package picture

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Mermaid writes one flowchart for Mermaid, with a subgraph for each picture.
// GitHub and GitLab show it in a block of Markdown that is marked "mermaid".
func Mermaid(w io.Writer, pictures []*Picture) error {
	var out, styles bytes.Buffer
	out.WriteString("flowchart TB\n")
	arrows := 0 // their numbers are what styles name them by
	for i, p := range pictures {
		fmt.Fprintf(&out, "\tsubgraph p%d[\"%s\"]\n\t\tdirection TB\n", i, entities(p.heading()))
		for j, b := range p.Boxes {
			fmt.Fprintf(&out, "\t\tp%d_%d[\"%s\"]\n", i, j, entities(b.Name+"\n"+b.Place))
		}
		for _, a := range p.Arrows {
			label := ""
			if lines := a.lines(); lines != "" {
				label = fmt.Sprintf("|\"%s\"|", entities(lines))
			}
			fmt.Fprintf(&out, "\t\tp%d_%d %s%s p%d_%d\n", i, a.From, mermaidArrow(a.Kind), label, i, a.To)
			if tone := a.tone(); tone != "" {
				fmt.Fprintf(&styles, "\tlinkStyle %d stroke:%s,color:%s\n", arrows, colours[tone], colours[tone])
			}
			arrows++
		}
		out.WriteString("\tend\n")
	}
	out.Write(styles.Bytes())
	_, err := w.Write(out.Bytes())
	return err
}

func mermaidArrow(kind fanout.StepKind) string {
	switch kind {
	case fanout.SpawnStep:
		return "==>"
	case fanout.HandingStep, fanout.SendStep:
		return "-.->"
	}
	return "-->"
}

// entities writes a text between quotes of Mermaid, which reads Markdown and
// HTML there: what could be either is written by its number.
func entities(s string) string {
	var out strings.Builder
	for _, r := range clean(s) {
		switch {
		case r == '\n':
			out.WriteString("<br>")
		case strings.ContainsRune("\"#&<>`*_\\;", r):
			fmt.Fprintf(&out, "#%d;", r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
