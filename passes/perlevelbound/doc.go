// Package perlevelbound defines an Analyzer that reports limits on a recursive
// fan-out that every activation makes anew.
//
// # Analyzer perlevelbound
//
// perlevelbound: report limits on recursive goroutines that multiply with depth
//
// A limit that is made inside the recursive function holds for one activation
// only:
//
//	func walk(dir string) error {
//		var g errgroup.Group
//		g.SetLimit(8) // eight here, and eight in each of the eight below
//		for _, child := range subdirectories(dir) {
//			g.Go(func() error { return walk(child) })
//		}
//		return g.Wait()
//	}
//
// Eight goroutines start eight each: at depth 5 that makes 32,768. The same holds
// for a channel used as a semaphore, a pool, or a fixed number of workers, if each
// activation makes its own, even by way of a constructor.
//
// Sharing that group would be no repair. Its Go blocks when the group is full, and
// once every task of the group is blocked in Go, nothing moves; see check
// holdwait. A limiter of package lifo is meant to be shared, since a task that
// waits lends its slot:
//
//	var limiter = lifo.NewLimiter(8)
//
//	func walk(dir string) error {
//		g := limiter.NewErrorGroup()
//		for _, child := range subdirectories(dir) {
//			g.Go(func() error { return walk(child) })
//		}
//		return g.Wait()
//	}
//
// A limit counts when it is one for the whole recursion: a package variable, a
// field of a receiver or a parameter that the recursion passes on unchanged, a
// variable that the recursive closure captures. The setting limiters names
// functions that start goroutines under a limit of their receiver where their
// code does not show it.
package perlevelbound
