package depth

import (
	"sync"

	"golang.org/x/sync/semaphore"
)

// One semaphore for each depth: who holds a slot waits only for slots further
// down, of which there is another semaphore.
type scheduler struct {
	levels   []chan struct{}
	weighted [8]*semaphore.Weighted
	any      []chan struct{}
}

func (s *scheduler) resolve(n *node, depth int) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		s.levels[depth] <- struct{}{}
		wg.Add(1)
		go func() { // want "^bounded-semaphore: a slot of levels, which has a semaphore for each depth"
			defer wg.Done()
			defer func() { <-s.levels[depth] }()
			s.resolve(c, depth+1)
		}()
	}
	wg.Wait()
}

func (s *scheduler) try(n *node, depth int) {
	for _, c := range n.children {
		if !s.weighted[depth-1].TryAcquire(1) {
			s.try(c, depth-1)
			continue
		}
		go func() { // want "^bounded-try: a slot of weighted, which has a semaphore for each depth"
			defer s.weighted[depth-1].Release(1)
			s.try(c, depth-1)
		}()
	}
}

func (s *scheduler) trySelect(n *node, depth int) {
	for _, c := range n.children {
		select {
		case s.levels[depth] <- struct{}{}:
			go func() { // want "^bounded-try: a slot of levels, which has a semaphore for each depth"
				defer func() { <-s.levels[depth] }()
				s.trySelect(c, depth+1)
			}()
		default:
			s.trySelect(c, depth+1)
		}
	}
}

// The depth does not move: the goroutines need slots of the semaphore that
// their starters hold.
func (s *scheduler) stuck(n *node, depth int) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		s.levels[depth] <- struct{}{}
		wg.Add(1)
		go func() { // want "^hold-wait: .*levels"
			defer wg.Done()
			s.stuck(c, depth)
			<-s.levels[depth]
		}()
	}
	wg.Wait()
}

// Given back before there is anything to hold it for.
func (s *scheduler) early(n *node, depth int) {
	for _, c := range n.children {
		s.levels[depth] <- struct{}{}
		go func() { // want "^recursive-spawn: .*given back here before"
			<-s.levels[depth]
			s.early(c, depth+1)
		}()
	}
}

// Always the same one.
func (s *scheduler) first(n *node) {
	for _, c := range n.children {
		select {
		case s.levels[0] <- struct{}{}:
			go func() { // want "^bounded-try: a slot of levels"
				defer func() { <-s.levels[0] }()
				s.first(c)
			}()
		default:
			s.first(c)
		}
	}
}

// The semaphores are of a node.
type slotted struct {
	levels   []chan struct{}
	children []*slotted
}

func perNode(n *slotted, depth int) {
	for _, c := range n.children {
		n.levels[depth] <- struct{}{}
		go func() { // want "^recursive-spawn: levels can be another one in each step"
			defer func() { <-n.levels[depth] }()
			perNode(c, depth+1)
		}()
	}
}

// Which semaphore it is depends on the node, so that nobody can say how many
// there are.
func (s *scheduler) chosen(n *node) {
	for i, c := range n.children {
		s.any[i] <- struct{}{}
		go func() { // want "^recursive-spawn: any holds several semaphores"
			defer func() { <-s.any[i] }()
			s.chosen(c)
		}()
	}
}
