package summary_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

var summaries = []summary.Summary{
	{},
	{Params: []summary.Effect{0, summary.Calls | summary.Many, summary.Spawns | summary.Joined}},
	{Wraps: []int{0, 300}},
	{Acts: []summary.Act{{Arg: summary.Result, Action: 8}, {Arg: 2, Action: 4, Try: true}}},
	{Acts: []summary.Act{{Arg: summary.Variable, Action: 4, Name: "example.com/p.slots"}, {Arg: 0, Action: 5, Later: true}}},
	{Params: []summary.Effect{summary.Spawns}, Wraps: []int{1}, Acts: []summary.Act{{Arg: 0, Action: 3}}},
}

func TestSummariesAreReadAsWritten(t *testing.T) {
	for _, want := range summaries {
		data, err := want.MarshalBinary()
		require.NoError(t, err)
		var got summary.Summary
		require.NoError(t, got.UnmarshalBinary(data))
		require.Equal(t, want, got)
	}
}

// Hostile bytes give an error, or a summary that is written as it was read.
func FuzzSummary(f *testing.F) {
	for _, s := range summaries {
		data, err := s.MarshalBinary()
		require.NoError(f, err)
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var first, second summary.Summary
		if first.UnmarshalBinary(data) != nil {
			return
		}
		again, err := first.MarshalBinary()
		require.NoError(t, err)
		require.NoError(t, second.UnmarshalBinary(again))
		require.Equal(t, first, second)
	})
}
