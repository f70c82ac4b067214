package differential

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// modest is how many programs are tried by default, besides the whole ones.
const modest = 60

// TestVerdicts generates programs, runs them, and compares what they did with
// the verdict.
func TestVerdicts(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles many programs")
	}
	if text := os.Getenv("FANOUTCHECK_PROGRAM"); text != "" {
		c, err := parse(text)
		require.NoError(t, err)
		for _, o := range simplest(t, failing(t, try(t, []choice{c}))) {
			t.Error(o)
		}
		return
	}
	seed, count := number(t, "FANOUTCHECK_SEED", 1), number(t, "FANOUTCHECK_PROGRAMS", modest)
	choices := sample(t, uint64(seed), count)
	for c := range known {
		if !slices.Contains(choices, c) {
			choices = append(choices, c)
		}
	}
	for _, o := range failing(t, try(t, choices)) {
		t.Errorf("%s\nThe simplest program near it that fails in this way:\n\tFANOUTCHECK_PROGRAM=%q go test -run TestVerdicts ./passes/fanout/differential", o, o.program.choice)
	}
}

// failing returns the programs for which verdict and reality disagree,
// without those that are known, which must still disagree.
func failing(t *testing.T, outcomes []outcome) []outcome {
	var failed []outcome
	for _, o := range outcomes {
		reason, accepted := known[o.program.choice]
		switch {
		case accepted:
			assert.NotEmpty(t, o.wrong, "%s: verdict and reality agree by now; it is listed as known to be wrong: %s", o.program.choice, reason)
		case o.wrong != "":
			failed = append(failed, o)
		}
	}
	return failed
}

// An outcome is one program with all that was found out about it.
type outcome struct {
	program   program
	sites     []site
	histories []history
	wrong     string
}

func (o outcome) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n%s\n", o.program.choice, o.wrong)
	for _, s := range o.sites {
		fmt.Fprintf(&text, "line %d: %s\n", s.from, s.text)
	}
	if len(o.sites) == 0 {
		fmt.Fprintln(&text, "no goroutine in recursion")
	}
	fmt.Fprintf(&text, "\n%s", o.program.source)
	return text.String()
}

// try runs and judges the programs of some choices.
func try(t *testing.T, choices []choice) []outcome {
	generated := programs(t, choices)
	suite := write(t, generated)
	suite.build(t)
	verdicts := suite.analyse(t)
	var found []outcome
	for _, p := range generated {
		sites, ok := verdicts[p.name]
		require.True(t, ok, p.name)
		histories := suite.measure(t, p)
		found = append(found, outcome{p, sites, histories, disagreement(p, histories, sites)})
	}
	return found
}

// simplest replaces each failed program by the simplest of those near it that
// fail in the same way, and leaves out what is the same then.
func simplest(t *testing.T, failed []outcome) []outcome {
	tried := make(map[choice]outcome)
	for {
		var choices []choice
		for _, o := range failed {
			for _, c := range simpler(o.program.choice) {
				if _, again := tried[c]; !again && !slices.Contains(choices, c) {
					choices = append(choices, c)
				}
			}
		}
		for _, o := range try(t, choices) {
			tried[o.program.choice] = o
		}
		var next []outcome
		progress := false
		for _, o := range failed {
			for _, c := range simpler(o.program.choice) {
				if kind(tried[c].wrong) == kind(o.wrong) {
					o, progress = tried[c], true
					break
				}
			}
			if !slices.ContainsFunc(next, func(other outcome) bool { return other.program.choice == o.program.choice }) {
				next = append(next, o)
			}
		}
		failed = next
		if !progress {
			return failed
		}
	}
}

// kind is what is wrong, without the figures.
func kind(wrong string) string {
	what, _, _ := strings.Cut(wrong, ":")
	return what
}

func number(t *testing.T, variable string, otherwise int) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv(variable), strconv.Itoa(otherwise)))
	require.NoError(t, err, variable)
	return n
}
