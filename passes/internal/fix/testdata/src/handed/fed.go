package handed

import (
	"context"
	"sync"
)

func workers(n *node) {
	jobs := make(chan *node)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			for c := range jobs {
				workers(c)
			}
		}()
	}
	for _, c := range n.children {
		if c != nil {
			jobs <- c // one after the other
		}
	}
	close(jobs)
	wg.Wait()
}

func queued(n *node) {
	jobs := make(chan *node, len(n.children))
	failed := make(chan bool, 1)
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			for c := range jobs {
				queued(c)
				select {
				case failed <- true:
				default:
				}
			}
		}()
	}
	for _, c := range n.children {
		jobs <- c
	}
	close(jobs)
	wg.Wait()
	close(failed)
	<-failed
}

func groups(n *node) {
	jobs := make(chan *node)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { // want "bounded"
			for c := range jobs {
				groups(c)
			}
		})
	}
	for _, c := range n.children {
		jobs <- c
	}
	// That is all.
	close(jobs)
	wg.Wait()
}

// beside has its jobs from a goroutine that is no task.
func beside(n *node) {
	jobs := make(chan *node)
	go func() {
		defer close(jobs)
		for _, c := range n.children {
			jobs <- c
		}
	}()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { // want "bounded"
			for c := range jobs {
				beside(c)
			}
		})
	}
	wg.Wait()
}

// ahead has its jobs from a goroutine that recurses itself.
func ahead(n *node) {
	jobs := make(chan *node)
	go func() {
		defer close(jobs)
		for _, c := range n.children {
			ahead(c)
			jobs <- c
		}
	}()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { // want "under a limit this receives from a channel while it keeps its slot"
			for c := range jobs {
				ahead(c)
			}
		})
	}
	wg.Wait()
}

// gives up feeding when it is told to, and closes nothing then.
func stops(ctx context.Context, n *node) {
	jobs := make(chan *node)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() { // want "under a limit this receives from a channel while it keeps its slot"
			defer wg.Done()
			for c := range jobs {
				stops(ctx, c)
			}
		}()
	}
	for _, c := range n.children {
		if ctx.Err() != nil {
			return
		}
		jobs <- c
	}
	close(jobs)
	wg.Wait()
}

// closes the channel only when all is done, which never comes.
func never(n *node) {
	jobs := make(chan *node, len(n.children))
	defer close(jobs)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() { // want "under a limit this receives from a channel while it keeps its slot"
			defer wg.Done()
			for c := range jobs {
				never(c)
			}
		}()
	}
	for _, c := range n.children {
		jobs <- c
	}
	wg.Wait()
}

// within recurses while its workers wait.
func within(n *node) {
	jobs := make(chan *node, len(n.children))
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() { // want "between the start of a goroutine and the receive"
			defer wg.Done()
			for c := range jobs {
				within(c)
			}
		}()
	}
	for _, c := range n.children {
		jobs <- c
	}
	within(n.children[0])
	close(jobs)
	wg.Wait()
}

// fed has jobs from somebody else.
func fed(n *node, jobs chan *node) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go func() { // want "under a limit this receives from a channel while it keeps its slot"
			defer wg.Done()
			for c := range jobs {
				fed(c, jobs)
			}
		}()
	}
	wg.Wait()
}
