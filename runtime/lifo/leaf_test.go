//go:build go1.25

package lifo

import "testing"

// Older compilers take it that an atomic access lets the address of a Group escape.

// The group of a leaf costs nothing.
func TestEmptyGroupAllocatesNothing(t *testing.T) {
	l := NewLimiter(1)
	allocations := testing.AllocsPerRun(100, func() {
		g := l.NewGroup()
		g.Wait()
	})
	if allocations != 0 {
		t.Errorf("%v allocations per group without tasks, want none", allocations)
	}
}
