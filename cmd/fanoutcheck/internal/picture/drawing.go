package picture

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/layout"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// A drawing is a picture with its extent.
type drawing struct {
	size  layout.Size
	body  bytes.Buffer
	links bool // from spawns to what their page says of them
}

func (p *Picture) draw(links bool) *drawing {
	var boxes []layout.Size
	for _, b := range p.Boxes {
		boxes = append(boxes, layout.Size{W: max(leastBox, mono(shorten(b.Name, longest), 13)+28, mono(b.Place, 11)+28), H: boxHeight})
	}
	var arrows []layout.Arrow
	for _, a := range p.Arrows {
		arrows = append(arrows, layout.Arrow{From: a.From, To: a.To, Label: a.labelSize(), Main: a.Kind == fanout.SpawnStep})
	}
	l := layout.Of(boxes, arrows)
	d := &drawing{size: l.Size, links: links}
	// Bold arrows are drawn over thin ones, and labels and boxes over both.
	for _, bold := range []bool{false, true} {
		for i, a := range p.Arrows {
			if (a.Kind == fanout.SpawnStep) == bold {
				d.arrow(a, l.Routes[i])
			}
		}
	}
	for i, a := range p.Arrows {
		d.label(a, l.Routes[i].Label)
	}
	for i, b := range p.Boxes {
		d.box(b, l.Boxes[i], boxes[i])
	}
	return d
}

func (d *drawing) box(b Box, at layout.Point, size layout.Size) {
	kind := "box"
	if b.Outside {
		kind += " outside"
	}
	fmt.Fprintf(&d.body, `<g><title>%s, %s</title><rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="7"/>`,
		escape(b.Name), escape(b.Place), kind, number(at.X-size.W/2), number(at.Y-size.H/2), number(size.W), number(size.H))
	fmt.Fprintf(&d.body, `<text class="name mono" text-anchor="middle" x="%s" y="%s">%s</text>`, number(at.X), number(at.Y-2), escape(shorten(b.Name, longest)))
	fmt.Fprintf(&d.body, `<text class="place mono" text-anchor="middle" x="%s" y="%s">%s</text></g>`+"\n", number(at.X), number(at.Y+14), escape(b.Place))
}

// arrow draws the line and the head of an arrow.
func (d *drawing) arrow(a Arrow, route layout.Route) {
	points := slices.Clone(route.Points)
	head, half := 8.0, 3.8
	if a.Kind == fanout.SpawnStep {
		head, half = 11, 6
	}
	tip := points[len(points)-1]
	// The line ends inside the head, lest it be seen beside the tip.
	end, base := &points[len(points)-1], ""
	switch before := points[len(points)-2]; {
	case route.Loop:
		end.X += head - 1
		base = fmt.Sprintf("L%s %sL%s %s", number(tip.X+head), number(tip.Y-half), number(tip.X+head), number(tip.Y+half))
	case before.Y < tip.Y:
		end.Y -= head - 1
		base = fmt.Sprintf("L%s %sL%s %s", number(tip.X-half), number(tip.Y-head), number(tip.X+half), number(tip.Y-head))
	default:
		end.Y += head - 1
		base = fmt.Sprintf("L%s %sL%s %s", number(tip.X-half), number(tip.Y+head), number(tip.X+half), number(tip.Y+head))
	}
	fmt.Fprintf(&d.body, `<g%s><title>%s</title><path class="way %s" d="%s"/><path class="head tint" d="M%s %s%sZ"/></g>`+"\n",
		class(a.tone()), escape(a.Place+": "+a.Message), a.Kind, way(points, route.Loop), number(tip.X), number(tip.Y), base)
}

// way returns the path of an arrow.
func way(points []layout.Point, loop bool) string {
	path := fmt.Sprintf("M%s %s", number(points[0].X), number(points[0].Y))
	curve := func(a, b, to layout.Point) {
		path += fmt.Sprintf("C%s %s %s %s %s %s", number(a.X), number(a.Y), number(b.X), number(b.Y), number(to.X), number(to.Y))
	}
	if loop {
		from, far, to := points[0], points[1], points[2]
		curve(layout.Point{X: far.X, Y: from.Y}, layout.Point{X: far.X, Y: from.Y}, far)
		curve(layout.Point{X: far.X, Y: to.Y}, layout.Point{X: far.X, Y: to.Y}, to)
		return path
	}
	for i, to := range points[1:] {
		from := points[i]
		if from.X == to.X {
			path += fmt.Sprintf("L%s %s", number(to.X), number(to.Y))
			continue
		}
		middle := (from.Y + to.Y) / 2
		curve(layout.Point{X: from.X, Y: middle}, layout.Point{X: to.X, Y: middle}, to)
	}
	return path
}

func (a Arrow) labelSize() layout.Size {
	first, second := a.label()
	switch {
	case first == "":
		return layout.Size{}
	case second == "":
		return layout.Size{W: sans(first) + 8, H: 18}
	}
	width := max(sans(first), mono(second, 11)) + 20
	if a.Spawn != nil {
		width = max(width, strong(first)+26+16)
	}
	return layout.Size{W: width, H: 40}
}

func (d *drawing) label(a Arrow, at layout.Point) {
	first, second := a.label()
	if first == "" {
		return
	}
	size := a.labelSize()
	if d.links && a.Spawn != nil {
		fmt.Fprintf(&d.body, `<a href="#%s">`, a.Spawn.ID())
		defer d.body.WriteString("</a>\n")
	}
	fmt.Fprintf(&d.body, `<g%s><title>%s</title>`, class(a.tone()), escape(a.Place+": "+a.Message))
	ground, y := "label", at.Y-3
	if second == "" {
		ground, y = "plain", at.Y+4
	}
	fmt.Fprintf(&d.body, `<rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="6"/>`, ground, number(at.X-size.W/2), number(at.Y-size.H/2), number(size.W), number(size.H))
	x := at.X
	if a.Spawn != nil {
		x += 12
		badge(&d.body, x-strong(first)/2-12, y-4, a.Spawn.Number)
		fmt.Fprintf(&d.body, `<text class="strong tint" text-anchor="middle" x="%s" y="%s">%s</text>`, number(x), number(y), escape(first))
	} else {
		fmt.Fprintf(&d.body, `<text class="place" text-anchor="middle" x="%s" y="%s">%s</text>`, number(x), number(y), escape(first))
	}
	if second != "" {
		fmt.Fprintf(&d.body, `<text class="place mono" text-anchor="middle" x="%s" y="%s">%s</text>`, number(at.X), number(at.Y+13), escape(second))
	}
	d.body.WriteString("</g>\n")
}

func class(tone Tone) string {
	if tone == "" {
		return ""
	}
	return fmt.Sprintf(` class="%s"`, tone)
}

// badge draws the number of a spawn.
func badge(w io.Writer, x, y float64, n int) {
	fmt.Fprintf(w, `<circle class="tint" cx="%s" cy="%s" r="9"/><text class="number" text-anchor="middle" x="%s" y="%s">%d</text>`,
		number(x), number(y), number(x), number(y+4), n)
}
