package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// A command is one run of the standalone command.
type command struct {
	options
	driver *govet.Driver
	dir    string // the current directory
	stdout io.Writer
	stderr io.Writer
}

func newCommand(o options, stdout, stderr io.Writer) (*command, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("finding the current directory: %w", err)
	}
	driver, err := govet.New(context.Background(), dir)
	if err != nil {
		return nil, err
	}
	driver.BuildFlags, driver.Settings = o.buildFlags(), o.settingFlags
	return &command{options: o, driver: driver, dir: dir, stdout: stdout, stderr: stderr}, nil
}

// run analyses, prints and returns the exit status.
func (c *command) run() int {
	found := c.driver.Run(context.Background(), c.patterns)
	fmt.Fprint(c.stderr, found.Warnings)
	if c.explain {
		found.Reports = found.Explanations
		// What a check that is off would report is told, and is no report.
		for i, r := range found.Reports {
			if !c.settings.Runs(r.Check) {
				found.Reports[i].Check = ""
			}
		}
	}
	left := found.Reports
	var err error
	switch {
	case c.repairs():
		left, err = c.repair(found)
	case c.json:
		err = printJSON(c.stdout, found.Reports, found.Problems)
	default:
		err = c.printText(c.stdout, found.Reports)
	}
	if err != nil {
		found.Problems = append(found.Problems, govet.Problem{Message: err.Error()})
	}
	for _, p := range found.Problems {
		fmt.Fprintf(c.stderr, "fanoutcheck: %s\n", p)
	}
	switch {
	case len(found.Problems) > 0:
		return statusTrouble
	case reported(left):
		return statusReports
	}
	return statusClean
}

// reported tells reports from explanations of what is bounded.
func reported(reports []govet.Report) bool {
	for _, r := range reports {
		if r.Check != "" {
			return true
		}
	}
	return false
}
