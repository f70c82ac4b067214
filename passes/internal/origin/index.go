package origin

import (
	"go/token"
	"go/types"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"golang.org/x/tools/go/ssa"
)

// New indexes a package. The cost is linear in its instructions.
func New(prog *program.Program, graph *flow.Graph) *Resolver {
	r := &Resolver{
		prog:    prog,
		flow:    graph,
		fields:  make(map[*types.Var][]ssa.Value),
		globals: make(map[*ssa.Global][]ssa.Value),
		stores:  make(map[*types.Var][]*ssa.Store),
		callers: make(map[*ssa.Function][]ssa.CallInstruction),
		used:    make(map[*ssa.Function]bool),
		memo:    make(map[ssa.Value]*Binding),
		lost:    make(map[*ssa.Parameter]bool),

		captured: make(map[capture]*Binding),
		outside:  make(map[string]ssa.Value),
		asked:    make(map[ssa.Value]bool),
	}
	for _, fn := range prog.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				r.index(instr)
			}
		}
	}
	return r
}

func (r *Resolver) index(instr ssa.Instruction) {
	switch instr := instr.(type) {
	case *ssa.Store:
		switch addr := instr.Addr.(type) {
		case *ssa.Global:
			// A hook that only tests replace is not how the program runs.
			if !r.InTest(instr.Parent().Pos()) || r.InTest(addr.Pos()) {
				r.globals[addr] = append(r.globals[addr], instr.Val)
			}
		case *ssa.FieldAddr:
			field := FieldOf(addr)
			r.fields[field] = append(r.fields[field], instr.Val)
			r.stores[field] = append(r.stores[field], instr)
		}
	case *ssa.MapUpdate:
		r.maps = append(r.maps, instr)
	case *ssa.Send:
		r.sends = append(r.sends, instr)
	case ssa.CallInstruction:
		if callee := r.certain(instr.Common()); callee != nil {
			r.callers[callee] = append(r.callers[callee], instr)
		}
	}
	if closure, ok := instr.(*ssa.MakeClosure); ok {
		if fn := closure.Fn.(*ssa.Function); fn.Parent() == nil {
			r.used[r.prog.Canonical(fn)] = true // a method value
		}
		return
	}
	var called ssa.Value
	if call, ok := instr.(ssa.CallInstruction); ok {
		called = call.Common().Value
	}
	var operands [8]*ssa.Value
	for _, operand := range instr.Operands(operands[:0]) {
		if *operand == nil || *operand == called {
			continue
		}
		if fn, ok := (*operand).(*ssa.Function); ok {
			r.used[r.prog.Canonical(fn)] = true
		}
	}
}

// certain returns the one function that a call can run, or nil: also that of an
// interface which a value is put into on the spot, and a function of a type that
// was given a name, as one that takes itself must have.
func (r *Resolver) certain(call *ssa.CallCommon) *ssa.Function {
	if boxed, ok := call.Value.(*ssa.MakeInterface); ok && call.IsInvoke() {
		return r.prog.Method(boxed.X.Type(), call.Method.Pkg(), call.Method.Name())
	}
	called := call.Value
	for {
		named, ok := called.(*ssa.ChangeType)
		if !ok {
			break
		}
		called = named.X
	}
	switch called := called.(type) {
	case *ssa.Function:
		return r.prog.Canonical(called)
	case *ssa.MakeClosure:
		return r.prog.Canonical(called.Fn.(*ssa.Function))
	}
	return nil
}

// Argument returns what a call hands in as the parameter with some index, the
// receiver first, or nil.
func Argument(call ssa.CallInstruction, at int) ssa.Value {
	common := call.Common()
	if common.IsInvoke() {
		if at == 0 {
			return common.Value
		}
		at--
	}
	if at < 0 || at >= len(common.Args) {
		return nil
	}
	return common.Args[at]
}

// InTest reports whether pos stands in a test file.
func (r *Resolver) InTest(pos token.Pos) bool {
	file := r.prog.Pass.Fset.File(pos) // none for some functions of other packages
	return file != nil && strings.HasSuffix(file.Name(), "_test.go")
}

// Sends returns the package's plain send statements.
func (r *Resolver) Sends() []*ssa.Send { return r.sends }

// FieldStores returns the stores to a field, on whatever object.
func (r *Resolver) FieldStores(field *types.Var) []*ssa.Store { return r.stores[field] }

// FieldOf returns the field that an address selects.
func FieldOf(addr *ssa.FieldAddr) *types.Var {
	return structField(addr.X.Type(), addr.Field)
}

func structField(typ types.Type, index int) *types.Var {
	typ = program.Deref(typ)
	if param, ok := types.Unalias(typ).(*types.TypeParam); ok {
		typ = param.Constraint()
	}
	if strct, ok := typ.Underlying().(*types.Struct); ok {
		return strct.Field(index).Origin()
	}
	return nil
}
