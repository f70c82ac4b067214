package flow_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/ssa"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
)

// jumps returns a body of labelled places from which control jumps anywhere.
func jumps(random *rand.Rand, places int) string {
	var b strings.Builder
	for i := range places {
		fmt.Fprintf(&b, "l%d:\n\tx++\n", i)
		for range random.IntN(3) {
			fmt.Fprintf(&b, "\tif x > y {\n\t\tgoto l%d\n\t}\n", random.IntN(places))
		}
		fmt.Fprintf(&b, "\tif y > x {\n\t\tgoto l%d\n\t}\n", i) // each label is used
		if random.IntN(4) == 0 {
			b.WriteString("\tif x == y {\n\t\treturn\n\t}\n")
		}
	}
	return b.String()
}

// Is it what a search finds, whatever the loops look like?
func TestReaches(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		fn := built(t, jumps(random, 1+random.IntN(8)))
		g := flow.New()
		for _, from := range fn.Blocks {
			found := search(from)
			for _, to := range fn.Blocks {
				require.Equal(t, found[to], g.Follows(flow.Last(from), to.Instrs[0]), "from %s to %s", from, to)
			}
			require.Equal(t, found[from], g.InLoop(from.Instrs[0]), "%s", from)
		}
	}
}

// search returns the blocks that follow one.
func search(from *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	found := make(map[*ssa.BasicBlock]bool)
	pending := from.Succs
	for len(pending) > 0 {
		next := pending[0]
		pending = pending[1:]
		if !found[next] {
			found[next] = true
			pending = append(pending[:len(pending):len(pending)], next.Succs...)
		}
	}
	return found
}
