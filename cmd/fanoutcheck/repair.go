package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/save"
)

// repair has go vet apply the fixes of what was found, or with -diff print
// them, and tells what became of each report. It returns the reports that are
// left, and adds to the problems what kept fixes from being written.
func (c *command) repair(found *govet.Result) (left []govet.Report, err error) {
	changed := make(map[string]bool)
	if slices.ContainsFunc(found.Reports, func(r govet.Report) bool { return len(r.Fixes) > 0 }) {
		if changed, err = c.change(found); err != nil {
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

// leftAlone is said of a fix that is not applied.
const leftAlone = "there is a fix, but the file was left alone: the fix overlaps with another one, or the file is not in the main module, or could not be written"

// within reports whether all files of a fix are among those that changed.
func within(fix govet.Fix, changed map[string]bool) bool {
	return !slices.ContainsFunc(fix.Edits, func(e govet.Edit) bool { return !changed[e.File] })
}

// change applies the fixes, or prints the patch, and returns which of the
// files it changes. The go command would write the files itself, but in place:
// who interrupts it, or has no room left, keeps half a file. So it is asked for
// the patch only.
func (c *command) change(found *govet.Result) (changed map[string]bool, err error) {
	patch, stderr := c.driver.Patch(c.ctx, found)
	found.Problems = append(found.Problems, failedToFix(stderr)...)
	if c.ctx.Err() != nil {
		return nil, errInterrupted
	}
	patches, err := parsePatch(patch)
	if err != nil {
		return nil, err
	}
	changed = make(map[string]bool)
	for _, p := range patches {
		if foreign(p.file, found.Packages) || !reported(p.file, found.Reports) {
			continue
		}
		if err := c.changeFile(p); err != nil {
			found.Problems = append(found.Problems, govet.Problem{Message: fmt.Sprintf("fixing %s: %v", p.file, err)})
			continue
		}
		changed[p.file] = true
	}
	return changed, nil
}

// changeFile applies a patch to its file, or prints it.
func (c *command) changeFile(p filePatch) error {
	before, err := os.ReadFile(p.file)
	if err != nil {
		return err
	}
	after, err := p.apply(string(before))
	if err != nil {
		return err
	}
	if !c.diff {
		return save.File(p.file, []byte(after), 0o666)
	}
	if !endsInCRLF(string(before)) {
		_, err = c.stdout.WriteString(p.text)
		return err
	}
	// The go command's patch changes the end of every line.
	_, err = c.stdout.Write(diff.Diff(p.file+" (old)", before, p.file+" (new)", []byte(after)))
	return err
}

// foreign reports whether a file belongs to a package that is not of a main
// module.
func foreign(file string, packages []govet.Package) bool {
	return slices.ContainsFunc(packages, func(p govet.Package) bool { return p.Foreign && p.Dir == filepath.Dir(file) })
}

// reported reports whether the fix of a report is in a file.
func reported(file string, reports []govet.Report) bool {
	return slices.ContainsFunc(reports, func(r govet.Report) bool {
		return len(r.Fixes) > 0 && slices.ContainsFunc(r.Fixes[0].Edits, func(e govet.Edit) bool { return e.File == file })
	})
}

// failedToFix returns what kept the vet tool from applying fixes. All else that
// it says now is known by now, or it is that a fix has alternatives.
func failedToFix(stderr string) (problems []govet.Problem) {
	for line := range strings.Lines(stderr) {
		if strings.Contains(line, "concurrent file modification detected") {
			problems = append(problems, govet.Problem{Message: strings.TrimSpace(line)})
		}
	}
	return problems
}
