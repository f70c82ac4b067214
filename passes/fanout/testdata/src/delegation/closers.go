package delegation

import "sync"

// A group that asks all its members has several next objects, though the
// literal that asks one of them is written once.
type searcher interface{ search(what string) int }

type alias struct{ members []searcher }

func (a *alias) search(what string) int {
	results := make(chan int, len(a.members))
	var wg sync.WaitGroup
	for _, m := range a.members {
		wg.Add(1)
		go func() { // want "^recursive-spawn"
			defer wg.Done()
			results <- m.search(what)
		}()
	}
	go func() { // want "^leaf-spawn"
		wg.Wait()
		close(results)
	}()
	sum := 0
	for r := range results {
		sum += r
	}
	return sum
}
