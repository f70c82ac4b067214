package differential

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// modest is how many programs are tried by default, besides the whole ones
// and the known ones.
const modest = 60

// TestVerdicts generates programs, runs them, and compares what they did with
// the verdict.
func TestVerdicts(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles and runs many programs")
	}
	if text := os.Getenv("FANOUTCHECK_PROGRAM"); text != "" {
		o := simplest(t, try(t, []choice{parsed(t, text)})[0])
		t.Log(o)
		assert.Empty(t, o.wrong)
		return
	}
	seed, count := number(t, "FANOUTCHECK_SEED", 1), number(t, "FANOUTCHECK_PROGRAMS", modest)
	choices := sample(t, uint64(seed), count)
	for _, text := range slices.Sorted(maps.Keys(known)) {
		if c := parsed(t, text); !slices.Contains(choices, c) {
			choices = append(choices, c)
		}
	}
	for _, o := range try(t, choices) {
		reason, accepted := known[o.program.choice.String()]
		switch {
		case accepted:
			assert.NotEmpty(t, o.wrong, "%s: verdict and reality agree by now, so this is no longer known to be wrong: %s", o.program.choice, reason)
		case o.wrong != "":
			t.Errorf("%s\nTo repeat it, and find the simplest program near it that fails like this:\n\tFANOUTCHECK_PROGRAM=%q go test -run TestVerdicts ./passes/fanout/differential", o, o.program.choice)
		}
	}
}

func parsed(t *testing.T, text string) choice {
	c, err := parse(text)
	require.NoError(t, err)
	return c
}

// What a series of counts says, on trees of depth 3, 4 and 5.
func TestObserved(t *testing.T) {
	for what, series := range map[string][][]int{
		flat: {
			{0, 0, 0},
			{2, 2, 2},
			{4, 5, 6},   // as deep as the recursion
			{9, 12, 15}, // three for each level
			{1, 2, 5},   // too few
		},
		growing: {
			{7, 15, 31},    // one of two is started
			{11, 81, 83},   // every other level is bounded
			{40, 121, 364}, // one for each node
		},
	} {
		for _, counts := range series {
			tree := history{input: input{"mixed", []int{3, 4, 5}}}
			path := history{input: input{"path", []int{8, 16, 32}}}
			for i, count := range counts {
				tree.runs = append(tree.runs, measurement{Peak: count})
				path.runs = append(path.runs, measurement{Peak: 8 << i})
			}
			got, _ := observed([]history{tree, path})
			assert.Equal(t, what, got, counts)
		}
	}
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
	if len(choices) == 0 {
		return nil
	}
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

// simplest replaces a failed program by one near it that fails in the same
// way and that no single step makes simpler.
func simplest(t *testing.T, o outcome) outcome {
	if o.wrong == "" {
		return o
	}
	for _, simpler := range try(t, simpler(o.program.choice)) {
		if kind(simpler.wrong) == kind(o.wrong) {
			return simplest(t, simpler)
		}
	}
	return o
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
