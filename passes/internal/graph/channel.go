package graph

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"
)

// A receive takes a value that is used, so it is not a semaphore's slot.
type receive struct {
	instr   ssa.Instruction
	channel ssa.Value
	entered *ssa.BasicBlock // for a case of a select
}

func (r receive) dominates(instr ssa.Instruction) bool {
	if r.entered != nil {
		return r.entered.Dominates(instr.Block())
	}
	return flow.Dominates(r.instr, instr)
}

func (g *Graph) receives(fn *ssa.Function) []receive {
	var found []receive
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch instr := instr.(type) {
			case *ssa.UnOp:
				if instr.Op == token.ARROW && instr.Referrers() != nil && len(*instr.Referrers()) > 0 {
					found = append(found, receive{instr: instr, channel: instr.X})
				}
			case *ssa.Select:
				entered := flow.Cases(instr)
				received := 0
				for i, state := range instr.States {
					if state.Dir != types.RecvOnly {
						continue
					}
					if entered[i] != nil && usesResult(instr, received+2) {
						found = append(found, receive{instr, state.Chan, entered[i]})
					}
					received++
				}
			}
		}
	}
	return found
}

// usesResult reports whether anything uses a result of a select: after the
// chosen case and whether the channel is open come the received values.
func usesResult(sel *ssa.Select, index int) bool {
	for _, use := range *sel.Referrers() {
		if extract, ok := use.(*ssa.Extract); ok && extract.Index == index && len(*extract.Referrers()) > 0 {
			return true
		}
	}
	return false
}

// A send is a send statement or such a case of a select.
type send struct {
	instr          ssa.Instruction
	channel, value ssa.Value
}

func sends(fn *ssa.Function) []send {
	var found []send
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch instr := instr.(type) {
			case *ssa.Send:
				found = append(found, send{instr, instr.Chan, instr.X})
			case *ssa.Select:
				for _, state := range instr.States {
					if state.Dir == types.SendOnly {
						found = append(found, send{instr, state.Chan, state.Send})
					}
				}
			}
		}
	}
	return found
}

// sendable says of which types items are sent. Most loops that receive need
// no further look.
type sendable struct {
	types   typeutil.Map
	generic bool // a type parameter stands for any type
}

func (g *Graph) sendable() *sendable {
	sent := new(sendable)
	for _, fn := range g.Prog.Functions {
		for _, s := range sends(fn) {
			if typ := item(s.channel); typ != nil {
				sent.types.Set(typ, true)
			} else {
				sent.generic = true
			}
		}
	}
	return sent
}

func (s *sendable) to(channel ssa.Value) bool {
	typ := item(channel)
	return s.generic || typ == nil || s.types.At(typ) != nil
}

// item returns the type of a channel's items, or nil where it is generic.
func item(channel ssa.Value) types.Type {
	typ, ok := channel.Type().Underlying().(*types.Chan)
	if !ok {
		return nil
	}
	if _, generic := types.Unalias(typ.Elem()).(*types.TypeParam); generic {
		return nil
	}
	return typ.Elem()
}

// A walk visits what an activation of one function runs, on whatever
// goroutine, and keeps what the functions on the way are given, so that a
// channel is recognised by whatever name it goes there.
type walk struct {
	graph *Graph
	start *ssa.Function
	order []*ssa.Function
	many  map[*ssa.Function]bool // run more than once
	given map[*ssa.Parameter][]ssa.Value
}

// walk follows all edges from the end of a way that starts in a function,
// but not into that function again.
func (g *Graph) walk(way ...*Edge) *walk {
	w := g.bound(way...)
	type step struct {
		fn   *ssa.Function
		many bool
	}
	pending := []step{{way[len(way)-1].To, false}}
	for at := 0; at < len(pending); at++ {
		next := pending[at]
		many, seen := w.many[next.fn]
		if next.fn == w.start || seen && (many || !next.many) {
			continue
		}
		if !seen {
			w.order = append(w.order, next.fn)
		}
		w.many[next.fn] = next.many
		for _, edge := range g.Out[next.fn] {
			if edge.Kind == Send {
				continue
			}
			w.bind(edge)
			pending = append(pending, step{edge.To, next.many || edge.Effect&summary.Many != 0 || g.Flow.InLoop(edge.Instr) && !g.Flow.Retried(edge.Instr)})
		}
	}
	return w
}

// bound returns a walk that has only made the given steps.
func (g *Graph) bound(way ...*Edge) *walk {
	w := &walk{graph: g, many: make(map[*ssa.Function]bool), given: make(map[*ssa.Parameter][]ssa.Value), start: way[0].From}
	for _, edge := range way {
		w.bind(edge)
	}
	return w
}

// maxGiven bounds how many callers' arguments are told apart.
const maxGiven = 8

func (w *walk) bind(edge *Edge) {
	if edge.To == w.start {
		return
	}
	for i, arg := range edge.Args() {
		if i >= len(edge.To.Params) {
			return
		}
		param := edge.To.Params[i]
		if known := w.given[param]; len(known) < maxGiven && !slices.Contains(known, arg) {
			w.given[param] = append(known, arg)
		}
	}
}

// paths returns what an object is to the function that the walk started in: at
// least itself, if it is a parameter that is only handed on.
func (w *walk) paths(path origin.Path) []origin.Path {
	var found []origin.Path
	seen := make(map[*ssa.Parameter]bool)
	var resolve func(path origin.Path)
	resolve = func(path origin.Path) {
		param, ok := path.Root.(*ssa.Parameter)
		if !ok || len(w.given[param]) == 0 {
			found = append(found, path)
			return
		}
		if seen[param] {
			return
		}
		seen[param] = true
		for _, arg := range w.given[param] {
			resolve(w.graph.Origin.Extend(arg, path.Fields, path.Element))
		}
	}
	resolve(path)
	if len(found) == 0 {
		return []origin.Path{path}
	}
	return found
}

// meets reports whether two paths may lead to one channel. Paths from one
// root tell objects apart, while others are known by their last field.
func meets(p, q origin.Path) bool {
	if p.Root == q.Root {
		return p.Equal(q)
	}
	return p.Key() == q.Key()
}
