package fix

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A group may be an embedded field, whose methods are those of the struct then.
// The limited group is embedded in its place, under the name of its type:
//
//	type walker struct { sync.WaitGroup }      type walker struct { *lifo.Group }
//	w.Wait()                                   w.Wait()
//	w.WaitGroup.Wait()                         w.Group.Wait()

// promoting returns the embedded field whose field or method a selection
// denotes without naming it, or nil.
func (x *index) promoting(sel *ast.SelectorExpr) *types.Var {
	s := x.info.Selections[sel]
	if s == nil {
		return nil
	}
	fields := through(s)
	if len(fields) == 0 {
		return nil
	}
	return fields[len(fields)-1].Origin()
}

// through returns the embedded fields that a selection leads through, outermost
// first.
func through(s *types.Selection) []*types.Var {
	var fields []*types.Var
	t := s.Recv()
	for _, i := range s.Index()[:len(s.Index())-1] {
		structure, ok := pointee(t).Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		field := structure.Field(i)
		fields, t = append(fields, field), field.Type()
	}
	return fields
}

// promote files the selection at sel under the embedded group that it denotes
// a method of, if it does.
func (x *index) promote(sel inspector.Cursor) {
	if field := x.promoting(sel.Node().(*ast.SelectorExpr)); field != nil && kindOf(field.Type()) != nil {
		x.promoted[field] = append(x.promoted[field], sel.ChildAt(edge.SelectorExpr_X, -1))
	}
}

// joining returns the method of a group that a call calls, or nil, and the
// variable of the group, or nil if that isn't a plain one.
func (x *index) joining(call *ast.CallExpr) (*types.Var, *types.Func) {
	recv, method := x.method(call)
	if method == nil || kindOf(method.Signature().Recv().Type()) == nil {
		return nil, nil
	}
	if field := x.promoting(ast.Unparen(call.Fun).(*ast.SelectorExpr)); field != nil {
		return field, method
	}
	return x.variable(recv), method
}

// embedded files the uses of a group through the struct that it is embedded in.
func (r *rewrite) embedded(g *group, v *types.Var) *Obstacle {
	for _, use := range r.index.promoted[v] {
		if !r.holds(use.Node().Pos()) {
			return obstruct(use.Node(), "%s is used in another file, and a fix stays within one", v.Name())
		}
		if !fieldOf(use.Node().(ast.Expr)) {
			return obstruct(use.Node(), "whose group this is isn't clear")
		}
		if obstacle := g.called(v.Name(), use.Parent()); obstacle != nil {
			return obstacle
		}
	}
	return nil
}

// mayServe reports whether a method that a type has of its embedded group may be
// what an interface asks for: one of the same name and signature.
func (r *rewrite) mayServe(typ types.Type, method string) bool {
	own, _, _ := types.LookupFieldOrMethod(typ, true, r.pass.Pkg, method)
	return own != nil && r.index.interfaceHas(method, func(asked *types.Func) bool { return types.Identical(asked.Type(), own.Type()) })
}

// rename gives an embedded group the name of its new type wherever it is named,
// if the struct that spec declares keeps all else that its users may need.
func (r *rewrite) rename(v *types.Var, spec *ast.TypeSpec) *Obstacle {
	if !v.Embedded() {
		return nil
	}
	names := []string{r.group.group}
	if r.group.name == "WaitGroup" {
		names = append(names, "Go") // which is not a method of all versions of it
	}
	typ := r.info.Defs[spec.Name].Type()
	for _, name := range names {
		obj, path, _ := types.LookupFieldOrMethod(typ, true, r.pass.Pkg, name)
		if fn, ok := obj.(*types.Func); ok && kindOf(fn.Signature().Recv().Type()) != nil {
			continue // its own
		}
		if obj != v && (obj != nil || path != nil) {
			return obstruct(spec, "%s has something called %s already, as the limited group has", spec.Name.Name, name)
		}
	}
	for _, method := range []string{"Add", "Done", "SetLimit"} {
		if slices.Contains(r.group.methods(), method) && r.mayServe(typ, method) {
			return obstruct(spec, "%s may be used as an interface with the method %s, which the limited group doesn't have", spec.Name.Name, method)
		}
	}
	for _, ident := range r.index.idents[v][1:] {
		r.edits = append(r.edits, replace(ident.Node().Pos(), ident.Node().End(), r.group.group))
	}
	return nil
}

// nameOf returns the name that a field has once it holds a limited group.
func (r *rewrite) nameOf(field *types.Var) string {
	if field.Embedded() {
		return r.group.group
	}
	return field.Name()
}

// groupText returns how the group at recv is written once it is limited.
func (r *rewrite) groupText(recv ast.Expr) string {
	sel, ok := ast.Unparen(recv).(*ast.SelectorExpr)
	if v := r.index.variable(recv); ok && v != nil && v.Embedded() && r.isGroup(v) {
		return r.text(sel.X) + "." + r.group.group
	}
	return r.text(recv)
}
