// Package picture draws recursions that start goroutines: as SVG, and for
// programs that draw themselves as DOT and Mermaid.
//
// A picture shows one recursion. Functions are boxes. Calls are thin arrows,
// starts of goroutines bold ones in the colour of their verdict, which a label
// tells in words as well, for those who do not see colours. All forms start
// from the same pictures, so that none knows more than another.
package picture

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// A Picture shows one recursion.
type Picture struct {
	Package string
	Title   string
	Boxes   []Box
	Arrows  []Arrow
	// Spawns are the judged starts of goroutines, by their numbers.
	Spawns  []*Spawn
	LeftOut int
}

// A Box stands for a function.
type Box struct {
	Name    string
	Place   string // file:line, or what stands for it
	Outside bool   // it is another package's
}

// An Arrow leads from one box to another, which are named by their index.
type Arrow struct {
	From, To int
	Kind     fanout.StepKind
	Through  string
	Place    string
	Message  string
	Spawn    *Spawn // nil where nothing is judged
}

// A Spawn is a judged start of a goroutine.
type Spawn struct {
	// Number tells it from the others of all pictures.
	Number int
	govet.Report
	Place string // file:line, as short as in boxes
	Limit string // likewise, where what decides the verdict is, if it is elsewhere
	At    string // file:line:column, as reports have it
	Tone  Tone
}

// ID is the identity that a page has for the spawn.
func (s *Spawn) ID() string { return fmt.Sprintf("spawn-%d", s.Number) }

// A Tone says how bad a verdict is. It is the name of a class of styles.
type Tone string

// The tones.
const (
	Reported Tone = "reported"
	Accepted Tone = "accepted" // by a person, or since nothing looks for it
	Bounded  Tone = "bounded"
)

// ToneOf returns the tone of an explanation. The check of one that is off is
// left out.
func ToneOf(r govet.Report) Tone {
	verdict := fanout.Verdict(r.Category)
	switch {
	case r.Check != "":
		return Reported
	case verdict.Check() != "" || r.Category == "accepted" || r.Category == "indirect":
		return Accepted
	}
	return Bounded
}

// A place tells explanations from each other.
type place struct {
	pkg string
	govet.Position
}

// Of returns the pictures of what was found, with files named as seen from dir.
func Of(found *govet.Result, dir string) []*Picture {
	spawns := make(map[place]*Spawn)
	for _, r := range found.Explanations {
		spawns[place{r.Package, r.Position}] = &Spawn{
			Report: r,
			Place:  short(r.Position),
			Limit:  limit(r),
			At:     format.Short(dir, r.Position).String(),
			Tone:   ToneOf(r),
		}
	}
	var pictures []*Picture
	number := 0
	for _, r := range found.Recursions {
		p := of(r, spawns)
		for _, s := range p.Spawns {
			if s.Number == 0 { // or another picture has it as well
				number++
				s.Number = number
			}
		}
		pictures = append(pictures, p)
	}
	return pictures
}

// of returns the picture of one recursion.
func of(r govet.Recursion, spawns map[place]*Spawn) *Picture {
	p := &Picture{Package: r.Package, Title: title(r), LeftOut: r.LeftOut}
	for _, fn := range r.Functions {
		p.Boxes = append(p.Boxes, Box{fn.Name, cmp.Or(short(fn.Position), "another package"), fn.Position.Line == 0})
	}
	for _, step := range r.Steps {
		arrow := Arrow{From: step.From, To: step.To, Kind: step.Kind, Through: step.Through, Place: short(step.Position), Message: step.Message}
		if step.Kind == fanout.SpawnStep {
			arrow.Spawn = spawns[place{r.Package, step.Position}]
		}
		if arrow.Spawn != nil && !slices.Contains(p.Spawns, arrow.Spawn) {
			p.Spawns = append(p.Spawns, arrow.Spawn)
		}
		p.Arrows = append(p.Arrows, arrow)
	}
	return p
}

// short is the place of a position within its package, or "".
func short(p govet.Position) string {
	if p.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d", filepath.Base(p.File), p.Line)
}

// limit is where the evidence is that an explanation repeats as its message,
// if it is not in the line of the spawn.
func limit(r govet.Report) string {
	for _, x := range r.Related {
		if x.Message == r.Message && short(x.Position) != short(r.Position) {
			return short(x.Position)
		}
	}
	return ""
}

// title names a recursion by the function that holds its first spawn, or its
// first function.
func title(r govet.Recursion) string {
	for _, step := range r.Steps {
		if step.Kind == fanout.SpawnStep {
			return r.Functions[step.From].Name
		}
	}
	return r.Functions[0].Name
}

// Note says what a picture does not show, or is "".
func (p *Picture) Note() string {
	switch p.LeftOut {
	case 0:
		return ""
	case 1:
		return "Left out: 1 more function of this recursion."
	}
	return fmt.Sprintf("Left out: %d more functions of this recursion.", p.LeftOut)
}

// label returns what stands at an arrow: what the step is through or does and,
// of a spawn, first what limits it.
func (a Arrow) label() (first, second string) {
	through := shorten(a.Through, longest/2)
	switch a.Kind {
	case fanout.SpawnStep:
		if a.Spawn == nil {
			return through, a.Place
		}
		return fanout.Verdict(a.Spawn.Category).Brief(), through + ", " + a.Place
	case fanout.HandingStep:
		return "by " + through, ""
	case fanout.SendStep:
		return "sends", ""
	}
	return "", ""
}

// tone returns the class of an arrow's colours.
func (a Arrow) tone() Tone {
	if a.Spawn == nil {
		return ""
	}
	return a.Spawn.Tone
}

// shorten cuts the middle out of a long text.
func shorten(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	head := (most - 1) / 2
	return string(runes[:head]) + "…" + string(runes[len(runes)-(most-1-head):])
}
