package picture

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Style is the style sheet of all drawings. A document has it once. Colours
// are those of the reader's light or dark scheme; they are not in variables,
// which some programs that show SVG do not know.
const Style = `.fanout text{fill:#1f2328;font:12px system-ui,"Segoe UI",Helvetica,Arial,sans-serif}
.fanout .mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.fanout .name{font-size:13px;font-weight:600}.fanout .place{font-size:11px;fill:#59636e}
.fanout .title{font-size:15px;font-weight:600}.fanout .strong{font-weight:600}
.fanout .ground{fill:#fff}.fanout .box{fill:#f6f8fa;stroke:#818b98}.fanout .outside{stroke-dasharray:3 3}
.fanout .way{fill:none;stroke:#59636e;stroke-width:1.3}.fanout .head{fill:#59636e}
.fanout .handing{stroke-dasharray:6 4}.fanout .send{stroke-dasharray:1.5 4;stroke-linecap:round;stroke-width:2}
.fanout .spawn{stroke-width:3.5}.fanout .label{fill:#fff;stroke:#818b98}.fanout .plain{fill:#fff}
.fanout .reported .way,.fanout .reported .label{stroke:#cf222e}.fanout .reported .tint{fill:#cf222e}
.fanout .bounded .way,.fanout .bounded .label{stroke:#1a7f37}.fanout .bounded .tint{fill:#1a7f37}
.fanout .accepted .way,.fanout .accepted .label{stroke:#8250df}.fanout .accepted .tint{fill:#8250df}
.fanout .number{fill:#fff;font-size:11px;font-weight:600}
@media(prefers-color-scheme:dark){.fanout text{fill:#e6edf3}.fanout .place{fill:#9da7b3}
.fanout .ground,.fanout .label,.fanout .plain{fill:#0d1117}.fanout .box{fill:#1b222c;stroke:#768390}
.fanout .way{stroke:#9da7b3}.fanout .head{fill:#9da7b3}
.fanout .reported .way,.fanout .reported .label{stroke:#ff7b72}.fanout .reported .tint{fill:#ff7b72}
.fanout .bounded .way,.fanout .bounded .label{stroke:#3fb950}.fanout .bounded .tint{fill:#3fb950}
.fanout .accepted .way,.fanout .accepted .label{stroke:#d2a8ff}.fanout .accepted .tint{fill:#d2a8ff}
.fanout .number{fill:#0d1117}}
`

// The measures of a drawing, in pixels.
const (
	margin     = 20
	boxHeight  = 46
	leastBox   = 96
	longest    = 44 // runes of a name
	narrowest  = 560
	lineHeight = 18
)

// SVG writes one document with all pictures below each other, and what is said
// of each spawn.
func SVG(w io.Writer, pictures []*Picture) error {
	var body bytes.Buffer
	y, width := float64(margin), float64(narrowest)
	drawings := make([]*drawing, len(pictures))
	for i, p := range pictures {
		drawings[i] = p.draw(false)
		width = max(width, drawings[i].size.W+2*margin)
	}
	for i, p := range pictures {
		y = p.section(&body, drawings[i], y, width)
	}
	y = legend(&body, pictures, y, width)
	var out bytes.Buffer
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" class="fanout" width="%s" height="%s" viewBox="0 0 %s %s" role="img">`+"\n",
		number(width), number(y), number(width), number(y))
	fmt.Fprintf(&out, "<title>%s</title>\n<style>\n%s</style>\n", escape(summary(pictures)), Style)
	fmt.Fprintf(&out, `<rect class="ground" width="%s" height="%s" rx="8"/>`+"\n", number(width), number(y))
	out.Write(body.Bytes())
	out.WriteString("</svg>\n")
	_, err := w.Write(out.Bytes())
	return err
}

// summary is what a reader of the screen says of the document.
func summary(pictures []*Picture) string {
	var names []string
	for _, p := range pictures {
		names = append(names, p.Title)
	}
	return "Recursion that starts goroutines: " + strings.Join(names, ", ")
}

// section writes a picture with its title and what is said of its spawns, and
// returns where the next one begins.
func (p *Picture) section(w *bytes.Buffer, d *drawing, y, width float64) float64 {
	y += 14
	fmt.Fprintf(w, `<text class="title" x="%d" y="%s">%s <tspan class="place">%s</tspan></text>`+"\n",
		margin, number(y), escape(shorten(p.Title, longest)), escape(p.Package))
	y += 20
	fmt.Fprintf(w, `<g transform="translate(%s %s)">`+"\n", number((width-d.size.W)/2), number(y))
	w.Write(d.body.Bytes())
	w.WriteString("</g>\n")
	y += d.size.H + 32
	for _, s := range p.Spawns {
		fmt.Fprintf(w, `<g class="%s">`, s.Tone)
		badge(w, margin+9, y-4, s.Number)
		fmt.Fprintf(w, `<text x="%d" y="%s"><tspan class="strong">%s</tspan> <tspan class="place mono">%s</tspan></text>`,
			margin+26, number(y), escape(s.Category), escape(s.places()))
		y += lineHeight
		for _, line := range wrap(s.Message, width-margin-26-margin) {
			fmt.Fprintf(w, `<text x="%d" y="%s">%s</text>`, margin+26, number(y), escape(line))
			y += lineHeight
		}
		w.WriteString("</g>\n")
		y += 6
	}
	if note := p.Note(); note != "" {
		for _, line := range wrap(note, width-2*margin) {
			fmt.Fprintf(w, `<text class="place" x="%d" y="%s">%s</text>`+"\n", margin, number(y), escape(line))
			y += lineHeight
		}
	}
	return y + 10
}

// places tells where a spawn is, and what limits it.
func (s *Spawn) places() string {
	if s.Limit == "" {
		return s.Place
	}
	return s.Place + ", by " + s.Limit
}

// keys are what the arrows of each kind mean, in the order in which they are
// told.
var keys = []struct {
	kind fanout.StepKind
	text string
}{
	{fanout.CallStep, "calls"},
	{fanout.HandingStep, "hands over, and what is named calls it"},
	{fanout.SpawnStep, "starts a goroutine"},
	{fanout.SendStep, "sends to the loop that receives"},
}

// legend tells what the arrows of the pictures mean.
func legend(w *bytes.Buffer, pictures []*Picture, y, width float64) float64 {
	y += 6
	x := float64(margin)
	for _, key := range keys {
		used := slices.ContainsFunc(pictures, func(p *Picture) bool {
			return slices.ContainsFunc(p.Arrows, func(a Arrow) bool { return a.Kind == key.kind })
		})
		if !used {
			continue
		}
		if x > margin && x+36+sans(key.text) > width-margin {
			x, y = margin, y+lineHeight
		}
		fmt.Fprintf(w, `<path class="way %s" d="M%s %sh28"/><text class="place" x="%s" y="%s">%s</text>`+"\n",
			key.kind, number(x), number(y-4), number(x+36), number(y), escape(key.text))
		x += 36 + sans(key.text) + 20
	}
	return y + margin
}

// Drawing returns the picture alone, as an element for a page that has the
// [Style] and, with the identity of each spawn, what is to be said of it.
func (p *Picture) Drawing() string {
	d := p.draw(true)
	width, height := number(d.size.W+2*margin), number(d.size.H+2*margin)
	var out strings.Builder
	// On a narrow screen it may shrink as far as it can still be read.
	fmt.Fprintf(&out, `<svg class="fanout" width="%s" height="%s" style="min-width:%spx" viewBox="0 0 %s %s" role="group" aria-label="%s"><g transform="translate(%d %d)">`,
		width, height, number(d.size.W*0.65), width, height, escape(p.summary()), margin, margin)
	out.Write(d.body.Bytes())
	out.WriteString("</g></svg>")
	return out.String()
}

// summary tells a picture in words.
func (p *Picture) summary() string {
	var steps []string
	for _, a := range p.Arrows {
		step := a.Message
		if a.Spawn != nil {
			step += " (" + fanout.Verdict(a.Spawn.Category).Brief() + ")"
		}
		steps = append(steps, step)
	}
	return strings.Join(steps, "; ")
}

// number writes a coordinate, as short as the eye allows.
func number(x float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0")
}
