package fanout

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/bound"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// message says in one sentence what happens first, then why, for a person
// who has not heard of fan-out.
func (j *judgement) message(site *bound.Site, found Verdict, evidence []Evidence) string {
	here := j.name(site.From)
	starts := "starts goroutines"
	if j.graph.Flow.InLoop(site.Instr) {
		starts = "starts goroutines in a loop"
	}
	again := j.reentered(site)
	switch found {
	case verdict.RecursiveSpawn:
		if j.graph.Flow.InLoop(site.Instr) {
			return fmt.Sprintf("%s starts a goroutine in every round of a loop and each runs %s again: nothing limits how many are alive", here, again)
		}
		return fmt.Sprintf("%s starts a goroutine that runs %s again: nothing limits how many are alive", here, again)
	case verdict.LeafSpawn:
		if len(site.Via) > 0 {
			return fmt.Sprintf("%s %s that outlive its call, and every call of %s makes it do so and goes on with the recursion: nothing limits how many are alive", here, starts, j.name(site.On()))
		}
		return fmt.Sprintf("every call of %s %s that may still run when the recursion goes on: nothing limits how many are alive", here, starts)
	case verdict.WorklistSpawn:
		if loop := j.receiver(site); loop != site.From {
			return fmt.Sprintf("%s starts a goroutine for what %s receives and each sends more items back: nothing limits how many are alive", here, j.name(loop))
		}
		return fmt.Sprintf("%s starts a goroutine for every item it receives and each sends more items back: nothing limits how many are alive", here)
	case verdict.PerLevelBound:
		return fmt.Sprintf("%s %s under a limit that every activation makes anew, so limits multiply with depth; one limit has to be shared by the whole recursion", here, starts)
	case verdict.LateAcquire:
		return fmt.Sprintf("%s %s that take their slot only once they run, so that those without one pile up: try to take it before the goroutine starts, and do the work in place where there is none", here, starts)
	case verdict.HoldWait:
		return fmt.Sprintf("%s waits for a slot, or for goroutines that need one, while its own goroutine keeps one of the same limit: once all slots are kept that way, nothing moves", here)
	}
	if len(evidence) > 0 {
		return evidence[0].Text
	}
	return string(found)
}

// receiver returns the function whose loop receives what the goroutines of a
// worklist send: the one that holds the spawn, or one that calls it.
func (j *judgement) receiver(site *bound.Site) *ssa.Function {
	isSend := func(edge *graph.Edge) bool { return edge.Kind == graph.Send }
	if slices.ContainsFunc(j.graph.In[site.From], isSend) {
		return site.From
	}
	loop := site.From
	for _, edge := range site.Cycle {
		if isSend(edge) {
			loop = edge.To
		}
	}
	return loop
}

// reentered names the declared function that the goroutine runs again.
func (j *judgement) reentered(site *bound.Site) string {
	for _, edge := range site.Cycle {
		if edge.To.Parent() == nil {
			return j.name(edge.To)
		}
	}
	return j.name(site.From)
}

// step describes one edge of a cycle.
func (j *judgement) step(edge *graph.Edge) string {
	from, to := j.name(edge.From), j.name(edge.To)
	if j.unnamed(edge.From) {
		from = "the function literal"
	}
	if j.unnamed(edge.To) {
		to = "a function literal"
	}
	switch edge.Kind {
	case graph.Spawn:
		if edge.Spawner != nil {
			return fmt.Sprintf("%s hands %s to %s, which starts a goroutine for it", from, to, shortName(edge.Spawner))
		}
		return fmt.Sprintf("%s starts a goroutine that runs %s", from, to)
	case graph.Send:
		return fmt.Sprintf("the goroutine sends to the channel that %s receives from", to)
	}
	if callee := handedTo(edge); callee != "" {
		return fmt.Sprintf("%s hands %s to %s, which calls it", from, to, callee)
	}
	return fmt.Sprintf("%s calls %s", from, to)
}

// handedTo names the function that calls the target of an edge since it is
// handed it. It is "" where the instruction itself does.
func handedTo(edge *graph.Edge) string {
	call, ok := edge.Instr.(ssa.CallInstruction)
	if !ok || edge.Direct || call.Common().StaticCallee() == nil {
		return ""
	}
	name, _, _ := strings.Cut(call.Common().StaticCallee().Name(), "[") // of an instance
	return name
}

// unnamed reports whether fn is a literal that no variable holds.
func (j *judgement) unnamed(fn *ssa.Function) bool {
	return fn.Parent() != nil && j.variable(fn) == ""
}

// name is what a reader of the source would call a function: a literal
// goes by the variable that holds it, else by the function around it.
func (j *judgement) name(fn *ssa.Function) string {
	if name, ok := j.names[fn]; ok {
		return name
	}
	name := fn.Name()
	switch object, ok := fn.Object().(*types.Func); {
	case ok:
		name = shortName(object)
	case fn.Parent() != nil:
		name = j.name(fn.Parent())
		if held := j.variable(fn); held != "" {
			name = held
		}
	}
	j.names[fn] = name
	return name
}

// variable returns the name of the variable that a literal is assigned to.
func (j *judgement) variable(literal *ssa.Function) string {
	for _, closure := range j.graph.Prog.Closures[literal] {
		if name := origin.VariableName(closure); name != "" && !strings.Contains(name, " ") {
			return name
		}
	}
	return packageVariable(literal)
}

// packageVariable returns the name of the variable of the package that a
// literal is the first value of.
func packageVariable(literal *ssa.Function) string {
	if literal.Parent() == nil || literal.Parent().Synthetic == "" {
		return ""
	}
	for _, block := range literal.Parent().Blocks {
		for _, instr := range block.Instrs {
			if store, ok := instr.(*ssa.Store); ok && store.Val == literal {
				if global, ok := store.Addr.(*ssa.Global); ok {
					return global.Name()
				}
			}
		}
	}
	return ""
}

// shortName writes a function as its package's readers do.
func shortName(fn *types.Func) string {
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	typ := types.TypeString(recv.Type(), func(*types.Package) string { return "" })
	if at := strings.IndexByte(typ, '['); at >= 0 {
		typ = typ[:at]
	}
	if strings.HasPrefix(typ, "*") {
		return fmt.Sprintf("(%s).%s", typ, fn.Name())
	}
	return typ + "." + fn.Name()
}

func spawner(site *bound.Site) string {
	for _, edge := range site.Edges {
		if edge.Spawner != nil {
			return edge.Spawner.FullName()
		}
	}
	return "go"
}
