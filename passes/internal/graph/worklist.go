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

func (g *Graph) closeWorklist(fn *ssa.Function, spawn *Edge, from receive) {
	key := g.Origin.Path(from.channel).Key()
	several := flow.Avoiding(spawn.Instr,
		func(i ssa.Instruction) bool { return i == spawn.Instr },
		func(i ssa.Instruction) bool { return i == from.instr })
	for _, sender := range g.runBy(spawn.To) {
		for _, block := range sender.Blocks {
			for _, instr := range block.Instrs {
				send, ok := instr.(*ssa.Send)
				if !ok || g.Origin.Path(send.Chan).Key() != key {
					continue
				}
				if several || g.Flow.InLoop(send) {
					g.add(&Edge{From: sender, To: fn, Kind: Send, Instr: send})
				}
			}
		}
	}
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
