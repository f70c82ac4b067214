package bound

import (
	"fmt"
	"go/token"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// exactGuard recognises a goroutine that is started when a shared counter has
// one certain value, as what fetches the next batch while the last numbers of
// this one are handed out: the counter passes it once.
func (j *Judge) exactGuard(cond ssa.Value, taken bool, _ *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || site.Worklist || comparison.Op != token.EQL && comparison.Op != token.NEQ || taken != (comparison.Op == token.EQL) {
		return nil
	}
	for _, load := range append(numbersIn(comparison.X), numbersIn(comparison.Y)...) {
		path := j.graph.Origin.Path(load)
		if path.Element || !j.isCounted(path.Key()) || j.scope(path, site) != Shared {
			continue
		}
		return &verdict.Evidence{
			Verdict: verdict.BoundedOnce,
			Pos:     comparison.Pos(),
			Text:    fmt.Sprintf("the goroutine starts only when %s has one certain value", nameOf(path, "a shared counter")),
		}
	}
	return nil
}

// numbersIn returns the variables that a number is added up from.
func numbersIn(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.Convert:
		return numbersIn(v.X)
	case *ssa.BinOp:
		if v.Op == token.ADD || v.Op == token.SUB {
			return append(numbersIn(v.X), numbersIn(v.Y)...)
		}
	case *ssa.UnOp:
		if v.Op == token.MUL && wholeNumber(v.Type()) {
			return []ssa.Value{v}
		}
	}
	return nil
}
