package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// explainPlaces serves "fanoutcheck explain": it tells all that is known of
// the goroutines that are started in a line, and if nothing is, why.
func explainPlaces(args []string, stdout *bufio.Writer, stderr io.Writer) int {
	o, err := parseOptions(args)
	switch {
	case err != nil:
	case o.help:
		return help(nil, stdout, stderr)
	case len(o.places()) == 0:
		err = fmt.Errorf("explain takes places such as walk.go:12; %w", errUsage)
	case o.repairs() || o.explain || o.format.Name != "text" || o.baseline != "" || o.writeBaseline != "":
		err = fmt.Errorf("explain goes with -tags and with settings, not with other flags; %w", errUsage)
	}
	if err != nil {
		return fail(stderr, err)
	}
	c, err := newCommand(o, stdout, stderr)
	if err != nil {
		return fail(stderr, err)
	}
	answered := statusClean
	for _, arg := range o.places() {
		err := c.explainPlace(arg)
		if c.ctx.Err() != nil {
			return fail(stderr, errInterrupted)
		}
		if err != nil {
			answered = fail(stderr, err)
		}
	}
	return answered
}

// places are the arguments, where packages would be.
func (o options) places() []string {
	return slices.DeleteFunc(slices.Clone(o.patterns), func(p string) bool { return p == "." })
}

// A place is a line of a file, or line 0, which stands for all of it.
type place struct {
	file  string
	line  int
	name  string           // as the person wrote it
	lines []govet.Position // as reports name them
}

// holds reports whether a position is in a place.
func (p place) holds(at govet.Position) bool {
	return slices.ContainsFunc(p.lines, func(line govet.Position) bool {
		return line.Line == at.Line && sameFile(line.File, at.File)
	})
}

func sameFile(a, b string) bool {
	if a == b {
		return true
	}
	first, err := os.Stat(a)
	if err != nil || filepath.Base(a) != filepath.Base(b) {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// readPlace finds the place that an argument names.
func (c *command) readPlace(arg string) (place, error) {
	at := govet.ParsePosition(arg)
	p := place{file: at.File, line: at.Line, name: arg}
	if !filepath.IsAbs(p.file) {
		p.file = filepath.Join(c.dir, p.file)
	}
	if filepath.Ext(p.file) != ".go" {
		return p, fmt.Errorf("explain takes places in Go files, such as walk.go:12, and not %s; -explain takes packages", arg)
	}
	lines, err := c.files.Lines(p.file)
	if err != nil {
		return p, err
	}
	if p.line > lines {
		return p, fmt.Errorf("there is no line %d in %s, which has %d", p.line, at.File, lines)
	}
	for line := 1; line <= lines; line++ {
		if p.line == 0 || p.line == line {
			file, told := c.files.Told(p.file, line)
			p.lines = append(p.lines, govet.Position{File: file, Line: told})
		}
	}
	return p, nil
}

func (c *command) explainPlace(arg string) error {
	p, err := c.readPlace(arg)
	if err != nil {
		return err
	}
	// The module of the file may be another one than that of the current directory.
	if c.driver, err = newDriver(c.ctx, c.options, filepath.Dir(p.file)); err != nil {
		return err
	}
	found := c.driver.Run(c.ctx, []string{"."})
	fmt.Fprint(c.stderr, found.Warnings)
	if len(found.Problems) > 0 {
		var all []error
		for _, problem := range found.Problems {
			all = append(all, errors.New(problem.String()))
		}
		return errors.Join(all...)
	}
	for _, write := range []func(place, *govet.Result) bool{c.tellSites, c.tellPart} {
		if write(p, found) {
			return nil
		}
	}
	return c.tellNothing(p, found)
}

// tellSites tells what is known of what stands in a place.
func (c *command) tellSites(p place, found *govet.Result) bool {
	told := false
	shown := format.Run{Dir: c.dir, Explained: true}
	for _, site := range found.Explanations {
		if !p.holds(site.Position) {
			continue
		}
		told = true
		check := site.Check
		if !c.settings.Runs(check) {
			site.Check = "" // nothing reports it
		}
		_ = shown.TextReport(c.stdout, site)
		if site.Check == "" && check != "" {
			fmt.Fprintf(c.stdout, "\tthe check %s would report it, but is switched off\n", check)
		}
		for _, r := range found.Reports {
			if r.Position == site.Position && r.Check == site.Check {
				c.tellFixes(r)
			}
		}
	}
	shown.Explained = false
	for _, r := range found.Reports {
		explained := slices.ContainsFunc(found.Explanations, func(site govet.Report) bool {
			return r.Position == site.Position && r.Check == site.Check
		})
		if !explained && p.holds(r.Position) {
			told = true
			_ = shown.TextReport(c.stdout, r)
		}
	}
	return told
}

// tellFixes tells what can be done about a report, or what stands in the way.
func (c *command) tellFixes(r govet.Report) {
	for i, fix := range r.Fixes {
		who := "-fix can repair it"
		if i > 0 {
			who = "an editor can also do this"
		}
		fmt.Fprintf(c.stdout, "\t%s: %s\n", who, fix.Message)
	}
	for _, x := range r.Related {
		if strings.HasPrefix(x.Message, format.NoFix) {
			fmt.Fprintf(c.stdout, "\t%s: %s\n", format.Short(c.dir, x.Position), x.Message)
		}
	}
	fmt.Fprintf(c.stdout, "\t\"fanoutcheck help %s\" tells what the check looks for and what it accepts\n", r.Check)
}

// tellPart tells of the goroutines that a place has to do with: as a step of
// their recursion, or as what looks like a limit.
func (c *command) tellPart(p place, found *govet.Result) bool {
	told := false
	shown := format.Run{Dir: c.dir, Explained: true}
	for _, site := range found.Explanations {
		if slices.ContainsFunc(site.Related, func(x govet.Related) bool { return p.holds(x.Position) }) {
			if !told {
				fmt.Fprintf(c.stdout, "%s: no goroutine is started in recursion here, but the line is a part of this:\n", p.name)
			}
			told = true
			_ = shown.TextReport(c.stdout, site)
		}
	}
	return told
}
