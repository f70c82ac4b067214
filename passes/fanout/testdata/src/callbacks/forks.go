package callbacks

import "sync"

// A helper that runs one of two functions in a goroutine and the other in place
// runs both at a time.
func both(first, second func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		first()
	}()
	second()
	<-done
}

func forked(items []int) {
	if len(items) < 2 {
		return
	}
	half := len(items) / 2
	both(func() { forked(items[:half]) }, func() { forked(items[half:]) }) // want "^recursive-spawn"
}

// One that only waits runs one.
func alone(f func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
	wg.Wait()
}

func inTurn(items []int) {
	if len(items) < 2 {
		return
	}
	half := len(items) / 2
	alone(func() { inTurn(items[:half]) }) // want "^bounded-sequential: alone waits"
	alone(func() { inTurn(items[half:]) }) // want "^bounded-sequential: alone waits"
}
