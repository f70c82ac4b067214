// Package differential holds verdicts against reality: it generates small
// recursive programs, runs them, and compares what they did with what package
// fanout says of their source.
//
// The rooms, in the order in which a program goes through them:
//
//   - A choice names the parts of a program: the form of the recursion
//     (recursion_test.go), the loop over the children, how many of them are
//     started, the spawn and the join (spawn_test.go), the limit
//     (bound_test.go), and where a shared limit is kept. Shapes that are not
//     put together from such parts are whole programs (whole_test.go). The
//     parts become a package (generate_test.go), the seed draws choices
//     (sample_test.go).
//   - All programs of a test are compiled into one command, and each is run
//     in a process of its own for every input (run_test.go).
//   - Their packages are analysed from the same files (analyse_test.go).
//   - Both are compared (judge_test.go).
//   - The fixes of what is reported are applied (repair_test.go), and what the
//     fixed programs do is compared with what they did before (fixes_test.go).
//
// # What is measured
//
// Under testdata/program/probe, all work of a program waits at a gate. The
// gate opens when every goroutine waits for another or for the gate; the
// stacks that the runtime prints are one instant of all goroutines, so that is
// known for sure and needs no time to pass. Then the goroutines are counted,
// with the lines that started them, and the work ends: that at inner nodes
// first, then that at the leaves of the tree, last that of goroutines which do
// not recurse. Where the gate has nothing to open and the program is not over,
// it is a deadlock.
//
// The inputs are complete trees of three sizes, in which the depth grows by
// two thirds and the nodes by a factor of nine, and paths. A program grows if
// on trees its peak is more than doubled, or if along a path the number of
// those grows that are alive after the first call has returned. So goroutines that stand on each
// other, as many as the recursion is deep, are flat. VERDICTS.md is asked only
// where no measurement can tell: which check reports it, that a program which
// divides its data down to a threshold is quiet although it grows, and that
// leaves which each activation awaits when its recursion is over may be reported
// although trees of one width do not show how they add up.
//
// # What a fix is held to
//
// A fixed program has to compile, and to come to its end with as much work done
// as before, at limits of 1, 2 and 8: on the smallest input under the race
// detector, and on all inputs without it. Where every report had a fix, nothing
// may be reported any more, the program may not stand still even if it did
// before, and there may be no more goroutines than four times the limit for each
// level of the input. All first fixes of a program are applied together, and so
// are all second ones, and so on.
//
// # How to run it
//
//	go test ./passes/fanout/differential
//	FANOUTCHECK_PROGRAMS=1000 FANOUTCHECK_SEED=7 go test -timeout 1h ./passes/fanout/differential
//	FANOUTCHECK_PROGRAM="function / range / …" go test -v -run TestVerdicts ./passes/fanout/differential
//	FANOUTCHECK_PROGRAMS=300 go test -v -timeout 1h -run TestFixes ./passes/fanout/differential
//
// FANOUTCHECK_PROGRAMS says how many programs to make besides the whole ones,
// 60 by default or 30 to fix, and FANOUTCHECK_SEED which. A failure prints the program, the
// verdict with its evidence, and the measurement. It names the program by its
// parts, and FANOUTCHECK_PROGRAM runs that one and goes on to the simplest
// program near it that fails in the same way. Programs for which the verdict
// or what is left after the fix is known to be wrong are listed with the reason
// in known_test.go; the test fails as well when one of them comes right. With -v,
// TestFixes says why reports have no fix.
//
// # What the programs teach
//
//   - A slot that is held through a join is part of a chain of waits even
//     where every goroutine is awaited before the next is started: the live
//     count is the depth, and a recursion deeper than the limit stands still.
//     A bounded live count says nothing about progress.
//   - A slot that is given back before the goroutine descends bounds the work
//     and not the goroutines. Each that has done its work waits, without a
//     slot, for slots for its children: breadth-first again.
//   - A receive loop that takes a slot before it starts a goroutine, which
//     sends back to the loop while it holds the slot, stands still as soon as
//     all slots are with senders. An unbuffered channel is a join.
//   - To receive from a child's channel until it is closed is a join, wherever
//     the close stands, and a context whose cancel is deferred by the
//     activation ends what waits for it.
//   - A limit per activation multiplies with depth where the activations run
//     at once. Where the recursion itself is sequential, limits, like the
//     leaves of each activation that are awaited on return, add up to depth
//     times width.
//   - What a goroutine sends or closes before it works on says how far it has
//     come and not that it ends, for a leaf as for one that recurses.
//   - A goroutine that only starts another ends at once: it is the inner one
//     that accumulates, and that a join awaits.
//   - A sync.Once that is a field of a node is one for each node, and the body
//     of its Do belongs to the recursion like any other callback.
//   - The body of a range over a function is a loop body, although the
//     compiler makes a function of it.
package differential
