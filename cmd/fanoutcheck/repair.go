package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
)

// repair has go vet apply the fixes of reports, or with -diff print them,
// and tells what became of each report. It returns the reports that are
// left.
func (d *driver) repair(targets []string, reports []report) (left []report, err error) {
	changed := make(map[string]bool)
	if files := fixable(reports); len(files) > 0 {
		if changed, err = d.change(targets, files); err != nil {
			return reports, err
		}
	}
	out, done := d.stdout, "fixed"
	if d.diff {
		// A patch on standard output has to stay one.
		out, done = d.stderr, "would be fixed"
	}
	for _, r := range reports {
		if len(r.Fixes) > 0 && r.Fixes[0].in(changed) {
			fmt.Fprintf(out, "%s: %s: %s (%s)\n", d.short(r.Position), done, r.Fixes[0].Message, r.Check)
			continue
		}
		if len(r.Fixes) > 0 {
			r.Related = append(r.Related, related{Position: r.Position, Message: leftAlone})
		}
		d.printReport(out, r)
		left = append(left, r)
	}
	if d.diff {
		return reports, nil // since nothing has changed
	}
	return left, d.adviseRequire(changed)
}

// leftAlone is said of a fix that the go command did not apply. It applies
// all fixes of a package or, if two of them do not go together, none; and
// it changes only files of the main module.
const leftAlone = "there is a fix, but the go command left the file alone: it overlaps with another fix of the package, or the file is not in the main module or not writable"

// fixable returns the files that the first fixes of reports change.
func fixable(reports []report) []string {
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

// in reports whether all files of a fix are among those that changed.
func (f fix) in(changed map[string]bool) bool {
	return !slices.ContainsFunc(f.Edits, func(e edit) bool { return !changed[e.File] })
}

// change applies the fixes, or prints the patch, and returns which of the
// files it changes.
func (d *driver) change(targets, files []string) (changed map[string]bool, err error) {
	if d.diff {
		patch, stderr, _ := d.goVet(targets, "-fix", "-diff") // fails whenever there is a patch
		d.failedToFix(stderr)
		_, err := d.stdout.Write(patch)
		return patched(patch), err
	}
	before, err := read(files)
	if err != nil {
		return nil, err
	}
	_, stderr, _ := d.goVet(targets, "-fix") // what counts is which files are changed
	d.failedToFix(stderr)
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

// failedToFix makes a problem of what kept the go command from writing the
// fixes. All else that it says now is known by now, or it is that a fix has
// alternatives.
func (d *driver) failedToFix(stderr string) {
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, "applying fix: ") || strings.HasPrefix(line, "reading archive of fixes: ") {
			d.problems = append(d.problems, problem{Message: strings.TrimSpace(line)})
		}
	}
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
