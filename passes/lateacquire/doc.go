// Package lateacquire defines an Analyzer that reports recursive goroutines that
// take their slot only after they have started.
//
// # Analyzer lateacquire
//
// lateacquire: report recursive goroutines that take a slot only once they run
//
// A semaphore that is acquired inside the new goroutine bounds the work but not
// the goroutines:
//
//	var slots = make(chan struct{}, 20)
//
//	func walk(dir string, wg *sync.WaitGroup) {
//		defer wg.Done()
//		for _, child := range list(dir) {
//			wg.Add(1)
//			go walk(child, wg)
//		}
//	}
//
//	func list(dir string) []string {
//		slots <- struct{}{} // too late: this goroutine exists already
//		defer func() { <-slots }()
//		return subdirectories(dir)
//	}
//
// Twenty directories are read at a time, and their children queue up behind all
// goroutines that wait already, since a channel and semaphore.Weighted serve the
// longest waiting first. So the tree is walked breadth-first, and a goroutine with
// its stack waits for every directory of its broadest level, which is more than
// without any limit. Serving the newest first inside the goroutine does not help,
// since the scheduler decides who arrives when.
//
// The slot has to be taken by whoever starts the goroutine. Where that would block
// a task, package lifo keeps what cannot start yet as a closure, not a goroutine:
//
//	var limiter = lifo.NewLimiter(20)
//
//	func walk(dir string) {
//		children := limiter.NewGroup()
//		for _, child := range subdirectories(dir) {
//			children.Go(func() { walk(child) })
//		}
//		children.Wait()
//	}
//
// A slot counts when it is taken before the spawn, on every path to it, from one
// semaphore for the whole recursion. If taking it blocks, and tasks wait for tasks,
// see check holdwait.
package lateacquire
