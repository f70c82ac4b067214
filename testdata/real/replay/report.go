package main

import (
	"fmt"
	"io"
)

// print says of each site of a module how it compares, and lists the reports
// that nobody has judged yet, and errors of the tool.
func (c comparison) print(out io.Writer, verbose bool) {
	repository := c.results[0].Repository
	for _, text := range c.internal {
		fmt.Fprintf(out, "%s: internal error: %s\n", repository, text)
	}
	for _, r := range c.results {
		place := fmt.Sprintf("%s %s:%d", repository, r.Path, r.Line)
		switch {
		case r.outcome == skipped:
			fmt.Fprintf(out, "%s: skipped: %s\n", place, r.is)
		case r.outcome != agrees:
			fmt.Fprintf(out, "%s: %s: is %s, should be %s: %s\n", place, r.outcome, r.is, r.Verdict, r.Why)
		case verbose:
			fmt.Fprintf(out, "%s: agrees: %s\n", place, r.is)
		}
	}
	for _, f := range c.unlisted {
		fmt.Fprintf(out, "%s %s:%d: not judged yet: %s: %s\n", repository, f.File, f.Line, f.Check, f.Message)
	}
}

// A tally counts outcomes.
type tally struct {
	repositories, sites, skipped int
	all, sure                    score
}

// A score holds what precision and recall are computed from.
type score struct {
	reported  int // by the tool
	wanted    int // by the reader
	right     int // by both
	sameCheck int // by both, and by the same check
}

func counts(results []result) tally {
	var t tally
	repositories := make(map[string]bool)
	for _, r := range results {
		if r.outcome == skipped {
			t.skipped++
			continue
		}
		t.sites++
		repositories[r.Repository] = true
		t.all.add(r)
		if r.Sure {
			t.sure.add(r)
		}
	}
	t.repositories = len(repositories)
	return t
}

func (s *score) add(r result) {
	wanted := checks[r.Verdict] != ""
	reported := r.outcome == falseAlarm || r.outcome == otherCheck || wanted && r.outcome == agrees
	if wanted {
		s.wanted++
	}
	if reported {
		s.reported++
	}
	if wanted && reported {
		s.right++
		if r.outcome == agrees {
			s.sameCheck++
		}
	}
}

func (t tally) print(out io.Writer) {
	fmt.Fprintf(out, "\n%d sites of %d repositories compared, %d skipped\n", t.sites, t.repositories, t.skipped)
	for _, line := range []struct {
		name string
		score
	}{{"all", t.all}, {"sure", t.sure}} {
		fmt.Fprintf(out, "%-5s precision %s, recall %s, under the right check %s\n", line.name,
			ratio(line.right, line.reported), ratio(line.right, line.wanted), ratio(line.sameCheck, line.right))
	}
}

func ratio(part, whole int) string {
	if whole == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d (%.0f %%)", part, whole, 100*float64(part)/float64(whole))
}
