// Package holdwait defines an Analyzer that reports tasks that hold a slot while
// they wait for tasks that need one of the same limit.
//
// # Analyzer holdwait
//
// holdwait: report slots held while waiting for goroutines that need one too
//
// A recursive function that waits for its children, and holds a slot of the limit
// that they run under, stops for good when there are as many waiters as slots:
//
//	var slots = make(chan struct{}, 8)
//
//	func walk(dir string) {
//		var wg sync.WaitGroup
//		for _, child := range subdirectories(dir) {
//			slots <- struct{}{} // blocks the parent, which holds a slot itself
//			wg.Go(func() {
//				defer func() { <-slots }()
//				walk(child)
//			})
//		}
//		wg.Wait() // and so does this
//	}
//
// On a tree deeper or wider than the tests use, all eight slots belong to parents,
// every one of them waits for a child to get a slot, and no slot is ever given
// back. A larger limit only makes that rarer.
//
// The same happens without any join where starting a task blocks, and a task
// starts tasks: Go of an errgroup.Group with SetLimit, Submit of a pool with a
// bounded queue.
//
// A task that waits has to lend its slot. Groups of package lifo do so in Wait,
// and their Go never blocks:
//
//	var limiter = lifo.NewLimiter(8)
//
//	func walk(dir string) {
//		children := limiter.NewGroup()
//		for _, child := range subdirectories(dir) {
//			children.Go(func() { walk(child) })
//		}
//		children.Wait()
//	}
//
// Any other wait, such as receiving what the children send, goes inside
// limiter.Block. What also counts: giving the slot back before waiting, and
// trying to take one (select with default, TryAcquire, TryGo) and doing the work
// inline when none is free. The setting blocking-limiters names functions that
// wait for a slot where their code does not show it.
package holdwait
