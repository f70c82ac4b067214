package fix

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A goroutine that only waits until it can send needs a place in a list and not
// a stack of its own. Those that send to one channel get a limiter of their own,
// which keeps one of them alive at a time:
//
//	worklist := make(chan []string)
//	worklistLimiter := lifo.NewLimiter(1)
//	…
//	found := crawl(link)
//	worklistLimiter.Go(func() { worklist <- found })
//
// Nothing runs under that limiter but sends to that channel. So whoever receives
// from it finds a sender as long as there is something to receive, and a value that
// nobody receives holds up none but those of the same channel.

// queued has the goroutine that only sends wait in a list.
func (r *rewrite) queued() (*analysis.SuggestedFix, *Obstacle) {
	v, obstacle := r.onlySendsTo()
	if obstacle != nil {
		return nil, obstacle
	}
	made := onStatement(r.index.idents[v][0])
	if obstacle := cmp.Or(r.oncePerChannel(v, made), r.receivedInTurn(v)); obstacle != nil {
		return nil, obstacle
	}
	name, declared := r.queueName(v, made)
	edits, obstacle := r.spawnEdits(r.spawn, name+".Go")
	if obstacle != nil {
		return nil, obstacle
	}
	r.edits = append(r.edits, edits...)
	if !declared {
		at := r.tok.Pos(r.lineEnd(r.tok.Offset(made.Node().End())))
		text := "\n" + r.indent(made.Node().Pos()) + name + " := " + r.qualifier(r.source, lifoPath) + "NewLimiter(1)"
		r.edits = append(r.edits, replace(at, at, text))
	}
	if obstacle := r.finish(); obstacle != nil {
		return nil, obstacle
	}
	return &analysis.SuggestedFix{Message: fmt.Sprintf("Keep what is to be sent to %s in a list", v.Name()), TextEdits: r.edits}, nil
}

// onlySendsTo returns the local channel that the goroutine sends to, if it does
// nothing else.
func (r *rewrite) onlySendsTo() (*types.Var, *Obstacle) {
	doesMore := obstruct(r.spawn.Node(), "the goroutine does more than to send to a channel that is made here")
	if !r.isSpawn(r.spawn) {
		return nil, doesMore
	}
	lit := r.spawn.ChildAt(edge.GoStmt_Call, -1).ChildAt(edge.CallExpr_Fun, -1)
	var to *types.Var
	sends := 0
	for cur := range lit.Preorder((*ast.SendStmt)(nil)) {
		v := r.index.variable(cur.Node().(*ast.SendStmt).Chan)
		if v == nil || to != nil && v != to {
			return nil, doesMore
		}
		to = v
		sends++
	}
	fn, ok := lit.Node().(*ast.FuncLit)
	if !ok || sends == 0 || to.Kind() != types.LocalVar || !r.unchanged(to) || !r.merelySends(lit, fn.Body.List) {
		return nil, doesMore
	}
	return to, nil
}

// merelySends reports whether statements do nothing but to send, what is there
// already: in turn, for each element of something, or unless a context ends.
func (r *rewrite) merelySends(lit inspector.Cursor, list []ast.Stmt) bool {
	for range lit.Preorder((*ast.CallExpr)(nil), (*ast.UnaryExpr)(nil)) {
		return false
	}
	return !slices.ContainsFunc(list, func(stmt ast.Stmt) bool {
		switch stmt := stmt.(type) {
		case *ast.SendStmt:
			return false
		case *ast.RangeStmt:
			switch r.info.TypeOf(stmt.X).Underlying().(type) {
			case *types.Chan, *types.Signature:
				return true
			}
			return !r.merelySends(lit, stmt.Body.List)
		}
		return true
	})
}

// oncePerChannel returns an obstacle unless a limiter that is made beside the
// channel is one for all the recursion, and has none but this channel.
func (r *rewrite) oncePerChannel(v *types.Var, made inspector.Cursor) *Obstacle {
	value, _ := assignedValue(r.index.idents[v][0])
	c := r.index.channels()[v]
	host := mustFunction(made)
	if _, declared := host.Node().(*ast.FuncDecl); !declared || c == nil || c.foreign != nil || len(c.makes) != 1 || !value.Valid() || value != c.makes[0] {
		return obstruct(made.Node(), "the goroutine sends to channels that are made elsewhere, or that others know, too")
	}
	switch made.Node().(type) {
	case *ast.AssignStmt, *ast.DeclStmt:
	default:
		return obstruct(made.Node(), "the channel is declared in the head of a statement")
	}
	next, ok := made.NextSibling()
	if !ok || next.ParentEdgeKind() != made.ParentEdgeKind() || r.tok.Line(next.Node().Pos()) == r.tok.Line(made.Node().End()) {
		return obstruct(made.Node(), "there is no line of its own below this")
	}
	again := obstruct(made.Node(), "each round of the recursion makes such a channel")
	if r.Recursive {
		return again
	}
	for code := range r.everything([]inspector.Cursor{host}) {
		for call := range code.Preorder((*ast.CallExpr)(nil)) {
			if slices.Contains(r.callees(call), host) {
				return again
			}
		}
	}
	return nil
}

// receivedInTurn returns an obstacle if something looks at how much there is to
// receive at the moment, which is one value at a time.
func (r *rewrite) receivedInTurn(v *types.Var) *Obstacle {
	c := r.index.channels()[v]
	for _, receive := range c.receives {
		if inSelect(receive) {
			for sel := receive; ; sel = sel.Parent() {
				if _, ok := sel.Node().(*ast.SelectStmt); ok {
					if hasDefault(sel) {
						return obstruct(receive.Node(), "this looks whether a goroutine waits to send, and one in a list doesn't")
					}
					break
				}
			}
		}
	}
	for other, held := range r.index.channels() {
		if held == c && r.measured(other) {
			return obstruct(r.index.idents[other][0].Node(), "the program asks how much is in %s", other.Name())
		}
	}
	return nil
}

// queueName returns the name of the limiter for what is sent to v, and whether
// an earlier fix has declared it.
func (r *rewrite) queueName(v *types.Var, made inspector.Cursor) (name string, declared bool) {
	name = v.Name() + "Limiter"
	if next, ok := made.NextSibling(); ok && r.text(next.Node()) == name+" := "+r.qualifier(r.source, lifoPath)+"NewLimiter(1)" {
		return name, true
	}
	used := make(map[string]bool)
	for cur := range mustFunction(made).Preorder((*ast.Ident)(nil)) {
		used[cur.Node().(*ast.Ident).Name] = true
	}
	for _, fn := range r.functions() {
		used[r.limiterName(fn)] = true
	}
	return freeName([]string{name}, func(name string) bool {
		scope := r.pass.Pkg.Scope().Innermost(made.Node().Pos())
		_, obj := scope.LookupParent(name, token.NoPos)
		return !used[name] && obj == nil
	}), false
}
