// Package fix rewrites a spawn and its join to run under a lifo limiter.
//
// In comes a reported spawn, out comes a complete edit of one file, or the
// obstacle that stands in its way. A join has two ends, the place that
// starts goroutines and the place that waits for them, and both must move
// together: a task that waits plainly keeps the slot which the tasks it
// waits for need. So the unit of rewriting is not the spawn but the group,
// a sync.WaitGroup or an errgroup.Group with every use of every variable
// that denotes it:
//
//	spawn → group → every use understood → counts match → every wait lends → nothing else blocks → edits
//
// Each arrow is a proof over types and syntax, and whatever isn't
// recognised abandons the group with a reason that a person can act on. No
// step guesses, since a fix that is applied unread must not change what the
// program does.
//
// Beside that stand three smaller repairs: the slots that each call makes are
// shared, what gets no slot is run inline, and a slot that is lost is given
// back.
package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// An Obstacle says why no fix is offered.
type Obstacle struct {
	Pos    token.Pos
	Reason string
}

// obstruct returns the obstacle that node is.
func obstruct(node ast.Node, format string, args ...any) *Obstacle {
	return &Obstacle{Pos: node.Pos(), Reason: fmt.Sprintf(format, args...)}
}

// Suggest returns the fixes for a spawn, best first, or what stands in the
// way of one. The spawn is an *ast.GoStmt, or the *ast.CallExpr that hands a
// function to a spawner such as errgroup.Group.Go. A caller with several spawns of one package makes a [Fixer]
// and saves indexing the package again for each.
func Suggest(pass *analysis.Pass, spawn ast.Node) ([]analysis.SuggestedFix, *Obstacle) {
	return New(pass).Suggest(spawn)
}

// A Fixer suggests fixes for the spawns of one package.
type Fixer struct {
	// Limit is the size of the limiters that fixes declare, 0 for
	// runtime.GOMAXPROCS(0).
	Limit int
	// Recursive says that what the next spawn starts is known to come back to
	// it, by ways that the syntax may not show.
	Recursive bool

	pass  *analysis.Pass
	info  *types.Info
	index *index
	names map[*ast.FuncDecl]string // of limiters, see [Fixer.limiterName]

	lacksRuntime func() bool // reads go.mod once

	// What was found out of a file, for the next spawn in it.
	sources map[*ast.File]*source
	taken   map[importing]map[string]bool // see [Fixer.fileNames]

	calleesOf map[inspector.Cursor][]inspector.Cursor // see [rewrite.callees]
	declared  map[string]bool                         // see [Fixer.declaredNames]
	sizes     map[*ast.FuncDecl]size
	cramped   bool // whether a proof met a channel that might get room, see [rewrite.grow]
	hurried   bool // whether a proof met a return that leaves tasks behind, see [rewrite.early]
	effort    int  // see [Fixer.lookAt]
}

// importing is the import of a package into a file.
type importing struct {
	file    *ast.File
	pkgPath string
}

// New returns a Fixer for the package of pass.
func New(pass *analysis.Pass) *Fixer {
	return &Fixer{
		pass: pass, info: pass.TypesInfo, index: newIndex(pass),
		lacksRuntime: sync.OnceValue(func() bool { return lacksRuntime(pass) }),
		sources:      make(map[*ast.File]*source), taken: make(map[importing]map[string]bool),
		calleesOf: make(map[inspector.Cursor][]inspector.Cursor), sizes: make(map[*ast.FuncDecl]size),
	}
}

// Suggest returns the fixes for a spawn, best first, or what stands in the
// way of the best. The spawn is an *ast.GoStmt, or the *ast.CallExpr that
// hands a function to a spawner such as errgroup.Group.Go.
//
// The first moves the join to a lifo limiter, the next shares slots that each
// call has for itself, and the last lets what gets no slot run inline. Each is
// left out where it can't be proven.
func (f *Fixer) Suggest(spawn ast.Node) ([]analysis.SuggestedFix, *Obstacle) {
	var fixes []analysis.SuggestedFix
	fix, obstacle := f.limited(spawn)
	if obstacle == nil {
		fixes = append(fixes, *fix)
	}
	for _, kind := range []suggestion{(*rewrite).sharing, (*rewrite).inlined} {
		if fix, obstacle := f.suggest(spawn, kind); obstacle == nil {
			fixes = append(fixes, *fix)
		}
	}
	if len(fixes) > 0 {
		return fixes, nil
	}
	return nil, obstacle
}

// limited returns the fix that moves the join to a limiter, or what stands in
// the way of it where channels are left as they are.
func (f *Fixer) limited(spawn ast.Node) (*analysis.SuggestedFix, *Obstacle) {
	f.cramped, f.hurried = false, false
	fix, obstacle := f.suggest(spawn, (*rewrite).limited)
	if obstacle == nil {
		return fix, nil
	}
	hurried := f.hurried
	if f.cramped {
		if fix, stillIn := f.suggest(spawn, (*rewrite).makesRoom); stillIn == nil {
			return fix, nil
		}
	}
	if fix, stillIn := f.suggest(spawn, (*rewrite).queued); stillIn == nil {
		return fix, nil
	}
	if hurried {
		return f.suggest(spawn, (*rewrite).early)
	}
	return nil, obstacle
}

// A suggestion is a kind of fix.
type suggestion func(*rewrite) (*analysis.SuggestedFix, *Obstacle)

// suggest returns the fix of one kind for a spawn.
func (f *Fixer) suggest(spawn ast.Node, kind suggestion) (*analysis.SuggestedFix, *Obstacle) {
	cur, ok := f.index.find(spawn)
	if !ok {
		return nil, obstruct(spawn, "the spawn isn't in a file of this package")
	}
	if obstacle := f.exhausted(spawn); obstacle != nil {
		return nil, obstacle
	}
	cur = f.inner(cur)
	if fn, ok := enclosing[*ast.FuncDecl](cur); ok {
		f.lookAt(fn.Node())
	}
	src, obstacle := f.open(cur)
	if obstacle != nil {
		return nil, obstacle
	}
	fix, obstacle := kind(&rewrite{Fixer: f, source: src, spawn: cur, group: &group{}})
	if obstacle != nil {
		return nil, obstacle
	}
	fix.TextEdits = src.adapt(fix.TextEdits)
	return fix, nil
}

// inner returns the spawn in a function of the package that the call at cur
// calls, if that function has just one, or else cur. A helper that starts
// goroutines for its callers is repaired for all of them.
func (f *Fixer) inner(cur inspector.Cursor) inspector.Cursor {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return cur
	}
	if _, method := f.index.joining(call); method != nil {
		return cur
	}
	fn, ok := f.index.denoted(call.Fun).(*types.Func)
	if !ok || f.index.decls[fn] == nil {
		return cur
	}
	helper := f.index.places[f.index.decls[fn]]
	var spawns []inspector.Cursor
	for spawn := range helper.Preorder((*ast.GoStmt)(nil), (*ast.CallExpr)(nil)) {
		if call, ok := spawn.Node().(*ast.CallExpr); ok {
			_, method := f.index.joining(call)
			if method == nil || method.Name() != "Go" && method.Name() != "TryGo" {
				continue
			}
		}
		spawns = append(spawns, spawn)
	}
	if len(spawns) != 1 {
		return cur
	}
	return spawns[0]
}
