package lifotest

import (
	"runtime"
	"sync/atomic"
	"time"
)

// A run is what was seen while the function ran on one size.
type run struct {
	size  int
	peak  int  // goroutines at most, but for those that are left
	exact bool // whether they were counted at rest, by Hold

	groups   []group // where they stood at the peak
	left     []group // goroutines that did not end
	leaked   int     // how many these are
	restless []group // goroutines for which Hold waited in vain

	history history
}

// enough is for how long the function is watched on each size. One that takes less
// runs again.
const enough = 100 * time.Millisecond

// linger is how long a goroutine that waits for something may outlive the function,
// and patience how long one that runs may, and how long Hold waits for it. Nothing
// that a test says depends on them unless something is wrong.
var (
	linger   = time.Second
	patience = 10 * time.Second
)

// current is the watcher of the function that runs.
var current atomic.Pointer[watcher]

// A watcher is a goroutine that counts those which a function starts.
type watcher struct {
	gate     gate
	ready    chan struct{} // closed when it has seen what is not the function's
	returned chan struct{} // closed when the function has returned
	gone     chan struct{} // closed when the function has panicked or ended its goroutine
	ended    chan struct{} // closed when nothing is left to be seen

	seen   atomic.Int64 // the peak so far
	run    run
	root   string // the goroutine that runs the function
	begin  time.Time
	before map[string]bool // the goroutines that are not the function's
	others int             // how many of these there are

	buffer      []byte
	looked      time.Time     // when all stacks were last looked at
	cost        time.Duration // how long that took
	total, held int           // what there was the last time that somebody was held
	moved       time.Time     // since when somebody is held while others move, or zero
	outlived    time.Time     // since when nobody is held after the return, or zero
}

// observe measures f, again and again if it takes little time: the less, the easier
// a peak is missed. If it leaves goroutines it runs a second time at least, in case
// they were started once and for all. It returns nil if another function is being
// measured.
func observe(size int, f func(size int)) *run {
	begin := time.Now()
	seen := measure(size, f)
	for runs := 1; seen != nil && seen.restless == nil; runs++ {
		if (seen.exact || time.Since(begin) >= enough) && (seen.leaked == 0 || runs > 1) {
			break
		}
		seen.merge(measure(size, f))
	}
	return seen
}

// merge makes r the run with the higher peak of the two, and with what is left of
// the later one: what the first run leaves may have been started once and for all.
func (r *run) merge(later *run) {
	if later.peak > r.peak {
		r.peak, r.groups, r.history = later.peak, later.groups, later.history
	}
	r.leaked, r.left = later.leaked, later.left
	r.exact, r.restless = later.exact, later.restless
}

// measure runs f on its caller's goroutine. It returns nil if another function is
// being measured.
func measure(size int, f func(size int)) *run {
	w := &watcher{
		ready:    make(chan struct{}),
		returned: make(chan struct{}),
		gone:     make(chan struct{}),
		ended:    make(chan struct{}),
		run:      run{size: size},
		root:     self().id,
	}
	if !current.CompareAndSwap(nil, w) {
		return nil
	}
	defer current.Store(nil)
	go w.watch()
	<-w.ready
	returned := false
	defer func() {
		if !returned {
			close(w.gone)
			<-w.ended
		}
	}()
	f(size)
	returned = true
	close(w.returned)
	<-w.ended
	return &w.run
}

func (w *watcher) watch() {
	defer close(w.ended)
	defer w.gate.open(false)
	w.gate.open(true)
	w.learn()
	close(w.ready)
	for !w.over() {
		if held, used := w.gate.status(); used {
			w.release(held)
		} else {
			w.sample()
		}
		runtime.Gosched()
	}
}

// learn notes which goroutines are not the function's.
func (w *watcher) learn() {
	var found []goroutine
	found, w.buffer = dump(w.buffer)
	w.before = make(map[string]bool)
	for _, g := range found {
		w.before[g.id] = true
	}
	w.others = len(found)
	w.begin = time.Now()
}

// look returns the function's goroutines, and those that do not rest, be they the
// function's or not.
func (w *watcher) look() (own, moving []goroutine) {
	begin := time.Now()
	var found []goroutine
	found, w.buffer = dump(w.buffer)
	for _, g := range found[1:] { // The first is the watcher itself.
		isOwn := !w.before[g.id]
		if isOwn {
			own = append(own, g)
		}
		// Others than the function's may be in a system call for good, such as the
		// one that receives signals.
		if !g.rests() && (isOwn || g.id == w.root || g.state != "syscall") {
			moving = append(moving, g)
		}
	}
	w.others = len(found) - len(own)
	w.looked = time.Now()
	w.cost = w.looked.Sub(begin)
	return own, moving
}

// sample looks at all goroutines whenever there seem to be more of the function's than
// ever, and now and then to learn how many others ended. Seem, since goroutines come
// and go while runtime.NumGoroutine adds up its figures, and it may be off by dozens.
func (w *watcher) sample() {
	n := runtime.NumGoroutine() - w.others
	w.run.history.add(time.Since(w.begin), n)
	if n <= w.run.peak+w.run.peak/16 && time.Since(w.looked) < max(100*time.Millisecond, 20*w.cost) {
		return
	}
	own, _ := w.look()
	w.record(own)
}

// record keeps how many goroutines there are, and where they stand, if there never
// were as many.
func (w *watcher) record(own []goroutine) {
	if len(own) > w.run.peak {
		w.run.peak, w.run.groups = len(own), grouped(own)
		w.seen.Store(int64(len(own)))
	}
}

// release counts the goroutines and opens the gate if all of them rest.
func (w *watcher) release(held int) {
	total := runtime.NumGoroutine()
	steady := total == w.total && held == w.held
	w.total, w.held = total, held
	if held == 0 {
		w.moved = time.Time{}
		return
	}
	if w.moved.IsZero() {
		w.moved = time.Now()
	}
	if !steady || time.Since(w.looked) < w.cost {
		return
	}
	own, moving := w.look()
	switch {
	case len(moving) == 0:
		w.run.exact = true
		w.record(own)
		w.run.history.add(time.Since(w.begin), len(own))
		w.gate.open(true)
		w.moved = time.Time{}
	case time.Since(w.moved) > patience:
		w.run.restless = grouped(moving)
		w.gate.open(false)
	}
}

// over reports whether nothing more is to be seen: all goroutines have ended, or
// will not.
func (w *watcher) over() bool {
	select {
	case <-w.gone:
		return true
	case <-w.returned:
	default:
		return false
	}
	if held, _ := w.gate.status(); held > 0 {
		w.outlived = time.Time{}
		return false
	}
	if w.outlived.IsZero() {
		w.outlived = time.Now()
	} else if time.Since(w.looked) < w.cost {
		return false
	}
	own, moving := w.look()
	allowed := linger
	if len(moving) > 0 {
		allowed = patience
	}
	if len(own) > 0 && time.Since(w.outlived) < allowed {
		return false
	}
	w.run.leaked, w.run.left = len(own), grouped(own)
	w.run.peak = max(0, w.run.peak-len(own))
	return true
}
