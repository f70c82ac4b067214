package bound

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// An element says which one of a shared slice of semaphores an operation
// works on.
type element int

const (
	noElement   element = iota // the semaphore is in no shared slice
	sameElement                // the same one in the whole recursion
	depthOf                    // another one at each depth
	anyElement                 // who knows
)

// element returns which of several semaphores an operation works on.
func (j *Judge) element(op Operation, site *Site) element {
	container, index := j.elementOf(op)
	if index == nil {
		return noElement
	}
	path := j.graph.Origin.Path(container)
	if path.Element || j.scope(path, site) != Shared {
		return noElement
	}
	if _, constant := index.(*ssa.Const); constant || j.scope(j.graph.Origin.Path(index), site) == Shared {
		return sameElement
	}
	if m, ok := j.measureOf(index); ok && m.param != nil && j.progresses(m, nil, 0, site) {
		return depthOf
	}
	return anyElement
}

// elementOf returns the slice and the index that an operation's object was
// selected by, or nil.
func (j *Judge) elementOf(op Operation) (container, index ssa.Value) {
	v := j.objectOf(op)
	for {
		load, ok := v.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			return nil, nil
		}
		if element, ok := load.X.(*ssa.IndexAddr); ok {
			return element.X, element.Index
		}
		variable, ok := j.graph.Origin.Cell(load.X).(*ssa.Alloc)
		if !ok {
			return nil, nil
		}
		stores := j.graph.Origin.CellStores(variable)
		if len(stores) != 1 {
			return nil, nil
		}
		v = stores[0].Val
	}
}

// objectOf returns the value that an operation works on, or nil where a helper
// does it.
func (j *Judge) objectOf(op Operation) ssa.Value {
	is := func(v ssa.Value) bool { return j.graph.Origin.Path(v).Equal(op.Path) }
	switch instr := op.Instr.(type) {
	case *ssa.Send:
		return instr.Chan
	case *ssa.UnOp:
		return instr.X
	case *ssa.Select:
		for _, state := range instr.States {
			if is(state.Chan) {
				return state.Chan
			}
		}
	case ssa.CallInstruction:
		if receiver := receiverOf(instr); receiver != nil && is(receiver) {
			return receiver
		}
	}
	return nil
}
