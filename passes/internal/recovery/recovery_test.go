package recovery

import (
	"go/types"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

func TestRecover(t *testing.T) {
	run := func(list []int) (err error) {
		defer Recover(&analysis.Pass{Analyzer: &analysis.Analyzer{Name: "check"}, Pkg: types.NewPackage("example.com/p", "p")}, &err)
		_ = list[0]
		return nil
	}
	require.NoError(t, run([]int{1}))
	require.ErrorContains(t, run(nil), "internal error of check in package example.com/p: runtime error: index out of range [0] with length 0 (recovery_test.go:14); "+
		"please report it at https://github.com/fanoutcheck/fanoutcheck/issues")
}
