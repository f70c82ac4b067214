package lifo

import (
	"math/rand"
	"slices"
	"testing"
)

// A backlog does what a slice does, wherever functions are added and removed.
func TestBacklog(t *testing.T) {
	for seed := int64(0); seed < 100; seed++ {
		random := rand.New(rand.NewSource(seed))
		var b backlog
		var want []int // the numbers of the functions
		front, called := 0, -1
		for number := 0; number < 300; number++ {
			number := number
			switch f := func() { called = number }; random.Intn(5) {
			case 0:
				b.push(f, false)
				want = append(want, number)
			case 1, 2:
				b.push(f, true)
				want = slices.Insert(want, front, number)
				front++
			default:
				if f := b.pop(); len(want) == 0 {
					if f != nil {
						t.Fatalf("seed %d, step %d: a function came out of an empty backlog", seed, number)
					}
				} else if f(); called != want[0] {
					t.Fatalf("seed %d, step %d: function %d came out, want %d", seed, number, called, want[0])
				} else {
					want = want[1:]
				}
				front = 0
			}
			if b.len() != len(want) || b.empty() != (len(want) == 0) {
				t.Fatalf("seed %d, step %d: length %d, want %d", seed, number, b.len(), len(want))
			}
		}
	}
}

// A function that has left the backlog is kept by nothing that stays, nor does it
// keep what was added after it.
func TestBacklogKeepsNothingBack(t *testing.T) {
	var b backlog
	for i := 0; i < 2; i++ {
		b.push(func() {}, false)
	}
	at := b.head
	if b.pop(); at.run[0] != nil || at.run[1] == nil {
		t.Error("a batch keeps a function that has left it, or lost the other one")
	}
	if b.pop(); b.head != nil || b.tail != nil || b.latest != nil {
		t.Error("an empty backlog keeps a batch")
	}
}
