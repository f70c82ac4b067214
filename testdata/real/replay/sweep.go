package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A sum is what a sweep counts.
type sum struct {
	packages, explained, unloaded int
	reports                       map[string]int // by check
	internal                      []string
	elapsed                       time.Duration
}

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
	total := sum{reports: make(map[string]int)}
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
	a, packages, err := t.vetLoadable(module, patterns)
	if err != nil {
		fmt.Fprintf(out, "%s: skipped: %v\n", module, err)
		return
	}
	s.packages += packages
	s.unloaded += len(a.unloaded)
	s.elapsed += a.elapsed
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

func (s *sum) print(out io.Writer) error {
	fmt.Fprintf(out, "\n%d packages in %v, %d can not be loaded; %d goroutines are started in recursion\n",
		s.packages, s.elapsed.Round(time.Second), s.unloaded, s.explained)
	for _, check := range checkNames() {
		fmt.Fprintf(out, "%5d reports of %s\n", s.reports[check], check)
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

// sweepLoose runs the tool over every Go file below root, each as a package
// of its own: such are the programs by which the Go project tests its
// compiler. Many of them are not meant to compile.
func sweepLoose(t tool, root string, out io.Writer) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	module, err := os.MkdirTemp("", "loose")
	if err != nil {
		return err
	}
	defer os.RemoveAll(module)
	version, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	language := strings.TrimPrefix(strings.Fields(string(version))[0], "go")
	if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte("module loose\n\ngo "+language+"\n"), 0o644); err != nil {
		return err
	}
	number := 0
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || filepath.Ext(path) != ".go" {
			return err
		}
		number++
		return alone(path, filepath.Join(module, fmt.Sprintf("p%05d", number)))
	})
	if err != nil {
		return err
	}
	t.offline = true
	total := sum{reports: make(map[string]int)}
	total.add(t, module, []string{"./..."}, out)
	return total.print(out)
}

// alone makes a package of one file. Its name is ours, since the original's
// could make it a test or exclude it; the line directive makes all positions
// tell the original.
func alone(file, dir string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	text = append([]byte("//line "+file+":1\n"), text...)
	return os.WriteFile(filepath.Join(dir, "program.go"), text, 0o644)
}
