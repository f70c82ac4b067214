package bound

import (
	"go/token"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// endsAtOnce recognises a goroutine that only starts others: it is those that
// there may be many of. Where they do no more than that either, it is all of them.
// One that only tells its group what went wrong does not even start any.
func (j *Judge) endsAtOnce(site *Site) *verdict.Evidence {
	if len(site.Edges) == 0 {
		return nil
	}
	literals := func(does func(*ssa.Function) bool) bool {
		return !slices.ContainsFunc(site.Edges, func(edge *graph.Edge) bool { return edge.To.Parent() == nil || !does(edge.To) })
	}
	if literals(onlyReturns) {
		return sequential(site.Instr, "the goroutine only returns an error, and ends at once")
	}
	relays := func(fn *ssa.Function) bool { return fn.Parent() != nil && j.onlySpawns(fn) }
	if literals(func(fn *ssa.Function) bool {
		return relays(fn) && slices.ContainsFunc(j.graph.Out[fn], func(next *graph.Edge) bool { return next.Kind == graph.Spawn && !relays(next.To) })
	}) {
		return sequential(site.Instr, "the goroutine starts another one and ends at once")
	}
	return nil
}

// onlyReturns reports whether a function does nothing but return an error.
func onlyReturns(fn *ssa.Function) bool {
	results := fn.Signature.Results()
	if len(fn.Blocks) != 1 || results.Len() != 1 || !flow.IsError(results.At(0).Type()) {
		return false
	}
	return !slices.ContainsFunc(fn.Blocks[0].Instrs, func(instr ssa.Instruction) bool {
		switch instr := instr.(type) {
		case *ssa.UnOp:
			return instr.Op != token.MUL
		case *ssa.Return, *ssa.MakeInterface, *ssa.FieldAddr, *ssa.Field, *ssa.DebugRef:
			return false
		}
		return true
	})
}

// lastAct recognises a goroutine that ends itself, and all that it is in the
// middle of, once it has started its successor.
func (j *Judge) lastAct(site *Site) *verdict.Evidence {
	start := site.Instr.Block()
	seen := make(map[*ssa.BasicBlock]bool)
	pending := []*ssa.BasicBlock{start}
	for len(pending) > 0 {
		block := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if len(block.Succs) == 0 && !endsGoroutine(block) {
			return nil
		}
		for _, next := range block.Succs {
			if next == start {
				return nil // it starts several
			}
			if !seen[next] {
				seen[next] = true
				pending = append(pending, next)
			}
		}
	}
	return &verdict.Evidence{
		Verdict: verdict.Chain,
		Pos:     site.Instr.Pos(),
		Text:    "the goroutine that starts another one here ends itself at once",
		Counts:  true,
	}
}

// endsGoroutine reports whether a block ends in runtime.Goexit, after which
// nothing but deferred calls runs in any function around it.
func endsGoroutine(block *ssa.BasicBlock) bool {
	for _, instr := range block.Instrs {
		if call, ok := instr.(*ssa.Call); ok && calledName(call) == "runtime.Goexit" {
			return true
		}
	}
	return false
}

func (j *Judge) onlySpawns(fn *ssa.Function) bool {
	spawns := false
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch instr := instr.(type) {
			case *ssa.Go:
				spawns = true
			case *ssa.Call:
				starts := j.startsOnly(instr)
				if !starts && calledName(instr) != "(*sync.WaitGroup).Add" {
					return false
				}
				spawns = spawns || starts
			case *ssa.Defer:
				if calledName(instr) != "(*sync.WaitGroup).Done" {
					return false
				}
			case *ssa.Send, *ssa.Select:
				return false
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					return false
				}
			}
		}
	}
	return spawns
}

// startsOnly reports whether a call starts a goroutine, and never waits for a
// slot to do so.
func (j *Judge) startsOnly(call *ssa.Call) bool {
	edges := j.edgesOf(call)
	if len(edges) == 0 || slices.ContainsFunc(j.graph.Out[call.Parent()], func(edge *graph.Edge) bool {
		return edge.Instr == ssa.Instruction(call) && edge.Kind != graph.Spawn
	}) {
		return false
	}
	for _, edge := range edges {
		if edge.Spawner == nil || edge.Effect&(summary.Blocks|summary.Awaited|summary.Joined) != 0 {
			return false
		}
		if isLifo(edge.Spawner) {
			continue
		}
		if _, _, blocks := j.blockingGroup(edge); blocks {
			return false
		}
	}
	return true
}

// neverEnds reports whether none of a site's goroutines can ever return.
func (j *Judge) neverEnds(site *Site) bool {
	return len(site.Edges) > 0 && !slices.ContainsFunc(site.Edges, func(edge *graph.Edge) bool { return j.mayEnd(edge.To) })
}

// mayEnd reports whether some way leads out of a function. A loop over the ticks of
// a clock has no end of its own.
func (j *Judge) mayEnd(fn *ssa.Function) bool {
	if len(fn.Blocks) == 0 {
		return true
	}
	seen := map[*ssa.BasicBlock]bool{fn.Blocks[0]: true}
	pending := []*ssa.BasicBlock{fn.Blocks[0]}
	for len(pending) > 0 {
		block := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if len(block.Succs) == 0 || endsGoroutine(block) {
			return true
		}
		next := block.Succs
		if test, ok := flow.Last(block).(*ssa.If); ok && j.ticksOn(test.Cond) {
			next = next[:1]
		}
		for _, block := range next {
			if !seen[block] {
				seen[block] = true
				pending = append(pending, block)
			}
		}
	}
	return false
}

// ticksOn reports whether v says that a clock's channel is still open.
func (j *Judge) ticksOn(v ssa.Value) bool {
	open, ok := v.(*ssa.Extract)
	if !ok || open.Index != 1 {
		return false
	}
	receive, ok := open.Tuple.(*ssa.UnOp)
	if !ok || receive.Op != token.ARROW {
		return false
	}
	call, ok := receive.X.(*ssa.Call)
	return ok && calledName(call) == "time.Tick" || j.tells(receive.X)
}
