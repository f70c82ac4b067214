// Package lifo bounds a recursive fan-out: a function that starts a goroutine for
// each of its parts, which do the same. It keeps the number of active goroutines
// at a limit, never deadlocks over that limit, and walks depth-first, so that
// memory grows with the depth of the recursion and not with its breadth.
//
//	var limiter = lifo.NewLimiter(runtime.GOMAXPROCS(0))
//
//	func visit(n *Node) {
//		children := limiter.NewGroup()
//		for _, c := range n.Children {
//			children.Go(func() { visit(c) })
//		}
//		children.Wait()
//	}
//
// [Group] is used like [sync.WaitGroup], and [ErrorGroup] like the Group of
// golang.org/x/sync/errgroup. [Limiter.Go] starts work that nobody joins,
// [Limiter.Block] lends a slot around any other way to wait for tasks, and
// [Semaphore] is for code that acquires and releases in places of its own.
//
// # Why a limit is not enough
//
// With a go statement per child, the scheduler runs goroutines about first in,
// first out. That is a breadth-first walk: nearly the whole tree is alive at
// once. The usual limits change that for the worse.
//
// A slot that the child takes, first in first out, leaves the walk breadth-first
// and parks a goroutine for every node of the front. Taken newest first it hardly
// helps, since children reach the semaphore in the scheduler's order.
//
// A slot that the parent takes before it spawns, as errgroup's SetLimit has it,
// deadlocks in a recursion: parents hold every slot and wait for children that
// get none. A limit per level does not, and multiplies from level to level.
//
// Running the child inline when no slot is free is cheap, but it runs under the
// locks that its parent holds and before the parent reads the child's results,
// and while it runs its parent cannot feed the slots that come free.
//
// # What this package does
//
// Go is called by the spawner, in program order, and that is where a task gets
// its place. Without a free slot the task stays a closure, which takes some 40
// bytes where a parked goroutine takes 3 kilobytes. A slot that comes free is
// passed to the work that completes what has been started: to a pending task of
// the group that the slot came from, else to a caller that wants to resume, else
// to a task of the newest group. Newest first makes the walk depth-first. The
// group's own work comes first because a spawner that is slow and wide would
// otherwise have slots lured away to ever new subtrees, all of them left half
// done, and so that a lock that is held across a Wait does no more harm than
// with sync.WaitGroup.
//
// A goroutine in [Group.Wait] lends its slot, and a pending task of its group
// runs on it. The last task to finish hands its slot to the waiter. So no slot is
// ever held by a goroutine that waits for a group, and where a task is pending all
// slots are in use. That is why no limit, from 1 up, can deadlock, and why it
// makes no difference how deep the recursion is.
//
// # What the limit counts
//
// The limit counts the caller. Go has no goroutine-local state, so Wait cannot
// know whether its caller is a task; every caller is taken to stand on a slot. A
// goroutine that is not a task, called a root, brings its slot along: R roots and
// their tasks amount to at most n-1+R active goroutines. A root that returns
// takes its slot away, and gives none to the tasks it has not waited for. With
// n = 1, these never run unless somebody else waits. That is what [Limiter.Go] is
// for: all the work started by it counts as one more root, so that it needs none
// of its callers.
//
// # Costs
//
// With n slots and a recursion of depth d and branching b, where every level has a
// group of its own, there are at most about n·d goroutines and n·d·b pending
// closures at any time. Goroutines that stay in a Block count in addition, with the
// depth they stand at. While there are any, each task that ends yields once, so that
// a caller it has woken takes the slot before the next task does: what ends a Block
// is nothing that the limiter sees. A group that receives a million tasks in a row still queues
// a million closures; only a Go that blocks could avoid that, and it would bring
// the deadlocks back.
//
// One group can also serve a whole recursion, shared by all its levels. A Go cannot
// know whether it is called by a task of the group or by somebody outside, whose
// tasks have to start in the order in which they were added. So the walk is
// depth-first from the moment that somebody waits for the group, and breadth-first
// before. Add a single task to such a group, the root of the recursion, and wait at
// once; do not feed it from a loop that takes its time. Even then a task that is
// slow to add many others can leave more subtrees half done than with a group for
// each level.
//
// Every operation takes constant time, or time logarithmic in the number of groups
// with pending tasks. While tasks of a group are pending, adding another one,
// waiting, and finishing one take a lock of that group alone. The limiter's own lock
// is taken when a task starts on a free slot or is the first of its group to be
// pending, and when one finishes that no other of its group replaces: in a walk with
// eight children per node, twice for nine tasks. A group that stays empty, as those
// of leaves do, takes no lock and, compiled by Go 1.25 or later, allocates nothing.
//
// So it is the limiter's lock that many processors would contend for first. It is
// held for some hundred nanoseconds at a time. With p processors and branching b,
// tasks should therefore take well over 200·p/b nanoseconds. Tasks of less than a
// microsecond are better done in batches anyway.
//
// An idle limiter keeps neither goroutines nor tasks.
//
// # Memory model
//
// A call of Go happens before the start of its function. The return of a
// function, or its exit by [runtime.Goexit], happens before the return of every
// Wait of its group that waited for it. A Release happens before the return of
// the Acquire that it admits.
//
// # Panics
//
// A panic in a task is not recovered. As under a bare go statement, the process
// dies with the panic's value and the task's own stack. To hand it to the waiter
// instead would hide it behind however long the siblings take, or forever if
// they wait for the task that died, and would replace the stack by a mere value.
// While the process dies, the group stays unfinished, so that a main goroutine
// cannot return from Wait and exit with success first.
//
// # Differences from a bare goroutine
//
// Several tasks may run on one goroutine, one after another. A task that locks
// itself to its thread must unlock it, and profiler labels are those that the
// goroutine had before.
//
// A task waits for other tasks only through [Group.Wait], [ErrorGroup.Wait] or
// inside [Limiter.Block]. One that waits for a task by other means, be it by a
// channel, a lock or a condition variable, keeps its slot, and with all slots
// kept like this the task that it waits for never starts.
//
// # When not to use it
//
// Newest first starves. Old tasks may wait as long as newer ones keep coming,
// which is no harm while all of them are parts of one finite whole, and is wrong
// for a server's requests. Use a queue there. For a flat loop over many items a
// fixed number of workers on a channel does as well. And tasks that mostly wait,
// for a network for example, want a limit by what they load, not by processors.
//
// # Origins
//
// Depth-first order for a bounded space of parallel recursion is from Blumofe and
// Leiserson's "Scheduling Multithreaded Computations by Work Stealing", and
// Cilk; a worker that runs other tasks while it joins is known from Java's
// ForkJoinPool, as is the trouble with joins it does not know of, for which Block
// is what ManagedBlocker is there. The doc comments of golang.org/x/sync set the
// terms.
//
// What goes wrong without it was learned from others' reports: files opened without
// a limit (https://go.dev/issue/51164), a limited errgroup that is used in a
// recursion (https://github.com/livepeer/stream-tester/pull/263), and pools whose
// tasks submit tasks and wait for them (https://github.com/alitto/pond/issues/56,
// https://github.com/panjf2000/ants/issues/197).
package lifo
