package fix

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A channel that has room for what is sent to it holds up no sender. Where one
// has none, and its receiver can't lend a slot, it gets some:
//
//	left := make(chan []int)            left := make(chan []int, 1)
//	right := make(chan []int)           right := make(chan []int, 1)
//	go sort(xs[:n/2], left)             go sort(xs[:n/2], left)
//	go sort(xs[n/2:], right)            go sort(xs[n/2:], right)
//	return merge(<-left, <-right)       return merge(<-left, <-right)
//
// That changes nothing but when a goroutine ends that has nothing left to do
// but to send: the receive still comes after the send, and what a goroutine
// that ends does not do can't be missed.

// makesRoom is limited, with room in the channels that need it.
func (r *rewrite) makesRoom() (*analysis.SuggestedFix, *Obstacle) {
	r.growing = true
	return r.limited()
}

// grow plans room for one value in the channels that the call of make at made
// makes. It reports false if sender does anything after it has sent.
func (r *rewrite) grow(made, sender inspector.Cursor) bool {
	call := made.Node().(*ast.CallExpr)
	r.cramped = true
	if !r.growing || !r.holds(call.Pos()) || r.tok.Line(call.Lparen) != r.tok.Line(call.Rparen) {
		return false
	}
	for cur := range sender.Preorder((*ast.DeferStmt)(nil)) {
		if mustFunction(cur) == sender && !r.tidies(cur.Node().(*ast.DeferStmt).Call) {
			return false
		}
	}
	if !slices.Contains(r.grown, call) {
		r.grown = append(r.grown, call)
	}
	return true
}

// tidies reports whether a deferred call makes no difference to who waits for
// what its function has sent: it closes a channel, or gives back a lock.
func (r *rewrite) tidies(call *ast.CallExpr) bool {
	switch fn := r.index.denoted(call.Fun).(type) {
	case *types.Builtin:
		return fn.Name() == "close"
	case *types.Func:
		return fn.Pkg() != nil && fn.Pkg().Path() == "sync"
	}
	return false
}

// growFor plans room for what the goroutine sends that the statement at op
// starts, to which v is passed.
func (r *rewrite) growFor(v *types.Var, made, op inspector.Cursor) bool {
	if !r.isSpawn(op) || r.measured(v) {
		return false
	}
	return r.grow(made, r.index.function(op.ChildAt(edge.GoStmt_Call, -1).ChildAt(edge.CallExpr_Fun, -1)))
}

// growAlone plans room for what one goroutine sends, which is the only one.
func (r *rewrite) growAlone(c *channel, sender inspector.Cursor) bool {
	if len(c.closes) > 0 || slices.ContainsFunc(c.sends, func(send inspector.Cursor) bool { return !endsFunction(send, sender) }) {
		return false
	}
	for v, held := range r.index.channels() {
		if held == c && r.measured(v) {
			return false
		}
	}
	return r.grow(c.makes[0], sender)
}

// constantRoom returns how much room a call of make gives to a channel, if
// that is a constant.
func (r *rewrite) constantRoom(call *ast.CallExpr) (int, bool) {
	if len(call.Args) < 2 {
		return 0, true
	}
	n := r.info.Types[call.Args[1]].Value
	if n == nil {
		return 0, false
	}
	room, exact := constant.Int64Val(constant.ToInt(n))
	return int(room), exact
}

// measured reports whether something asks for the length or the room of a
// channel that v holds.
func (r *rewrite) measured(v *types.Var) bool {
	return slices.ContainsFunc(r.index.idents[v], func(ident inspector.Cursor) bool {
		cur := operand(ident)
		if cur.ParentEdgeKind() != edge.CallExpr_Args {
			return false
		}
		builtin, ok := r.index.denoted(cur.Parent().Node().(*ast.CallExpr).Fun).(*types.Builtin)
		return ok && builtin.Name() != "close"
	})
}

// makeRoom adds the room that was planned.
func (r *rewrite) makeRoom() {
	for _, call := range r.grown {
		if len(call.Args) == 2 {
			r.edits = append(r.edits, replace(call.Args[1].Pos(), call.Args[1].End(), "1"))
		} else {
			r.edits = append(r.edits, replace(call.Rparen, call.Rparen, ", 1"))
		}
	}
}

// begins reports whether a statement with branches receives before it chooses
// one.
//
//	if err := <-errs; err != nil {
func begins(receive, stmt inspector.Cursor) bool {
	for cur := receive; cur != stmt; cur = cur.Parent() {
		switch cur.ParentEdgeKind() {
		case edge.IfStmt_Init, edge.IfStmt_Cond, edge.SwitchStmt_Init, edge.SwitchStmt_Tag:
			if cur.Parent() == stmt {
				return true
			}
		case edge.BinaryExpr_Y:
			return false
		}
		if _, lit := cur.Node().(*ast.FuncLit); lit {
			return false
		}
	}
	return false
}

// receivesAnyway reports whether a select receives from a channel whatever
// comes first.
//
//	select {
//	case l = <-left:
//		r = <-right
//	case r = <-right:
//		l = <-left
//	}
func (r *rewrite) receivesAnyway(sel inspector.Cursor, c *exchange) bool {
	clauses := sel.Child(sel.Node().(*ast.SelectStmt).Body)
	for clause := range clauses.Children() {
		if !slices.ContainsFunc(c.receives, func(receive inspector.Cursor) bool { return clause.Contains(receive) && certain(receive, clause) }) {
			return false
		}
	}
	return true
}

// certain reports whether a case of a select receives for sure: in what it
// waits for, or in a statement of its own or the only case of a select there.
func certain(receive, clause inspector.Cursor) bool {
	for cur := receive; cur != clause; cur = cur.Parent() {
		switch node := cur.Node().(type) {
		case *ast.UnaryExpr, *ast.ParenExpr, *ast.ExprStmt, *ast.AssignStmt, *ast.CommClause:
		case *ast.BlockStmt:
			if _, ok := cur.Parent().Node().(*ast.SelectStmt); !ok || len(node.List) != 1 {
				return false
			}
		case *ast.SelectStmt:
		default:
			return false
		}
	}
	return true
}

// leavesSome is the reason against a wait for goroutines of which the program
// awaits some.
const leavesSome = "whether this receives from every goroutine isn't clear, and to wait for the others may take longer"

// takesEvery reports whether what is received from the statement at stmt on is
// all that the goroutines send which start and the others of ops start. To wait
// for them before it would be wrong where the program takes what comes first, and
// leaves the others to themselves.
func (r *rewrite) takesEvery(c *exchange, stmt, spawn, start inspector.Cursor, ops []inspector.Cursor) bool {
	if slices.Equal(loops(start), loops(c.makes[0])) {
		return len(ops) == 1 || r.takesAll(c, stmt, spawn, ops) || r.takesEach(c, ops)
	}
	if r.sameNumber(stmt, spawn, start, c) {
		return true
	}
	over, ok := spawn.Node().(*ast.RangeStmt)
	if !ok || len(c.receives) != 1 || !always(c.receives[0], stmt) {
		return false
	}
	switch loop := stmt.Node().(type) {
	case *ast.RangeStmt:
		return r.text(loop.X) == r.text(over.X) && r.steady(over.X)
	case *ast.ForStmt:
		return r.countsUp(loop) && r.lengthOf(loop.Cond.(*ast.BinaryExpr).Y, over.X)
	}
	return false
}

// takesEach reports whether there is a statement that receives for each of ops,
// and nothing leaves them out.
func (r *rewrite) takesEach(c *exchange, ops []inspector.Cursor) bool {
	var first, last inspector.Cursor
	for i, receive := range c.receives {
		stmt, _ := together(receive, ops[0])
		if i == 0 {
			first = stmt
		}
		last = stmt
		if r.gatherable(stmt, c, receive) != nil || !begins(receive, stmt) && !always(receive, stmt) || stmt.Parent() != first.Parent() {
			return false
		}
	}
	return len(c.receives) >= len(ops) && r.leaves(first, last) == nil
}
