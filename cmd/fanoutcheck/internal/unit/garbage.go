package unit

import (
	"runtime"
	"runtime/debug"
)

// How much garbage may lie about, in percent of what is in use, which counts as
// four megabytes at least.
const (
	atFirst    = 1600
	afterwards = 100
)

// collectLate has no garbage collected before there are 64 megabytes of memory
// to look through: most processes are for small packages, and end before it is
// worth anything. Those that go on collect it as usual, since the go command
// runs several of them side by side.
func collectLate() {
	debug.SetGCPercent(atFirst)
	runtime.SetFinalizer(new(collection), func(*collection) { debug.SetGCPercent(afterwards) })
}

// A collection is garbage by which the first collection is noticed. It has a
// pointer so as to lie alone.
type collection struct{ _ *int }
