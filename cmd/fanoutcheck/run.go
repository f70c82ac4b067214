package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/baseline"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/identity"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

// A command is one run of the standalone command.
type command struct {
	options
	driver *govet.Driver
	dir    string // the current directory
	files  source.Files
	stdout *bufio.Writer
	stderr io.Writer

	// ctx ends when the command is told to. A command is one run, so that all
	// that it does has the same.
	ctx context.Context

	accepted *baseline.Baseline // nil without -baseline
}

func newCommand(o options, stdout *bufio.Writer, stderr io.Writer) (*command, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("finding the current directory: %w", err)
	}
	// The program ends with the run, so the signals stay taken.
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	driver, err := newDriver(ctx, o, dir)
	if err != nil {
		return nil, err
	}
	if file, ok := stderr.(*os.File); ok && isTerminal(file) {
		driver.Terminal = file
	}
	c := &command{options: o, driver: driver, dir: dir, stdout: stdout, stderr: stderr, ctx: ctx}
	if o.baseline != "" {
		c.accepted, err = baseline.Read(o.baseline)
	}
	return c, err
}

func newDriver(ctx context.Context, o options, dir string) (*govet.Driver, error) {
	driver, err := govet.New(ctx, dir)
	if err != nil {
		return nil, err
	}
	driver.BuildFlags, driver.Settings = o.buildFlags(), o.settingFlags
	return driver, nil
}

// isTerminal reports whether a file is a device that shows characters, and
// understands how to erase them. The null device is one of characters, too.
func isTerminal(file *os.File) bool {
	is, err := file.Stat()
	if err != nil || is.Mode()&os.ModeCharDevice == 0 || os.Getenv("TERM") == "dumb" {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(is, null)
}

// errInterrupted stands for all that goes wrong in a run that was told to end.
var errInterrupted = errors.New("interrupted")

// run analyses, prints and returns the exit status.
func (c *command) run() int {
	found := c.driver.Run(c.ctx, c.patterns)
	if c.ctx.Err() != nil {
		return fail(c.stderr, errInterrupted)
	}
	fmt.Fprint(c.stderr, found.Warnings)
	if c.explain {
		c.quieten(found.Explanations)
		found.Reports = found.Explanations
	} else {
		identity.Mark(&c.files, found.Reports)
	}
	var unused []baseline.Entry
	if c.accepted != nil {
		found.Reports, unused = c.accepted.Match(&c.files, found.Reports)
	}
	left := found.Reports
	var err error
	switch {
	case c.repairs():
		left, err = c.repair(found)
	case c.writeBaseline != "":
		left, err = nil, c.accept(found)
	default:
		// It can only fail to write, and main looks at that.
		_ = c.format.Print(c.stdout, c.shown(found))
	}
	if err != nil {
		found.Problems = append(found.Problems, govet.Problem{Message: err.Error()})
	}
	_ = c.stdout.Flush() // what is reported comes first
	for _, p := range found.Problems {
		fmt.Fprintf(c.stderr, "fanoutcheck: %s\n", p)
	}
	c.adviseUnused(unused, found)
	return status(left, found.Problems)
}

// quieten leaves it to be told what a check that is off would report, as no
// report.
func (c *command) quieten(explanations []govet.Report) {
	for i, r := range explanations {
		if !c.settings.Runs(r.Check) {
			explanations[i].Check = ""
		}
	}
}

// shown is what the formats get to know of a run.
func (c *command) shown(found *govet.Result) *format.Run {
	run := &format.Run{
		Reports:    found.Reports,
		Problems:   found.Problems,
		Explained:  c.explain,
		Recursions: found.Recursions,
		Dir:        c.dir,
		Root:       format.Root(c.dir),
		Files:      &c.files,
		Version:    readVersion().Version,
		Status:     status(found.Reports, found.Problems),
	}
	for _, check := range analyzer.Suite() {
		if c.settings.Runs(check.Name) {
			run.Checks = append(run.Checks, check)
		}
	}
	return run
}

func status(reports []govet.Report, problems []govet.Problem) int {
	if len(problems) > 0 {
		return statusTrouble
	}
	for _, r := range reports {
		if r.Check != "" { // explanations of what is bounded have none
			return statusReports
		}
	}
	return statusClean
}
