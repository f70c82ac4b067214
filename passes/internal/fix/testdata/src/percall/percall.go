// Package percall has semaphores that each call makes for itself.
package percall

import (
	"context"
	"runtime"
	"sync"

	"golang.org/x/sync/semaphore"
)

type node struct{ children []*node }

func channel(n *node) {
	var wg sync.WaitGroup
	slots := make(chan bool, 4) // for the children
	for _, c := range n.children {
		select {
		case slots <- true:
			wg.Add(1)
			go func() { // want "shared"
				defer wg.Done()
				defer func() { <-slots }()
				channel(c)
			}()
		default:
			channel(c)
		}
	}
	wg.Wait()
}

func last(n *node) {
	sem := make(chan struct{}, 2*runtime.NumCPU())
	var wg sync.WaitGroup
	for _, c := range n.children {
		select {
		case sem <- struct{}{}:
			wg.Go(func() { // want "shared"
				last(c)
				<-sem
			})
		default:
			last(c)
		}
	}
	wg.Wait()
}

const most = 8

func weighted(n *node) {
	var wg sync.WaitGroup
	sem := semaphore.NewWeighted(most)
	for _, c := range n.children {
		if sem.TryAcquire(1) {
			wg.Add(1)
			go func() { // want "shared"
				defer wg.Done()
				defer sem.Release(1)
				weighted(c)
			}()
		} else {
			weighted(c)
		}
	}
	wg.Wait()
}

func halves(n *node) {
	if len(n.children) < 2 {
		return
	}
	slots := make(chan struct{}, 2)
	var wg sync.WaitGroup
	select {
	case slots <- struct{}{}:
		wg.Add(1)
		go func() { // want "shared"
			defer wg.Done()
			defer func() { <-slots }()
			halves(n.children[0])
		}()
	default:
		halves(n.children[0])
	}
	select {
	case slots <- struct{}{}:
		wg.Add(1)
		go func() { // want "shared"
			defer wg.Done()
			defer func() { <-slots }()
			halves(n.children[1])
		}()
	default:
		halves(n.children[1])
	}
	wg.Wait()
}

func drops(n *node) {
	slots := make(chan bool, 4)
	for _, c := range n.children {
		select {
		case slots <- true:
			go func() { // want "nothing waits for the goroutine"
				defer func() { <-slots }()
				drops(c)
			}()
		default: // enough of them
		}
	}
}

// skips does less where there is no slot.
func skips(n *node) {
	var wg sync.WaitGroup
	slots := make(chan bool, 4)
	for _, c := range n.children {
		select {
		case slots <- true:
			wg.Add(1)
			go func() { // want "what is done here isn't what the goroutine does"
				defer wg.Done()
				defer func() { <-slots }()
				println(len(c.children))
				skips(c)
			}()
		default:
			skips(c)
		}
	}
	wg.Wait()
}

var mu sync.Mutex

// locked never runs inline for lack of a slot, as long as it has its own.
func locked(n *node) {
	var wg sync.WaitGroup
	slots := make(chan bool, 2)
	mu.Lock()
	select {
	case slots <- true:
		wg.Add(1)
		go func() { // want "a lock taken here is held"
			defer wg.Done()
			defer func() { <-slots }()
			locked(n.children[0])
		}()
	default:
		locked(n.children[0])
	}
	mu.Unlock()
	wg.Wait()
}

func sized(n *node, limit int) {
	slots := make(chan bool, limit)
	for _, c := range n.children {
		select {
		case slots <- true:
			go func() { // want "the number of slots isn't the same for all calls"
				defer func() { <-slots }()
				sized(c, limit)
			}()
		default:
			sized(c, limit)
		}
	}
}

// drained waits for its goroutines by their slots.
func drained(n *node) {
	slots := make(chan bool, 4)
	for _, c := range n.children {
		select {
		case slots <- true:
			go func() { // want "this use of the semaphore may wait for a slot"
				defer func() { <-slots }()
				drained(c)
			}()
		default:
			drained(c)
		}
	}
	for range cap(slots) {
		slots <- true
	}
}

func early(n *node) {
	slots := make(chan bool, 4)
	for _, c := range n.children {
		select {
		case slots <- true:
			go func() { // want "or give one back before the goroutine ends"
				if len(c.children) == 0 {
					return
				}
				early(c)
				<-slots
			}()
		default:
			early(c)
		}
	}
}

// blocks would have tasks wait for each other.
func blocks(ctx context.Context, n *node) error {
	sem := semaphore.NewWeighted(4)
	var wg sync.WaitGroup
	for _, c := range n.children {
		if err := sem.Acquire(ctx, 1); err != nil {
			return err
		}
		wg.Add(1)
		go func() { // want "no slot of a variable is tried for"
			defer wg.Done()
			defer sem.Release(1)
			_ = blocks(ctx, c)
		}()
	}
	wg.Wait()
	return nil
}

// given is made outside the recursion.
func given(root *node) {
	slots := make(chan bool, 4)
	var walk func(n *node)
	walk = func(n *node) {
		for _, c := range n.children {
			select {
			case slots <- true:
				go func() { // want "the semaphore isn't made here by each call"
					defer func() { <-slots }()
					walk(c)
				}()
			default:
				walk(c)
			}
		}
	}
	walk(root)
}
