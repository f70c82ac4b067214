package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// A driver is one run of the standalone command. It has the go command
// call this very program as its vet tool: so packages, build tags, cgo and
// workspaces are what the go command takes them for, results are cached by
// it, and both ways to run the checks agree.
type driver struct {
	options
	goCommand string
	self      string // this program
	dir       string // the current directory
	noModule  bool   // no go.mod in dir or above it
	stdout    io.Writer
	stderr    io.Writer
	problems  []problem
}

// A problem is why a package was not analysed.
type problem struct {
	Package string `json:"package"` // empty if no package in particular is concerned
	Message string `json:"message"`
}

func (p problem) String() string {
	if p.Package == "" {
		return p.Message
	}
	return fmt.Sprintf("cannot analyse %s: %s", p.Package, p.Message)
}

func (p problem) compare(q problem) int {
	return cmp.Or(cmp.Compare(p.Package, q.Package), cmp.Compare(p.Message, q.Message))
}

func newDriver(o options, stdout, stderr io.Writer) (*driver, error) {
	d := &driver{options: o, stdout: stdout, stderr: stderr}
	var err error
	if d.goCommand, err = exec.LookPath("go"); err != nil {
		return nil, errors.New("the go command is needed, but it is not in PATH")
	}
	if d.self, err = os.Executable(); err != nil {
		return nil, fmt.Errorf("finding this program to hand it to the go command: %w", err)
	}
	if d.dir, err = os.Getwd(); err != nil {
		return nil, fmt.Errorf("finding the current directory: %w", err)
	}
	return d, d.checkGo()
}

// minGo is the first version whose go vet prints JSON on standard output.
// An older one would look as if there were never anything to report.
const minGo = "go1.26"

// checkGo learns what the go command is and whether it is in a module.
func (d *driver) checkGo() error {
	stdout, stderr, err := d.goRun("env", "-json", "GOVERSION", "GOMOD", "GOWORK")
	var env struct{ GOVERSION, GOMOD, GOWORK string }
	if err == nil {
		err = json.Unmarshal(stdout, &env)
	}
	if err != nil {
		return fmt.Errorf("go env: %w: %s", err, oneLine(stderr))
	}
	d.noModule = env.GOMOD == os.DevNull && env.GOWORK == ""
	got := strings.TrimPrefix(env.GOVERSION, "devel ")
	if version.Compare(version.Lang(got), minGo) < 0 {
		return fmt.Errorf("%s or later is needed, but the go command in PATH is %s", minGo, got)
	}
	return nil
}

// goRun runs the go command and returns what it prints. The error says
// whether it succeeded; why not is on standard error.
func (d *driver) goRun(args ...string) (stdout []byte, stderr string, err error) {
	var out, errOut bytes.Buffer
	cmd := exec.Command(d.goCommand, args...)
	cmd.Stdout, cmd.Stderr = &out, &errOut
	err = cmd.Run()
	return out.Bytes(), errOut.String(), err
}

// run analyses, prints and returns the exit status.
func (d *driver) run() int {
	targets := d.list()
	found := d.analyse(targets)
	var err error
	left := found
	slices.SortFunc(d.problems, problem.compare) // packages are analysed in no particular order
	switch {
	case d.repairs():
		left, err = d.repair(targets, found)
	case d.json:
		err = printJSON(d.stdout, found, d.problems)
	default:
		err = d.printText(d.stdout, found)
	}
	if err != nil {
		d.problems = append(d.problems, problem{Message: err.Error()})
	}
	for _, p := range d.problems {
		fmt.Fprintf(d.stderr, "fanoutcheck: %s\n", p)
	}
	switch {
	case len(d.problems) > 0:
		return statusTrouble
	case reported(left):
		return statusReports
	}
	return statusClean
}

// reported tells reports from explanations of what is bounded.
func reported(reports []report) bool {
	for _, r := range reports {
		if r.Check != "" {
			return true
		}
	}
	return false
}

// oneLine folds a message of the go command, whose advice often stands on
// lines of its own.
func oneLine(s string) string {
	return strings.Join(strings.Fields(s), " ")
}
