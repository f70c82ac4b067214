package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A future is a struct that holds a channel with room for the one value that its
// goroutine sends:
//
//	f := &future{failed: make(chan error, 1)}
//	go func() { f.failed <- upload(n) }()
//	return f
//
// Such a send never waits, whoever receives it, as long as nothing else has been
// sent to the same future.

// firstToFuture reports whether the send at cur, which a goroutine makes at its
// end, is the first to a future that the spawning function has made.
func (r *rewrite) firstToFuture(cur inspector.Cursor) bool {
	sender := mustFunction(cur)
	v, field := r.futureOf(cur)
	if v == nil || !endsFunction(cur, sender) || len(loops(cur)) > 0 {
		return false
	}
	start, ok := r.onlyStart(sender)
	c := r.index.channels()[field]
	if !ok || !inList(start) || jumps(mustFunction(start)) || v.Kind() != types.LocalVar || c == nil || c.foreign != nil {
		return false
	}
	for _, made := range c.makes {
		if room, constant := r.constantRoom(made.Node().(*ast.CallExpr)); !constant || room < 1 || made.ParentEdgeKind() != edge.KeyValueExpr_Value {
			return false
		}
	}
	for _, send := range c.sends {
		if send != cur && !r.sentElsewhere(send, start, v, field) {
			return false
		}
	}
	return r.alwaysFresh(v, field, start)
}

// futureOf returns the local variable and its field that the channel of a send is
// in.
func (r *rewrite) futureOf(send inspector.Cursor) (v, field *types.Var) {
	sel, ok := ast.Unparen(send.Node().(*ast.SendStmt).Chan).(*ast.SelectorExpr)
	if !ok {
		return nil, nil
	}
	id, ok := ast.Unparen(sel.X).(*ast.Ident)
	if !ok || !isPointer(r.info.TypeOf(id)) {
		return nil, nil
	}
	v, field = r.index.variable(id), r.index.variable(sel)
	if v == nil || field == nil || !field.IsField() {
		return nil, nil
	}
	return v, field
}

// sentElsewhere reports whether another send than the goroutine's is to another
// future: one that a variable of its own holds, or one with which the host of
// start does not come to start, since it returns right after or goes on with a
// new one.
//
//	f.failed <- nil
//	_, err := f.Get()
//	f = newFuture()
func (r *rewrite) sentElsewhere(send, start inspector.Cursor, v, field *types.Var) bool {
	on, at := r.futureOf(send)
	if on != nil && on != v && at == field && on.Kind() == types.LocalVar {
		return r.onlyFresh(on, field)
	}
	if on != v || at != field || mustFunction(send) != mustFunction(start) || !inList(send) || send.Node().Pos() > start.Node().Pos() {
		return false
	}
	for next, ok := send.NextSibling(); ok && next.ParentEdgeKind() == send.ParentEdgeKind(); next, ok = next.NextSibling() {
		switch stmt := next.Node().(type) {
		case *ast.ReturnStmt:
			return true
		case *ast.AssignStmt:
			if stmt.Tok == token.ASSIGN && len(stmt.Lhs) == 1 && r.index.variable(stmt.Lhs[0]) == v {
				return true // to a new one, as all are
			}
		}
		for range next.Preorder((*ast.BranchStmt)(nil), (*ast.SendStmt)(nil)) {
			return false
		}
	}
	return false
}

// alwaysFresh reports whether v is only assigned new futures, none of them after
// the goroutine was started, which happens once for each.
func (r *rewrite) alwaysFresh(v, field *types.Var, start inspector.Cursor) bool {
	for i, ident := range r.index.idents[v] {
		if _, assigned := assignedValue(ident); !assigned {
			continue
		}
		if mustFunction(ident) != mustFunction(start) || ident.Node().Pos() > start.Node().Pos() || i == 0 && !slices.Equal(loops(ident), loops(start)) {
			return false
		}
	}
	return r.onlyFresh(v, field)
}

// onlyFresh reports whether v is only assigned new futures.
func (r *rewrite) onlyFresh(v, field *types.Var) bool {
	return !slices.ContainsFunc(r.index.idents[v], func(ident inspector.Cursor) bool {
		value, assigned := assignedValue(ident)
		return assigned && (!value.Valid() || !r.makesFuture(value, field)) || addressTaken(ident)
	})
}

// makesFuture reports whether an expression is a new struct with a new channel in
// its field, or the call of a function that returns just that.
func (r *rewrite) makesFuture(value inspector.Cursor, field *types.Var) bool {
	if call, ok := value.Node().(*ast.CallExpr); ok {
		callee := r.index.function(value.ChildAt(edge.CallExpr_Fun, -1))
		if !callee.Valid() || len(call.Args) > 0 || len(body(callee.Node()).List) != 1 {
			return false
		}
		ret, ok := body(callee.Node()).List[0].(*ast.ReturnStmt)
		if !ok || len(ret.Results) != 1 {
			return false
		}
		value, ok = r.index.root.FindNode(ret.Results[0])
		if !ok {
			return false
		}
	}
	address, ok := value.Node().(*ast.UnaryExpr)
	if !ok || address.Op != token.AND {
		return false
	}
	lit, ok := ast.Unparen(address.X).(*ast.CompositeLit)
	return ok && slices.ContainsFunc(lit.Elts, func(elt ast.Expr) bool {
		pair, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		key, named := pair.Key.(*ast.Ident)
		call, made := pair.Value.(*ast.CallExpr)
		if !named || !made || r.info.Uses[key] != types.Object(field) {
			return false
		}
		fn, builtin := r.index.denoted(call.Fun).(*types.Builtin)
		return builtin && fn.Name() == "make"
	})
}
