package bound

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// carriedGuardIn recognises a comparison of a depth that travels with the items
// of a worklist, and that every round moves towards the outcome which ends it.
// The comparison can stand in a helper, which calls lead to from what the cycle
// runs.
func (j *Judge) carriedGuardIn(calls []*ssa.Call, comparison *ssa.BinOp, taken bool, site *Site) *verdict.Evidence {
	for _, is := range readings(comparison) {
		if !wholeNumber(is.number.Type()) || sizeOf(is.limit) != nil || isHuge(is.limit) {
			continue
		}
		found, _ := j.carriedFrom(is.number, nil, comparison)
		found = j.carriedThrough(calls, found)
		unmoved := func(start carried) bool { return !j.movedByRounds(start, is.limit, is.goesOnWhile(taken), site) }
		if len(found) > 0 && !slices.ContainsFunc(found, unmoved) {
			return j.capsDepth(comparison, site)
		}
	}
	return nil
}

// movedByRounds reports whether every way round the cycle moves a number in a
// direction.
func (j *Judge) movedByRounds(start carried, limit ssa.Value, direction int64, site *Site) bool {
	if j.isItself(start, site) {
		return false
	}
	r := rounds{judge: j, site: site, start: start, limit: limit, direction: direction}
	if !r.moves(start, 0) {
		return false
	}
	if r.unknown && !r.closed && len(start.selection) > 0 {
		field := start.selection[len(start.selection)-1]
		return field != nil && j.fieldProgresses(field, huge, site)
	}
	return r.closed
}

// isItself reports whether a number is the data itself, and no depth beside it.
func (j *Judge) isItself(number carried, site *Site) bool {
	if param, ok := number.root.(*ssa.Parameter); ok && len(number.selection) == 0 {
		return j.isData(param, site)
	}
	return len(number.selection) == 0
}

// mostSteps bounds the search where many functions hand a number to each other.
// A number more than mostFields away is that of an item's own children, which
// say it of themselves: each round leads further into them.
const (
	mostSteps  = 200
	mostFields = 4
)

type rounds struct {
	judge *Judge
	site  *Site
	start carried
	limit ssa.Value
	// What makes the number come to its limit: steps up, steps down or, for 0,
	// either.
	direction int64
	visiting  []carried
	steps     int
	closed    bool // some way round was found
	unknown   bool // some way leads through what can not be followed
}

// moves follows a number backwards round the cycle until it comes back to the
// start, which it must do with a change.
func (r *rounds) moves(at carried, delta int64) bool {
	if slices.ContainsFunc(r.visiting, func(before carried) bool { return same(before, at) }) {
		return false // a way round that misses the start
	}
	if r.steps++; r.steps > mostSteps || len(at.selection) > mostFields {
		return false
	}
	r.visiting = append(r.visiting, at)
	defer func() { r.visiting = r.visiting[:len(r.visiting)-1] }()
	fn := at.root.Parent()
	if !r.judge.graph.Together(fn, r.site.On()) {
		return false // it stays what it is
	}
	for _, edge := range r.judge.graph.In[fn] {
		if !r.judge.reentry(edge, r.site) {
			continue
		}
		for _, given := range r.given(edge, at) {
			if given == nil {
				return false
			}
			found, known := r.judge.carriedFrom(given, at.selection, edge.Instr)
			r.unknown = r.unknown || !known
			for _, from := range found {
				if !r.movesFrom(from, delta) {
					return false
				}
			}
		}
	}
	return true
}

func (r *rounds) movesFrom(from carried, delta int64) bool {
	delta += from.delta
	switch {
	case same(from, r.start):
		r.closed = true
		return delta != 0 && delta*r.direction >= 0
	case from.root.Parent() != nil:
		return r.moves(from, delta)
	}
	given, _ := integer(from.root)
	limit, ok := integer(r.limit)
	return ok && given+delta == limit // the limit itself ends it
}

func same(a, b carried) bool {
	return a.root == b.root && slices.Equal(a.selection, b.selection)
}

// given returns what an edge hands in as a parameter, or sends as the received
// item. It is nil where nothing here says what it is.
func (r *rounds) given(edge *graph.Edge, at carried) []ssa.Value {
	if param, ok := at.root.(*ssa.Parameter); ok {
		if edge.Kind == graph.Send {
			return nil
		}
		return []ssa.Value{edge.Arg(origin.ParamIndex(param))}
	}
	if edge.Kind != graph.Send || !slices.Contains(edge.Receives, receiveOf(at.root)) {
		return nil
	}
	switch sent := edge.Instr.(type) {
	case *ssa.Send:
		return []ssa.Value{sent.X}
	case *ssa.Select:
		var found []ssa.Value
		for _, state := range sent.States {
			if state.Dir == types.SendOnly && types.Identical(state.Send.Type(), at.root.Type()) {
				found = append(found, state.Send)
			}
		}
		return found
	}
	return nil
}

// receiveOf returns the instruction that received an item.
func receiveOf(item ssa.Value) ssa.Instruction {
	if extract, ok := item.(*ssa.Extract); ok {
		item = extract.Tuple
	}
	return item.(ssa.Instruction)
}
