package differential

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample returns the choices of all whole programs, and of so many others.
// Each bound gets its turn; the rest is up to the seed.
func sample(t *testing.T, seed uint64, count int) []choice {
	random := rand.New(rand.NewPCG(seed, 0))
	var found []choice
	for _, name := range slices.Sorted(maps.Keys(wholes())) {
		found = append(found, choice{form: name})
	}
	names := slices.Sorted(maps.Keys(bounds))
	for i := range count {
		for {
			c := draw(random, names[i%len(names)])
			if _, fits, err := build("p", c); fits && !slices.Contains(found, c) {
				require.NoError(t, err)
				found = append(found, c)
				break
			}
		}
	}
	return found
}

func draw(random *rand.Rand, bound string) choice {
	return choice{
		form:   pick(random, forms),
		loop:   pick(random, loops),
		fanout: fanouts[random.IntN(len(fanouts))],
		spawn:  pick(random, spawns),
		join:   pick(random, joins),
		bound:  bound,
		place:  places[random.IntN(len(places))],
		detail: random.IntN(12),
	}
}

var places = []string{"package", "parameter", "field", "captured"}

func pick[V any](random *rand.Rand, parts map[string]V) string {
	names := slices.Sorted(maps.Keys(parts))
	return names[random.IntN(len(names))]
}

// plain is the choice that simpler programs are made towards.
var plain = choice{"function", "range", "several", "go literal", "none", "none", "package", 0}

// simpler returns the programs that have one part less that is out of the
// ordinary, or two where one alone does not fit.
func simpler(c choice) []choice {
	if wholes()[c.form] != nil {
		return nil
	}
	steps := []func(*choice){
		func(c *choice) { c.form = plain.form },
		func(c *choice) { c.loop = plain.loop },
		func(c *choice) { c.fanout = plain.fanout },
		func(c *choice) { c.spawn = plain.spawn },
		func(c *choice) { c.join = plain.join },
		func(c *choice) { c.bound = plain.bound },
		func(c *choice) { c.place = plain.place },
		func(c *choice) { c.detail = plain.detail },
	}
	var found []choice
	add := func(parts ...func(*choice)) bool {
		next := c
		for _, simplify := range parts {
			simplify(&next)
		}
		if next == c {
			return true
		}
		_, fits, err := build("p", next)
		fits = fits && err == nil
		if fits && !slices.Contains(found, next) {
			found = append(found, next)
		}
		return fits
	}
	for i, first := range steps {
		if add(first) {
			continue
		}
		for j, second := range steps {
			if i != j {
				add(first, second)
			}
		}
	}
	return found
}

// programs builds the choices.
func programs(t *testing.T, choices []choice) []program {
	var found []program
	for i, c := range choices {
		p, fits, err := build(fmt.Sprintf("p%d", i), c)
		require.NoError(t, err)
		require.True(t, fits, "%s: the parts do not go together", c)
		found = append(found, p)
	}
	return found
}
