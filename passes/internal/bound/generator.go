package bound

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// drained recognises a generator: the function returns the channel that its
// goroutine sends to and closes, and the recursion reads each such channel to
// its end before it goes on. That is a join, by the caller. One that makes the
// next generator before the last one is at its end has several of them alive.
func (j *Judge) drained(site *Site) *verdict.Evidence {
	if !j.returnsClosed(site) {
		return nil
	}
	var first ssa.Instruction
	for _, edge := range j.graph.In[site.From] {
		if !j.reentry(edge, site) {
			continue
		}
		call, ok := edge.Instr.(*ssa.Call)
		if !ok || edge.Kind != graph.Call || !edge.Direct {
			return nil
		}
		receive, end := readToEnd(call)
		if receive == nil || j.reenters(call, end, site) {
			return nil
		}
		first = receive
	}
	if first == nil {
		return nil
	}
	return drainedAt(first)
}

// drainedByCaller recognises a generator that is no part of the recursion, and
// that the recursion reads to its end without going on meanwhile.
func (j *Judge) drainedByCaller(site *Site) *verdict.Evidence {
	call, ok := site.Via[len(site.Via)-1].Instr.(*ssa.Call)
	if !ok || !j.returnsClosed(site) {
		return nil
	}
	receive, _ := readToEnd(call)
	if receive == nil {
		return nil
	}
	for _, edge := range j.graph.Out[receive.Parent()] {
		if j.reentry(edge, site) && j.flow.Follows(receive, edge.Instr) && j.flow.Follows(edge.Instr, receive) {
			return nil // it goes on inside the loop
		}
	}
	return drainedAt(receive)
}

// reenters reports whether the recursion goes on between a call and a place.
func (j *Judge) reenters(call *ssa.Call, until *place, site *Site) bool {
	for _, edge := range j.graph.Out[call.Parent()] {
		if j.reentry(edge, site) && flow.Avoiding(call, isInstr(edge.Instr), isInstr(until.block.Instrs[until.index])) {
			return true
		}
	}
	return false
}

func drainedAt(receive ssa.Instruction) *verdict.Evidence {
	return sequential(receive, "what the goroutine sends is received to the end here before the recursion goes on")
}

// returnsClosed reports whether the function returns the channel that the
// goroutine closes.
func (j *Judge) returnsClosed(site *Site) bool {
	closed := make(map[any]bool)
	for _, edge := range site.Edges {
		for _, op := range j.Operations(edge.To) {
			if op.Action == Close {
				closed[j.seenFrom(op.Path, edge).Key()] = true
			}
		}
	}
	found := false
	for _, block := range site.From.Blocks {
		ret, ok := flow.Last(block).(*ssa.Return)
		if !ok {
			continue
		}
		if len(ret.Results) != 1 || !closed[j.graph.Origin.Path(ret.Results[0]).Key()] {
			return false
		}
		found = true
	}
	return found
}

// readElsewhere recognises a producer whose channel or pipe is handed to code
// that can not be seen, before the recursion goes on: that is there to read it to
// the end, which the producer tells. Or it is a pipe of a command that is awaited
// then, which closes it.
func (j *Judge) readElsewhere(site *Site) *verdict.Evidence {
	ends, commands := j.readEnds(site), j.pipedCommands(site)
	if len(ends) == 0 && len(commands) == 0 {
		return nil
	}
	next := make(map[ssa.Instruction]bool)
	for _, edge := range j.graph.Out[site.From] {
		next[edge.Instr] = j.reentry(edge, site)
	}
	readers := make(map[ssa.Instruction]bool)
	var first ssa.Instruction
	for _, at := range calls(site.From) {
		call, ok := at.(*ssa.Call)
		if ok && j.unseen(call) && j.flow.Follows(site.Instr, call) && slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool {
			arg = origin.Unboxed(arg)
			key := j.graph.Origin.Path(arg).Key()
			// What io.Pipe returns has one path.
			return types.TypeString(arg.Type(), nil) != "*io.PipeWriter" && ends[key] || awaitsCommand(call) && commands[key]
		}) {
			readers[call] = true
			first = cmp.Or(first, at)
		}
	}
	if first == nil || flow.Avoiding(site.Instr,
		func(i ssa.Instruction) bool { return isReturn(i) || next[i] },
		func(i ssa.Instruction) bool { return readers[i] }) {
		return nil
	}
	return sequential(first, "what the goroutine makes is read here before the recursion goes on")
}

// readEnds returns the keys of the channels and pipes that the goroutine closes.
func (j *Judge) readEnds(site *Site) map[any]bool {
	ends := make(map[any]bool)
	for _, edge := range site.Edges {
		for _, op := range j.Operations(edge.To) {
			if op.Action == Close {
				ends[j.seenFrom(op.Path, edge).Key()] = true
			}
		}
		if !j.imports("io") {
			continue
		}
		for _, call := range calls(edge.To) {
			call := call.(ssa.CallInstruction)
			if name := calledName(call); name != "(*io.PipeWriter).Close" && name != "(*io.PipeWriter).CloseWithError" {
				continue
			}
			ends[j.seenFrom(j.graph.Origin.Path(call.Common().Args[0]), edge).Key()] = true
		}
	}
	return ends
}

// imports reports whether the package imports another one.
func (j *Judge) imports(path string) bool {
	return slices.ContainsFunc(j.graph.Prog.Pass.Pkg.Imports(), func(pkg *types.Package) bool { return pkg.Path() == path })
}

// pipedCommands returns the keys of the commands whose pipes the goroutine reads
// or writes.
func (j *Judge) pipedCommands(site *Site) map[any]bool {
	if !j.imports("os/exec") {
		return nil
	}
	commands := make(map[any]bool)
	add := func(used []ssa.Value) {
		for _, v := range used {
			pipe, ok := j.graph.Origin.Path(origin.Unboxed(v)).Root.(*ssa.Call)
			if !ok {
				continue
			}
			switch calledName(pipe) {
			case "(*os/exec.Cmd).StdinPipe", "(*os/exec.Cmd).StdoutPipe", "(*os/exec.Cmd).StderrPipe":
				commands[j.graph.Origin.Path(pipe.Call.Args[0]).Key()] = true
			}
		}
	}
	add(site.Instr.Common().Args)
	for _, edge := range site.Edges {
		for _, call := range calls(edge.To) {
			add(call.(ssa.CallInstruction).Common().Args)
		}
	}
	return commands
}

// awaitsCommand reports whether a call returns once a command has ended.
func awaitsCommand(call *ssa.Call) bool {
	switch calledName(call) {
	case "(*os/exec.Cmd).Wait", "(*os/exec.Cmd).Run", "(*os/exec.Cmd).Output", "(*os/exec.Cmd).CombinedOutput":
		return true
	}
	return false
}

// unseen reports whether a call leads out of the package.
func (j *Judge) unseen(call *ssa.Call) bool {
	if callee := call.Call.StaticCallee(); callee != nil {
		return j.graph.Prog.Canonical(callee).Blocks == nil
	}
	return !slices.ContainsFunc(j.graph.Out[call.Parent()], func(edge *graph.Edge) bool { return edge.Instr == ssa.Instruction(call) && edge.Direct })
}

// readToEnd returns the receive of the loop that reads a channel until it is
// closed, and where that leads, if that is all that happens to the channel a call
// returns and nothing leaves the loop early. Else it returns nil.
func readToEnd(call *ssa.Call) (ssa.Instruction, *place) {
	var found *ssa.UnOp
	for _, use := range *call.Referrers() {
		receive, ok := use.(*ssa.UnOp)
		if !ok || receive.Op != token.ARROW || !receive.CommaOk || found != nil {
			return nil, nil
		}
		found = receive
	}
	if found == nil {
		return nil, nil
	}
	for _, use := range *found.Referrers() {
		open, ok := use.(*ssa.Extract)
		if !ok || open.Index != 1 {
			continue
		}
		into := branchOn(open, token.EQL)
		if into == nil {
			return nil, nil
		}
		early := flow.AvoidingFrom(into.block, into.index, isReturn, isInstr(found))
		if !early {
			return found, branchOn(open, token.NEQ)
		}
	}
	return nil, nil
}
