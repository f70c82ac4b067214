package graph

import (
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// The longest ways from a loop to a spawn that its items decide on. Up to a
// near one the call itself says so. The more calls lie between, the more has to
// show that it is the item which leads to what is sent.
const (
	near = 2
	far  = 4
)

// started returns the ways on which a function comes to a spawn: itself, or in
// what it calls by name.
func (g *Graph) started(fn *ssa.Function) [][]*Edge {
	var found [][]*Edge
	seen := map[*ssa.Function]bool{fn: true}
	var visit func(fn *ssa.Function, way []*Edge)
	visit = func(fn *ssa.Function, way []*Edge) {
		for _, edge := range g.Out[fn] {
			next := append(slices.Clip(way), edge)
			switch {
			case edge.Kind == Spawn:
				found = append(found, next)
			case edge.Kind == Call && edge.Direct && !edge.Dynamic && len(next) < far && (len(next) < near && edge.To != fn || !seen[edge.To]):
				seen[edge.To] = true
				visit(edge.To, next)
			}
		}
	}
	visit(fn, nil)
	return found
}

// decides reports whether a received item leads to a spawn: on a longer way
// it, or what is made of it, is handed from call to call.
func (g *Graph) decides(from receive, way []*Edge) bool {
	if len(way) <= near {
		return true
	}
	made := derived(from.items())
	for _, edge := range way[:len(way)-1] {
		var params []ssa.Value
		for i, arg := range edge.Args() {
			if made[arg] && i < len(edge.To.Params) {
				params = append(params, edge.To.Params[i])
			}
		}
		made = derived(params)
	}
	var operands [8]*ssa.Value
	return slices.ContainsFunc(way[len(way)-1].Instr.Operands(operands[:0]), func(operand *ssa.Value) bool { return made[*operand] })
}

// items returns the values that a receive takes.
func (r receive) items() []ssa.Value {
	sel, ok := r.instr.(*ssa.Select)
	if !ok {
		return []ssa.Value{r.instr.(ssa.Value)}
	}
	var found []ssa.Value
	for _, use := range *sel.Referrers() {
		if extract, ok := use.(*ssa.Extract); ok && extract.Index >= 2 {
			found = append(found, extract)
		}
	}
	return found
}

// handedOn reports whether what is sent was handed to the goroutine that a walk
// goes through, and not made by it: it is a sender of items that there are
// already.
func (w *walk) handedOn(sent send) bool {
	return !slices.ContainsFunc(w.paths(w.graph.Origin.Path(sent.value)), func(path origin.Path) bool {
		if _, param := path.Root.(*ssa.Parameter); param {
			return false
		}
		made, ok := path.Root.(ssa.Instruction)
		return !ok || slices.Contains(w.order, made.Parent())
	})
}

// derived returns the values of one function that are made of others.
func derived(from []ssa.Value) map[ssa.Value]bool {
	found := make(map[ssa.Value]bool)
	pending := from
	for len(pending) > 0 {
		next := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if found[next] || next.Referrers() == nil {
			continue
		}
		found[next] = true
		for _, use := range *next.Referrers() {
			pending = append(pending, made(use, next)...)
		}
	}
	return found
}

// variable returns the local variable that an address leads into. What belongs
// to somebody else holds more than what was made of one item.
func variable(addr ssa.Value) []ssa.Value {
	for {
		switch at := addr.(type) {
		case *ssa.FieldAddr:
			addr = at.X
		case *ssa.IndexAddr:
			addr = at.X
		case *ssa.Alloc, *ssa.MakeSlice, *ssa.MakeMap:
			return []ssa.Value{addr}
		default:
			return nil
		}
	}
}
