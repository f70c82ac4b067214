package fanout

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/bound"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"golang.org/x/tools/go/ssa"
)

// A Recursion is a part of the fan-out graph in which every function leads back
// to itself, and which starts goroutines, for who wants to draw it. The
// functions that it calls are no part of it, but for those that hold a site or
// that a site starts.
type Recursion struct {
	// Functions are in source order.
	Functions []Function
	// Steps lead from one to another. Several calls of one function by
	// another are one step; every spawn is one of its own.
	Steps []FunctionStep
	// LeftOut counts functions of the recursion that are not among those
	// above, since there are too many for anyone to look at.
	LeftOut int
}

// A Function is one that takes part in a recursion.
type Function struct {
	// Name is the one that readers of the source know and, for a literal
	// that no variable holds, the one of stack traces: "walk.func1".
	Name string
	Pos  token.Pos // none where the function is another package's
}

// A FunctionStep is a step from one function of a recursion to another.
type FunctionStep struct {
	Step // that of a spawn stands where the site does
	Kind StepKind
	// From and To are indices of functions.
	From, To int
	// Through names what starts the goroutine, or what calls the function
	// that it is handed.
	Through string
}

// A StepKind says how a function runs another.
type StepKind string

// The kinds of steps.
const (
	CallStep    StepKind = "call"
	HandingStep StepKind = "handing" // to something that calls it
	SpawnStep   StepKind = "spawn"
	SendStep    StepKind = "send" // to the loop that receives
)

// mostFunctions is how many functions of a recursion are told, if all of them
// are. People take in some twenty boxes at a glance.
const mostFunctions = 20

// A cycle collects what is to be told of the sites of one recursion.
type cycle struct {
	*judgement
	sites []*bound.Site
	extra []*graph.Edge // that lead to a site from outside
}

// recursions returns what the sites of a package are parts of, in source order.
func recursions(judged []*cycle) []*Recursion {
	// A cycle of what is certain is a part of one that guesses are needed for
	// as well, if there is such a one, and is told with that.
	slices.SortStableFunc(judged, func(a, b *cycle) int {
		return cmp.Compare(len(b.graph.Members(b.on())), len(a.graph.Members(a.on())))
	})
	var told []*cycle
	var graphs []*graph.Graph
	known := make(map[component]*cycle)
	for _, c := range judged {
		var same *cycle
		for _, g := range graphs {
			if same == nil {
				same = known[componentOf(g, c.on())]
			}
		}
		if same == nil {
			told = append(told, c)
			known[componentOf(c.graph, c.on())] = c
			if !slices.Contains(graphs, c.graph) {
				graphs = append(graphs, c.graph)
			}
			continue
		}
		same.sites = append(same.sites, c.sites...)
		same.extra = append(same.extra, c.extra...)
	}
	var found []*Recursion
	for _, c := range told {
		found = append(found, c.recursion())
	}
	slices.SortStableFunc(found, func(a, b *Recursion) int { return cmp.Compare(a.Functions[0].Pos, b.Functions[0].Pos) })
	return found
}

// A component is told by its graph and its first function.
type component struct {
	graph *graph.Graph
	first *ssa.Function
}

func componentOf(g *graph.Graph, fn *ssa.Function) component {
	return component{g, g.Members(fn)[0]}
}

// on returns a function of the cycle.
func (c *cycle) on() *ssa.Function { return c.sites[0].On() }

// has reports whether fn is on the cycle.
func (c *cycle) has(fn *ssa.Function) bool { return c.graph.Together(c.on(), fn) }

func (c *cycle) recursion() *Recursion {
	functions, leftOut := c.functions()
	r := &Recursion{LeftOut: leftOut}
	index := make(map[*ssa.Function]int)
	for i, fn := range functions {
		index[fn] = i
		r.Functions = append(r.Functions, Function{c.title(fn), fn.Pos()})
	}
	seen := make(map[FunctionStep]bool)
	for _, edge := range c.edges(functions) {
		step := c.functionStep(edge)
		step.From, step.To = index[edge.From], index[edge.To]
		key := step
		key.Text = ""
		if step.Kind != SpawnStep {
			key.Pos = token.NoPos
		}
		if !seen[key] {
			seen[key] = true
			r.Steps = append(r.Steps, step)
		}
	}
	for _, site := range c.sites {
		if len(site.Edges) == 0 {
			c.addForeign(r, site, index[site.From])
		}
	}
	slices.SortStableFunc(r.Steps, func(a, b FunctionStep) int { return cmp.Compare(a.Pos, b.Pos) })
	return r
}

// functions returns those that are told, in source order, and how many of the
// cycle are not. Where not all can be, it is those through which the sites lead
// back.
func (c *cycle) functions() (told []*ssa.Function, leftOut int) {
	add := func(edges []*graph.Edge) {
		for _, edge := range edges {
			told = append(told, edge.From, edge.To)
		}
	}
	add(c.extra)
	members := c.graph.Members(c.on())
	all := len(members) <= mostFunctions
	if all {
		told = append(told, members...)
	}
	for _, site := range c.sites {
		told = append(told, site.From)
		add(site.Via)
		add(site.Edges)
		if !all {
			add(site.Cycle)
		}
	}
	slices.SortFunc(told, func(a, b *ssa.Function) int {
		return cmp.Or(cmp.Compare(a.Pos(), b.Pos()), cmp.Compare(a.Name(), b.Name()))
	})
	told = slices.Compact(told)
	known := set(told)
	for _, fn := range members {
		if !known[fn] {
			leftOut++
		}
	}
	return told, leftOut
}

func set(functions []*ssa.Function) map[*ssa.Function]bool {
	found := make(map[*ssa.Function]bool, len(functions))
	for _, fn := range functions {
		found[fn] = true
	}
	return found
}

// edges returns what leads from one of the functions of the cycle to another,
// and what leads from them to its sites and away from those.
func (c *cycle) edges(functions []*ssa.Function) []*graph.Edge {
	var found []*graph.Edge
	known := set(functions)
	for _, fn := range functions {
		for _, edge := range c.graph.Out[fn] {
			if c.has(fn) && c.has(edge.To) && known[edge.To] {
				found = append(found, edge)
			}
		}
	}
	found = append(found, c.extra...)
	for _, site := range c.sites {
		found = append(append(found, site.Via...), site.Edges...)
	}
	return found
}

func (c *cycle) functionStep(edge *graph.Edge) FunctionStep {
	step := FunctionStep{Step: Step{Pos: position(edge), Text: c.step(edge)}}
	switch {
	case edge.Kind == graph.Send:
		step.Kind = SendStep
	case edge.Kind == graph.Spawn:
		step.Kind, step.Through = SpawnStep, "go"
		if edge.Spawner != nil {
			step.Through = shortName(edge.Spawner)
		}
		if node := c.graph.Prog.Node(edge.Instr); node != nil {
			step.Pos = node.Pos()
		}
	case handedTo(edge) != "":
		step.Kind, step.Through = HandingStep, handedTo(edge)
	default:
		step.Kind = CallStep
	}
	return step
}

// addForeign adds the step of a go statement whose function is another package's,
// or a value.
func (c *cycle) addForeign(r *Recursion, site *bound.Site, from int) {
	foreign := Function{Name: c.started(site)}
	to := slices.Index(r.Functions, foreign)
	if to < 0 {
		to = len(r.Functions)
		r.Functions = append(r.Functions, foreign)
	}
	text := fmt.Sprintf("%s starts a goroutine that runs %s", c.name(site.From), foreign.Name)
	r.Steps = append(r.Steps, FunctionStep{Step{site.Instr.Pos(), text}, SpawnStep, from, to, "go"})
}

// started names what a go statement runs as the source does, unless it is the function
// of a package.
func (c *cycle) started(site *bound.Site) string {
	if callee := site.Instr.Common().StaticCallee(); callee != nil {
		return callee.RelString(c.pass.Pkg)
	}
	if statement, ok := c.graph.Prog.Node(site.Instr).(*ast.GoStmt); ok {
		return types.ExprString(statement.Call.Fun)
	}
	return "a function"
}

// title tells a function from all others, as far as a name can.
func (j *judgement) title(fn *ssa.Function) string {
	name := j.name(fn)
	if !j.unnamed(fn) {
		return name
	}
	outer := j.title(fn.Parent())
	number := fn.Name()[strings.LastIndexByte(fn.Name(), '$')+1:]
	if _, declared := fn.Parent().Object().(*types.Func); declared || !j.unnamed(fn.Parent()) {
		return outer + ".func" + number
	}
	return outer + "." + number
}
