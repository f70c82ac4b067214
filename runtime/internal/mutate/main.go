// Command mutate shows that the tests of package lifo notice when a line that its
// safety rests on is wrong. It applies one mutant after another to a copy of the
// module, runs the tests there, and lists the mutants that no test killed:
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
	"strings"
)

// A mutant replaces a text that occurs exactly once in a file of package lifo.
type mutant struct {
	name string
	file string
	old  string
	new  string
}

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
	if output, failed := test(directory); failed {
		return fmt.Errorf("the tests fail without any mutation:\n%s", output)
	}
	tried, survivors := 0, 0
	for _, m := range mutants {
		if !strings.Contains(m.name, only) {
			continue
		}
		output, killed, err := try(directory, m)
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
	fmt.Printf("%d of %d mutants killed\n", tried-survivors, tried)
	if survivors > 0 {
		return fmt.Errorf("%d mutants survived", survivors)
	}
	return nil
}

// copyModule copies what the tests of the package need.
func copyModule(to string) error {
	if err := os.Mkdir(filepath.Join(to, "lifo"), 0o777); err != nil {
		return err
	}
	files, err := filepath.Glob("lifo/*.go")
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no package lifo here: %w", fs.ErrNotExist)
	}
	for _, file := range append(files, "go.mod") {
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

// try applies m to the copy, runs the tests, and undoes m.
func try(directory string, m mutant) (output string, killed bool, err error) {
	path := filepath.Join(directory, "lifo", m.file)
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
	output, killed = test(directory)
	if err := os.WriteFile(path, original, 0o666); err != nil {
		return "", false, err
	}
	if strings.Contains(output, "[build failed]") {
		return "", false, fmt.Errorf("it does not compile:\n%s", output)
	}
	return output, killed, nil
}

// test runs the tests in the copy and reports whether they failed.
func test(directory string) (output string, failed bool) {
	command := exec.Command("go", "test", "-short", "-failfast", "-vet=off", "-timeout=30s", "./lifo")
	command.Dir = directory
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
