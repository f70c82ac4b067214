package bound

import (
	"go/token"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// A step is a place that changes a whole number in memory: a field, a variable
// that is shared, a number of package sync/atomic.
type step struct {
	instr ssa.Instruction
	at    ssa.Value // where the number is
	by    int64     // what is added, or 0 where the number is set
	to    ssa.Value // what it is set to, unless something is added
}

// allSteps returns every step of the package by the number that it changes.
func (j *Judge) allSteps() map[any][]step {
	found := make(map[any][]step)
	for _, fn := range j.graph.Prog.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if number, one := j.stepOf(instr); number != nil {
					found[number] = append(found[number], one)
				}
			}
		}
	}
	return found
}

func (j *Judge) stepOf(instr ssa.Instruction) (number any, of step) {
	switch instr := instr.(type) {
	case *ssa.Store:
		if wholeNumber(instr.Val.Type()) {
			number = j.numberAt(instr.Addr)
			return number, j.adding(step{instr: instr, at: instr.Addr, to: instr.Val}, number)
		}
	case ssa.CallInstruction:
		name, args := calledName(instr), instr.Common().Args
		if !strings.HasPrefix(name, "sync/atomic.") && !strings.HasPrefix(name, "(*sync/atomic.") || len(args) < 2 {
			break
		}
		one := step{instr: instr, at: args[0], to: args[len(args)-1]}
		number = j.numberAt(one.at)
		switch {
		case strings.Contains(name, "Add"):
			one.by, _ = integer(one.to)
		case strings.Contains(name, "CompareAndSwap"):
			one = j.adding(one, number)
		}
		return number, one
	}
	return nil, step{}
}

// numberAt identifies the number at an address, whatever was stored there, or
// returns nil for one of many that have the same name.
func (j *Judge) numberAt(addr ssa.Value) any {
	if field, ok := addr.(*ssa.FieldAddr); ok {
		return origin.FieldOf(field)
	}
	path := j.graph.Origin.Path(addr)
	if path.Element {
		return nil
	}
	return path.Key()
}

// adding reads what a number is set to as the old value plus a constant.
func (j *Judge) adding(one step, number any) step {
	op, ok := one.to.(*ssa.BinOp)
	if !ok || op.Op != token.ADD && op.Op != token.SUB {
		return one
	}
	n, constant := integer(op.Y)
	if !constant || !j.reads(op.X, number) {
		return one
	}
	if one.by = n; op.Op == token.SUB {
		one.by = -n
	}
	return one
}

// reads reports whether v is the value of a number in memory.
func (j *Judge) reads(v ssa.Value, number any) bool {
	switch v := v.(type) {
	case *ssa.UnOp:
		return v.Op == token.MUL && j.numberAt(v.X) == number
	case *ssa.Call:
		return strings.Contains(calledName(v), "sync/atomic.") && len(v.Call.Args) > 0 && j.numberAt(v.Call.Args[0]) == number
	}
	return false
}

// isCounted reports whether the package counts with a number. A field of a
// state that a channel hands on, as a lock would, goes by the field alone.
func (j *Judge) isCounted(number any) bool {
	for _, one := range j.steps()[number] {
		if one.by != 0 {
			return true
		}
	}
	return false
}

// countsUp reports whether a number that is compared with a limit goes up with
// the goroutines, so that there is an end to them. One that is only set is a
// state, and one that goes up on some ways only counts something else, such as
// failures.
func (j *Judge) countsUp(value ssa.Value, comparison *ssa.BinOp, taken bool, site *Site) bool {
	number, path := j.stateRead(value)
	if number == nil {
		return true // what adds to it says what it came to
	}
	if _, parameter := path.Key().(*ssa.Parameter); parameter {
		return true // every function has another name for it
	}
	return slices.ContainsFunc(j.steps()[number], func(one step) bool {
		return one.up() && (decidedBy(one.instr, comparison, taken) || j.everyTime(one.instr, site, make(map[*ssa.Function]bool)))
	})
}

// up reports whether a step adds something.
func (s step) up() bool {
	call, ok := s.instr.(ssa.CallInstruction)
	return s.by > 0 || s.by == 0 && ok && strings.Contains(calledName(call), "Add")
}

// everyTime reports whether the recursion can not go on without an instruction.
func (j *Judge) everyTime(instr ssa.Instruction, site *Site, seen map[*ssa.Function]bool) bool {
	fn := instr.Parent()
	if seen[fn] {
		return false
	}
	seen[fn] = true
	onward := slices.DeleteFunc(slices.Clone(j.graph.Out[fn]), func(edge *graph.Edge) bool {
		return edge.Instr != site.Instr && !j.reentry(edge, site)
	})
	if len(onward) > 0 {
		return slices.ContainsFunc(onward, func(edge *graph.Edge) bool { return passes(instr, edge.Instr) })
	}
	return slices.ContainsFunc(j.graph.In[fn], func(edge *graph.Edge) bool {
		return edge.Instr == site.Instr || j.everyTime(edge.Instr, site, seen)
	})
}

// passes reports whether every way to a place, or every way on from it, leads
// through an instruction.
func passes(instr, at ssa.Instruction) bool {
	if instr == at || flow.Dominates(instr, at) {
		return true
	}
	return !flow.Avoiding(at, func(i ssa.Instruction) bool { return isReturn(i) || i == at }, isInstr(instr))
}

// countsDown reports whether a number says how many goroutines may still be
// started: one is taken from it before each, and in the recursion nobody adds
// to it who has not taken from it.
func (j *Judge) countsDown(counter comparedCounter, taken bool, spawn ssa.Instruction, site *Site) bool {
	found := false
	for _, one := range j.steps()[counter.path.Key()] {
		switch {
		case one.by < 0:
			found = found || isTaken(one, counter.at, taken, spawn)
		case isLength(one.to):
			return false // as many as there is data
		case !j.givesBack(one.instr, counter.at, taken, site, nil):
			return false
		}
	}
	return found
}

// isTaken reports whether a step belongs to the comparison: its result is what
// is compared, or it is taken before the spawn or whenever the comparison comes
// out for it.
func isTaken(one step, comparison *ssa.BinOp, taken bool, spawn ssa.Instruction) bool {
	if result, ok := one.instr.(ssa.Value); ok && (comparison.X == result || comparison.Y == result) {
		return compares(comparison.Op) && comparison.Op != token.EQL && comparison.Op != token.NEQ
	}
	if spawn.Parent() != comparison.Parent() {
		return one.instr.Parent() == comparison.Parent() // in a helper
	}
	conditions := flow.Conditions(one.instr.Block())
	return flow.Dominates(one.instr, spawn) || len(conditions) > 0 && is(conditions[0], comparison, taken)
}

// is reports whether a condition is that a comparison came out in one way.
func is(condition flow.Condition, comparison *ssa.BinOp, taken bool) bool {
	value, outcome := condition.Affirmed()
	return value == ssa.Value(comparison) && outcome == taken
}

// decidedBy reports whether an instruction is executed only where a comparison
// came out in one way.
func decidedBy(instr ssa.Instruction, comparison *ssa.BinOp, taken bool) bool {
	return slices.ContainsFunc(flow.Conditions(instr.Block()), func(condition flow.Condition) bool {
		return is(condition, comparison, taken)
	})
}

// givesBack reports whether what is added to a number here had been taken from
// it: by the goroutine that ends, or by the attempt that failed. What happens
// outside the recursion is how the number came to be.
func (j *Judge) givesBack(instr ssa.Instruction, comparison *ssa.BinOp, taken bool, site *Site, seen []*ssa.Function) bool {
	fn := instr.Parent()
	if decidedBy(instr, comparison, !taken) || fn == comparison.Parent() && fn != site.From && decidedBy(instr, comparison, taken) {
		return true
	}
	for _, edge := range j.graph.In[fn] {
		if edge.Kind == graph.Spawn {
			return !j.flow.InLoop(instr)
		}
	}
	if slices.Contains(seen, fn) {
		return true
	}
	if j.graph.Together(fn, site.On()) && j.graph.Recursive(fn) {
		return false
	}
	for _, edge := range j.graph.In[fn] {
		if !j.givesBack(edge.Instr, comparison, taken, site, append(seen, fn)) {
			return false
		}
	}
	return true
}
