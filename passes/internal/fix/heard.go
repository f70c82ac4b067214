package fix

import (
	"go/ast"
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// roomForEach reports whether a channel has room for what each of several
// statements sends, once at most.
func (r *rewrite) roomForEach(c *exchange) bool {
	if c.foreign != nil || len(c.makes) != 1 {
		return false
	}
	room, constant := r.constantRoom(c.makes[0].Node().(*ast.CallExpr))
	if !constant || room < len(c.sends) {
		return false
	}
	return !slices.ContainsFunc(c.sends, func(send inspector.Cursor) bool {
		sender := mustFunction(send)
		start, ok := r.onlyStart(sender)
		return len(loops(send)) > 0 || jumps(sender) || !ok || mustFunction(start) != mustFunction(c.makes[0]) || !slices.Equal(loops(start), loops(c.makes[0]))
	})
}

// hearsAll reports whether the statement at stmt receives as often as tasks send
// to the channels that it receives from, unless it returns.
func (r *rewrite) hearsAll(stmt, spawn, start inspector.Cursor, c *exchange) bool {
	if stmt.Node().Pos() <= spawn.Node().Pos() || !slices.ContainsFunc(c.receives, stmt.Contains) {
		return false
	}
	switch loop := stmt.Node().(type) {
	case *ast.ExprStmt, *ast.AssignStmt:
		return len(loops(start)) == 0 && always(c.receives[0], stmt)
	case *ast.RangeStmt:
		return !isChan(r.info.TypeOf(loop.X)) && r.eachRoundHears(stmt, loop.Body) && r.enough(loop.X, stmt, spawn, start)
	case *ast.ForStmt:
		return r.countsUp(loop) && r.eachRoundHears(stmt, loop.Body) && r.enough(loop.Cond.(*ast.BinaryExpr).Y, stmt, spawn, start)
	}
	return false
}

// enough reports whether a loop of so many rounds, each of which receives once,
// hears of all tasks.
func (r *rewrite) enough(rounds ast.Expr, stmt, spawn, start inspector.Cursor) bool {
	host := mustFunction(stmt)
	if over, ok := spawn.Node().(*ast.RangeStmt); ok && len(loops(start)) == 1 {
		heard := r.heardIn(stmt, host)
		if len(heard) != 1 || !r.onlySender(heard[0], start) || isChan(r.info.TypeOf(over.X)) {
			return false
		}
		return r.text(rounds) == r.text(over.X) && r.steady(over.X) || r.lengthOf(rounds, over.X)
	}
	n, exact := r.info.Types[rounds].Value, false
	var times int64
	if n != nil {
		times, exact = constant.Int64Val(constant.ToInt(n))
	}
	sent := 0
	for _, c := range r.heardIn(stmt, host) {
		if !r.roomForEach(c) {
			return false
		}
		sent += len(c.sends)
	}
	return exact && int64(sent) <= times
}

// heardIn returns the channels of host's that the statement at stmt receives
// from.
func (r *rewrite) heardIn(stmt, host inspector.Cursor) (heard []*exchange) {
	for _, c := range r.madeBy(host) {
		if slices.ContainsFunc(c.receives, stmt.Contains) {
			heard = append(heard, c)
		}
	}
	return heard
}

// onlySender reports whether what the statement at start starts is all that sends
// to a channel, once each.
func (r *rewrite) onlySender(c *exchange, start inspector.Cursor) bool {
	return len(c.sends) > 0 && !slices.ContainsFunc(c.sends, func(send inspector.Cursor) bool {
		only, ok := r.onlyStart(mustFunction(send))
		return !ok || only != start || len(loops(send)) > 0 || len(c.sends) > 1
	})
}

// eachRoundHears reports whether each round of a loop receives once, or returns,
// and nothing but a return ends the loop before its time.
func (r *rewrite) eachRoundHears(loop inspector.Cursor, body *ast.BlockStmt) bool {
	heard := r.heardIn(loop, mustFunction(loop))
	for _, c := range heard {
		if len(c.closes) > 0 {
			return false // a receive from a closed channel hears of nobody
		}
	}
	for cur := range loop.Preorder((*ast.BranchStmt)(nil)) {
		if mustFunction(cur) == mustFunction(loop) && !endsRoundOnly(cur, loop) {
			return false
		}
	}
	if len(body.List) == 0 {
		return false
	}
	sel, ok := body.List[0].(*ast.SelectStmt)
	if !ok {
		return slices.ContainsFunc(heard, func(c *exchange) bool {
			return slices.ContainsFunc(c.receives, func(receive inspector.Cursor) bool { return loop.Contains(receive) && always(receive, loop) })
		})
	}
	return !slices.ContainsFunc(sel.Body.List, func(stmt ast.Stmt) bool {
		clause := stmt.(*ast.CommClause)
		if len(clause.Body) > 0 {
			if _, ok := clause.Body[len(clause.Body)-1].(*ast.ReturnStmt); ok {
				return false
			}
		}
		return clause.Comm == nil || !slices.ContainsFunc(heard, func(c *exchange) bool {
			return slices.ContainsFunc(c.receives, func(receive inspector.Cursor) bool {
				return clause.Comm.Pos() <= receive.Node().Pos() && receive.Node().End() <= clause.Comm.End()
			})
		})
	})
}

// endsRoundOnly reports whether a branch inside a loop leaves it for its next round
// at most.
func endsRoundOnly(branch, loop inspector.Cursor) bool {
	stmt := branch.Node().(*ast.BranchStmt)
	if stmt.Label != nil || stmt.Tok == token.GOTO {
		return false
	}
	if stmt.Tok != token.BREAK {
		return true
	}
	for cur := branch.Parent(); cur != loop; cur = cur.Parent() {
		switch cur.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			return true
		}
	}
	return false
}
