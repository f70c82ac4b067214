// Package graph builds the fan-out graph of a package: which function
// runs which, on its own goroutine or on a new one.
//
// The nodes are the functions and literals of the source. What a function
// does with a function it is given is read from its summary, so the edge
// leads from the caller straight to the function that was handed over: one
// closure's callee is not another's.
package graph

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// A Kind says how an edge runs its target.
type Kind int

// The kinds of edges.
const (
	Call  Kind = iota // on the same goroutine
	Spawn             // on a new goroutine
	Send              // by a value sent to the loop that receives it
)

// An Edge is one way in which a function runs another.
type Edge struct {
	From, To *ssa.Function
	Kind     Kind
	Instr    ssa.Instruction
	Spawner  *types.Func // what starts the goroutine, nil for a go statement
	Effect   summary.Effect
	// Direct says that the instruction names the target, so that its
	// arguments are the target's parameters.
	Direct bool
	// Argument is the index of the argument that the target was handed over
	// as, where something else calls it.
	Argument int
	// Dynamic says that the target is one of those that an interface call
	// may reach.
	Dynamic bool
	// Receives are where the target takes what a Send edge sends.
	Receives []ssa.Instruction

	receiver ssa.Value // of a method value that the instruction calls
	received bool      // the target came out of a channel
}

// Args returns the values of the target's parameters, receiver first, or
// nil when something else calls the target.
func (e *Edge) Args() []ssa.Value {
	call, ok := e.Instr.(ssa.CallInstruction)
	if !ok || !e.Direct {
		return nil
	}
	common := call.Common()
	if common.IsInvoke() {
		return append([]ssa.Value{common.Value}, common.Args...)
	}
	if e.receiver != nil {
		return append([]ssa.Value{e.receiver}, common.Args...)
	}
	return common.Args
}

// Arg returns the value of one of the target's parameters, the receiver
// counted first, or nil when nothing here says what it is.
func (e *Edge) Arg(at int) ssa.Value {
	if args := e.Args(); at < len(args) {
		return args[at]
	}
	if !e.Direct && at == 0 {
		return e.receiver
	}
	return nil
}

// A Graph is the fan-out graph of one package.
type Graph struct {
	Prog   *program.Program
	Origin *origin.Resolver
	Flow   *flow.Graph
	Out    map[*ssa.Function][]*Edge
	In     map[*ssa.Function][]*Edge

	extra      summary.Extra
	open       []invocation
	effects    map[*ssa.Parameter]summary.Effect
	raised     []*ssa.Function // whose parameters got effects, see [Graph.settle]
	captured   map[*ssa.Function]*captured
	known      map[edgeKey]*Edge
	crowd      crowd
	holding    map[[2]types.Type]bool // see [Graph.holds]
	givenWhole map[listing]bool       // see [parts.broadcasts]
	component  map[*ssa.Function]int
	sizes      []int
	crowded    map[int]bool // the components with calls of which not all targets are followed
	members    map[int][]*ssa.Function
	worklists  map[ssa.Instruction]bool
	relays     map[any][]relay
	visiting   map[*ssa.Parameter]bool       // may be an object that hands itself on
	boxed      map[*types.Named][]types.Type // what the package converts to its interfaces
}

type edgeKey struct {
	instr ssa.Instruction
	to    *ssa.Function
	kind  Kind
}

// Build builds the graph and, on the way, the summaries of the package's
// own functions. What a person states of functions is added to what the
// code shows.
func Build(prog *program.Program, extra summary.Extra) *Graph {
	flows := flow.New()
	g := &Graph{
		Prog:    prog,
		Origin:  origin.New(prog, flows),
		Flow:    flows,
		Out:     make(map[*ssa.Function][]*Edge),
		In:      make(map[*ssa.Function][]*Edge),
		extra:   extra,
		effects: make(map[*ssa.Parameter]summary.Effect),
		known:   make(map[edgeKey]*Edge),
		crowd:   newCrowd(),
		holding: make(map[[2]types.Type]bool),

		givenWhole: make(map[listing]bool),

		captured:  make(map[*ssa.Function]*captured),
		worklists: make(map[ssa.Instruction]bool),
		visiting:  make(map[*ssa.Parameter]bool),
	}
	g.handedToThemselves()
	for _, fn := range prog.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(ssa.CallInstruction); ok {
					g.open = g.resolve(fn, call, g.open)
				}
			}
		}
	}
	g.settle()
	g.addWorklists()
	g.components()
	return g
}

// Static returns the part of the graph that no interface call is needed
// for, or the graph itself when it has no such call.
func (g *Graph) Static() *Graph {
	static := &Graph{Prog: g.Prog, Origin: g.Origin, Flow: g.Flow, crowd: g.crowd, effects: g.effects, worklists: g.worklists}
	static.Out = make(map[*ssa.Function][]*Edge)
	static.In = make(map[*ssa.Function][]*Edge)
	dropped := false
	for _, fn := range g.Prog.Functions {
		for _, edge := range g.Out[fn] {
			if edge.Dynamic {
				dropped = true
				continue
			}
			static.Out[fn] = append(static.Out[fn], edge)
			static.In[edge.To] = append(static.In[edge.To], edge)
		}
	}
	if !dropped {
		return g
	}
	static.components()
	return static
}

// An invocation is a call whose effect depends on summaries: it calls a
// parameter, or it hands functions over.
type invocation struct {
	fn      *ssa.Function
	call    ssa.CallInstruction
	callees []*ssa.Function         // of this package
	foreign []*types.Func           // declared elsewhere
	params  []*ssa.Parameter        // called parameters
	made    []origin.Made           // called literals that another function made
	handed  map[int]*origin.Binding // of each function argument

	received  bool                        // the called function was received from a channel
	receivers map[*ssa.Function]ssa.Value // of the method values among the callees
}

func kindOf(call ssa.CallInstruction) Kind {
	if _, ok := call.(*ssa.Go); ok {
		return Spawn
	}
	return Call
}

// resolve adds the edges that a call has by itself.
func (g *Graph) resolve(fn *ssa.Function, call ssa.CallInstruction, open []invocation) []invocation {
	inv := invocation{fn: fn, call: call}
	common := call.Common()
	back, dynamic := false, common.IsInvoke()
	switch {
	case common.IsInvoke():
		inv.callees = g.implementations(fn, common)
		inv.foreign = append(inv.foreign, common.Method)
	case common.StaticCallee() != nil && !ofInterface(common.Value):
		inv.callee(g, common.StaticCallee())
		inv.bind(common.Value, g.Prog.Canonical(common.StaticCallee()))
	default:
		if _, ok := common.Value.(*ssa.Builtin); ok {
			return open
		}
		inv.received = isReceived(common.Value)
		called := g.Origin.Binding(common.Value)
		var listed bool
		back, listed = g.calledBack(call, called.Sources)
		if !back {
			inv.made = called.Made
		}
		for _, source := range called.Sources {
			if param, ok := source.(*ssa.Parameter); ok {
				inv.params = append(inv.params, param)
				for _, fn := range g.passedOn(call, param) {
					inv.callee(g, fn)
				}
				continue
			}
			for _, callee := range g.targets(source) {
				if !g.testOnly(fn, callee) && !(back && !listed && keeperOf(source) != nil) {
					inv.callee(g, callee)
					inv.bind(source, callee)
					dynamic = dynamic || ofInterface(source)
				}
			}
		}
	}
	for _, callee := range inv.callees {
		g.add(&Edge{From: fn, To: callee, Kind: kindOf(call), Instr: call, Direct: true, Dynamic: dynamic || back, receiver: inv.receivers[callee], received: inv.received})
	}
	for i, arg := range common.Args {
		if handed := g.functions(arg); handed != nil && len(handed.Sources) > 0 {
			if inv.handed == nil {
				inv.handed = make(map[int]*origin.Binding)
			}
			inv.handed[i] = handed
		}
	}
	if inv.params != nil || inv.handed != nil || inv.made != nil {
		open = append(open, inv)
	}
	return open
}

// isReceived reports whether a value comes straight out of a channel.
func isReceived(v ssa.Value) bool {
	if extract, ok := v.(*ssa.Extract); ok {
		v = extract.Tuple
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		return v.Op == token.ARROW
	case *ssa.Select:
		return true
	}
	return false
}

// testOnly reports whether the program would call what only a test hands to
// it, such as a callback that repeats the call it is told of.
func (g *Graph) testOnly(fn, callee *ssa.Function) bool {
	return g.Origin.InTest(callee.Pos()) && !g.Origin.InTest(fn.Pos())
}

func (inv *invocation) callee(g *Graph, fn *ssa.Function) {
	fn = g.Prog.Canonical(fn)
	if fn.Blocks != nil && (fn.Pkg == nil || fn.Pkg.Pkg == g.Prog.Pass.Pkg) {
		inv.callees = append(inv.callees, fn)
	} else if object, ok := fn.Object().(*types.Func); ok {
		inv.foreign = append(inv.foreign, object)
	}
}

// bind keeps the receiver of a method value.
func (inv *invocation) bind(source ssa.Value, callee *ssa.Function) {
	receiver := boundTo(source)
	if receiver == nil {
		return
	}
	if inv.receivers == nil {
		inv.receivers = make(map[*ssa.Function]ssa.Value)
	}
	inv.receivers[callee] = receiver
}

// boundTo returns the receiver of a method value, or nil for any other value.
func boundTo(source ssa.Value) ssa.Value {
	closure, ok := source.(*ssa.MakeClosure)
	if !ok || len(closure.Bindings) != 1 || closure.Fn.(*ssa.Function).Parent() != nil {
		return nil
	}
	return closure.Bindings[0]
}

// functions returns what an argument carries of functions: one of function
// type, a slice of them, or an interface that a function was put into.
func (g *Graph) functions(arg ssa.Value) *origin.Binding {
	switch typ := arg.Type().Underlying().(type) {
	case *types.Signature:
		return g.Origin.Binding(arg)
	case *types.Slice:
		if _, ok := typ.Elem().Underlying().(*types.Signature); ok {
			return g.Origin.ElementBinding(arg)
		}
	case *types.Interface:
		if boxed, ok := arg.(*ssa.MakeInterface); ok {
			if _, ok := boxed.X.Type().Underlying().(*types.Signature); ok {
				return g.Origin.Binding(boxed.X)
			}
		}
	}
	return nil
}

// ofInterface reports whether v is the method of a value of interface type.
func ofInterface(v ssa.Value) bool {
	receiver := boundTo(v)
	return receiver != nil && types.IsInterface(receiver.Type())
}

// targets returns the functions that a value of function type stands for.
func (g *Graph) targets(v ssa.Value) []*ssa.Function {
	fn := function(v)
	switch {
	case fn == nil:
		return nil
	case ofInterface(v):
		return g.implementations(v.Parent(), &ssa.CallCommon{Value: boundTo(v), Method: fn.Object().(*types.Func)})
	}
	return []*ssa.Function{g.Prog.Canonical(fn)}
}

func function(v ssa.Value) *ssa.Function {
	switch v := v.(type) {
	case *ssa.Function:
		return v
	case *ssa.MakeClosure:
		return v.Fn.(*ssa.Function)
	}
	return nil
}

func (g *Graph) add(edge *Edge) bool {
	edge.To = g.Prog.Canonical(edge.To)
	if edge.To.Blocks == nil {
		return false
	}
	key := edgeKey{edge.Instr, edge.To, edge.Kind}
	if old := g.known[key]; old != nil {
		grown := old.Effect | edge.Effect
		changed := grown != old.Effect
		old.Effect = grown
		for _, receive := range edge.Receives {
			if !slices.Contains(old.Receives, receive) {
				old.Receives = append(old.Receives, receive)
			}
		}
		return changed
	}
	if !g.crowd.admits(edge) {
		return false
	}
	g.known[key] = edge
	g.Out[edge.From] = append(g.Out[edge.From], edge)
	g.In[edge.To] = append(g.In[edge.To], edge)
	return true
}
