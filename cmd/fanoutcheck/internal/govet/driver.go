// Package govet has the go command run this very program as its vet tool, and
// returns what it says in a form that every way to show it starts from.
//
// So packages, build tags, cgo and workspaces are what the go command takes
// them for, results are cached by it, and all ways to run the checks agree.
package govet

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Driver runs the go command in one directory.
type Driver struct {
	// BuildFlags are for every go command that loads packages, such as -tags=list.
	BuildFlags []string
	// Settings are the flags that set fanoutcheck, such as -strict=true.
	Settings []string

	// Overlay holds the contents of files that are not as they are on disk,
	// by their absolute names.
	Overlay map[string][]byte
	// Apart starts go commands in a group of processes each, all of which
	// end when the context does. A terminal does not interrupt them.
	Apart bool

	// Terminal is told how far a long run is, unless it is nil.
	Terminal io.Writer

	// Tool is the vet tool: this program, unless a test names another.
	Tool string

	dir       string
	goCommand string
	env       environment
	temporary string // where the go command makes temporary folders
	progress  *progress
}

// An environment is what the go command says of a directory.
type environment struct{ GOVERSION, GOMOD, GOWORK, GOTMPDIR, GOMODCACHE, GOROOT string }

// A Result is what is known of the packages that some patterns name.
type Result struct {
	// Packages are those that the patterns stand for, whether they load or not.
	Packages []Package
	// Targets are what go vet was called with. They name the packages that load.
	Targets []string
	// Reports are in the order of their positions.
	Reports []Report
	// Explanations tell of every goroutine started in recursion, reported
	// or not, in the same order.
	Explanations []Report
	// Recursions are what those goroutines are started in, by packages and
	// positions.
	Recursions []Recursion
	Problems   []Problem
	// Warnings are what else the go command had to say, such as the
	// warnings of a C compiler.
	Warnings string

	named   map[string]bool // the import paths that the patterns stand for
	modules []string        // of these packages
}

// Analysed reports whether the patterns name a package, and nothing kept it
// from being analysed.
func (r *Result) Analysed(name string) bool {
	return r.named[name] && !slices.ContainsFunc(r.Problems, func(p Problem) bool {
		return p.Package == name || p.Package == strings.TrimSuffix(name, "_test")
	})
}

// New returns a driver for the directory dir. The error says what to do if
// there is no go command that will serve.
func New(ctx context.Context, dir string) (*Driver, error) {
	d := &Driver{dir: dir}
	var err error
	if d.goCommand, err = exec.LookPath("go"); err != nil {
		return nil, errors.New("the go command is needed, but it is not in PATH")
	}
	if d.Tool, err = os.Executable(); err != nil {
		return nil, fmt.Errorf("finding this program to hand it to the go command: %w", err)
	}
	return d, d.checkGo(ctx)
}

// minGo is the first version whose go vet prints JSON on standard output.
// An older one would look as if there were never anything to report.
const minGo = "go1.26"

// checkGo learns what the go command is and whether it is in a module.
func (d *Driver) checkGo(ctx context.Context) error {
	stdout, stderr, err := d.Go(ctx, "env", "-json", "GOVERSION", "GOMOD", "GOWORK", "GOTMPDIR", "GOMODCACHE", "GOROOT")
	if err == nil {
		err = json.Unmarshal(stdout, &d.env)
	}
	if d.env.GOWORK == "off" {
		d.env.GOWORK = ""
	}
	if err != nil {
		return fmt.Errorf("go env: %w: %s", err, OneLine(stderr))
	}
	d.temporary = d.env.GOTMPDIR
	got := strings.TrimPrefix(d.env.GOVERSION, "devel ")
	if version.Compare(version.Lang(got), minGo) < 0 {
		return fmt.Errorf("%s or later is needed, but the go command in PATH is %s", minGo, got)
	}
	return nil
}

// noModule reports whether there is no go.mod file in the directory or above it.
func (d *Driver) noModule() bool {
	return (d.env.GOMOD == "" || d.env.GOMOD == os.DevNull) && d.env.GOWORK == ""
}

// Root returns the directory of the workspace, or else of the module, that the
// driver's directory is in, and "" if it is in none.
func (d *Driver) Root() string {
	switch {
	case d.noModule():
		return ""
	case d.env.GOWORK != "":
		return filepath.Dir(d.env.GOWORK)
	}
	return filepath.Dir(d.env.GOMOD)
}

// Foreign reports whether the driver's directory holds code that its reader
// does not write: that of the Go distribution or of a module it depends on.
func (d *Driver) Foreign() bool {
	for _, root := range []string{d.env.GOROOT, d.env.GOMODCACHE} {
		if rel, err := filepath.Rel(root, d.dir); err == nil && filepath.IsLocal(rel) {
			return true
		}
	}
	return slices.Contains(strings.Split(filepath.ToSlash(d.dir), "/"), "vendor")
}

// Run analyses the packages that patterns name.
func (d *Driver) Run(ctx context.Context, patterns []string) *Result {
	result := new(Result)
	if err := d.run(ctx, patterns, result); err != nil {
		result.Problems = append(result.Problems, Problem{Message: err.Error()})
	}
	slices.SortFunc(result.Problems, Problem.compare) // packages are analysed in no particular order
	return result
}

// run has the go command keep its temporary files in a folder that is removed
// here, for it leaves them behind when it is interrupted.
func (d *Driver) run(ctx context.Context, patterns []string, result *Result) error {
	temporary, err := os.MkdirTemp(d.temporary, "fanoutcheck-")
	if err != nil {
		return fmt.Errorf("making a folder for temporary files: %w", err)
	}
	defer os.RemoveAll(temporary)
	told := watch(d.Terminal)
	defer told.stop()
	unsaved, err := writeOverlay(temporary, d.Overlay)
	if err != nil {
		return err
	}
	inside := *d
	inside.temporary, inside.progress = temporary, told
	inside.BuildFlags = slices.Concat(d.BuildFlags, unsaved.flags)
	inside.list(ctx, patterns, result)
	inside.analyse(ctx, result)
	unsaved.restore(result)
	return nil
}

// Vet runs go vet with this program as the tool.
//
// It does so without -trimpath, whatever GOFLAGS says: with it, the go command
// takes what the tool printed for a package as good for a copy of the package in
// any other folder, though it is full of file names.
func (d *Driver) Vet(ctx context.Context, targets []string, flags ...string) (stdout []byte, stderr string, err error) {
	args := slices.Concat([]string{"vet", "-vettool=" + d.Tool, "-trimpath=false"}, flags, d.Settings, d.BuildFlags, targets)
	return d.Go(ctx, args...)
}

// patience is how long the go command may take to end once it is told to.
const patience = 5 * time.Second

// Go runs the go command and returns what it prints. The error says
// whether it succeeded; why not is on standard error.
func (d *Driver) Go(ctx context.Context, args ...string) (stdout []byte, stderr string, err error) {
	var out, errOut bytes.Buffer
	cmd := exec.CommandContext(ctx, d.goCommand, args...)
	cmd.Dir = d.dir
	cmd.Env = append(cmd.Environ(), "GOTMPDIR="+d.temporary)
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if d.progress != nil && args[0] == "vet" {
		cmd.Stdout = io.MultiWriter(&out, d.progress)
	}
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	if d.Apart {
		group(cmd)
		defer func() {
			if ctx.Err() != nil {
				endGroup(cmd)
			}
		}()
	}
	err = cmd.Run()
	return out.Bytes(), errOut.String(), err
}

// A Problem is why a package was not analysed.
type Problem struct {
	Package string `json:"package"` // empty if no package in particular is concerned
	Message string `json:"message"`
}

func (p Problem) String() string {
	if p.Package == "" {
		return p.Message
	}
	return fmt.Sprintf("cannot analyse %s: %s", p.Package, p.Message)
}

func (p Problem) compare(q Problem) int {
	return cmp.Or(cmp.Compare(p.Package, q.Package), cmp.Compare(p.Message, q.Message))
}

// OneLine folds a message of the go command, whose advice often stands on
// lines of its own.
func OneLine(s string) string {
	return strings.Join(strings.Fields(s), " ")
}
