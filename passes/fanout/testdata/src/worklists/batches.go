package worklists

import "sync"

// Each batch is joined before the next is received.
func crawlJoined(work chan []string) {
	for list := range work {
		var wg sync.WaitGroup
		for _, url := range list {
			wg.Add(1)
			go func() { // want "^bounded-sequential"
				defer wg.Done()
				work <- links(url)
			}()
		}
		wg.Wait()
	}
}

// One group for the loop, which waits at the end of each round.
func crawlRounds(work chan []string) {
	var wg sync.WaitGroup
	for {
		select {
		case list := <-work:
			for _, url := range list {
				wg.Add(1)
				go func() { // want "^bounded-sequential"
					defer wg.Done()
					work <- links(url)
				}()
			}
			wg.Wait()
		}
	}
}

// The loop waits once it is done with everything.
func crawlJoinedLate(work chan []string) {
	var wg sync.WaitGroup
	for list := range work {
		for _, url := range list {
			wg.Add(1)
			go func() { // want "^worklist-spawn"
				defer wg.Done()
				work <- links(url)
			}()
		}
	}
	wg.Wait()
}

// A round may go on without waiting.
func crawlJoinedSometimes(work chan []string) {
	for list := range work {
		var wg sync.WaitGroup
		for _, url := range list {
			wg.Add(1)
			go func() { // want "^worklist-spawn"
				defer wg.Done()
				work <- links(url)
			}()
		}
		if len(list) > 10 {
			wg.Wait()
		}
	}
}

// A helper starts the batch and waits for it.
func crawlBatch(work chan []string) {
	for list := range work {
		loadBatch(list, work)
	}
}

func loadBatch(list []string, work chan<- []string) {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, url := range list {
		wg.Add(1)
		go func() { // want "^bounded-sequential"
			defer wg.Done()
			work <- links(url)
		}()
	}
}

// A channel tells that each of the batch is done.
func crawlSignalled(work chan []string) {
	done := make(chan bool)
	for list := range work {
		for _, url := range list {
			go func() { // want "^bounded-sequential"
				work <- links(url)
				done <- true
			}()
		}
		for range list {
			<-done
		}
	}
}

// The goroutine tells that it is done before it sends on.
func crawlSignalledEarly(work chan []string) {
	done := make(chan bool)
	for list := range work {
		for _, url := range list {
			go func() { // want "^worklist-spawn"
				done <- true
				work <- links(url)
			}()
		}
		for range list {
			<-done
		}
	}
}

// The loop receives as often as it started goroutines, and starts more for
// what it receives.
func crawlCounted(work chan []string) {
	for n := 1; n > 0; n-- {
		list := <-work
		for _, url := range list {
			n++
			go func() { // want "^worklist-spawn"
				work <- links(url)
			}()
		}
	}
}
