package slots

import (
	"context"
	"slotlib"
	"sync"
)

// The semaphores of these are variables of the other package.

func elsewhereTry(n *node) {
	for _, c := range n.children {
		if slotlib.TryTake() {
			go func() { // want "^bounded-try: .*slotlib.slots"
				defer slotlib.Give()
				elsewhereTry(c)
			}()
		} else {
			elsewhereTry(c)
		}
	}
}

func elsewhereHeld(n *node) {
	for _, c := range n.children {
		slotlib.Take()
		go func() { // want "^hold-wait: .*slotlib.slots"
			defer slotlib.Give()
			elsewhereHeld(c)
		}()
	}
}

func elsewhereSpent(n *node) {
	for _, c := range n.children {
		slotlib.Spend()
		go func() { // want "^bounded-semaphore: .*slotlib.tokens"
			work(c)
			slotlib.Earn()
			elsewhereSpent(c)
		}()
	}
}

// Nobody gives back a slot: a message is sent.
func elsewhereLogged(n *node) {
	for _, c := range n.children {
		slotlib.Log(c.name)
		go elsewhereLogged(c) // want "^recursive-spawn: "
	}
}

func elsewhereLate(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^late-acquire: .*slotlib.slots"
			for range slotlib.Shared(c.name) {
				elsewhereLate(c)
			}
		})
	}
	wg.Wait()
}

// These take the slot in what the goroutine calls, in the other package.

type reader struct{ store *slotlib.Store }

func (r *reader) read(ctx context.Context, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^late-acquire: .*store is taken here"
			if _, err := r.store.Read(ctx, c.name); err == nil {
				r.read(ctx, c)
			}
		})
	}
	wg.Wait()
}

func (r *reader) locked(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^recursive-spawn: "
			for range r.store.Locked(c.name) {
				r.locked(c)
			}
		})
	}
	wg.Wait()
}

// A store for each activation limits nothing that others do.
func stores(ctx context.Context, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^recursive-spawn: "
			store := slotlib.NewStore()
			if _, err := store.Read(ctx, c.name); err == nil {
				stores(ctx, c)
			}
		})
	}
	wg.Wait()
}

// The slot is given back by the function that the other package returns.

func handed(n *node) {
	for _, c := range n.children {
		leave, ok := foreignTokens.TryEnter()
		if !ok {
			handed(c)
			continue
		}
		go func() { // want "^bounded-try: .*foreignTokens"
			defer leave()
			handed(c)
		}()
	}
}

func handedHeld(n *node) {
	for _, c := range n.children {
		leave := foreignTokens.Enter()
		go func() { // want "^hold-wait: .*foreignTokens"
			defer leave()
			handedHeld(c)
		}()
	}
}

func handedBack(n *node) {
	for _, c := range n.children {
		leave := slotlib.Hold()
		go func() { // want "^bounded-semaphore: .*slotlib.slots"
			work(c)
			leave()
			handedBack(c)
		}()
	}
}

func handedLate(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^late-acquire: .*foreignTokens"
			leave := foreignTokens.Enter()
			work(c)
			leave()
			handedLate(c)
		})
	}
	wg.Wait()
}

// The row of tasks is as long as the recursion is deep, and no task keeps a slot.
func readInTurn(ctx context.Context, r *reader, n *node) {
	for _, c := range n.children {
		done := make(chan struct{})
		go func() { // want "^bounded-sequential: "
			defer close(done)
			if _, err := r.store.Read(ctx, c.name); err == nil {
				readInTurn(ctx, r, c)
			}
		}()
		<-done
	}
}

func listedInTurn(n *node) {
	for _, c := range list(n) {
		done := make(chan struct{})
		go func() { // want "^bounded-sequential: "
			defer close(done)
			listedInTurn(c)
		}()
		<-done
	}
}

func work(n *node) { println(n.name) }
