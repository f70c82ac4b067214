// Command mutate shows that the tests of packages lifo and lifotest notice when a line
// that these rest on is wrong. It applies one mutant after another to a copy of the
// module, runs the package's tests there, and lists the mutants that no test killed:
//
//	go run ./internal/mutate
//
// It must be run in the module's root. It fails if a mutant survives, or no longer
// applies because the code has moved on.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A mutant replaces a text that occurs exactly once in a file of its package.
type mutant struct {
	name string
	file string
	old  string
	new  string
}

// A target is a package and the ways in which it could be wrong.
type target struct {
	folder  string
	mutants []mutant
}

var targets = []target{{"lifo", mutants}, {"lifotest", testMutants}}

// copied are the folders that the tests of the targets need.
var copied = []string{"lifo", "lifotest", "internal/chart"}

func main() {
	only := flag.String("run", "", "try only the mutants whose name contains this")
	verbose := flag.Bool("v", false, "print the test that killed each mutant")
	flag.Parse()
	if err := run(*only, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(only string, verbose bool) error {
	directory, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return fmt.Errorf("making a directory for the copy: %w", err)
	}
	defer func() { _ = os.RemoveAll(directory) }()
	if err := copyModule(directory); err != nil {
		return fmt.Errorf("copying the module: %w", err)
	}
	tried, survivors := 0, 0
	for _, t := range targets {
		chosen := slices.DeleteFunc(slices.Clone(t.mutants), func(m mutant) bool { return !strings.Contains(m.name, only) })
		if len(chosen) == 0 {
			continue
		}
		c := copyOf{directory: directory, folder: t.folder, timeout: longest}
		begin := time.Now()
		if output, failed := c.test(); failed {
			return fmt.Errorf("the tests fail without any mutation:\n%s", output)
		}
		// On a machine that is busy, tests that only take long are not to count as killers.
		c.timeout = max(shortest, 5*time.Since(begin))
		for _, m := range chosen {
			output, killed, err := c.try(m)
			if err != nil {
				return fmt.Errorf("mutant %q: %w", m.name, err)
			}
			tried++
			if !killed {
				survivors++
				fmt.Printf("SURVIVED  %s\n", m.name)
				continue
			}
			fmt.Printf("killed    %s\n", m.name)
			if verbose {
				fmt.Printf("          by %s\n", reason(output))
			}
		}
	}
	fmt.Printf("%d of %d mutants killed\n", tried-survivors, tried)
	if survivors > 0 {
		return fmt.Errorf("%d mutants survived", survivors)
	}
	return nil
}

// copyModule copies what the tests need.
func copyModule(to string) error {
	files := []string{"go.mod"}
	for _, folder := range copied {
		if err := os.MkdirAll(filepath.Join(to, folder), 0o777); err != nil {
			return err
		}
		found, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("no package %s here: %w", folder, fs.ErrNotExist)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, file), text, 0o666); err != nil {
			return err
		}
	}
	return nil
}

const (
	// shortest is how long the tests of a mutant may take at least before they count
	// as hanging, and longest how long they may without a mutation.
	shortest = 30 * time.Second
	longest  = 10 * time.Minute
)

// A copyOf is a package in the copy of the module.
type copyOf struct {
	directory, folder string
	timeout           time.Duration
}

// try applies m to the copy, runs the tests, and undoes m.
func (c copyOf) try(m mutant) (output string, killed bool, err error) {
	path := filepath.Join(c.directory, c.folder, m.file)
	original, err := os.ReadFile(path)
	if err != nil {
		return "", false, err
	}
	if n := strings.Count(string(original), m.old); n != 1 {
		return "", false, fmt.Errorf("its text occurs %d times in %s, want once", n, m.file)
	}
	mutated := strings.Replace(string(original), m.old, m.new, 1)
	if err := os.WriteFile(path, []byte(mutated), 0o666); err != nil {
		return "", false, err
	}
	output, killed = c.test()
	if err := os.WriteFile(path, original, 0o666); err != nil {
		return "", false, err
	}
	if strings.Contains(output, "[build failed]") {
		return "", false, fmt.Errorf("it does not compile:\n%s", output)
	}
	return output, killed, nil
}

// test runs the tests in the copy and reports whether they failed.
func (c copyOf) test() (output string, failed bool) {
	command := exec.Command("go", "test", "-short", "-failfast", "-vet=off", "-timeout="+c.timeout.String(), "./"+c.folder)
	command.Dir = c.directory
	text, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return err.Error(), true
	}
	return string(text), err != nil
}

// reason picks the line of the output that says what failed.
func reason(output string) string {
	lines := strings.Split(output, "\n")
	for _, start := range []string{"--- FAIL", "panic: test timed out", "fatal error", "panic"} {
		for _, line := range lines {
			if strings.HasPrefix(line, start) {
				return line
			}
		}
	}
	return lines[0]
}
