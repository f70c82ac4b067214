package bound

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// indirect stays quiet where the way round the cycle leads through so many
// functions that each step being possible no longer says that all of them
// happen together. A literal belongs to the function around it, so that going
// in and out of one is no step.
func (j *Judge) indirect(site *Site) *verdict.Evidence {
	limit := mostFunctions
	if site.Leaf {
		limit = mostLeafFunctions
	}
	if site.Cycle != nil && j.certain(slices.Concat(site.Cycle, site.Via), limit) {
		return nil
	}
	why := fmt.Sprintf("the shortest way round the cycle leads through more than %d functions, too many to be sure that it is one recursion", limit)
	if site.Cycle != nil && j.knotted(site.On()) {
		why = fmt.Sprintf("more than %d functions call each other here, and none on this way goes on with a part of what it was given: too many to be sure that it is one recursion", mostTogether)
	}
	return &verdict.Evidence{Verdict: verdict.Indirect, Pos: site.Instr.Pos(), Text: why, Counts: true}
}

// certain reports whether all steps of a way can be taken to happen together,
// up to a number of functions.
func (j *Judge) certain(way []*graph.Edge, limit int) bool {
	steps := declared(way)
	if steps > 1 && j.knotted(way[0].From) {
		return j.descends(way) && steps <= limit || j.ring(way)
	}
	return steps <= limit || steps <= mostMethods && j.ofOneObject(way) || j.ring(way)
}

// knotted reports whether so many functions call each other that a way through
// several of them is no longer one recursion: the parts of a service come back to
// each other for reasons of their own, by what happens to a connection or a timer.
func (j *Judge) knotted(fn *ssa.Function) bool {
	found := 0
	for _, member := range j.graph.Members(fn) {
		if member.Parent() == nil {
			found++
		}
		if found > mostTogether {
			return true
		}
	}
	return false
}

// ring reports whether a way leads through functions that call or start nothing
// else of their recursion, all by name: there is no other way round.
func (j *Judge) ring(way []*graph.Edge) bool {
	for _, edge := range way {
		if edge.Dynamic || slices.ContainsFunc(j.graph.Out[edge.From], func(other *graph.Edge) bool {
			return other.To != edge.To && j.graph.Together(other.To, edge.To)
		}) {
			return false
		}
	}
	return true
}

// declared counts the declared functions that edges lead to.
func declared(edges []*graph.Edge) int {
	found := 0
	for _, edge := range edges {
		if edge.To.Parent() == nil {
			found++
		}
	}
	return found
}

// LongestCycle is the number of edges up to which a cycle is looked for. Judged
// real recursions lead through four functions at most, literals apart; the
// longer cycles that were read were knots of an evaluator or of name resolution.
//
// Judged real recursions are of nine functions at most.
const (
	LongestCycle      = 12
	mostFunctions     = 5
	mostLeafFunctions = 5
	mostMethods       = 8 // of one object, which call each other by name
	mostTogether      = 40
)

// ofOneObject reports whether all steps of a way are methods that hand on
// their receiver, each called by its name: then every step is certain.
func (j *Judge) ofOneObject(way []*graph.Edge) bool {
	for _, edge := range way {
		if edge.To.Parent() != nil {
			if edge.Dynamic || origin.Outermost(edge.To) != origin.Outermost(edge.From) {
				return false
			}
			continue
		}
		args := edge.Args()
		around := origin.Outermost(edge.From)
		if edge.Dynamic || edge.To.Signature.Recv() == nil || around.Signature.Recv() == nil || len(args) == 0 {
			return false
		}
		if path := j.graph.Origin.Path(args[0]); path.Root != ssa.Value(around.Params[0]) || len(path.Fields) > 0 {
			return false
		}
	}
	return true
}

// descends reports whether a step of a way goes on with a part of what the
// function was given, and that is such a thing itself: the next node.
func (j *Judge) descends(way []*graph.Edge) bool {
	return slices.ContainsFunc(way, func(edge *graph.Edge) bool {
		return slices.ContainsFunc(edge.Args(), func(arg ssa.Value) bool { return arg != nil && j.isPart(arg) })
	})
}

// isPart reports whether a value is a part of a parameter of its kind, or comes
// from a call that is told one, as the name of a file from that of its folder.
func (j *Judge) isPart(v ssa.Value) bool {
	path := j.graph.Origin.Path(v)
	root := path.Root
	if extract, ok := root.(*ssa.Extract); ok {
		root = extract.Tuple
	}
	switch root := root.(type) {
	case *ssa.Parameter:
		return (len(path.Fields) > 0 || path.Element) && sameKind(root.Type(), v.Type())
	case *ssa.Call:
		return j.isNode(v.Type()) && slices.ContainsFunc(j.told(root), func(given ssa.Value) bool {
			param, ok := j.graph.Origin.Path(given).Root.(*ssa.Parameter)
			return ok && sameKind(param.Type(), v.Type())
		})
	case *ssa.BinOp:
		return j.isNode(v.Type()) && slices.ContainsFunc([]ssa.Value{root.X, root.Y}, func(operand ssa.Value) bool {
			param, ok := j.graph.Origin.Path(operand).Root.(*ssa.Parameter)
			return ok && sameKind(param.Type(), v.Type())
		})
	}
	return false
}

// isNode reports whether a type can be that of nodes which a call makes of others:
// one of the package, or their names. A context and a logger are no nodes.
func (j *Judge) isNode(typ types.Type) bool {
	if basic, ok := typ.Underlying().(*types.Basic); ok {
		return basic.Info()&types.IsString != 0
	}
	name := program.TypeName(typ)
	return name != nil && name.Pkg() == j.graph.Prog.Pass.Pkg
}

// told returns the arguments of a call, one by one where they are variadic.
func (j *Judge) told(call *ssa.Call) []ssa.Value {
	found := slices.Clone(call.Call.Args)
	if call.Call.IsInvoke() {
		found = append(found, call.Call.Value)
	}
	for _, arg := range call.Call.Args {
		list, ok := arg.(*ssa.Slice)
		if !ok {
			continue
		}
		if array, ok := list.X.(*ssa.Alloc); ok {
			found = append(found, origin.Literal(array)...)
		}
	}
	return found
}

// sameKind reports whether two types are those of the nodes of one tree: the
// same, or one of them an interface that the other implements.
func sameKind(a, b types.Type) bool {
	implements := func(typ, iface types.Type) bool {
		under, ok := iface.Underlying().(*types.Interface)
		return ok && under.NumMethods() > 0 && types.Implements(typ, under)
	}
	return types.Identical(program.Deref(a), program.Deref(b)) || implements(a, b) || implements(b, a)
}
