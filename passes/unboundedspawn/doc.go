// Package unboundedspawn defines an Analyzer that reports goroutines started
// inside recursion without a limit.
//
// # Analyzer unboundedspawn
//
// unboundedspawn: report goroutines started inside recursion without a limit
//
// A function that starts a goroutine for every part of its input, each of which
// runs the function again, has as many goroutines alive at once as the input has
// parts:
//
//	func walk(dir string) {
//		var wg sync.WaitGroup
//		for _, child := range subdirectories(dir) {
//			wg.Go(func() { walk(child) }) // one goroutine for every directory of the disk
//		}
//		wg.Wait()
//	}
//
// Each goroutine lives until all those below it have ended, and each one that runs
// starts more. On a small tree that is fast; on a large one the program runs out
// of memory, of file descriptors or of connections. Package lifo keeps the shape
// of the program and bounds it:
//
//	var limiter = lifo.NewLimiter(runtime.GOMAXPROCS(0))
//
//	func walk(dir string) {
//		children := limiter.NewGroup()
//		for _, child := range subdirectories(dir) {
//			children.Go(func() { walk(child) })
//		}
//		children.Wait() // lends its slot to the children
//	}
//
// The category of a report says how the recursion closes:
//
//   - recursive-spawn: the goroutine runs the function again, as above.
//   - leaf-spawn: the goroutine does not, but every activation of a recursive
//     function starts one that is still alive when the recursion goes on.
//   - worklist-spawn: the goroutine sends what it found on a channel, and the
//     loop that receives starts a goroutine for it, as many crawlers do.
//
// A limit counts when one and the same limit governs every spawn on every way
// around the recursion: a group or pool of package lifo, a semaphore of which a
// slot is tried before the spawn and the work done inline when none is free, a
// fixed number of workers, a depth that is counted down, a size below which the
// work goes on sequentially. A loop that joins its goroutine before the next one
// starts is no fan-out, and neither is a function that restarts itself. What
// bounds nothing: a mutex, a rate limiter, a set of visited nodes, GOMAXPROCS.
//
// A plain loop that starts goroutines, outside any recursion, is not reported.
//
// The setting strict takes a depth for no bound where every level starts
// goroutines in a loop over data: three levels of a wide tree are as many
// goroutines as the third level has nodes. The settings spawners, limiters and
// blocking-limiters name functions that start goroutines where their code does
// not show it.
//
// This check also reports directives, comments that accept a goroutine, if they
// have no reason or nothing to accept.
package unboundedspawn
