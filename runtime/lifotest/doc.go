// Package lifotest tests that a function bounds its goroutines: it runs the function
// on inputs of several sizes, and fails the test if the number of goroutines that are
// alive at once grows with the input.
//
//	func TestWalkIsBounded(t *testing.T) {
//		lifotest.Bounded(t, []int{100, 400, 1600, 6400}, func(size int) {
//			walk(newTree(size))
//		})
//	}
//
// A program that starts a goroutine for each part of its input, and another one for
// each part of that, is right and fast in every test, and runs out of memory,
// descriptors or connections on the first input that is large. [Bounded] makes such
// a test fail long before, on inputs that are small. Where fanoutcheck reads in the
// source that nothing bounds the goroutines, this shows it, and shows that a cure
// works, in code that no linter can read too.
//
// A failure tells the peak for each size, and where the goroutines stood, grouped by
// stack. If the environment variable LIFOTEST_PLOT names a folder, each test also
// leaves a plot of its goroutines over time there, as SVG.
//
// # What is counted
//
// Every goroutine that is new since the function was called counts, whoever
// started it, until it ends. Those that were there before do not, nor does the one
// that runs the function, nor those of the runtime. A test that calls Bounded
// cannot be parallel, so that all new ones are the function's, but for what earlier
// tests left running.
//
// Goroutines that are still there when the function has returned are given a
// second to end. Those that do not are reported as such, and not counted in the
// peak. The function runs a second time on a size that left any: what only the first
// run leaves was started once and for all, like the workers of a pool.
//
// # How the peak is found
//
// There are two ways. A fake that stands in for the slow part of the work should
// call [Hold]. It holds every goroutine there until nothing else can move, and then
// they are counted. Nothing is missed and no time needs to pass, so that peaks
// depend neither on the machine nor on what else it does, and inputs of a few
// hundred parts are enough.
//
// Otherwise the goroutines are sampled. As often as the scheduler allows they are
// counted roughly, and whenever there seem to be more than before, all are stopped
// and counted, so that no peak is too high. It may be too low: one that lasts for less
// than some hundred microseconds, or longer on a busy machine, can be missed. A
// function that takes less than a tenth of a second on a size runs again until that
// is over, and still one without a limit may pass, if its work takes next to no time
// and ends as fast as it is started. It needs work that takes milliseconds, or Hold.
//
// Either way, whoever watches takes up to one processor while the function runs.
//
// # What counts as growth
//
// The peak with the largest size may be as high as what there were with any smaller
// one, times the cube root of how much larger the size is, and 8 more. So with four
// times the size it may be 1.6 times as high, and with a hundred times the size 4.6
// times. What is bounded by a limit stays the same, and what is bounded by a limit
// and the depth of a tree grows with the logarithm of the size, which is less. A
// breadth grows with the size, or where each level has a limit of its own, at least
// with its square root in most trees, which is more.
//
// Any smaller size will do for a comparison, so that a program may reach its limit
// on the way. The largest size should be well beyond it: a limit of 1000 cannot be
// told from none with 100 directories, and such a test fails. Before sampled peaks
// fail a test, the last but one size runs again, in case its peak was missed.
//
// Inputs should grow in breadth and not in depth. A chain of calls that wait for
// each other has a goroutine for each of them at any limit, and so fails.
//
// Time is never compared. A failure says that the goroutines grew. A pass says that
// they did not on these inputs, in these runs.
package lifotest
