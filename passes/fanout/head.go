package fanout

import (
	"go/ast"
	"go/token"
)

// HeadEnd returns where the head of the spawn ends: before the body of the
// first function literal in it, since an editor would otherwise underline
// the whole body of the goroutine.
func (s *Site) HeadEnd() token.Pos {
	end := s.Node.End()
	ast.Inspect(s.Node, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok && lit.Type.End() < end {
			end = lit.Type.End()
		}
		return end == s.Node.End()
	})
	return end
}
