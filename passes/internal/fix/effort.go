package fix

import (
	"go/ast"

	"golang.org/x/tools/go/ast/inspector"
)

// Whoever reads a fix has looked at what the goroutines run, and so has the
// proof. Where a package has thousands of spawns that all lead everywhere,
// these proofs would grow by the square of its length, so that there is a bound
// on both, and the fixes of further spawns are left for the next run: those who
// apply a thousand fixes run the tool again.

const (
	// mostEffort is how much code, in bytes, is looked at for all fixes of a
	// package. It is read many times over where several fixes depend on it.
	mostEffort = 200_000_000
	// mostSpawns is in how many places goroutines of one group may be started.
	mostSpawns = 100
)

// lookAt counts code that a proof looks at.
func (f *Fixer) lookAt(code ast.Node) { f.effort += int(code.End() - code.Pos()) }

// exhausted is the obstacle that the fixes of other spawns took all effort.
func (f *Fixer) exhausted(spawn ast.Node) *Obstacle {
	if f.effort < mostEffort {
		return nil
	}
	return obstruct(spawn, "the package starts goroutines in so many places that fixes were only looked for in the first; apply those, and run again")
}

// tooMany is the obstacle that a group has too many spawns.
func (g *group) tooMany(spawn inspector.Cursor) *Obstacle {
	if len(g.calls["Go"])+len(g.calls["TryGo"])+len(g.calls["Done"]) <= mostSpawns {
		return nil
	}
	return obstruct(spawn.Node(), "the goroutines of the group are started in more than %d places", mostSpawns)
}
