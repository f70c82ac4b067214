package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A channel is what the package does with the channels that some of its
// variables hold: those variables that are assigned to one another, passed
// as one another or stored as one another hold the same channels.
type channel struct {
	makes    []inspector.Cursor // calls of make
	sends    []inspector.Cursor // *ast.SendStmt
	receives []inspector.Cursor // *ast.UnaryExpr or *ast.RangeStmt
	closes   []inspector.Cursor // calls of close
	// foreign is a place where such a channel comes from elsewhere or goes
	// elsewhere, or nil if every use is in the lists.
	foreign ast.Node
}

// channels returns the channels of the package, by the variables that hold
// them.
func (x *index) channels() map[*types.Var]*channel {
	if x.chans != nil {
		return x.chans
	}
	x.chans = make(map[*types.Var]*channel)
	b := &channelBuilder{index: x, same: make(map[*types.Var]*types.Var)}
	for obj, idents := range x.idents {
		if v, ok := obj.(*types.Var); ok && isChan(v.Type()) {
			for _, ident := range idents {
				b.use(v, ident)
			}
		}
	}
	for _, use := range b.uses {
		root := b.root(use.v)
		if x.chans[root] == nil {
			x.chans[root] = &channel{}
		}
		use.file(x.chans[root])
	}
	for v := range b.same {
		if x.chans[v] = x.chans[b.root(v)]; x.chans[v] != nil {
			x.chans[v].sort()
		}
	}
	return x.chans
}

// sort puts each list in source order.
func (c *channel) sort() {
	for _, list := range [][]inspector.Cursor{c.makes, c.sends, c.receives, c.closes} {
		slices.SortFunc(list, func(x, y inspector.Cursor) int { return cmp.Compare(x.Node().Pos(), y.Node().Pos()) })
	}
}

// channel returns the channels that e denotes, or nil if that isn't known.
func (x *index) channel(e ast.Expr) *channel {
	if v := x.variable(e); v != nil {
		return x.channels()[v]
	}
	return nil
}

func isChan(t types.Type) bool {
	_, ok := t.Underlying().(*types.Chan)
	return ok
}

// A channelBuilder finds out which variables hold the same channels.
type channelBuilder struct {
	*index
	same map[*types.Var]*types.Var
	uses []channelUse
}

// A channelUse files one use of a channel that v holds.
type channelUse struct {
	v    *types.Var
	file func(*channel)
}

func (b *channelBuilder) root(v *types.Var) *types.Var {
	for b.same[v] != nil && b.same[v] != v {
		v = b.same[v]
	}
	return v
}

func (b *channelBuilder) join(v, w *types.Var) {
	if from, to := b.root(v), b.root(w); from != to {
		b.same[from] = to
	}
}

func (b *channelBuilder) note(v *types.Var, file func(*channel)) {
	b.uses = append(b.uses, channelUse{v, file})
}

func (b *channelBuilder) foreign(v *types.Var, at ast.Node) {
	b.note(v, func(c *channel) { c.foreign = at })
}

// use notes what happens to v at an identifier of it.
func (b *channelBuilder) use(v *types.Var, ident inspector.Cursor) {
	if b.same[v] == nil {
		b.same[v] = v
		b.declared(v, ident.Node())
	}
	cur := operand(ident)
	if value, assigned := assignedValue(cur); assigned {
		b.assigned(v, cur, value)
		return
	}
	switch kind, i := cur.ParentEdge(); kind {
	case edge.SendStmt_Chan:
		b.note(v, func(c *channel) { c.sends = append(c.sends, cur.Parent()) })
	case edge.UnaryExpr_X, edge.RangeStmt_X:
		b.note(v, func(c *channel) { c.receives = append(c.receives, cur.Parent()) })
	case edge.CallExpr_Args:
		b.passed(v, cur, i)
	case edge.AssignStmt_Rhs, edge.ValueSpec_Values:
		// Noted at the variable that is assigned; one that is no plain
		// variable may be anything.
		if w := b.assignee(cur); w != nil {
			b.join(v, w)
		} else {
			b.foreign(v, cur.Node())
		}
	case edge.KeyValueExpr_Key:
		b.assigned(v, cur, cur.Parent().ChildAt(edge.KeyValueExpr_Value, -1))
	case edge.KeyValueExpr_Value:
		if key, ok := cur.Parent().Node().(*ast.KeyValueExpr).Key.(*ast.Ident); ok {
			if w, ok := b.object(key).(*types.Var); ok && w.IsField() && isChan(w.Type()) {
				b.join(v, w)
				return
			}
		}
		b.foreign(v, cur.Node())
	case edge.BinaryExpr_X, edge.BinaryExpr_Y, edge.ExprStmt_X:
		// compared with nil, or nothing
	default:
		b.foreign(v, cur.Node())
	}
}

// declared notes channels that come from outside through the declaration of
// v: as a parameter of a function that others may call, or in a variable
// that others see.
func (b *channelBuilder) declared(v *types.Var, at ast.Node) {
	switch v.Kind() {
	case types.ParamVar, types.RecvVar:
		fn, ok := b.declaring(v)
		if !ok {
			return // of a mere function type
		}
		if decl, ok := fn.Node().(*ast.FuncDecl); ok && b.onlyCalledHere(decl, v.Pkg()) {
			return
		}
		if fn.ParentEdgeKind() == edge.CallExpr_Fun {
			return
		}
		if w := literalVariable(b.index, fn); w != nil {
			if lits, all := b.literals(w); all && len(lits) == 1 {
				return
			}
		}
		b.foreign(v, at)
	case types.ResultVar:
		b.foreign(v, at)
	default:
		if v.Exported() && v.Pkg().Name() != "main" && (v.IsField() || v.Kind() == types.PackageVar) {
			b.foreign(v, at)
		}
	}
}

// onlyCalledHere reports whether every call of a function is in this
// package and shows its name.
func (x *index) onlyCalledHere(decl *ast.FuncDecl, pkg *types.Package) bool {
	if x.open(decl, pkg) || decl.Recv != nil && x.inInterface(decl.Name.Name) {
		return false
	}
	fn := x.info.Defs[decl.Name]
	return !slices.ContainsFunc(x.idents[fn], func(ident inspector.Cursor) bool {
		cur := operand(ident)
		return ident.ParentEdgeKind() != edge.FuncDecl_Name && cur.ParentEdgeKind() != edge.CallExpr_Fun
	})
}

// assigned notes the value that v gets at cur.
func (b *channelBuilder) assigned(v *types.Var, cur, value inspector.Cursor) {
	switch {
	case !value.Valid():
		switch cur.ParentEdgeKind() {
		case edge.Field_Names, edge.ValueSpec_Names: // its zero value, or a parameter's
		default:
			b.foreign(v, cur.Node())
		}
	default:
		e := ast.Unparen(value.Node().(ast.Expr))
		if call, ok := e.(*ast.CallExpr); ok {
			if fn, ok := b.denoted(call.Fun).(*types.Builtin); ok && fn.Name() == "make" {
				b.note(v, func(c *channel) { c.makes = append(c.makes, value) })
				return
			}
		}
		if w := b.variable(e); w != nil && isChan(w.Type()) {
			b.join(v, w)
		} else if !b.info.Types[e].IsNil() {
			b.foreign(v, e)
		}
	}
}

// assignee returns the variable of channel type that the value at cur is
// assigned to, or nil.
func (b *channelBuilder) assignee(cur inspector.Cursor) *types.Var {
	kind, i := cur.ParentEdge()
	var v *types.Var
	switch stmt := cur.Parent().Node().(type) {
	case *ast.AssignStmt:
		if kind == edge.AssignStmt_Rhs && len(stmt.Lhs) == len(stmt.Rhs) {
			if _, ok := ast.Unparen(stmt.Lhs[i]).(*ast.IndexExpr); !ok {
				v = b.variable(stmt.Lhs[i])
			}
		}
	case *ast.ValueSpec:
		if len(stmt.Names) == len(stmt.Values) {
			v = b.variable(stmt.Names[i])
		}
	}
	if v == nil || !isChan(v.Type()) {
		return nil
	}
	return v
}

// passed notes that v is the i'th argument of the call around cur.
func (b *channelBuilder) passed(v *types.Var, cur inspector.Cursor, i int) {
	call := cur.Parent()
	fun := call.ChildAt(edge.CallExpr_Fun, -1)
	if fn, ok := b.denoted(fun.Node().(ast.Expr)).(*types.Builtin); ok {
		switch fn.Name() {
		case "close":
			b.note(v, func(c *channel) { c.closes = append(c.closes, call) })
		case "len", "cap":
		default:
			b.foreign(v, cur.Node())
		}
		return
	}
	if fn := b.function(fun); fn.Valid() {
		at := i - b.receivers(call.Node().(*ast.CallExpr))
		if params := b.parameters(fn); 0 <= at && at < len(params) {
			if params[at] != nil && isChan(params[at].Type()) {
				b.join(v, params[at])
				return
			} else if params[at] == nil {
				return // it has no name, so it has no use
			}
		}
	}
	b.foreign(v, cur.Node())
}

// semaphore reports whether the channels only hold tokens, which limit how
// much goes on at once: what a function sends, to take a slot, the same
// function receives from the same variable, to give it back, or the goroutine
// that it starts then. Whoever waits for a slot waits for those who hold one.
func (x *index) semaphore(c *channel) bool {
	if c == nil {
		return false
	}
	known, ok := x.semaphores[c]
	if !ok {
		known = x.holdsTokens(c)
		x.semaphores[c] = known
	}
	return known
}

func (x *index) holdsTokens(c *channel) bool {
	if len(c.receives) == 0 || len(c.sends) == 0 || len(c.closes) > 0 || c.unbuffered(x.info) {
		return false
	}
	takes, gives := x.lifted(c.sends), x.lifted(c.receives)
	return !slices.ContainsFunc(gives, func(give operation) bool { return !x.discarded(give.at) }) && matched(takes, gives, x.pair)
}

// matched reports whether each of what takes slots pairs with some of what gives
// them back, and the other way round.
func matched[T any](takes, gives []T, pair func(take, give T) bool) bool {
	return !slices.ContainsFunc(takes, func(take T) bool {
		return !slices.ContainsFunc(gives, func(give T) bool { return pair(take, give) })
	}) && !slices.ContainsFunc(gives, func(give T) bool {
		return !slices.ContainsFunc(takes, func(take T) bool { return pair(take, give) })
	})
}

// pair reports whether one operation takes a slot that another gives back.
func (x *index) pair(take, give operation) bool {
	return (take.on == give.on || take.on == nil || give.on == nil) && x.preceded(give.at, []inspector.Cursor{take.at}) != nil
}

// unbuffered reports whether one of the channels has no buffer.
func (c *channel) unbuffered(info *types.Info) bool {
	return slices.ContainsFunc(c.makes, func(call inspector.Cursor) bool {
		args := call.Node().(*ast.CallExpr).Args
		if len(args) < 2 {
			return true
		}
		n := info.Types[args[1]].Value
		return n != nil && n.String() == "0"
	})
}

// An operation is a send or a receive, on a variable if that is known.
type operation struct {
	at inspector.Cursor
	on *types.Var
}

// lifted returns where operations happen, with the calls of functions that
// consist of such an operation and nothing else in place of it.
func (x *index) lifted(ops []inspector.Cursor) []operation {
	var found []operation
	for _, op := range ops {
		decl, ok := mustFunction(op).Node().(*ast.FuncDecl)
		_, plain := op.Parent().Node().(*ast.ExprStmt)
		if !ok || len(decl.Body.List) != 1 || op.Node() != ast.Node(decl.Body.List[0]) && (!plain || op.Parent().Node() != ast.Node(decl.Body.List[0])) {
			found = append(found, operation{op, x.variable(channelOf(op))})
			continue
		}
		for _, ident := range x.idents[x.info.Defs[decl.Name]] {
			if cur := operand(ident); cur.ParentEdgeKind() == edge.CallExpr_Fun {
				found = append(found, operation{at: cur.Parent()})
			}
		}
	}
	return found
}

// channelOf returns the channel that is sent to or received from at cur.
func channelOf(cur inspector.Cursor) ast.Expr {
	if send, ok := cur.Node().(*ast.SendStmt); ok {
		return send.Chan
	}
	return receiveFrom(cur)
}

// discarded reports whether nothing looks at what is received at cur.
func (x *index) discarded(cur inspector.Cursor) bool {
	switch node := cur.Node().(type) {
	case *ast.RangeStmt:
		return false
	case *ast.UnaryExpr:
		return node.Op == token.ARROW && cur.ParentEdgeKind() == edge.ExprStmt_X
	}
	return true // the call of a function that does so
}

// preceded returns what stands before cur of some operations, the last
// first: in its function, or in one around it that runs, defers or starts
// the literal that cur is in.
func (x *index) preceded(cur inspector.Cursor, ops []inspector.Cursor) []inspector.Cursor {
	var found []inspector.Cursor
	for fn := mustFunction(cur); fn.Valid(); fn, _ = function(fn) {
		for _, op := range slices.Backward(ops) {
			if op.Node().Pos() < cur.Node().Pos() && mustFunction(op) == fn {
				found = append(found, op)
			}
		}
	}
	return found
}

// spawned reports whether the literal fn is what a goroutine runs: the
// function of a go statement, or the argument of a call that might start
// one.
func (x *index) spawned(fn inspector.Cursor) bool {
	switch fn.ParentEdgeKind() {
	case edge.CallExpr_Fun:
		return fn.Parent().ParentEdgeKind() == edge.GoStmt_Call
	case edge.CallExpr_Args:
		_, method := x.method(fn.Parent().Node().(*ast.CallExpr))
		return method == nil || method.FullName() != "(*sync.Once).Do"
	}
	return false
}
