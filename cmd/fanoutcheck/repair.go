package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// repair has go vet apply the fixes of what was found, or with -diff print
// them, and tells what became of each report. It returns the reports that are
// left, and adds to the problems what kept fixes from being written.
func (c *command) repair(found *govet.Result) (left []govet.Report, err error) {
	changed := make(map[string]bool)
	if files := fixable(found.Reports); len(files) > 0 {
		if changed, err = c.change(found, files); err != nil {
			return found.Reports, err
		}
	}
	shown := format.Run{Dir: c.dir}
	out, done := io.Writer(c.stdout), "fixed"
	if c.diff {
		// A patch on standard output has to stay one.
		out, done = c.stderr, "would be fixed"
	}
	for _, r := range found.Reports {
		if len(r.Fixes) > 0 && within(r.Fixes[0], changed) {
			fmt.Fprintf(out, "%s: %s: %s (%s)\n", format.Short(c.dir, r.Position), done, r.Fixes[0].Message, r.Check)
			continue
		}
		if len(r.Fixes) > 0 {
			r.Related = append(r.Related, govet.Related{Position: r.Position, Message: leftAlone})
		}
		if err := shown.TextReport(out, r); err != nil {
			return nil, err
		}
		left = append(left, r)
	}
	if c.diff {
		return found.Reports, nil // since nothing has changed
	}
	return left, c.require(changed)
}

// leftAlone is said of a fix that the go command did not apply. It applies
// all fixes of a package or, if two of them do not go together, none; and
// it changes only files of the main module.
const leftAlone = "there is a fix, but the go command left the file alone: it overlaps with another fix of the package, or the file is not in the main module or not writable"

// fixable returns the files that the first fixes of reports change.
func fixable(reports []govet.Report) []string {
	var files []string
	for _, r := range reports {
		if len(r.Fixes) > 0 {
			for _, e := range r.Fixes[0].Edits {
				files = append(files, e.File)
			}
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// within reports whether all files of a fix are among those that changed.
func within(fix govet.Fix, changed map[string]bool) bool {
	return !slices.ContainsFunc(fix.Edits, func(e govet.Edit) bool { return !changed[e.File] })
}

// change applies the fixes, or prints the patch, and returns which of the
// files it changes.
func (c *command) change(found *govet.Result, files []string) (changed map[string]bool, err error) {
	ctx := context.Background()
	if c.diff {
		patch, stderr, _ := c.driver.Vet(ctx, found.Targets, "-fix", "-diff") // fails whenever there is a patch
		found.Problems = append(found.Problems, failedToFix(stderr)...)
		_, err := c.stdout.Write(patch)
		return patched(patch), err
	}
	before, err := read(files)
	if err != nil {
		return nil, err
	}
	_, stderr, _ := c.driver.Vet(ctx, found.Targets, "-fix") // what counts is which files are changed
	found.Problems = append(found.Problems, failedToFix(stderr)...)
	after, err := read(files)
	if err != nil {
		return nil, err
	}
	changed = make(map[string]bool)
	for i, file := range files {
		changed[file] = !bytes.Equal(before[i], after[i])
	}
	return changed, nil
}

// failedToFix returns what kept the go command from writing the fixes. All
// else that it says now is known by now, or it is that a fix has
// alternatives.
func failedToFix(stderr string) (problems []govet.Problem) {
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, "applying fix: ") || strings.HasPrefix(line, "reading archive of fixes: ") {
			problems = append(problems, govet.Problem{Message: strings.TrimSpace(line)})
		}
	}
	return problems
}

func read(files []string) ([][]byte, error) {
	var contents [][]byte
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading a file to fix: %w", err)
		}
		contents = append(contents, content)
	}
	return contents, nil
}

// patched returns the files that a patch changes.
func patched(patch []byte) map[string]bool {
	files := make(map[string]bool)
	for line := range strings.Lines(string(patch)) {
		if name, ok := strings.CutPrefix(line, "--- "); ok {
			files[strings.TrimSuffix(strings.TrimSpace(name), " (old)")] = true
		}
	}
	return files
}
