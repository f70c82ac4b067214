//go:build go1.25

package lifo

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
)

// FuzzSemaphore runs sequences of operations on a semaphore and compares the
// order of admission with a stack.
func FuzzSemaphore(f *testing.F) {
	for seed := int64(0); seed < 40; seed++ {
		f.Add(randomOperations(seed, 300))
	}
	f.Fuzz(func(t *testing.T, operations []byte) {
		synctest.Test(t, func(t *testing.T) { compareWithStack(t, operations) })
	})
}

// TestSemaphoreModel is FuzzSemaphore over more sequences than its corpus.
func TestSemaphoreModel(t *testing.T) {
	for seed := 0; seed < 500; seed++ {
		synctest.Test(t, func(t *testing.T) {
			compareWithStack(t, randomOperations(int64(seed), 20+seed%300))
		})
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// A counter is where callers queue for a semaphore. The model is its stack.
type counter struct {
	t         *testing.T
	semaphore *Semaphore
	permits   int
	holders   int
	stack     []*caller // those that wait, newest last
	log       []string
}

// A caller is one call of Acquire.
type caller struct {
	number int
	ctx    context.Context
	cancel context.CancelFunc // nil if it cannot be canceled
	done   bool
	err    error
}

func compareWithStack(t *testing.T, operations []byte) {
	if len(operations) == 0 {
		return
	}
	operations = operations[:min(len(operations), longest)]
	permits := 1 + int(operations[0])%3
	c := &counter{t: t, semaphore: NewSemaphore(permits), permits: permits}
	for o := operations[1:]; len(o) >= 2 && !t.Failed(); o = o[2:] {
		c.step(o[0], int(o[1]))
	}
	for len(c.stack) > 0 {
		c.release()
	}
	for c.holders > 0 {
		c.release()
	}
	checkAllFree(t, c.semaphore)
}

func (c *counter) step(operation byte, choice int) {
	switch operation % 8 {
	case 0, 1, 2:
		c.acquire(choice%2 == 0)
	case 3:
		c.acquireCanceled()
	case 4:
		c.tryAcquire()
	case 5:
		c.release()
	case 6:
		c.cancel(choice)
	case 7:
		c.cancelAndRelease(choice)
	}
}

func (c *counter) note(format string, arguments ...any) {
	c.log = append(c.log, fmt.Sprintf(format, arguments...))
}

// newCaller returns a caller that may be able to be canceled.
func (c *counter) newCaller(cancelable bool) *caller {
	who := &caller{number: len(c.log), ctx: context.Background()}
	if cancelable {
		who.ctx, who.cancel = context.WithCancel(who.ctx)
	}
	return who
}

// start calls Acquire on a goroutine of its own, and lets it settle.
func (c *counter) start(who *caller) {
	go func() {
		who.err = c.semaphore.Acquire(who.ctx)
		who.done = true
	}()
	synctest.Wait()
}

func (c *counter) acquire(cancelable bool) {
	who := c.newCaller(cancelable)
	c.note("%d acquires", who.number)
	c.start(who)
	if c.holders < c.permits {
		c.holders++
		c.expect(who, true, nil)
		return
	}
	c.stack = append(c.stack, who)
	c.compare()
}

func (c *counter) acquireCanceled() {
	who := c.newCaller(true)
	c.note("%d acquires, already canceled", who.number)
	who.cancel()
	c.start(who)
	c.expect(who, true, context.Canceled)
	c.compare()
}

func (c *counter) tryAcquire() {
	c.note("try")
	want := c.holders < c.permits
	if want {
		c.holders++
	}
	if got := c.semaphore.TryAcquire(); got != want {
		c.t.Errorf("TryAcquire() = %v, want %v, after %q", got, want, c.log)
	}
	c.compare()
}

func (c *counter) release() {
	if c.holders == 0 {
		return
	}
	c.note("release")
	c.semaphore.Release()
	synctest.Wait()
	c.admit()
}

// admit expects that the newest caller has got the permit just released.
func (c *counter) admit() {
	c.holders--
	if last := len(c.stack) - 1; last >= 0 {
		c.expect(c.stack[last], true, nil)
		c.stack = c.stack[:last]
		c.holders++
	}
	c.compare()
}

func (c *counter) cancel(choice int) {
	who := c.removeCancelable(choice)
	if who == nil {
		return
	}
	c.note("%d gives up", who.number)
	who.cancel()
	synctest.Wait()
	c.expect(who, true, context.Canceled)
	c.compare()
}

// cancelAndRelease does both in the same instant. Whichever takes effect first,
// the canceled caller gets an error, and the newest of the others the permit.
func (c *counter) cancelAndRelease(choice int) {
	who := c.removeCancelable(choice)
	if who == nil {
		return
	}
	c.note("%d gives up in the instant of a release", who.number)
	who.cancel()
	c.semaphore.Release()
	synctest.Wait()
	c.expect(who, true, context.Canceled)
	c.admit()
}

// removeCancelable removes one from the stack of those that can be canceled, if there
// are any.
func (c *counter) removeCancelable(choice int) *caller {
	var at []int
	for i, who := range c.stack {
		if who.cancel != nil {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return nil
	}
	i := at[choice%len(at)]
	who := c.stack[i]
	c.stack = slices.Delete(c.stack, i, i+1)
	return who
}

func (c *counter) expect(who *caller, done bool, err error) {
	if who.done != done || who.err != err {
		c.t.Errorf("caller %d: done %v with %v, want %v with %v, permits %d, after %q",
			who.number, who.done, who.err, done, err, c.permits, c.log)
	}
}

// compare requires that the callers on the stack wait, and that permits are free
// exactly if they are in the model.
func (c *counter) compare() {
	for _, who := range c.stack {
		c.expect(who, false, nil)
	}
	want := int64(c.permits - c.holders)
	if len(c.stack) > 0 {
		want = contended
	}
	if got := c.semaphore.state.Load(); got != want {
		c.t.Errorf("state = %d, want %d, after %q", got, want, c.log)
	}
}

// A seamContext calls a function at every call of Done, which Acquire makes on
// entry and again between its failed fast path and the lock.
type seamContext struct {
	context.Context
	calls  int
	onDone func(call int)
}

func (c *seamContext) Done() <-chan struct{} {
	c.calls++
	c.onDone(c.calls)
	return c.Context.Done()
}

// A permit that comes free between the failed fast path and the lock is followed
// by no Release that would admit the caller.
func TestSemaphoreChecksAgainBeforeItWaits(t *testing.T) {
	for _, cancelable := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) { checkSecondLook(t, cancelable) })
	}
}

func checkSecondLook(t *testing.T, cancelable bool) {
	c := &counter{t: t, semaphore: NewSemaphore(1), permits: 1}
	c.acquire(false)
	who := c.newCaller(cancelable)
	seam := &seamContext{Context: who.ctx, onDone: func(call int) {
		if call == 2 {
			c.semaphore.Release()
		}
	}}
	who.ctx = seam
	c.start(who)
	if seam.calls != 2 {
		t.Errorf("Acquire called Done %d times, want 2: the seam is gone", seam.calls)
	}
	c.expect(who, true, nil)
	c.semaphore.Release() // Lets a caller that waits in vain go, too.
	synctest.Wait()
	checkAllFree(t, c.semaphore)
}
