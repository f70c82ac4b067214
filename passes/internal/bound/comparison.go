package bound

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// A reading is a comparison of a number with a limit, read in one of its two
// orders.
type reading struct {
	op            token.Token
	number, limit ssa.Value
}

// readings returns both orders of a comparison: x < y, and y > x.
func readings(comparison *ssa.BinOp) [2]reading {
	return [2]reading{
		{comparison.Op, comparison.X, comparison.Y},
		{mirrored(comparison.Op), comparison.Y, comparison.X},
	}
}

func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.LEQ:
		return token.GEQ
	case token.GTR:
		return token.LSS
	case token.GEQ:
		return token.LEQ
	}
	return op
}

func compares(op token.Token) bool {
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

// below reports whether the comparison, when it came out as taken says, means
// that the number is less than the limit, or has not come up to it.
func (r reading) below(taken bool) bool {
	switch r.op {
	case token.LSS, token.LEQ, token.NEQ:
		return taken
	case token.GTR, token.GEQ, token.EQL:
		return !taken
	}
	return false
}

// above is below for a number that comes down to the limit.
func (r reading) above(taken bool) bool {
	r.op = mirrored(r.op)
	return r.below(taken)
}

// trivial reports whether the comparison asks for the last one out, not for
// room.
func (r reading) trivial() bool {
	n, ok := integer(r.limit)
	return ok && n <= 0 || (r.op == token.EQL || r.op == token.NEQ) && ok && n <= 1
}

// leastAbove returns the least number for which the comparison has come out as
// it did. A limit that is no constant is taken for one or more, and what is
// compared with it for equality to have started above it.
func (r reading) leastAbove(taken bool) int64 {
	n, ok := integer(r.limit)
	if !ok {
		n = 1
	}
	switch op := r.op; {
	case op == token.GTR && taken, op == token.LEQ && !taken, op == token.EQL && !taken, op == token.NEQ && taken:
		return n + 1
	case op == token.GEQ && taken, op == token.LSS && !taken:
		return n
	}
	return 0
}

// goesOnWhile says in which direction the number may move while the comparison
// keeps coming out as it did: up where it is less than the limit, down where it
// is more. It is 0 where either will come to an end.
func (r reading) goesOnWhile(taken bool) int64 {
	switch {
	case r.op == token.EQL || r.op == token.NEQ:
		return 0
	case r.below(taken):
		return 1
	}
	return -1
}

func isHuge(v ssa.Value) bool {
	n, ok := integer(v)
	return ok && n >= huge
}
