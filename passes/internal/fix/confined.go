package fix

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// open reports whether other packages may call a declared function: one that is
// exported, unless it is a method of a type that doesn't leave the package.
func (x *index) open(decl *ast.FuncDecl, pkg *types.Package) bool {
	if !decl.Name.IsExported() || pkg.Name() == "main" {
		return false
	}
	fn, ok := x.info.Defs[decl.Name].(*types.Func)
	if !ok || fn.Signature().Recv() == nil {
		return true
	}
	named, ok := pointee(fn.Signature().Recv().Type()).(*types.Named)
	return !ok || named.Obj().Exported() || !x.confined(named.Obj())
}

// confined reports whether each value of a type of the package stays in a local
// variable whose fields and methods are all that is ever used of it.
//
//	eg := recovering{}
//	eg.Go(task)
func (x *index) confined(typ types.Object) bool {
	for _, ident := range x.idents[typ] {
		switch kind := ident.ParentEdgeKind(); {
		case kind == edge.TypeSpec_Name:
		case isReceiver(ident):
			if fn, ok := enclosing[*ast.FuncDecl](ident); !ok || !x.onlySelected(fn.Node().(*ast.FuncDecl).Recv.List[0].Names) {
				return false
			}
		case kind == edge.CompositeLit_Type:
			value := ident.Parent()
			if addressTaken(value) {
				value = value.Parent()
			}
			v := literalVariable(x, value)
			if v == nil || v.Kind() != types.LocalVar || !x.selected(v) {
				return false
			}
		case kind == edge.ValueSpec_Type:
			if !x.onlySelected(ident.Parent().Node().(*ast.ValueSpec).Names) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// isReceiver reports whether an identifier names the type of a receiver.
func isReceiver(ident inspector.Cursor) bool {
	if ident.ParentEdgeKind() == edge.StarExpr_X {
		ident = ident.Parent()
	}
	return ident.ParentEdgeKind() == edge.Field_Type && ident.Parent().Parent().ParentEdgeKind() == edge.FuncDecl_Recv
}

// onlySelected is selected for all variables that the names declare.
func (x *index) onlySelected(names []*ast.Ident) bool {
	for _, name := range names {
		v, ok := x.info.Defs[name].(*types.Var)
		if ok && (v.Kind() != types.LocalVar && v.Kind() != types.RecvVar || !x.selected(v)) {
			return false
		}
	}
	return true
}

// selected reports whether all that is done with v, its declaration aside, is
// to select its fields and methods.
func (x *index) selected(v *types.Var) bool {
	for _, ident := range x.idents[v][1:] {
		if operand(ident).ParentEdgeKind() != edge.SelectorExpr_X {
			return false
		}
	}
	return true
}
