package graph

import (
	"go/token"
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// addWorklists closes the cycles that run through a channel: a loop
// receives from a channel and starts goroutines that send to it again, the
// worklist of a crawler. The cycle fans out only when one received value
// can lead to several sent ones: a goroutine that sends the one value back
// is a retry.
func (g *Graph) addWorklists() {
	for _, fn := range g.Prog.Functions {
		receives := g.receives(fn)
		if len(receives) == 0 {
			continue
		}
		for _, edge := range g.Out[fn] {
			if edge.Kind != Spawn {
				continue
			}
			for _, receive := range receives {
				// What is received decides what is started.
				if receive.dominates(edge.Instr) && g.Flow.Follows(edge.Instr, receive.instr) {
					g.closeWorklist(fn, edge, receive)
				}
			}
		}
	}
}

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
				for i, state := range instr.States {
					if state.Dir == types.RecvOnly && entered[i] != nil {
						found = append(found, receive{instr, state.Chan, entered[i]})
					}
				}
			}
		}
	}
	return found
}

// closeWorklist adds the edges that lead from what a spawn runs back to the
// loop that received: by one channel, or by two with a loop between them
// that passes items on.
func (g *Graph) closeWorklist(fn *ssa.Function, spawn *Edge, from receive) {
	wanted := g.Origin.Path(from.channel).Key()
	several := repeats(spawn.Instr, from.instr)
	for _, sender := range g.runBy(spawn.To) {
		for _, send := range sends(sender) {
			key := g.Origin.Path(send.Chan).Key()
			many := several || g.Flow.InLoop(send)
			if key == wanted {
				if many {
					g.closeWith(spawn, &Edge{From: sender, To: fn, Kind: Send, Instr: send})
				}
				continue
			}
			for _, relay := range g.relays(key, wanted) {
				if many || relay.several {
					g.closeWith(spawn,
						&Edge{From: sender, To: relay.fn, Kind: Send, Instr: send},
						&Edge{From: relay.fn, To: fn, Kind: Send, Instr: relay.send})
				}
			}
		}
	}
}

func (g *Graph) closeWith(spawn *Edge, edges ...*Edge) {
	g.worklists[spawn.Instr] = true
	for _, edge := range edges {
		g.add(edge)
	}
}

// FromWorklist reports whether a spawn is made for the items of a worklist.
func (g *Graph) FromWorklist(spawn ssa.Instruction) bool { return g.worklists[spawn] }

// repeats reports whether instr can be executed again before since is.
func repeats(instr, since ssa.Instruction) bool {
	return flow.Avoiding(instr,
		func(i ssa.Instruction) bool { return i == instr },
		func(i ssa.Instruction) bool { return i == since })
}

// A relay receives from one channel and sends what comes of it to another.
type relay struct {
	fn      *ssa.Function
	send    *ssa.Send
	several bool // several sends for one item
}

// relays returns the loops that receive from one channel and send to
// another.
func (g *Graph) relays(from, to any) []relay {
	var found []relay
	for _, fn := range g.Prog.Functions {
		for _, send := range sends(fn) {
			if g.Origin.Path(send.Chan).Key() != to {
				continue
			}
			for _, receive := range g.receives(fn) {
				if g.Origin.Path(receive.channel).Key() == from && receive.dominates(send) && g.Flow.Follows(send, receive.instr) {
					found = append(found, relay{fn, send, repeats(send, receive.instr)})
				}
			}
		}
	}
	return found
}

func sends(fn *ssa.Function) []*ssa.Send {
	var found []*ssa.Send
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if send, ok := instr.(*ssa.Send); ok {
				found = append(found, send)
			}
		}
	}
	return found
}

// runBy returns fn and the functions that it runs, on whatever goroutine.
func (g *Graph) runBy(fn *ssa.Function) []*ssa.Function {
	seen := map[*ssa.Function]bool{fn: true}
	found := []*ssa.Function{fn}
	for i := 0; i < len(found); i++ {
		for _, edge := range g.Out[found[i]] {
			if !seen[edge.To] {
				seen[edge.To] = true
				found = append(found, edge.To)
			}
		}
	}
	return found
}
