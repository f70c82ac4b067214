package picture

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// colours are those of the tones where no style sheet chooses them. They can
// be read on white and on dark grey.
var colours = map[Tone]string{"": "#768390", Reported: "#d1242f", Bounded: "#2da44e", Accepted: "#8250df"}

// DOT writes one graph for Graphviz, with a cluster for each picture.
func DOT(w io.Writer, pictures []*Picture) error {
	var out bytes.Buffer
	out.WriteString("digraph fanoutcheck {\n")
	out.WriteString("\tnode [shape=box, style=\"rounded,filled\", fillcolor=\"#f6f8fa\", color=\"#818b98\", fontname=\"monospace\", fontsize=12]\n")
	out.WriteString("\tedge [fontname=\"sans-serif\", fontsize=11]\n")
	for i, p := range pictures {
		fmt.Fprintf(&out, "\tsubgraph cluster_%d {\n\t\tlabel=%s\n\t\tlabeljust=l\n\t\tfontname=\"sans-serif\"\n\t\tcolor=\"#d1d9e0\"\n", i, quoted(p.heading()))
		for j, b := range p.Boxes {
			fmt.Fprintf(&out, "\t\tp%d_%d [label=%s]\n", i, j, quoted(b.Name+"\n"+b.Place))
		}
		for _, a := range p.Arrows {
			fmt.Fprintf(&out, "\t\tp%d_%d -> p%d_%d [%s]\n", i, a.From, i, a.To, strings.Join(a.attributes(), ", "))
		}
		out.WriteString("\t}\n")
	}
	out.WriteString("}\n")
	_, err := w.Write(out.Bytes())
	return err
}

// heading is what stands above a picture that has no other text.
func (p *Picture) heading() string {
	heading := p.Title + ", " + p.Package
	if note := p.Note(); note != "" {
		heading += "\n" + note
	}
	return heading
}

func (a Arrow) attributes() []string {
	attributes := []string{"color=" + quoted(colours[a.tone()]), "tooltip=" + quoted(a.Place+": "+a.Message)}
	if label := a.lines(); label != "" {
		// Graphviz puts labels right beside the arrow.
		label = " " + strings.ReplaceAll(label, "\n", " \n ") + " "
		attributes = append(attributes, "label="+quoted(label), "fontcolor="+quoted(colours[a.tone()]))
	}
	switch a.Kind {
	case fanout.SpawnStep:
		attributes = append(attributes, "penwidth=3")
	case fanout.HandingStep:
		attributes = append(attributes, "style=dashed")
	case fanout.SendStep:
		attributes = append(attributes, "style=dotted")
	}
	return attributes
}

// lines returns the label of an arrow, with the number of the spawn.
func (a Arrow) lines() string {
	first, second := a.label()
	if a.Spawn != nil {
		first = fmt.Sprintf("%d %s", a.Spawn.Number, first)
	}
	return strings.TrimSuffix(first+"\n"+second, "\n")
}

// quoted writes a string of DOT. A backslash would begin an escape.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(clean(s)) + `"`
}
