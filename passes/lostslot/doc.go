// Package lostslot defines an Analyzer that reports slots around a recursive
// fan-out that are not given back exactly once.
//
// # Analyzer lostslot
//
// lostslot: report slots of a recursive fan-out that are lost or given back twice
//
// A recursion that loses a slot on some path gets slower with every such path that
// is taken, and stops when the last slot is gone:
//
//	func walk(ctx context.Context, dir string) error {
//		if err := slots.Acquire(ctx, 1); err != nil {
//			return err
//		}
//		entries, err := os.ReadDir(dir)
//		if err != nil {
//			return err // the slot is never given back
//		}
//		slots.Release(1)
//		...
//	}
//
// A recursion does so once for every unreadable directory. A slot that a defer
// gives back, and a statement before it as well, raises the limit instead, blocks
// or panics.
//
// The right program gives the slot back in a defer, next to where it was taken:
//
//	func list(ctx context.Context, dir string) ([]os.DirEntry, error) {
//		if err := slots.Acquire(ctx, 1); err != nil {
//			return nil, err
//		}
//		defer slots.Release(1)
//		return os.ReadDir(dir)
//	}
//
// Tasks of package lifo have no slot to lose: a group takes it before the task
// starts and gives it back when the task ends, by a panic too.
//
//	children := limiter.NewGroup()
//	for _, child := range subdirectories(dir) {
//		children.Go(func() { walk(child) })
//	}
//	children.Wait()
//
// A slot counts as given back when every path from where it was taken to a return
// releases it once. Panics are not followed.
package lostslot
