package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A tool is a vet tool to be run on modules.
type tool struct {
	path    string
	timeout time.Duration // for one module
	limit   time.Duration // for one package, or 0
	offline bool          // take a missing module for an error, and do not download it
}

// A finding is what the tool says of a place.
type finding struct {
	File    string // absolute
	Line    int
	Check   string // the check that reports it, or "" where it is only explained
	Verdict string
	Message string
}

// An answer is what one run of the tool over packages of a module gave.
type answer struct {
	findings []finding
	internal []string          // errors of the tool itself
	unloaded map[string]string // packages that the compiler rejects, and its first complaint
	elapsed  time.Duration
	timings  []timing // of packages, where there is a limit for one
}

// vet runs the tool over packages of the module in dir, which are import
// paths.
func (t tool) vet(dir string, packages []string) (answer, error) {
	args := []string{"vet", "-vettool", "-json", "-explain"}
	for _, check := range checkNames() {
		args = append(args, "-"+check)
	}
	own, err := t.copyFor(dir, packages)
	if err != nil {
		return answer{}, err
	}
	defer os.Remove(own)
	args[1] = "-vettool=" + own
	env := t.environment(dir)
	log, err := os.MkdirTemp("", "replay")
	if err != nil {
		return answer{}, err
	}
	defer os.RemoveAll(log)
	if t.limit > 0 {
		self, err := os.Executable()
		if err != nil {
			return answer{}, err
		}
		args[1] = "-vettool=" + self
		env = append(env, limitedTool+"="+own, limitedTime+"="+t.limit.String(), limitedLog+"="+log)
	}
	ctx, cancel := context.WithTimeout(context.Background(), t.timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", append(args, packages...)...)
	cmd.Dir, cmd.Env = dir, env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = 10 * time.Second // the go command's children keep the pipes open
	begin := time.Now()
	err = cmd.Run()
	if ctx.Err() != nil {
		return answer{}, fmt.Errorf("took more than %v", t.timeout)
	}
	a := answer{elapsed: time.Since(begin)}
	timings, failure := notes(log)
	if failure != nil {
		return answer{}, failure
	}
	a.timings = timings
	if failure := a.decode(&stdout, dir, packages); failure != nil {
		return answer{}, failure
	}
	if err != nil { // else it is about warnings, such as a C compiler's
		a.complaints(stderr.String())
		if len(a.unloaded)+len(a.internal) == 0 {
			return answer{}, fmt.Errorf("%w: %s", err, lastLine(stderr.String()))
		}
	}
	return a, nil
}

// copyFor returns a copy of the tool that is another tool in the eyes of the
// go command. Go 1.26 caches what a vet tool says of a package under one key,
// whether the package was asked for or is a dependency of one that was. So a
// package would stay silent that has been a dependency before. With a tool for
// each question, answers to different questions stay apart, and the same
// question is still answered from the cache.
func (t tool) copyFor(dir string, packages []string) (string, error) {
	text, err := os.ReadFile(t.path)
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp("", "vettool*.exe")
	if err != nil {
		return "", err
	}
	// The loader ignores what follows the program.
	_, err = fmt.Fprintf(f, "%s\n%s\n%q\n", text, dir, packages)
	if t.limit > 0 { // what comes from the cache takes no time
		fmt.Fprintln(f, time.Now().UnixNano())
	}
	err = errors.Join(err, f.Close(), os.Chmod(f.Name(), 0o755))
	return f.Name(), err
}

// vetLoadable runs the tool over those packages of the patterns that the go
// command can load, and returns how many packages there are. One import that
// can not be had would keep go vet from all of them.
func (t tool) vetLoadable(dir string, patterns []string) (a answer, found listing, err error) {
	found, err = t.list(dir, patterns)
	if err != nil || found.packages() == 0 {
		return answer{}, found, err
	}
	if len(found.loadable) > 0 {
		if a, err = t.vet(dir, found.loadable); err != nil {
			return answer{}, found, fmt.Errorf("go vet: %w", err)
		}
	}
	if a.unloaded == nil {
		a.unloaded = make(map[string]string)
	}
	maps.Copy(a.unloaded, found.broken)
	return a, found, nil
}

// A listing is what the go command knows of the packages that patterns name.
type listing struct {
	loadable []string          // import paths of those that can be loaded with their tests
	broken   map[string]string // what is wrong with the others
	files    int               // of those that can be loaded, with their tests
}

func (l listing) packages() int { return len(l.loadable) + len(l.broken) }

// list asks the go command for packages.
func (t tool) list(dir string, patterns []string) (listing, error) {
	// The embedded files are not needed, but only who asks for them learns
	// that they are missing.
	const fields = "-json=ImportPath,ForTest,Error,DepsErrors,EmbedFiles,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles"
	cmd := exec.Command("go", append([]string{"list", "-e", "-test", fields}, patterns...)...)
	cmd.Dir = dir
	cmd.Env = t.environment(dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		return listing{}, fmt.Errorf("go list: %w: %s", err, lastLine(stderr.String()))
	}
	found := listing{broken: make(map[string]string)}
	files := make(map[string]int) // of every package
	for dec := json.NewDecoder(bytes.NewReader(text)); ; {
		type problem struct{ Err string }
		var p struct {
			ImportPath, ForTest string
			Error               *problem
			DepsErrors          []*problem

			GoFiles, CgoFiles, TestGoFiles, XTestGoFiles []string
		}
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			for _, path := range slices.Sorted(maps.Keys(files)) {
				if found.broken[path] == "" {
					found.loadable = append(found.loadable, path)
					found.files += files[path]
				}
			}
			return found, nil
		case err != nil:
			return listing{}, fmt.Errorf("reading the output of go list: %w", err)
		}
		path := strings.TrimSuffix(cmp.Or(p.ForTest, p.ImportPath), ".test")
		if files[path] += 0; p.ImportPath == path {
			files[path] = len(p.GoFiles) + len(p.CgoFiles) + len(p.TestGoFiles) + len(p.XTestGoFiles)
		}
		if p.Error != nil {
			p.DepsErrors = append(p.DepsErrors, p.Error)
		}
		if len(p.DepsErrors) > 0 && found.broken[path] == "" {
			found.broken[path] = lastLine(p.DepsErrors[0].Err)
		}
	}
}

// environment is the caller's, with modules resolved by go.mod alone. A
// vendor folder is used where there is one.
func (t tool) environment(dir string) []string {
	env := append(os.Environ(), "GOWORK=off")
	_, err := os.Stat(filepath.Join(dir, "vendor"))
	switch {
	case t.offline:
		env = append(env, "GOFLAGS=-mod=readonly", "GOPROXY=off")
	case os.Getenv("GOFLAGS") == "" && err != nil:
		env = append(env, "GOFLAGS=-mod=mod -buildvcs=false")
	}
	return env
}

// decode reads the tool's output: one object for each package, from the
// name of an analyzer to its diagnostics or to its error. The go command
// may repeat from its cache what the tool said of a dependency when that was
// asked for itself: only what is said of packages counts.
func (a *answer) decode(r io.Reader, dir string, packages []string) error {
	seen := make(map[finding]bool) // a package and its test variant say the same
	for dec := json.NewDecoder(r); ; {
		var output map[string]map[string]json.RawMessage
		switch err := dec.Decode(&output); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("reading the tool's output: %w", err)
		}
		for pkg, byAnalyzer := range output {
			path, _, _ := strings.Cut(pkg, " ")
			if !slices.Contains(packages, path) && !slices.Contains(packages, strings.TrimSuffix(path, "_test")) {
				continue
			}
			for analyzer, result := range byAnalyzer {
				found, err := diagnostics(analyzer, result, dir)
				if err != nil {
					a.internal = append(a.internal, fmt.Sprintf("%s: %s: %v", pkg, analyzer, err))
				}
				for _, f := range found {
					if !seen[f] {
						seen[f] = true
						a.findings = append(a.findings, f)
					}
				}
			}
		}
	}
}

func diagnostics(analyzer string, result json.RawMessage, dir string) ([]finding, error) {
	var list []struct{ Posn, Category, Message string }
	if err := json.Unmarshal(result, &list); err != nil {
		var failure struct{ Error string }
		if err := json.Unmarshal(result, &failure); err != nil {
			return nil, err
		}
		return nil, errors.New(failure.Error)
	}
	var found []finding
	for _, d := range list {
		file, line, err := position(d.Posn)
		if err != nil {
			return nil, err
		}
		if !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		check := analyzer
		if analyzer == "explain" {
			check = ""
		}
		found = append(found, finding{file, line, check, d.Category, d.Message})
	}
	return found, nil
}

var positionText = regexp.MustCompile(`^(.+?):(\d+)(?::\d+)?$`)

// position splits file:line:column. There is no column in files that were
// made from others, and say so by line directives.
func position(text string) (file string, line int, err error) {
	parts := positionText.FindStringSubmatch(text)
	if parts == nil {
		return "", 0, fmt.Errorf("%q is no position", text)
	}
	line, err = strconv.Atoi(parts[2])
	return parts[1], line, err
}

// crash finds what a tool prints that died instead of answering.
var crash = regexp.MustCompile(`(?m)^(panic:|fatal error:|runtime: |` + gaveUp + `).*|internal error.*`)

// complaints takes from the go command's messages which packages can not be
// loaded, and whether the tool itself broke down. The go command prints
// "# package" above what belongs to a package.
func (a *answer) complaints(stderr string) {
	a.unloaded = make(map[string]string)
	pkg := ""
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "# "):
			pkg = strings.Trim(strings.Fields(line)[1], "[]")
		case crash.MatchString(line):
			a.internal = append(a.internal, pkg+": "+line)
			pkg = "" // what follows is the stack
		case pkg != "" && line != "" && a.unloaded[pkg] == "" && !strings.HasPrefix(line, "go: "):
			a.unloaded[pkg] = line
		}
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
