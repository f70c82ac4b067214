package bound

import (
	"go/types"
	"sync"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// A Site is an instruction in recursion that starts goroutines.
type Site struct {
	From  *ssa.Function
	Instr ssa.CallInstruction
	Edges []*graph.Edge // the spawn edges of the instruction
	// Cycle leads from the spawn back to the function that holds it or,
	// for a leaf, around a cycle through that function.
	Cycle []*graph.Edge
	// Leaf says that the goroutine itself does not re-enter the cycle.
	Leaf bool
	// Worklist says that the cycle closes only through a channel.
	Worklist bool
	// Via leads from the cycle to From where that is a helper which the
	// recursion calls and which does not recurse itself.
	Via []*graph.Edge

	// Unaffordable says that it is not judged, see [Judge.Affords].
	Unaffordable bool

	below []*graph.Edge // the calls that were cut off Via to raise the site
}

// On returns the function of the cycle whose activations start the
// goroutine: the one that holds the spawn or calls the helper that does.
func (s *Site) On() *ssa.Function {
	if len(s.Via) > 0 {
		return s.Via[0].From
	}
	return s.From
}

// raised returns the site as the caller of its helper sees it, as though the
// call were the spawn, or nil where no helper is between it and the cycle.
func (s *Site) raised() *Site {
	last := len(s.Via) - 1
	if last < 0 {
		return nil
	}
	call := s.Via[last]
	outer := *s
	outer.From, outer.Instr = call.From, call.Instr.(ssa.CallInstruction)
	outer.Via = s.Via[:last]
	outer.below = append([]*graph.Edge{call}, s.below...)
	return &outer
}

// siteOf returns one spawn of the graph as a site of its own.
func siteOf(edge *graph.Edge) *Site {
	return &Site{From: edge.From, Instr: edge.Instr.(ssa.CallInstruction), Edges: []*graph.Edge{edge}}
}

// A Judge decides on the sites of one package.
type Judge struct {
	// Strict takes a depth for no bound where every level of it starts
	// goroutines in a loop over data.
	Strict bool

	graph *graph.Graph
	flow  *flow.Graph
	ops   map[*ssa.Function][]Operation
	opsOn map[*ssa.Function]map[any][]Operation // by the keys of their paths
	busy  map[*ssa.Function]bool
	lost  map[*ssa.Function][]verdict.Evidence // see lostInside

	// What holds for a whole component is kept by its first function.
	trying    map[*ssa.Function]bool
	parallel  map[*ssa.Function]bool
	branching map[*ssa.Function]bool
	// Whether one activation of a function comes back to its component twice.
	twice map[*ssa.Function]bool
	// Of the edges inside a component, whether they come back to their function
	// and whether a flag lets one through at a time.
	returning, single map[*graph.Edge]bool
	// Whether others than a parameter are the ends of a range, see overRange.
	ranged map[*ssa.Parameter]bool
	// Whether a channel was filled with slots is kept by its key.
	full map[any]bool
	// The types behind an interface of the package are kept by its name.
	behindOf map[*types.Named][]types.Type

	effort effort
	limits func() []Operation // every SetLimit of the package, found once
	steps  func() map[any][]step
	gates  func() gates
}

// New returns a judge for a graph.
func New(g *graph.Graph) *Judge {
	j := &Judge{
		graph: g,
		flow:  g.Flow,
		ops:   make(map[*ssa.Function][]Operation),
		opsOn: make(map[*ssa.Function]map[any][]Operation),
		busy:  make(map[*ssa.Function]bool),
		lost:  make(map[*ssa.Function][]verdict.Evidence),

		trying:    make(map[*ssa.Function]bool),
		parallel:  make(map[*ssa.Function]bool),
		branching: make(map[*ssa.Function]bool),
		twice:     make(map[*ssa.Function]bool),
		returning: make(map[*graph.Edge]bool),
		single:    make(map[*graph.Edge]bool),
		ranged:    make(map[*ssa.Parameter]bool),
		full:      make(map[any]bool),
		behindOf:  make(map[*types.Named][]types.Type),
		effort:    newEffort(g),
	}
	j.limits = sync.OnceValue(j.allLimits)
	j.steps = sync.OnceValue(j.allSteps)
	j.gates = sync.OnceValue(j.allGates)
	return j
}

// edgesOf returns the spawn edges of an instruction.
func (j *Judge) edgesOf(instr ssa.Instruction) []*graph.Edge {
	var found []*graph.Edge
	for _, edge := range j.graph.Out[instr.Parent()] {
		if edge.Instr == instr && edge.Kind == graph.Spawn {
			found = append(found, edge)
		}
	}
	return found
}

// Decide judges a site. The evidence that decides comes first. Nothing
// bounds the site when the verdict is one of the unbounded ones.
func (j *Judge) Decide(site *Site) (verdict.Verdict, []verdict.Evidence) {
	if site.Unaffordable {
		return verdict.Indirect, []verdict.Evidence{j.unaffordable(site)}
	}
	found, evidence := j.decide(site)
	if j.effort.overwhelmed {
		return verdict.Indirect, []verdict.Evidence{overwhelming(site)}
	}
	if few := j.graph.Crowded(site.On()); few > 0 {
		evidence = append(evidence, crowded(site, few))
	}
	return found, evidence
}

func (j *Judge) decide(site *Site) (verdict.Verdict, []verdict.Evidence) {
	var doubts []verdict.Evidence // what is there and does not count
	for _, rule := range []func(*Site) *verdict.Evidence{
		j.indirect,
		j.guarded,
		j.shape,
		j.slots,
		j.limitedSpawner,
		j.groups,
		j.lateAcquire,
		j.workers,
	} {
		found := rule(site)
		if found == nil {
			continue
		}
		if found.Verdict != "" {
			if stuck := j.standsStill(site, found); stuck != nil {
				found = stuck
			}
			return found.Verdict, append([]verdict.Evidence{*found}, doubts...)
		}
		doubts = append(doubts, *found)
	}
	switch {
	case site.Worklist:
		return verdict.WorklistSpawn, doubts
	case site.Leaf:
		return verdict.LeafSpawn, doubts
	}
	return verdict.RecursiveSpawn, doubts
}
