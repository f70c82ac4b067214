// Package analyzer is the public face of fanoutcheck: the checks, for a
// driver of your own or for a build system.
//
// The command runs them by itself; see
// [github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck].
package analyzer

import (
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/holdwait"
	"github.com/fanoutcheck/fanoutcheck/passes/lateacquire"
	"github.com/fanoutcheck/fanoutcheck/passes/lostslot"
	"github.com/fanoutcheck/fanoutcheck/passes/perlevelbound"
	"github.com/fanoutcheck/fanoutcheck/passes/unboundedspawn"
)

// Suite returns the checks, in the order in which a reader should meet
// them: no limit at all, then the limits that do not hold, then the limits
// that hold but stop the program.
func Suite() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		unboundedspawn.Analyzer,
		perlevelbound.Analyzer,
		lateacquire.Analyzer,
		holdwait.Analyzer,
		lostslot.Analyzer,
	}
}
