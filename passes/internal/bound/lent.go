package bound

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// isToken reports whether a receive is of a slot rather than of data: the value
// is not used, or the channel was filled with the numbers of slots, or with
// connections, say, that come back to it.
func (j *Judge) isToken(op Operation) bool {
	if op.Unused {
		return true
	}
	typ := op.Path.Root.Type()
	if n := len(op.Path.Fields); n > 0 {
		typ = op.Path.Fields[n-1].Type()
	}
	channel, ok := typ.Underlying().(*types.Chan)
	return ok && j.filled(op.Path) && (wholeNumber(channel.Elem()) || j.lends(op.Path))
}

// lends reports whether all that is sent to a channel, once it was filled, was
// received from it before.
func (j *Judge) lends(path origin.Path) bool {
	known, makers := j.identities(path), j.makers(path)
	back := false
	for _, send := range j.graph.Origin.Sends() {
		if !slices.Contains(known, j.graph.Origin.Path(send.Chan).Key()) {
			continue
		}
		if j.comesFrom(send.X, known, 0) {
			back = true
		} else if !makers[send.Parent()] {
			return false
		}
	}
	return back
}

// mostHands bounds through how many helpers a value is followed.
const mostHands = 4

// comesFrom reports whether a value was received from a channel that is known
// under the given keys: at once, out of a helper, or by whoever hands it in.
func (j *Judge) comesFrom(v ssa.Value, known []any, hands int) bool {
	path := j.graph.Origin.Path(v)
	if len(path.Fields) > 0 || hands > mostHands {
		return false
	}
	root := path.Root
	if extract, ok := root.(*ssa.Extract); ok {
		root = extract.Tuple
	}
	isKnown := func(channel ssa.Value) bool {
		return slices.Contains(known, j.graph.Origin.Path(channel).Key())
	}
	switch root := root.(type) {
	case *ssa.UnOp:
		return isKnown(root.X)
	case *ssa.Select:
		return slices.ContainsFunc(root.States, func(state *ssa.SelectState) bool { return isKnown(state.Chan) })
	case *ssa.Call:
		callee := root.Call.StaticCallee()
		return callee != nil && all(origin.Returned(j.graph.Prog.Canonical(callee), 0), func(result ssa.Value) bool {
			return j.comesFrom(result, known, hands+1)
		})
	case *ssa.Parameter:
		var given []ssa.Value
		for _, edge := range j.graph.In[root.Parent()] {
			given = append(given, edge.Arg(origin.ParamIndex(root)))
		}
		return all(given, func(arg ssa.Value) bool { return arg != nil && j.comesFrom(arg, known, hands+1) })
	}
	return false
}

// all reports whether there are values and each of them is as it should be.
func all(values []ssa.Value, is func(ssa.Value) bool) bool {
	return len(values) > 0 && !slices.ContainsFunc(values, func(v ssa.Value) bool { return !is(v) })
}
