package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

// reasonsForNothing say why there is nothing to tell of a line.
var reasonsForNothing = map[source.Line]string{
	source.Plain: "no goroutine is started here",
	source.Call: "no goroutine is started in recursion here; whether a function starts goroutines for the functions that it is given " +
		"is read from its code, and where the code does not show it, -spawners names it",
	source.Spawn: "the goroutine that is started here is in no recursion: no way leads from its function back to itself; " +
		"calls through interfaces and functions are followed as far as the package shows what they hold",
}

// tellNothing says why there is nothing to say of a place, and where in the
// file or package there is.
func (c *command) tellNothing(p place, found *govet.Result) error {
	if excluded, err := c.excluded(p.file); err != nil || excluded {
		if err == nil {
			err = errors.New("the file is left out by its name or build constraints; name the tags that it needs with -tags")
		}
		return fmt.Errorf("%s: %w", p.name, err)
	}
	reason := "the file starts no goroutine in recursion"
	if p.line > 0 {
		reason = reasonsForNothing[c.files.LineKind(p.file, p.line)]
	}
	fmt.Fprintf(c.stdout, "%s: %s\n", p.name, reason)
	var lines []string
	for _, site := range found.Explanations {
		line := strconv.Itoa(site.Position.Line)
		if sameFile(p.file, site.Position.File) && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	switch {
	case len(lines) == 1:
		fmt.Fprintf(c.stdout, "\tthis file starts one in recursion in line %s\n", lines[0])
	case len(lines) > 1:
		fmt.Fprintf(c.stdout, "\tthis file starts some in recursion in lines %s\n", strings.Join(lines, ", "))
	case len(found.Explanations) > 0:
		fmt.Fprintf(c.stdout, "\tother files of the package start some in recursion; -explain tells of all\n")
	default:
		fmt.Fprintf(c.stdout, "\tnothing in the package starts a goroutine in recursion\n")
	}
	return nil
}

// excluded reports whether the go command leaves a file out of its package.
func (c *command) excluded(file string) (bool, error) {
	args := slices.Concat([]string{"list", "-e", "-json=IgnoredGoFiles"}, c.buildFlags(), []string{"."})
	stdout, stderr, err := c.driver.Go(c.ctx, args...)
	var listed struct{ IgnoredGoFiles []string }
	if err == nil {
		err = json.NewDecoder(bytes.NewReader(stdout)).Decode(&listed)
	}
	if err != nil {
		return false, fmt.Errorf("go list: %w: %s", err, govet.OneLine(stderr))
	}
	return slices.Contains(listed.IgnoredGoFiles, filepath.Base(file)), nil
}
