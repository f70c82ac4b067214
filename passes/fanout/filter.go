package fanout

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/bound"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/analysis"
)

// needed asks the syntax and the types whether the package has anything to
// judge (a spawn) or to tell other packages (a function that takes functions,
// limits, waits or takes slots for its caller). It decides about all the
// rest. It fails if a function that is used here can not be what a person
// states of it.
func needed(pass *analysis.Pass, extra summary.Extra) (spawns, tells bool, err error) {
	asked := make(map[*types.Func]bool)
	for _, object := range pass.TypesInfo.Uses {
		fn, ok := object.(*types.Func)
		if !ok || fn.Pkg() == nil || asked[fn] {
			continue
		}
		asked[fn] = true
		tells = tells || bound.Synchronises(fn) || bound.Tells(summary.ActsOf(pass, fn))
		if wrong := extra.Check(fn); wrong != nil && (err == nil || wrong.Error() < err.Error()) {
			err = wrong // always the same of several
		}
		if extra.Params(fn) == nil && (fn.Pkg() == pass.Pkg || !takesFunctions(fn)) {
			continue
		}
		for _, effect := range summary.Of(pass, extra, fn) {
			if effect&summary.Spawns != 0 {
				spawns = true
			}
		}
	}
	for _, file := range pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				spawns = true
			case *ast.FuncDecl:
				if fn, ok := pass.TypesInfo.Defs[n.Name].(*types.Func); ok && n.Body != nil && takesFunctions(fn) {
					tells = true
				}
			}
			return !spawns
		})
	}
	return spawns, tells || hasSemaphore(pass.Files), err
}

// hasSemaphore reports whether a channel could serve as a semaphore.
func hasSemaphore(files []*ast.File) (has bool) {
	var channels semaphore
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			has = has || channels.complete(n)
			return !has
		})
	}
	return has
}

// A semaphore is what has been seen of one that a channel may serve as:
// something is sent, and something is received only to make room, or by a method
// that hands out the number of a slot, or else the channel to receive it from.
type semaphore struct{ sends, drains bool }

// complete takes notice of a node, and reports whether all has been seen.
func (s *semaphore) complete(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.SendStmt:
		s.sends = true
	case *ast.ExprStmt:
		s.drains = s.drains || isReceive(n.X)
	case *ast.ReturnStmt:
		s.drains = s.drains || len(n.Results) == 1 && isReceive(n.Results[0])
	case *ast.FuncDecl:
		s.drains = s.drains || handsOutSlots(n)
	}
	return s.sends && s.drains
}

// handsOutSlots reports whether a method does nothing but return a channel to receive
// from that tells nothing else.
func handsOutSlots(decl *ast.FuncDecl) bool {
	if decl.Recv == nil || decl.Type.Results == nil || len(decl.Type.Results.List) != 1 || decl.Body == nil || len(decl.Body.List) != 1 {
		return false
	}
	channel, ok := decl.Type.Results.List[0].Type.(*ast.ChanType)
	if !ok || channel.Dir != ast.RECV {
		return false
	}
	empty, ok := channel.Value.(*ast.StructType)
	return ok && len(empty.Fields.List) == 0
}

func isReceive(expr ast.Expr) bool {
	receive, ok := expr.(*ast.UnaryExpr)
	return ok && receive.Op == token.ARROW
}

func takesFunctions(fn *types.Func) bool {
	params := fn.Signature().Params()
	for i := range params.Len() {
		typ := params.At(i).Type()
		if slice, ok := typ.Underlying().(*types.Slice); ok {
			typ = slice.Elem()
		}
		if _, ok := typ.Underlying().(*types.Signature); ok {
			return true
		}
	}
	return false
}
