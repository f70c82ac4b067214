package callbacks

import "sync"

// A goroutine that feeds others is awaited, and they are started all the same.
func fed(handlers ...func() int) int {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for _, h := range handlers {
			wg.Add(1)
			go func() {
				defer wg.Done()
				h()
			}()
		}
	}()
	wg.Wait()
	return len(handlers)
}

func feedBelow(r *rewrite) int {
	var handlers []func() int
	for _, k := range r.kids {
		handlers = append(handlers, func() int { return feedBelow(k) })
	}
	return fed(handlers...) // want "^recursive-spawn"
}

// With a semaphore of each call.
func fedSlowly(limit int, handlers ...func() int) int {
	free := make(chan struct{}, limit)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		for _, h := range handlers {
			free <- struct{}{}
			wg.Add(1)
			go func() {
				defer wg.Done()
				defer func() { <-free }()
				h()
			}()
		}
	}()
	wg.Wait()
	return len(handlers)
}

func feedSlowly(r *rewrite) int {
	var handlers []func() int
	for _, k := range r.kids {
		handlers = append(handlers, func() int { return feedSlowly(k) })
	}
	return fedSlowly(8, handlers...) // want "^per-level-bound: fedSlowly makes its limit anew"
}
