// Package program turns a package's syntax into SSA form, only when there
// is something to judge.
//
// SSA costs more than all the rest of the analysis together, so it is
// built inside the pass for the few packages that need it. Requiring
// buildssa would build it for every package of every dependency.
package program

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// A Program is one package in SSA form.
type Program struct {
	Pass *analysis.Pass
	// Functions are the functions with a body in the source, literals and
	// the bodies of range-over-func loops included, in source order.
	Functions []*ssa.Function
	// Closures maps a literal to the instructions that make its values.
	Closures map[*ssa.Function][]*ssa.MakeClosure

	pkg   *ssa.Package
	nodes map[token.Pos]ast.Node

	implementers map[*types.Interface][]types.Type
	methods      map[method]*ssa.Function
}

// A method is asked for by the type that may have it, and its name.
type method struct {
	typ  types.Type
	pkg  *types.Package
	name string
}

// Build builds the SSA form of the pass's package. It fails where that would
// take too much memory.
func Build(pass *analysis.Pass) (*Program, error) {
	if err := tooDeep(pass); err != nil {
		return nil, err
	}
	prog := ssa.NewProgram(pass.Fset, 0)
	prog.SetNoReturn(neverReturns)
	for _, imported := range pass.Pkg.Imports() {
		prog.CreatePackage(imported, nil, nil, true)
	}
	pkg := prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false)
	pkg.Build()

	p := &Program{Pass: pass, pkg: pkg, Closures: make(map[*ssa.Function][]*ssa.MakeClosure)}
	p.implementers, p.methods = make(map[*types.Interface][]types.Type), make(map[method]*ssa.Function)
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			if decl, ok := decl.(*ast.FuncDecl); ok {
				if object, ok := pass.TypesInfo.Defs[decl.Name].(*types.Func); ok {
					p.add(prog.FuncValue(object))
				}
			}
		}
	}
	// Literals in package-level variables belong to the initializer.
	p.add(pkg.Func("init"))
	p.index()
	return p, nil
}

func (p *Program) add(fn *ssa.Function) {
	if fn == nil || fn.Blocks == nil {
		return
	}
	p.Functions = append(p.Functions, fn)
	for _, literal := range fn.AnonFuncs {
		p.add(literal)
	}
}

func (p *Program) index() {
	for _, fn := range p.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if closure, ok := instr.(*ssa.MakeClosure); ok {
					literal := closure.Fn.(*ssa.Function)
					p.Closures[literal] = append(p.Closures[literal], closure)
				}
			}
		}
	}
}

// Canonical returns the function of the source that fn stands for: the
// generic origin of an instance, the method behind a wrapper or a method
// value. A function of another package is returned as it is.
func (p *Program) Canonical(fn *ssa.Function) *ssa.Function {
	if origin := fn.Origin(); origin != nil {
		fn = origin
	}
	if fn.Synthetic != "" && fn.Parent() == nil {
		if object, ok := fn.Object().(*types.Func); ok {
			if source := fn.Prog.FuncValue(object.Origin()); source != nil {
				return source
			}
		}
	}
	return fn
}

// Node returns the go, defer or call syntax of an instruction, or nil.
func (p *Program) Node(instr ssa.Instruction) ast.Node {
	if p.nodes == nil {
		p.nodes = make(map[token.Pos]ast.Node)
		for _, file := range p.Pass.Files {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					p.nodes[n.Go] = n
				case *ast.CallExpr:
					p.nodes[n.Lparen] = n
				case *ast.DeferStmt:
					p.nodes[n.Defer] = n.Call
				}
				return true
			})
		}
	}
	return p.nodes[instr.Pos()]
}

// Implementers returns the package's named types that implement iface, as
// the type whose method set does: T or *T.
func (p *Program) Implementers(iface *types.Interface) []types.Type {
	known, ok := p.implementers[iface]
	if !ok {
		known = slices.Clip(p.findImplementers(iface))
		p.implementers[iface] = known
	}
	return known
}

func (p *Program) findImplementers(iface *types.Interface) []types.Type {
	var found []types.Type
	scope := p.Pass.Pkg.Scope()
	for _, name := range scope.Names() {
		object, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || object.IsAlias() || types.IsInterface(object.Type()) {
			continue
		}
		if named, ok := object.Type().(*types.Named); ok && named.TypeParams().Len() > 0 {
			continue
		}
		if types.Implements(object.Type(), iface) {
			found = append(found, object.Type())
		} else if pointer := types.NewPointer(object.Type()); types.Implements(pointer, iface) {
			found = append(found, pointer)
		}
	}
	return found
}

// Method returns the source function of a type's method, or nil when it is
// not declared in this package.
func (p *Program) Method(typ types.Type, pkg *types.Package, name string) *ssa.Function {
	asked := method{typ, pkg, name}
	known, ok := p.methods[asked]
	if !ok {
		known = p.findMethod(typ, pkg, name)
		p.methods[asked] = known
	}
	return known
}

func (p *Program) findMethod(typ types.Type, pkg *types.Package, name string) *ssa.Function {
	selection := types.NewMethodSet(typ).Lookup(pkg, name)
	if selection == nil {
		return nil
	}
	object, ok := selection.Obj().(*types.Func)
	if !ok || object.Pkg() != p.Pass.Pkg {
		return nil
	}
	return p.Declared(object)
}

// Deref returns the type that a type points to, or the type.
func Deref(typ types.Type) types.Type {
	if pointer, ok := typ.Underlying().(*types.Pointer); ok {
		return pointer.Elem()
	}
	return typ
}

// TypeName returns the name of the type that a type is or points to, or nil.
func TypeName(typ types.Type) *types.TypeName {
	if pointer, ok := types.Unalias(typ).(*types.Pointer); ok {
		typ = pointer.Elem()
	}
	if is, ok := types.Unalias(typ).(*types.Named); ok {
		return is.Origin().Obj()
	}
	return nil
}

// Declared returns the source function of an object, or nil when it is not
// declared in this package or has no body.
func (p *Program) Declared(object *types.Func) *ssa.Function {
	fn := p.pkg.Prog.FuncValue(object.Origin())
	if fn == nil || fn.Blocks == nil {
		return nil
	}
	return fn
}

// Imported returns a package that the pass's package imports, or nil.
func (p *Program) Imported(path string) *ssa.Package { return p.pkg.Prog.ImportedPackage(path) }
