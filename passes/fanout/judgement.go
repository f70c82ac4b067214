package fanout

import (
	"go/ast"
	"go/token"
	"slices"
	"sort"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/bound"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/directive"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// A judgement turns the spawns on a package's cycles into sites.
type judgement struct {
	pass  *analysis.Pass
	graph *graph.Graph
	judge *bound.Judge
	names map[*ssa.Function]string
}

func newJudgement(pass *analysis.Pass, g *graph.Graph, strict bool) *judgement {
	judge := bound.New(g)
	judge.Strict = strict
	return &judgement{
		pass:  pass,
		graph: g,
		judge: judge,
		names: make(map[*ssa.Function]string),
	}
}

// judge returns the judged sites in source order, one for each spawn, and the
// recursions that they are in. What an interface call may reach is a guess, so a
// site that is on a cycle without such a guess is judged without any.
func judge(pass *analysis.Pass, full *graph.Graph, directives *directive.Directives, strict bool) ([]*Site, []*Recursion) {
	var found []*Site
	var cycles []*cycle
	seen := make(map[ast.Node]bool)
	add := func(j *judgement, site *bound.Site, judged func(ast.Node) *Site, extra ...*graph.Edge) {
		if node := full.Prog.Node(site.Instr); node != nil && !seen[node] {
			seen[node] = true
			found = append(found, accept(judged(node), directives))
			cycles = append(cycles, &cycle{j, []*bound.Site{site}, extra})
		}
	}
	static := full.Static()
	judgements := []*judgement{newJudgement(pass, static, strict)}
	if static != full {
		judgements = append(judgements, newJudgement(pass, full, strict))
	}
	for _, leaves := range []bool{false, true} {
		for _, j := range judgements {
			for _, site := range j.inRecursion() {
				if site.Leaf == leaves {
					add(j, site, func(node ast.Node) *Site { return j.judged(site, node) })
				}
			}
		}
	}
	certain := judgements[0]
	for _, j := range judgements {
		for _, site := range j.inHelpers() {
			if j == certain || inLiterals(site.Via) {
				add(j, site, func(node ast.Node) *Site { return j.judged(site, node) })
			}
		}
	}
	for _, nested := range certain.judge.Nested() {
		outer := append([]*graph.Edge{nested.Outer}, nested.Calls...)
		add(certain, nested.Site, func(node ast.Node) *Site { return certain.nested(node, nested) }, outer...)
	}
	sort.SliceStable(found, func(a, b int) bool { return found[a].Node.Pos() < found[b].Node.Pos() })
	return found, recursions(cycles)
}

// inRecursion returns the spawns of the functions that are on a cycle.
func (j *judgement) inRecursion() []*bound.Site {
	var found []*bound.Site
	for _, fn := range j.graph.Prog.Functions {
		if j.graph.Recursive(fn) {
			found = append(found, j.spawns(fn, nil)...)
		}
	}
	return found
}

// inHelpers returns the spawns of the functions that are on no cycle and that
// the recursion calls: what they start belongs to the activation of their
// caller. A helper's helpers are left out, for the more calls lie between, the
// less can be said about what happens in one activation.
func (j *judgement) inHelpers() []*bound.Site {
	var found []*bound.Site
	seen := make(map[*ssa.Function]bool)
	var visit func(fn *ssa.Function, via []*graph.Edge)
	visit = func(fn *ssa.Function, via []*graph.Edge) {
		for _, edge := range j.graph.Out[fn] {
			_, call := edge.Instr.(ssa.CallInstruction)
			if !call || edge.Dynamic || edge.Kind == graph.Send || j.graph.Recursive(edge.To) || seen[edge.To] {
				continue
			}
			seen[edge.To] = true
			via := append(slices.Clip(via), edge)
			if !j.starts(edge.Instr) {
				found = append(found, j.spawns(edge.To, via)...)
			}
			if edge.To.Parent() == fn {
				visit(edge.To, via) // a literal of the recursion's own
			}
		}
	}
	for _, fn := range j.graph.Prog.Functions {
		if j.graph.Recursive(fn) {
			visit(fn, nil)
		}
	}
	return found
}

// inLiterals reports whether a way from a function leads through literals of its
// own alone, as one into the body of a sync.Once: that is a part of it, however
// sure the recursion is.
func inLiterals(way []*graph.Edge) bool {
	return !slices.ContainsFunc(way, func(edge *graph.Edge) bool { return edge.To.Parent() != edge.From })
}

// starts reports whether a call is a spawn itself, since it hands over a
// function that the callee starts a goroutine for. Then the call is the site.
func (j *judgement) starts(call ssa.Instruction) bool {
	for _, edge := range j.graph.Out[call.Parent()] {
		if edge.Instr == call && edge.Kind == graph.Spawn && !edge.Direct {
			return true
		}
	}
	return false
}

// spawns returns the instructions of fn that start goroutines.
func (j *judgement) spawns(fn *ssa.Function, via []*graph.Edge) []*bound.Site {
	var order []*bound.Site
	byInstr := make(map[ssa.Instruction]*bound.Site)
	for _, edge := range j.graph.Out[fn] {
		call, ok := edge.Instr.(ssa.CallInstruction)
		if !ok || edge.Kind != graph.Spawn {
			continue
		}
		site := byInstr[call]
		if site == nil {
			site = &bound.Site{From: fn, Instr: call, Leaf: true, Via: via}
			byInstr[call] = site
			order = append(order, site)
		}
		site.Edges = append(site.Edges, edge)
		if j.graph.Together(edge.To, fn) {
			site.Leaf = false
		}
	}
	// A go statement whose callee lies outside the package, or is whatever somebody
	// keeps, is a leaf too. What a function is given is started for who gives it, and
	// what the language has built in ends at once.
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			spawn, ok := instr.(*ssa.Go)
			if !ok || byInstr[spawn] != nil || j.isGiven(&spawn.Call) {
				continue
			}
			if _, builtin := spawn.Call.Value.(*ssa.Builtin); !builtin {
				order = append(order, &bound.Site{From: fn, Instr: spawn, Leaf: true, Via: via})
			}
		}
	}
	var found []*bound.Site
	for _, site := range order {
		if !j.judge.Affords(site) {
			found = append(found, site)
			continue
		}
		j.close(site)
		// A worklist's cycle comes back to the same activation, so only
		// what its loop starts for received items is in recursion.
		if !site.Worklist && !j.startedBelow(site) || !site.Leaf && j.graph.FromWorklist(site.Instr) {
			found = append(found, site)
		}
	}
	return found
}

// isGiven reports whether a call is of a function that the function around it is
// given.
func (j *judgement) isGiven(call *ssa.CallCommon) bool {
	return !call.IsInvoke() && slices.ContainsFunc(j.graph.Origin.Sources(call.Value), func(source ssa.Value) bool {
		_, given := source.(*ssa.Parameter)
		return given
	})
}

// startedBelow reports whether a leaf is handed to a function of the same cycle
// that holds the spawn itself: that is a site of its own, for all its callers.
func (j *judgement) startedBelow(site *bound.Site) bool {
	callee := site.Instr.Common().StaticCallee()
	if _, spawn := site.Instr.(*ssa.Go); spawn || !site.Leaf || callee == nil {
		return false
	}
	callee = j.graph.Prog.Canonical(callee)
	return j.graph.Together(callee, site.From) && slices.ContainsFunc(j.graph.Out[callee], func(edge *graph.Edge) bool {
		return edge.Kind == graph.Spawn
	})
}

// close finds a shortest cycle for the site, one without channels if there
// is one.
func (j *judgement) close(site *bound.Site) {
	direct := func(edge *graph.Edge) bool { return edge.Kind != graph.Send }
	any := func(*graph.Edge) bool { return true }
	for i, keep := range []func(*graph.Edge) bool{direct, any} {
		site.Worklist = i == 1
		if site.Leaf {
			site.Cycle = j.graph.Path(site.On(), site.On(), bound.LongestCycle, keep)
		}
		for _, edge := range site.Edges {
			if !j.graph.Together(edge.To, site.From) {
				continue
			}
			if edge.To == site.From {
				site.Cycle = []*graph.Edge{edge}
			} else if rest := j.graph.Path(edge.To, site.From, bound.LongestCycle, keep); rest != nil {
				site.Cycle = append([]*graph.Edge{edge}, rest...)
			}
			if site.Cycle != nil {
				break
			}
		}
		if site.Cycle != nil {
			return
		}
	}
	site.Worklist = false // only longer cycles than anyone would believe
}

func (j *judgement) judged(site *bound.Site, node ast.Node) *Site {
	found, evidence := j.judge.Decide(site)
	if !site.Unaffordable {
		evidence = append(evidence, j.judge.Lost(site)...)
	}
	judged := &Site{
		Node:     node,
		Function: j.name(site.From),
		Spawner:  spawner(site),
		Verdict:  found,
		Evidence: evidence,
	}
	judged.Message = j.message(site, found, evidence)
	for _, edge := range append(slices.Clip(site.Cycle), site.Via...) {
		judged.Cycle = append(judged.Cycle, Step{Pos: position(edge), Text: j.step(edge)})
	}
	return judged
}

// nested returns the site of a task that adds to its own limited group.
func (j *judgement) nested(node ast.Node, found bound.Nested) *Site {
	site := found.Site
	judged := &Site{
		Node:     node,
		Function: j.name(site.From),
		Spawner:  spawner(site),
		Verdict:  found.Evidence.Verdict,
		Evidence: []Evidence{found.Evidence},
	}
	judged.Message = j.message(site, judged.Verdict, judged.Evidence)
	for _, edge := range slices.Concat([]*graph.Edge{found.Outer}, found.Calls, site.Edges) {
		judged.Cycle = append(judged.Cycle, Step{Pos: position(edge), Text: j.step(edge)})
	}
	return judged
}

func position(edge *graph.Edge) token.Pos {
	if pos := edge.Instr.Pos(); pos.IsValid() {
		return pos
	}
	return edge.From.Pos()
}
