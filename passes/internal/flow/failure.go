package flow

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// Retried reports whether a loop comes back to the call only when the call
// failed: a success leaves the loop.
func (g *Graph) Retried(instr ssa.Instruction) bool { return g.Failed(instr, instr) }

// Failed reports whether an instruction follows a call only where that failed:
// a request that can not be made never calls back.
func (g *Graph) Failed(instr, next ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	for _, failure := range Errors(call) {
		uses := usesOf(failure)
		for _, use := range uses {
			succeeds := successOf(use)
			if succeeds < 0 || failedBefore(use, uses) {
				continue
			}
			for _, use := range *use.(ssa.Value).Referrers() {
				branch, ok := use.(*ssa.If)
				if !ok {
					continue
				}
				if !g.FromBlock(branch.Block().Succs[succeeds], next) && (instr == next || Dominates(branch, next)) {
					return true
				}
			}
		}
	}
	return false
}

// successOf returns which way out of a branch is that of a success, where an
// instruction asks an error what it is, or -1.
func successOf(asks ssa.Instruction) int {
	switch asks := asks.(type) {
	case *ssa.BinOp:
		switch asks.Op {
		case token.EQL:
			return 0
		case token.NEQ:
			return 1
		}
	case *ssa.Call:
		// That of no failure is no.
		callee := asks.Call.StaticCallee()
		if callee == nil {
			return -1
		}
		switch callee.String() {
		case "errors.Is", "errors.As", "os.IsExist", "os.IsNotExist", "os.IsPermission", "os.IsTimeout":
			return 1
		}
	}
	return -1
}

// failedBefore reports whether an instruction asks for the kind of an error where
// one of the others has found already that there is one. Then nothing that it is
// told is a success.
func failedBefore(asks ssa.Instruction, others []ssa.Instruction) bool {
	return slices.ContainsFunc(others, func(other ssa.Instruction) bool {
		test, ok := other.(*ssa.BinOp)
		if !ok || !isNil(test.Y) {
			return false
		}
		return slices.ContainsFunc(*test.Referrers(), func(use ssa.Instruction) bool {
			branch, ok := use.(*ssa.If)
			if !ok {
				return false
			}
			failed := branch.Block().Succs[1-successOf(test)]
			return len(failed.Preds) == 1 && failed.Dominates(asks.Block())
		})
	})
}

func isNil(v ssa.Value) bool {
	constant, ok := v.(*ssa.Const)
	return ok && constant.IsNil()
}

// usesOf returns what uses a value, be it at once out of a variable that it is
// put into.
func usesOf(v ssa.Value) []ssa.Instruction {
	uses := *v.Referrers()
	for _, use := range uses {
		store, ok := use.(*ssa.Store)
		if !ok || store.Val != v {
			continue
		}
		for _, instr := range store.Block().Instrs[slices.Index(store.Block().Instrs, ssa.Instruction(store))+1:] {
			if again, ok := instr.(*ssa.Store); ok && again.Addr == store.Addr {
				break
			}
			if load, ok := instr.(*ssa.UnOp); ok && load.Op == token.MUL && load.X == store.Addr {
				uses = slices.Concat(uses, *load.Referrers())
			}
		}
	}
	return uses
}

// IsError reports whether a type is that of errors.
func IsError(typ types.Type) bool {
	return types.Identical(typ, types.Universe.Lookup("error").Type())
}

// Errors returns the error results of a call, be they of a type of somebody's
// own: what the call calls back is told of one too.
func Errors(call *ssa.Call) []ssa.Value {
	fails := func(typ types.Type) bool {
		_, pointer := typ.Underlying().(*types.Pointer)
		return IsError(typ) || pointer && slices.ContainsFunc(call.Call.Args, func(arg ssa.Value) bool {
			back, ok := arg.Type().Underlying().(*types.Signature)
			n := 0
			if ok {
				n = back.Params().Len()
			}
			return n > 0 && types.Identical(back.Params().At(n-1).Type(), typ)
		})
	}
	if fails(call.Type()) {
		return []ssa.Value{call}
	}
	var found []ssa.Value
	for _, use := range *call.Referrers() {
		if extract, ok := use.(*ssa.Extract); ok && fails(extract.Type()) {
			found = append(found, extract)
		}
	}
	return found
}
