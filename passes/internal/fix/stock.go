package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A stock is a semaphore the other way round: its channel is filled with as
// many tokens as there are slots, a receive takes one, and a send gives it back.
//
//	sockets := make(chan struct{}, n)
//	for range n {
//		sockets <- struct{}{}
//	}
//	…
//	<-sockets
//	fetch(url)
//	sockets <- struct{}{}

// stocked reports whether the channels only hold tokens that are there from the
// beginning, and which the function that takes one gives back itself. Whoever
// waits for one waits for those who have one, as for a lock.
func (x *index) stocked(c *channel) bool {
	if c == nil {
		return false
	}
	known, ok := x.stocks[c]
	if !ok {
		known = x.holdsStock(c)
		x.stocks[c] = known
	}
	return known
}

func (x *index) holdsStock(c *channel) bool {
	refills := x.refills(c)
	if c.foreign != nil || len(c.closes) > 0 || len(c.receives) == 0 || len(refills) == 0 || len(refills) == len(c.sends) {
		return false
	}
	pairs := func(take, give inspector.Cursor) bool {
		in := mustFunction(give)
		if deferred := deferredLiteral(in); deferred.Valid() {
			in = mustFunction(deferred)
		}
		return x.variable(channelOf(take)) == x.variable(channelOf(give)) && mustFunction(take) == in && take.Node().Pos() < give.Node().Pos()
	}
	return !slices.ContainsFunc(c.receives, func(take inspector.Cursor) bool { return !x.discarded(take) }) && matched(c.receives, refills, pairs)
}

// refills returns the sends that don't fill the only channel right after it is
// made.
func (x *index) refills(c *channel) []inspector.Cursor {
	if len(c.makes) != 1 {
		return c.sends
	}
	made := c.makes[0]
	args := made.Node().(*ast.CallExpr).Args
	if !inList(made.Parent()) || len(args) != 2 {
		return c.sends
	}
	fill, ok := made.Parent().NextSibling()
	if !ok {
		return c.sends
	}
	rounds, list := x.rounds(fill)
	if rounds == nil || len(list) != 1 || types.ExprString(rounds) != types.ExprString(args[1]) {
		return c.sends
	}
	return slices.DeleteFunc(slices.Clone(c.sends), func(send inspector.Cursor) bool { return send.Node() == ast.Node(list[0]) })
}

// rounds returns how often a loop runs that counts from zero, and its body.
func (x *index) rounds(loop inspector.Cursor) (ast.Expr, []ast.Stmt) {
	switch node := loop.Node().(type) {
	case *ast.RangeStmt:
		if basic, ok := x.info.TypeOf(node.X).Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
			return node.X, node.Body.List
		}
	case *ast.ForStmt:
		init, fromZero := node.Init.(*ast.AssignStmt)
		cond, compares := node.Cond.(*ast.BinaryExpr)
		post, counts := node.Post.(*ast.IncDecStmt)
		if fromZero && compares && counts && len(init.Lhs) == 1 && types.ExprString(init.Rhs[0]) == "0" && cond.Op == token.LSS && post.Tok == token.INC &&
			types.ExprString(cond.X) == types.ExprString(init.Lhs[0]) && types.ExprString(post.X) == types.ExprString(init.Lhs[0]) {
			return cond.Y, node.Body.List
		}
	}
	return nil, nil
}

// roomEachRound reports whether a channel has room for all that is sent to it
// since it has as much as a loop has rounds, and each round sends once at most:
// by one of the statements that exclude each other, or in a goroutine that one
// of these starts.
//
//	found := make(chan result, len(entries))
//	for _, entry := range entries {
//		if !entry.IsDir() {
//			found <- size(entry)
//			continue
//		}
//		go func() { found <- walk(entry) }()
//	}
func (r *rewrite) roomEachRound(c *channel) bool {
	if c.foreign != nil || len(c.makes) != 1 || len(c.sends) == 0 {
		return false
	}
	made := c.makes[0]
	fn := mustFunction(made)
	args := made.Node().(*ast.CallExpr).Args
	if _, declares := made.Parent().Node().(*ast.ValueSpec); len(args) != 2 || !fn.Valid() || jumps(fn) || !declares && !isDefinition(made.Parent()) {
		return false // another round might send to the channel of this one
	}
	var ops []inspector.Cursor
	for _, send := range c.sends {
		op := send
		if sender := mustFunction(send); sender != fn {
			start, ok := r.onlyStart(sender)
			if !ok || len(loops(send)) > 0 || !endsFunction(send, sender) {
				return false
			}
			op = start
		}
		if mustFunction(op) != fn || !inList(onStatement(op)) {
			return false
		}
		if !slices.Contains(ops, op) {
			ops = append(ops, op)
		}
	}
	outside, inside := loops(made), loops(ops[0])
	if len(inside) != len(outside)+1 || !slices.Equal(outside, inside[1:]) {
		return false
	}
	over, ok := inside[0].Node().(*ast.RangeStmt)
	if !ok || !r.sizeOf(args[1], over.X) {
		return false
	}
	for i, op := range ops {
		if !slices.Equal(loops(op), inside) || slices.ContainsFunc(ops[i+1:], func(other inspector.Cursor) bool { return !exclude(op, other) }) {
			return false
		}
	}
	return true
}

// byOthers returns the sends that host doesn't make itself.
func byOthers(sends []inspector.Cursor, host inspector.Cursor) []inspector.Cursor {
	return slices.DeleteFunc(slices.Clone(sends), func(send inspector.Cursor) bool { return mustFunction(send) == host })
}

func isDefinition(stmt inspector.Cursor) bool {
	assign, ok := stmt.Node().(*ast.AssignStmt)
	return ok && assign.Tok == token.DEFINE
}

// growsMeanwhile reports whether a loop over the map v adds to it, which may give
// the loop further rounds.
func (r *rewrite) growsMeanwhile(v *types.Var) bool {
	return slices.ContainsFunc(r.index.idents[v], func(ident inspector.Cursor) bool {
		index := operand(ident)
		if index.ParentEdgeKind() != edge.IndexExpr_X {
			return false
		}
		if _, assigned := assignedValue(index.Parent()); !assigned {
			return false
		}
		return slices.ContainsFunc(loops(ident), func(loop inspector.Cursor) bool {
			over, ok := loop.Node().(*ast.RangeStmt)
			if !ok || r.index.variable(over.X) != v {
				return false
			}
			_, isMap := v.Type().Underlying().(*types.Map)
			return isMap
		})
	})
}

// jumps reports whether fn has a goto, by which it might repeat anything.
func jumps(fn inspector.Cursor) bool {
	for branch := range fn.Preorder((*ast.BranchStmt)(nil)) {
		if branch.Node().(*ast.BranchStmt).Tok == token.GOTO {
			return true
		}
	}
	return false
}

// exclude reports whether no round of the loop around two statements executes
// both: they stand in different branches, or the round ends after the first.
func exclude(x, y inspector.Cursor) bool {
	if y.Node().Pos() < x.Node().Pos() {
		x, y = y, x
	}
	for stmt := x; ; stmt = stmt.Parent() {
		outer := stmt.Parent()
		if inList(stmt) && leavesRound(stmt) {
			return true
		}
		if !outer.Contains(y) {
			continue
		}
		switch outer.Node().(type) {
		case *ast.IfStmt:
			return stmt.ParentEdgeKind() == edge.IfStmt_Body
		case *ast.BlockStmt:
			_, clause := stmt.Node().(*ast.CaseClause)
			_, comm := stmt.Node().(*ast.CommClause)
			return comm || clause && !fallsThrough(stmt)
		}
		return false
	}
}

// leavesRound reports whether what follows the statement right away is a
// continue or a return.
func leavesRound(stmt inspector.Cursor) bool {
	next, ok := stmt.NextSibling()
	if !ok || next.ParentEdgeKind() != stmt.ParentEdgeKind() {
		return false
	}
	switch next := next.Node().(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return next.Tok == token.CONTINUE && next.Label == nil
	}
	return false
}

// fallsThrough reports whether a case goes on to the next one.
func fallsThrough(clause inspector.Cursor) bool {
	list := clause.Node().(*ast.CaseClause).Body
	if len(list) == 0 {
		return false
	}
	branch, ok := list[len(list)-1].(*ast.BranchStmt)
	return ok && branch.Tok == token.FALLTHROUGH
}
