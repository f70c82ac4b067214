package differential

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
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

func TestVerdictsAgreeWithReality(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles many programs")
	}
	seed, count := number(t, "FANOUTCHECK_SEED", 1), number(t, "FANOUTCHECK_PROGRAMS", modest)
	programs := generate(t, uint64(seed), count)
	suite := write(t, programs)
	suite.build(t)
	verdicts := suite.analyse(t)
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			sites, ok := verdicts[p.name]
			require.True(t, ok)
			histories := suite.measure(t, p)
			wrong := disagreement(p, histories, sites)
			if wrong != "" {
				t.Error(describe(p, sites, wrong))
			}
			assert.Empty(t, os.Getenv("NOTHING"))
		})
	}
}

func describe(p program, sites []site, wrong string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n%s\n", p.choice, wrong)
	for _, s := range sites {
		fmt.Fprintf(&text, "line %d: %s\n", s.from, s.text)
	}
	if len(sites) == 0 {
		fmt.Fprintln(&text, "no site")
	}
	fmt.Fprintf(&text, "\n%s", p.source)
	return text.String()
}

func number(t *testing.T, variable string, otherwise int) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv(variable), strconv.Itoa(otherwise)))
	require.NoError(t, err, variable)
	return n
}

// generate makes the whole programs and so many others. Each bound gets its
// turn; the rest of the choice is up to the seed.
func generate(t *testing.T, seed uint64, count int) []program {
	random := rand.New(rand.NewPCG(seed, 0))
	var found []program
	add := func(c choice) bool {
		name := fmt.Sprintf("p%d", len(found))
		p, ok, err := build(name, c, random)
		require.NoError(t, err)
		if ok {
			found = append(found, p)
		}
		return ok
	}
	for _, name := range slices.Sorted(maps.Keys(wholes)) {
		add(choice{form: name})
	}
	tried := make(map[choice]bool)
	names := slices.Sorted(maps.Keys(bounds))
	for i := 0; count > 0; i++ {
		bound := names[i%len(names)]
		for {
			c := choice{
				form:   pick(random, forms),
				loop:   pick(random, loops),
				fanout: fanouts[random.IntN(len(fanouts))],
				spawn:  pick(random, spawns),
				join:   pick(random, joins),
				bound:  bound,
				place:  places[random.IntN(len(places))],
			}
			if !tried[c] && add(c) {
				tried[c] = true
				break
			}
		}
		count--
	}
	return found
}

var places = []string{"package", "parameter", "field", "captured"}

func pick[V any](random *rand.Rand, parts map[string]V) string {
	names := slices.Sorted(maps.Keys(parts))
	return names[random.IntN(len(names))]
}
