package main

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A sum is what a sweep counts.
type sum struct {
	packages, files, explained int
	skipped                    map[string]int // by the reason
	reports                    map[string]int // by check
	internal                   []string
	elapsed                    time.Duration
	timings                    []timing
}

func newSum() *sum { return &sum{skipped: make(map[string]int), reports: make(map[string]int)} }

// sweep runs the tool over all modules below root and counts.
func sweep(t tool, root string, patterns []string, out io.Writer) error {
	modules, err := modulesBelow(root)
	if err != nil {
		return err
	}
	if len(modules) == 0 {
		return fmt.Errorf("there is no module below %s", root)
	}
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	total := newSum()
	for _, module := range modules {
		total.add(t, module, patterns, out)
	}
	return total.print(out)
}

// modulesBelow returns the folders of the modules in root, without those
// that the go command itself leaves out of its patterns.
func modulesBelow(root string) ([]string, error) {
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		return nil, err
	}
	if root, err = filepath.Abs(root); err != nil {
		return nil, err
	}
	var modules []string
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		name := entry.Name()
		switch {
		case err != nil:
			return err
		case entry.IsDir() && path != root && (name == "testdata" || name == "vendor" || name == "node_modules" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")):
			return filepath.SkipDir
		case name == "go.mod":
			modules = append(modules, filepath.Dir(path))
		}
		return nil
	})
	return modules, err
}

// add runs the tool over one module. Whatever keeps it from being analysed
// is said, and does not end the sweep.
func (s *sum) add(t tool, module string, patterns []string, out io.Writer) {
	a, listed, err := t.vetLoadable(module, patterns)
	if err != nil {
		fmt.Fprintf(out, "%s: skipped: %v\n", module, err)
		s.skipped["belong to a module that can not be analysed"]++
		return
	}
	s.packages += listed.packages()
	s.files += listed.files
	for _, complaint := range a.unloaded {
		s.skipped[kind(complaint)]++
	}
	s.elapsed += a.elapsed
	s.timings = append(s.timings, a.timings...)
	s.internal = append(s.internal, a.internal...)
	for _, f := range a.findings {
		if f.Check == "" {
			s.explained++
			continue
		}
		s.reports[f.Check]++
		fmt.Fprintf(out, "%s:%d: %s: %s\n", f.File, f.Line, f.Check, f.Message)
	}
}

// kinds are the reasons for which packages are skipped. What is none of these
// is that the compiler rejects it.
var kinds = []struct {
	complaint *regexp.Regexp
	kind      string
}{
	{regexp.MustCompile(`build constraints exclude all Go files`), "are for other platforms"},
	{regexp.MustCompile(`import cycle`), "import each other"},
	{regexp.MustCompile(`no required module provides|cannot find (module|package)|is not in std|missing go\.sum|module lookup disabled|` +
		`local import|relative import|is not allowed|finding module|updates to go\.mod|malformed import path|could not import|no Go files in|\.go:\d+:\d+: package `), "import what can not be had"},
	{regexp.MustCompile(`cgo|C compiler|C source files`), "need a C compiler, or what it does not find"},
}

func kind(complaint string) string {
	for _, k := range kinds {
		if k.complaint.MatchString(complaint) {
			return k.kind
		}
	}
	return "do not compile"
}

// slowest is how many packages are named that took longest.
const slowest = 5

func (s *sum) print(out io.Writer) error {
	fmt.Fprintf(out, "\n%d packages with %d files in %v\n", s.packages, s.files, s.elapsed.Round(time.Second))
	for _, reason := range slices.Sorted(maps.Keys(s.skipped)) {
		fmt.Fprintf(out, "%5d are skipped, since they %s\n", s.skipped[reason], reason)
	}
	fmt.Fprintf(out, "%5d goroutines are started in recursion\n", s.explained)
	for _, check := range checkNames() {
		fmt.Fprintf(out, "%5d reports of %s\n", s.reports[check], check)
	}
	slices.SortFunc(s.timings, func(a, b timing) int { return cmp.Compare(b.Taken, a.Taken) })
	for _, one := range s.timings[:min(slowest, len(s.timings))] {
		fmt.Fprintf(out, "%5.1f s of a processor for %s\n", one.Taken.Seconds(), one.Package)
	}
	fmt.Fprintf(out, "%5d internal errors\n", len(s.internal))
	for _, text := range s.internal {
		fmt.Fprintf(out, "\t%s\n", text)
	}
	if len(s.internal) > 0 {
		return errDiffers
	}
	return nil
}
