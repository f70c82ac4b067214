package main

import (
	"fmt"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/baseline"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/save"
)

// accept writes the baseline that accepts what was found. One that lacks the
// reports of some packages would turn them into new ones later, so without
// all of them nothing is written.
func (c *command) accept(found *govet.Result) error {
	if len(found.Problems) > 0 {
		return fmt.Errorf("%s is not written, since it would lack what could not be analysed", c.writeBaseline)
	}
	if err := save.File(c.writeBaseline, baseline.Format(&c.files, found.Reports), 0o666); err != nil {
		return fmt.Errorf("writing the baseline: %w", err)
	}
	_, err := fmt.Fprintf(c.stdout, "%s accepts %s. To see only what is new, run fanoutcheck -baseline=%s\n",
		c.writeBaseline, count(len(found.Reports), "report"), c.writeBaseline)
	return err
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// adviseUnused tells which lines of the baseline can go. They do no harm but
// one: that the same could come back unseen.
func (c *command) adviseUnused(unused []baseline.Entry, found *govet.Result) {
	for _, entry := range unused {
		if found.Analysed(entry.Package()) && c.settings.Runs(entry.Check()) {
			fmt.Fprintf(c.stderr, "fanoutcheck: %s:%d: this is found no longer, and the line can go: %s\n", c.baseline, entry.Line, entry)
		}
	}
}
