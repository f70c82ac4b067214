// Package page writes what was found as one page for a browser, with
// everything that belongs to it inside: it needs no network and no server.
//
// Pictures, code and fixes are there without scripts. A script, where there may
// be one, filters what is shown. The same findings give the same page.
package page

import (
	"cmp"
	_ "embed" // for the template
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/picture"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

var (
	//go:embed page.html
	markup string
	//go:embed page.css
	style template.CSS
	//go:embed page.js
	script template.JS
)

// page is parsed once there is a page to write: most processes of this program
// answer the go command about one package, and last a few milliseconds.
var page = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(markup)) })

// A document is what the template shows.
type document struct {
	Style, PictureStyle template.CSS
	Script              template.JS
	Packages            []*pkg
	Problems            []govet.Problem
	Sites, Reported     int
	Checks, Verdicts    []count
}

// A count is how many sites have something in common.
type count struct {
	Name   string
	Number int
}

// A pkg is a package with something to show.
type pkg struct {
	Path, ID string
	Groups   []*group
	Sites    int
}

// A group is a recursion with its picture, or what belongs to none.
type group struct {
	Title   string
	Note    string
	Picture template.HTML
	Sites   []site
}

// A site is a goroutine started in recursion, or another report.
type site struct {
	ID       string
	Number   int // in the picture, 0 if it is not there
	At       string
	Function string
	Check    string
	Verdict  string
	Brief    string
	Tone     picture.Tone
	Message  string
	Why      []reason
	Code     []excerpt
	Fixes    []fix
	NoFix    string
}

// A reason is a step of the recursion, or what limits it or seems to.
type reason struct{ At, Text string }

// Write writes the page, with files named as seen from dir.
func Write(w io.Writer, found *govet.Result, files *source.Files, dir string) error {
	b := &builder{files: files, dir: dir, reports: make(map[place]govet.Report), packages: make(map[string]*pkg)}
	for _, r := range found.Reports {
		b.reports[placeOf(r)] = r
	}
	b.add(found)
	return page().Execute(w, b.document(found))
}

// A builder collects what a page shows.
type builder struct {
	files    *source.Files
	dir      string
	reports  map[place]govet.Report
	packages map[string]*pkg
	sites    int
}

// A place tells reports from each other.
type place struct {
	pkg, check string
	at         govet.Position
}

func placeOf(r govet.Report) place { return place{r.Package, r.Check, r.Position} }

// add adds recursions with their sites, and then the reports on other places:
// where a slot is lost, or a directive is not needed.
func (b *builder) add(found *govet.Result) {
	shown := make(map[place]bool)
	at := make(map[place]*group) // by the places of spawns
	for _, p := range picture.Of(found, b.dir) {
		g := b.group(p.Package, p.Title)
		g.Note, g.Picture = p.Note(), template.HTML(p.Drawing())
		for _, s := range p.Spawns {
			spawn := place{pkg: s.Package, at: s.Position}
			if at[spawn] != nil {
				continue // a helper of two recursions is told once
			}
			at[spawn] = g
			shown[placeOf(s.Report)] = true
			b.explain(g, s)
		}
	}
	// Two variants of a package for tests may judge a place differently.
	for _, r := range found.Explanations {
		if g := at[place{pkg: r.Package, at: r.Position}]; g != nil && !shown[placeOf(r)] {
			shown[placeOf(r)] = true
			b.explain(g, &picture.Spawn{Report: r, Tone: picture.ToneOf(r)})
		}
	}
	for _, r := range found.Reports {
		if shown[placeOf(r)] {
			continue
		}
		var g *group
		for _, x := range r.Related {
			g = cmp.Or(g, at[place{pkg: r.Package, at: x.Position}])
		}
		if g == nil {
			g = b.group(r.Package, "Elsewhere")
		}
		b.report(g, r)
	}
}

// group adds a group to a package.
func (b *builder) group(path, title string) *group {
	p := b.packages[path]
	if p == nil {
		p = &pkg{Path: path}
		b.packages[path] = p
	}
	g := &group{Title: title}
	p.Groups = append(p.Groups, g)
	return g
}

// explain adds a goroutine started in recursion.
func (b *builder) explain(g *group, spawn *picture.Spawn) {
	s := b.site(spawn.Report)
	s.Number, s.Tone, s.Function = spawn.Number, spawn.Tone, spawn.Function
	if s.Number > 0 {
		s.ID = spawn.ID()
	}
	if report, ok := b.reports[placeOf(spawn.Report)]; ok {
		b.addFixes(&s, report)
	}
	g.Sites = append(g.Sites, s)
}

// report adds what is reported elsewhere.
func (b *builder) report(g *group, r govet.Report) {
	s := b.site(r)
	s.Tone, s.Function = picture.Reported, b.files.Function(r.Position)
	b.addFixes(&s, r)
	g.Sites = append(g.Sites, s)
}

func (b *builder) site(r govet.Report) site {
	b.sites++
	s := site{
		ID:      fmt.Sprintf("site-%d", b.sites),
		At:      format.Short(b.dir, r.Position).String(),
		Check:   r.Check,
		Verdict: r.Category,
		Brief:   fanout.Verdict(r.Category).Brief(),
		Message: r.Message,
		Code:    b.code(r),
	}
	for _, x := range r.Related {
		if !strings.HasPrefix(x.Message, format.NoFix) {
			s.Why = append(s.Why, reason{format.Short(b.dir, x.Position).String(), x.Message})
		}
	}
	return s
}

// addFixes adds what can be done about a report, or what stands in the way.
func (b *builder) addFixes(s *site, r govet.Report) {
	for _, f := range r.Fixes {
		s.Fixes = append(s.Fixes, fix{f.Message, b.diff(f)})
	}
	for _, x := range r.Related {
		if reason, ok := strings.CutPrefix(x.Message, format.NoFix); ok {
			s.NoFix = reason
		}
	}
}

// document counts what there is.
func (b *builder) document(found *govet.Result) *document {
	d := &document{Style: style, PictureStyle: template.CSS(picture.Style), Script: script, Problems: found.Problems, Sites: b.sites}
	checks, verdicts := make(map[string]int), make(map[string]int)
	for _, p := range b.packages {
		d.Packages = append(d.Packages, p)
		for _, g := range p.Groups {
			p.Sites += len(g.Sites)
			for _, s := range g.Sites {
				verdicts[s.Verdict]++
				if s.Check != "" {
					checks[s.Check]++
					d.Reported++
				}
			}
		}
	}
	slices.SortFunc(d.Packages, func(a, b *pkg) int { return cmp.Compare(a.Path, b.Path) })
	for i, p := range d.Packages {
		p.ID = fmt.Sprintf("package-%d", i+1)
	}
	d.Checks, d.Verdicts = counted(checks), counted(verdicts)
	return d
}

// counted sorts counts, the most frequent first.
func counted(numbers map[string]int) []count {
	var counts []count
	for name, number := range numbers {
		counts = append(counts, count{name, number})
	}
	slices.SortFunc(counts, func(a, b count) int {
		return cmp.Or(cmp.Compare(b.Number, a.Number), cmp.Compare(a.Name, b.Name))
	})
	return counts
}

// Quiet is how many sites no check reports.
func (d *document) Quiet() int { return d.Sites - d.Reported }
