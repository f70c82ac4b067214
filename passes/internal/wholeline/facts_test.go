package wholeline

import (
	"go/types"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

// FuzzFacts analyses programs with whatever is told of the functions that they
// import: a file of facts can be damaged, or be of another version.
func FuzzFacts(f *testing.F) {
	var programs []*program
	for _, source := range seeds(f, filepath.Join("..", "..", "fanout", "testdata", "src")) {
		p, err := compiled("example.com/p", source)
		require.NoError(f, err)
		if slices.ContainsFunc(p.pkg.Imports(), func(imported *types.Package) bool { return !slices.Contains(library, imported.Path()) }) {
			programs = append(programs, p)
		}
	}
	require.NotEmpty(f, programs)
	f.Add([]byte{})
	for _, s := range []summary.Summary{
		{Params: []summary.Effect{0, summary.Calls | summary.Many, summary.Spawns | summary.Joined}},
		{Wraps: []int{0, 300}},
		{Acts: []summary.Act{{Arg: summary.Result, Action: 8}, {Arg: 2, Action: 4, Try: true}, {Arg: -9, Action: -1}, {Arg: 1 << 40, Action: 1 << 40}}},
	} {
		data, err := s.MarshalBinary()
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, p := range programs {
			pass := p.pass(fanout.Analyzer, nil)
			pass.ImportObjectFact = func(_ types.Object, fact analysis.Fact) bool {
				return fact.(*summary.Summary).UnmarshalBinary(data) == nil
			}
			_, err := fanout.Analyzer.Run(pass)
			require.NoError(t, err)
		}
	})
}
