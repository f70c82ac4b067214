package fix

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// An inlined spawn is the alternative for those who want no dependency: a
// buffered channel holds slots, and a task that gets none runs right where
// it would have been started.
//
//	go func() {                       task := func() {
//		defer wg.Done()               	defer wg.Done()
//		walk(c)                       	walk(c)
//	}()                               }
//	                                  select {
//	                                  case walkSlots <- struct{}{}:
//	                                  	go func() {
//	                                  		defer func() { <-walkSlots }()
//	                                  		task()
//	                                  	}()
//	                                  default:
//	                                  	task()
//	                                  }
//
// The group keeps its counts and its wait. To run a task inline is what the
// scheduler may do today, if it happens to run the new goroutine to its end
// before its starter goes on. So no result is new, as long as
//
//   - the task needs nothing of what its starter does from there to the
//     join, see [rewrite.independent],
//   - and it makes no difference whose goroutine the task runs on, see
//     [rewrite.anyGoroutine].
//
// A slot is given back in a defer of its own, after the task's: whatever ends
// the goroutine gives it back.

// inlineable returns an obstacle if the task may not run inline.
func (r *rewrite) inlineable() *Obstacle {
	v, obstacle := r.join()
	if obstacle != nil {
		return obstacle
	}
	if v == nil {
		return obstruct(r.spawn.Node(), "nothing waits for the goroutine, so it may not be waited for by running it inline")
	}
	if r.group, obstacle = r.collect(v); obstacle != nil {
		return obstacle
	}
	if r.group.name != "WaitGroup" {
		return obstruct(r.spawn.Node(), "an error group takes errors only from the goroutines that it starts")
	}
	tasks, endings, obstacle := r.tasks(r.group)
	if obstacle != nil {
		return obstacle
	}
	r.tasked = tasks
	if _, obstacle := r.awaited(tasks); obstacle != nil {
		return obstacle
	}
	if len(r.left) > 0 {
		return obstruct(r.left[0].Node(), "this return leaves goroutines behind that may need what its callers hold")
	}
	if obstacle := r.independent(tasks); obstacle != nil {
		return obstacle
	}
	return r.anyGoroutine(endings)
}

// inlined suggests the alternative for a spawn of a wait group.
func (r *rewrite) inlined() (*analysis.SuggestedFix, *Obstacle) {
	if obstacle := r.inlineable(); obstacle != nil {
		return nil, obstacle
	}
	owner := r.declarationOf(r.spawn.Node())
	if owner == nil {
		return nil, obstruct(r.spawn.Node(), "the goroutine is started outside any function")
	}
	owner = r.recursion(owner)
	slots, obstacle := r.slots(owner)
	if obstacle != nil {
		return nil, obstacle
	}
	if obstacle := r.inlineEdits(slots); obstacle != nil {
		return nil, obstacle
	}
	if r.needsRuntime {
		if edit, ok := r.addImport(r.source, "runtime"); ok {
			r.edits = append(r.edits, edit)
		}
	}
	r.order()
	message := fmt.Sprintf("Bound %s with a channel of slots, and run what gets none inline", owner.Name.Name)
	return &analysis.SuggestedFix{Message: message, TextEdits: r.edits}, nil
}

// slots declares the channel of slots of a function, and returns its name.
func (r *rewrite) slots(fn *ast.FuncDecl) (string, *Obstacle) {
	if r.Limit == 0 && r.importsCoincide(r.source) {
		return "", obstruct(fn, "the imports of this file leave no place for one that isn't sorted in beside another")
	}
	if r.pass.Pkg.Scope().Lookup("make") != nil {
		return "", obstruct(fn, "the package declares a make of its own")
	}
	name := r.slotsName(fn)
	if r.declaredSlots(name) {
		return name, nil
	}
	edit, obstacle := r.declaration(fn, name, r.size(fn), func(size string) string { return "make(chan struct{}, " + size + ")" })
	if obstacle == nil {
		r.edits = append(r.edits, edit)
	}
	return name, obstacle
}

// slotsName returns the name of a function's channel of slots: walkSlots where
// a limiter is called walkLimiter.
func (f *Fixer) slotsName(fn *ast.FuncDecl) string {
	limiter := f.limiterName(fn)
	at := strings.LastIndex(limiter, "Limiter")
	base, number := limiter[:at], limiter[at+len("Limiter"):]
	declared := f.declaredNames()
	return freeName([]string{base + "Slots" + number, base + "FreeSlots" + number}, func(name string) bool {
		return !declared[name] || f.declaredSlots(name)
	})
}

// declaredSlots reports whether the package has a channel of slots of this
// name.
func (f *Fixer) declaredSlots(name string) bool {
	obj, ok := f.pass.Pkg.Scope().Lookup(name).(*types.Var)
	if !ok || !isChan(obj.Type()) || !f.index.semaphore(f.index.channels()[obj]) {
		return false
	}
	elem, ok := obj.Type().Underlying().(*types.Chan).Elem().(*types.Struct)
	return ok && elem.NumFields() == 0
}

// inlineEdits makes the spawn try for a slot.
func (r *rewrite) inlineEdits(slots string) *Obstacle {
	stmt := r.spawn
	var call *ast.CallExpr // of the task
	start := "go"
	switch node := stmt.Node().(type) {
	case *ast.GoStmt:
		call = node.Call
	case *ast.CallExpr:
		stmt = r.spawn.Parent()
		start = r.text(node.Fun)
		call = &ast.CallExpr{Fun: node.Args[0]} // as the group calls it
	}
	if _, ok := stmt.Node().(ast.Stmt); !ok || !inList(stmt) {
		return obstruct(stmt.Node(), "the goroutine isn't started in a block of its own")
	}
	if r.commented(call.Fun.End(), stmt.Node().End()) || r.commented(stmt.Node().Pos(), call.Fun.Pos()) {
		return obstruct(stmt.Node(), "a comment beside the function and its arguments would be lost")
	}
	h := r.newHoist(stmt)
	fun, obstacle := r.inlineFunction(h, call)
	if obstacle != nil {
		return obstacle
	}
	args, obstacle := r.inlineArguments(h, call)
	if obstacle != nil {
		return obstacle
	}
	lit, _ := call.Fun.(*ast.FuncLit)
	if lit != nil {
		fun = h.fresh(r.taskName())
	}
	t := taskText{before: h.text(), start: start, slots: slots, lit: lit, name: fun, call: fun + "(" + args + ")"}
	r.trySlot(stmt, t)
	return nil
}

// inlineFunction returns the text of the function of a task, or "" for a
// literal. What may denote another function later is looked at before.
func (r *rewrite) inlineFunction(h *hoist, call *ast.CallExpr) (string, *Obstacle) {
	fun := ast.Unparen(call.Fun)
	if _, ok := fun.(*ast.FuncLit); ok {
		return "", nil
	}
	if r.multiline(fun) {
		return "", obstruct(fun, "the function spans several lines")
	}
	if _, ok := r.info.TypeOf(fun).Underlying().(*types.Signature); !ok {
		return "", obstruct(fun, "the go statement calls a builtin")
	}
	if r.stableCallee(fun) {
		return r.text(fun), nil
	}
	if sel, ok := fun.(*ast.SelectorExpr); ok && r.pointerLike(sel) {
		name := h.fresh(r.receiver(sel))
		return name + "." + sel.Sel.Name, h.add(name, "", sel.X)
	}
	name := h.fresh("run")
	return name, h.add(name, "", fun)
}

// taskName returns the name of a literal that becomes a variable. Several may
// stand in one block, and their fixes be applied together.
func (r *rewrite) taskName() string {
	rank, stmt := 1, r.spawn
	if isCall(stmt) {
		stmt = stmt.Parent()
	}
	for prev, ok := stmt.PrevSibling(); ok; prev, ok = prev.PrevSibling() {
		_, called := prev.Node().(*ast.ExprStmt)
		if r.isSpawn(prev) || called && r.startsTask(prev.ChildAt(edge.ExprStmt_X, -1)) {
			rank++
		}
	}
	if rank > 1 {
		return fmt.Sprint("task", rank)
	}
	return "task"
}

// inlineArguments returns the arguments of a task. What may have changed by
// the time that a goroutine looks at it is evaluated before.
func (r *rewrite) inlineArguments(h *hoist, call *ast.CallExpr) (string, *Obstacle) {
	sig := r.info.TypeOf(call.Fun).Underlying().(*types.Signature)
	var args []string
	for i, arg := range call.Args {
		if r.multiline(arg) {
			return "", obstruct(arg, "this argument spans several lines")
		}
		if r.stable(arg) {
			args = append(args, r.text(arg))
			continue
		}
		if !r.keepsType(arg) {
			return "", obstruct(arg, "the type of this argument depends on its place in the call")
		}
		name := "arg"
		if p := sig.Params(); i < p.Len() && p.At(i).Name() != "" && p.At(i).Name() != "_" {
			name = p.At(i).Name()
		}
		if _, lit := ast.Unparen(call.Fun).(*ast.FuncLit); !lit || mentions(call.Args, name) || h.reserve(name, arg) != nil {
			name = h.fresh(name)
		}
		if obstacle := h.add(name, "", arg); obstacle != nil {
			return "", obstacle
		}
		args = append(args, name)
	}
	text := strings.Join(args, ", ")
	if call.Ellipsis.IsValid() {
		text += "..."
	}
	return text, nil
}

// mentions reports whether an identifier in the expressions has the name.
func mentions(exprs []ast.Expr, name string) bool {
	found := false
	for _, e := range exprs {
		ast.Inspect(e, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			found = found || ok && id.Name == name
			return !found
		})
	}
	return found
}

// A taskText is what a spawn is made of.
type taskText struct {
	before string       // declarations
	start  string       // "go", or the method that starts a goroutine
	slots  string       // the channel
	lit    *ast.FuncLit // what name is declared as, if anything
	name   string
	call   string
}

// trySlot replaces a spawn by the choice between a slot and running inline.
func (r *rewrite) trySlot(stmt inspector.Cursor, t taskText) {
	node := stmt.Node()
	open, end := "go func() {", "}()"
	if t.start != "go" {
		open, end = t.start+"(func() {", "})"
	}
	choice := strings.Join([]string{
		"select {",
		"case " + t.slots + " <- struct{}{}:",
		"\t" + open,
		"\t\tdefer func() { <-" + t.slots + " }()",
		"\t\t" + t.call,
		"\t" + end,
		"default:",
		"\t" + t.call,
		"}",
	}, "\n"+r.indent(node.Pos()))
	if t.lit == nil {
		r.edits = append(r.edits, replace(node.Pos(), node.End(), t.before+choice))
		return
	}
	r.edits = append(r.edits,
		replace(node.Pos(), t.lit.Pos(), t.before+t.name+" := "),
		replace(t.lit.End(), node.End(), "\n"+r.indent(node.Pos())+choice))
}

// anyGoroutine returns an obstacle if a task behaves differently on the
// goroutine that starts it: if it ends that goroutine or changes what belongs
// to it, or if what calls its starter would recover from its panics.
func (r *rewrite) anyGoroutine(endings []ending) *Obstacle {
	body, _ := r.body()
	for code := range r.everything([]inspector.Cursor{body}) {
		for cur := range code.Preorder((*ast.Ident)(nil)) {
			id := cur.Node().(*ast.Ident)
			if fn, ok := r.info.Uses[id].(*types.Func); ok && slices.Contains(ownGoroutine, fn.FullName()) {
				return obstruct(id, "%s does something to the goroutine that calls it", fn.FullName())
			}
			if endsTest(r.info.TypeOf(id)) {
				return obstruct(id, "%s may end the goroutine that uses it, which would be its starter's", id.Name)
			}
		}
	}
	for _, call := range r.group.calls["Wait"] {
		w, _ := r.wait(call)
		plain := slices.ContainsFunc(endings, func(e ending) bool {
			_, deferred := e.stmt.Node().(*ast.DeferStmt)
			return !deferred && !deferredLiteral(mustFunction(e.stmt)).Valid()
		})
		if w.deferred && plain {
			return obstruct(call.Node(), "a task that panics skips its Done, and this deferred Wait would wait for it")
		}
	}
	return r.recovers(mustFunction(r.spawn), make(map[inspector.Cursor]bool))
}

// ownGoroutine are functions of the standard library that act on the
// goroutine that calls them beyond the call.
var ownGoroutine = []string{"runtime.Goexit", "runtime.LockOSThread", "runtime/pprof.SetGoroutineLabels", "runtime/debug.SetPanicOnFault"}

// endsTest reports whether t is a test or benchmark, whose failure ends the
// goroutine that states it.
func endsTest(t types.Type) bool {
	if t == nil {
		return false
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, "FailNow")
	_, ok := obj.(*types.Func)
	return ok
}

// recovers returns an obstacle if fn, or what is seen to call it, recovers
// from panics.
func (r *rewrite) recovers(fn inspector.Cursor, seen map[inspector.Cursor]bool) *Obstacle {
	if seen[fn] {
		return nil
	}
	seen[fn] = true
	for cur := range fn.Preorder((*ast.Ident)(nil)) {
		if r.info.Uses[cur.Node().(*ast.Ident)] == types.Universe.Lookup("recover") {
			return obstruct(cur.Node(), "a panic that ends the program today would be recovered from here")
		}
	}
	for cur := range fn.Preorder((*ast.DeferStmt)(nil)) {
		deferred := r.index.function(cur.ChildAt(edge.DeferStmt_Call, -1).ChildAt(edge.CallExpr_Fun, -1))
		if deferred.Valid() && !fn.Contains(deferred) {
			if obstacle := r.recovers(deferred, seen); obstacle != nil {
				return obstacle
			}
		}
	}
	for _, call := range r.callers(fn) {
		if outer, ok := function(call); ok {
			if obstacle := r.recovers(outer, seen); obstacle != nil {
				return obstacle
			}
		}
	}
	return nil
}
