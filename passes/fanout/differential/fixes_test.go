package differential

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// fewer is how many programs are fixed by default, besides the whole ones.
const fewer = 30

// TestFixes generates programs, applies the fixes of what is reported, and
// compares what the programs do then with what they did before, at several
// limits: on a small input under the race detector, and on all inputs without
// it. Nothing may be reported in a program of which all reports had a fix.
func TestFixes(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles and runs many programs")
	}
	var choices []choice
	if text := os.Getenv("FANOUTCHECK_PROGRAM"); text != "" {
		choices = []choice{parsed(t, text)}
	} else {
		choices = sample(t, uint64(number(t, "FANOUTCHECK_SEED", 1)), number(t, "FANOUTCHECK_PROGRAMS", fewer))
		choices = slices.DeleteFunc(choices, func(c choice) bool { return known[c.String()] != "" })
	}
	generated := programs(t, choices)
	before := write(t, generated)
	found := before.load(t).repairs(generated)
	if len(found.repairs) == 0 {
		t.Skipf("none of %d reports has a fix", found.reports)
	}
	t.Logf("%d programs, %d reports, %d with a fix, %d fixed programs", len(generated), found.reports, found.fixed, len(found.repairs))
	for _, reason := range slices.Sorted(maps.Keys(found.obstacles)) {
		without := found.obstacles[reason]
		t.Logf("%d without a fix: %s\n\tin %q", len(without), reason, without[0])
	}
	before.build(t)
	var fixed []program
	for _, r := range found.repairs {
		fixed = append(fixed, r.program)
	}
	after := write(t, fixed)
	after.build(t)
	raced := &suite{dir: after.dir, binary: after.binary + ".race"}
	raced.build(t, "-race")
	sites := after.load(t).sites()
	measured := make(map[string][]history)
	for _, r := range found.repairs {
		if measured[r.of.name] == nil {
			measured[r.of.name] = before.measure(t, r.of)
		}
		wrong := slices.Concat(r.reported(sites[r.name]), r.runs(t, after, raced, measured[r.of.name]))
		reason, accepted := unfixed[r.of.choice.String()]
		switch {
		case accepted:
			assert.NotEmpty(t, wrong, "%s: the fix is right by now, so this is no longer known to be wrong: %s", r.of.choice, reason)
		case len(wrong) > 0:
			t.Errorf("%s\n%s\n%s\nTo repeat it:\n\tFANOUTCHECK_PROGRAM=%q go test -run TestFixes ./passes/fanout/differential",
				r.of.choice, strings.Join(wrong, "\n"), r.source, r.of.choice)
		}
	}
}

// reported returns what is still reported in a program all of whose reports had
// a fix.
func (r *repair) reported(sites []site) (wrong []string) {
	for _, s := range sites {
		if len(s.checks) > 0 && r.whole {
			wrong = append(wrong, fmt.Sprintf("after the fix, line %d is reported by %s: %s", s.from, strings.Join(s.checks, ", "), s.text))
		}
	}
	return wrong
}

// runs returns what goes wrong in the fixed program and went right before.
func (r *repair) runs(t *testing.T, after, raced *suite, before []history) (wrong []string) {
	for _, limit := range []int{1, 2, 8} {
		t.Setenv("FANOUTCHECK_LIMIT", fmt.Sprint(limit))
		for i, was := range before {
			small := raced.run(t, r.name, was.family, was.sizes[0])
			wrong = append(wrong, r.compared(was, 0, small, fmt.Sprint(limit, " with the race detector"))...)
			for j, size := range was.sizes {
				is := after.run(t, r.name, was.family, size)
				wrong = append(wrong, r.compared(before[i], j, is, fmt.Sprint(limit))...)
				if most := 4 * (size + 1) * limit; r.whole && is.Peak > most {
					wrong = append(wrong, fmt.Sprintf("limit %d, %s of size %d: %d goroutines, and more than %d can't come from the limit and the depth", limit, was.family, size, is.Peak, most))
				}
			}
		}
	}
	return wrong
}

// compared returns what is wrong in a run of the fixed program, in view of the
// same run before.
func (r *repair) compared(was history, size int, is measurement, limit string) []string {
	at := fmt.Sprintf("limit %s, %s of size %d: ", limit, was.family, was.sizes[size])
	stuck := size >= len(was.runs) || was.runs[size].over()
	switch {
	case is.failure != "":
		return []string{at + is.failure}
	case is.over() && (r.whole || !stuck):
		return []string{at + fmt.Sprint("the fixed program stands still: ", is.Waiting)}
	case !stuck && is.Work != was.runs[size].Work:
		return []string{at + fmt.Sprintf("%d pieces of work are done, and %d before the fix", is.Work, was.runs[size].Work)}
	}
	return nil
}
