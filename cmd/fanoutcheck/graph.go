package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/page"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/picture"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/save"
)

// A pictureFormat is a form that "fanoutcheck graph" draws in.
type pictureFormat struct {
	name, usage string
	extensions  []string
	write       func(w io.Writer, c *command, found *govet.Result) error
}

// pictureFormats returns the forms. The first is the default.
func pictureFormats() []pictureFormat {
	drawn := func(write func(io.Writer, []*picture.Picture) error) func(io.Writer, *command, *govet.Result) error {
		return func(w io.Writer, c *command, found *govet.Result) error {
			return write(w, picture.Of(found, c.dir))
		}
	}
	return []pictureFormat{
		{"svg", "a document with light and dark colours", []string{".svg"}, drawn(picture.SVG)},
		{"dot", "for Graphviz", []string{".dot", ".gv"}, drawn(picture.DOT)},
		{"mermaid", "for a block of Markdown", []string{".mmd", ".mermaid"}, drawn(picture.Mermaid)},
		{"html", "a page with pictures, verdicts, code and fixes", []string{".html", ".htm"}, func(w io.Writer, c *command, found *govet.Result) error {
			return page.Write(w, found, &c.files, c.dir)
		}},
	}
}

// Graph options are what the command line of "fanoutcheck graph" says.
type graphOptions struct {
	options
	as     string // name of the form
	output string // name of the file
}

// newGraphFlags returns options, and the flags that set them.
func newGraphFlags() (*graphOptions, *flag.FlagSet) {
	o := new(graphOptions)
	flags := o.analysisFlags()
	flags.StringVar(&o.as, "format", "", "how to draw")
	flags.StringVar(&o.output, "o", "", "write into this file")
	return o, flags
}

// form returns the form that is asked for by its name, or by that of the file.
func (o *graphOptions) form() (pictureFormat, error) {
	var names, extensions []string
	for _, f := range pictureFormats() {
		names, extensions = append(names, f.name), append(extensions, f.extensions...)
	}
	extension := strings.ToLower(filepath.Ext(o.output))
	for _, f := range pictureFormats() {
		for _, known := range f.extensions {
			if o.as == f.name || o.as == "" && extension == known {
				return f, nil
			}
		}
	}
	switch {
	case o.as != "":
		return pictureFormat{}, fmt.Errorf("graph draws in no format %q; allowed are %s; %w", o.as, strings.Join(names, ", "), errUsage)
	case o.output != "":
		return pictureFormat{}, fmt.Errorf("the name of %s says no format: it ends in none of %s, and there is no -format; %w", o.output, strings.Join(extensions, ", "), errUsage)
	}
	return pictureFormats()[0], nil
}

// drawGraph serves "fanoutcheck graph".
func drawGraph(args []string, stdout *bufio.Writer, stderr io.Writer) int {
	o, flags := newGraphFlags()
	if err := o.parse(flags, args); err != nil {
		return fail(stderr, err)
	}
	if o.help {
		return help([]string{"graph"}, stdout, stderr)
	}
	form, err := o.form()
	if err != nil {
		return fail(stderr, err)
	}
	c, err := newCommand(o.options, stdout, stderr)
	if err != nil {
		return fail(stderr, err)
	}
	found := c.driver.Run(c.ctx, c.patterns)
	if c.ctx.Err() != nil {
		return fail(stderr, errInterrupted)
	}
	c.quieten(found.Explanations)
	fmt.Fprint(stderr, found.Warnings)
	for _, p := range found.Problems {
		fmt.Fprintf(stderr, "fanoutcheck: %s\n", p)
	}
	if err := c.draw(form, o.output, found); err != nil {
		return fail(stderr, err)
	}
	return status(nil, found.Problems)
}

// draw writes what was found. A page tells as well that there is nothing, but
// there are no pictures of it.
func (c *command) draw(form pictureFormat, output string, found *govet.Result) error {
	if len(found.Recursions) == 0 && form.name != "html" {
		left := ""
		if output != "" {
			left = ", and " + output + " is left as it was"
		}
		if len(found.Problems) == 0 { // or nobody knows
			fmt.Fprintf(c.stderr, "fanoutcheck: no goroutine is started in recursion: there is nothing to draw%s\n", left)
		}
		return nil
	}
	var drawn bytes.Buffer
	if err := form.write(&drawn, c, found); err != nil {
		return err
	}
	if output == "" {
		_, _ = c.stdout.Write(drawn.Bytes()) // main looks at the error
		return nil
	}
	if err := save.File(output, drawn.Bytes(), 0o666); err != nil {
		return fmt.Errorf("writing what is drawn: %w", err)
	}
	return nil
}
