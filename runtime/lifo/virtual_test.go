//go:build go1.25

package lifo

import (
	"context"
	"errors"
	"fmt"
	"math/rand"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// TestMakespan shows that slots do not idle while tasks are pending: 1365 tasks
// of a millisecond need 171 rounds on 8 slots, and one more for the root, beside
// which nothing can run.
func TestMakespan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		root, all := grow(regular(6, 4))
		begin := time.Now()
		groupPerNode(NewLimiter(8), root, func(*node) { time.Sleep(time.Millisecond) })
		if got, want := time.Since(begin), 172*time.Millisecond; got != want {
			t.Errorf("%d tasks took %v, want %v", len(all), got, want)
		}
	})
}

// A spawner that is slow as well as wide must not have its children's subtrees
// left half done in favor of its next child.
func TestSlowWideSpawnerLeaksNoBreadth(t *testing.T) {
	const limit, depth, branching, width = 4, 5, 4, 300
	random := rand.New(rand.NewSource(1))
	subtree, _ := grow(regular(depth, branching))
	pauses := make([]time.Duration, 4096)
	for i := range pauses {
		pauses[i] = time.Duration(random.Intn(1000)) * time.Microsecond
	}
	synctest.Test(t, func(t *testing.T) {
		l := NewLimiter(limit)
		l.Stats() // From now on it counts pending tasks.
		var visits atomic.Int64
		g := l.NewGroup()
		for i := 0; i < width; i++ {
			time.Sleep(20 * time.Millisecond)
			g.Go(func() {
				groupPerNode(l, subtree, func(*node) {
					time.Sleep(pauses[visits.Add(1)%int64(len(pauses))])
				})
			})
		}
		g.Wait()
		s := l.Stats()
		if bound := limit * (depth + 1); s.PeakStarted > bound {
			t.Errorf("%d tasks were started and unfinished, want at most %d", s.PeakStarted, bound)
		}
		if bound := width + limit*(depth+1)*branching; s.PeakPending > bound {
			t.Errorf("%d tasks were pending, want at most %d", s.PeakPending, bound)
		}
		checkIdle(t, l)
	})
}

// A caller that comes back from a Block goes before detached tasks, which nobody waits
// for. So whoever has the first of many results can go on, and cancel the rest.
func TestBlockResumesBeforeDetachedTasks(t *testing.T) {
	for _, limit := range []int{1, 2, 8} {
		synctest.Test(t, func(t *testing.T) {
			l := NewLimiter(limit)
			var finished atomic.Int64
			for i := 0; i < 100; i++ {
				l.Go(func() {
					time.Sleep(time.Millisecond)
					finished.Add(1)
				})
			}
			l.Block(func() { time.Sleep(time.Microsecond) })
			// What runs by then is the caller's slot lent, the detached work's own, and the rest.
			if n := int(finished.Load()); n > limit+1 {
				t.Errorf("limit %d: the caller resumed after %d tasks, want at most %d", limit, n, limit+1)
			}
			time.Sleep(time.Second)
			checkIdle(t, l)
		})
	}
}

// TestProgress runs random trees whose every node picks a way to spawn and join
// at random. A deadlock shows as a bubble whose goroutines all block.
func TestProgress(t *testing.T) {
	trees := 300
	if testing.Short() {
		trees = 60
	}
	for seed := 0; seed < trees; seed++ {
		for _, limit := range []int{1, 2, 3} {
			t.Run(fmt.Sprintf("tree %d limit %d", seed, limit), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { walkMixture(t, int64(seed), limit) })
			})
		}
	}
}

// A join is a way to have a node's children visited before going on.
type join func(m *mixture, l *Limiter, n *node)

// A mixture is a walk over a tree with all styles of spawning and joining.
type mixture struct {
	t        *testing.T
	limiters [2]*Limiter
	started  []atomic.Int32  // how often each node was started
	sums     []int           // the nodes below and including each: written by the task, read after the join
	joins    []join          // how each node spawns and joins
	nested   []int           // which limiter each node uses
	pauses   []time.Duration // how long each node works
	unjoined sync.WaitGroup
}

func walkMixture(t *testing.T, seed int64, limit int) {
	root, all := grow(irregular(seed, 150))
	random := rand.New(rand.NewSource(seed))
	m := &mixture{
		t:        t,
		limiters: [2]*Limiter{NewLimiter(limit), NewLimiter(1 + random.Intn(3))},
		started:  make([]atomic.Int32, len(all)),
		sums:     make([]int, len(all)),
		joins:    make([]join, len(all)),
		nested:   make([]int, len(all)),
		pauses:   make([]time.Duration, len(all)),
	}
	for i := range all {
		m.joins[i] = joins[random.Intn(len(joins))]
		m.nested[i] = random.Intn(4) / 3
		m.pauses[i] = time.Duration(random.Intn(3)) * time.Millisecond
	}
	m.visit(root)
	m.unjoined.Wait()
	synctest.Wait()
	if m.sums[0] != len(all) {
		t.Errorf("the joins collected %d nodes of %d", m.sums[0], len(all))
	}
	for i := range m.started {
		if n := m.started[i].Load(); n != 1 {
			t.Errorf("node %d was started %d times", i, n)
		}
	}
	checkIdle(t, m.limiters[0])
	checkIdle(t, m.limiters[1])
}

// visit works, has the children visited, and works again.
func (m *mixture) visit(n *node) {
	m.started[n.number].Add(1)
	time.Sleep(m.pauses[n.number])
	if len(n.children) > 0 {
		m.joins[n.number](m, m.limiters[m.nested[n.number]], n)
	}
	time.Sleep(m.pauses[n.number])
	m.sums[n.number] = 1
	for _, child := range n.children {
		m.sums[n.number] += m.sums[child.number]
	}
}

var joins = []join{
	joinGroup, joinErrorGroup, joinCollect, joinCloser, joinWaitGroup, joinExits,
	joinDetached, joinTwoWaiters, joinBare,
}

func joinGroup(m *mixture, l *Limiter, n *node) {
	g := l.NewGroup()
	for _, child := range n.children {
		g.Go(func() { m.visit(child) })
	}
	g.Wait()
}

// joinErrorGroup fails at the first child, and visits what TryGo refuses itself.
func joinErrorGroup(m *mixture, l *Limiter, n *node) {
	failure := errors.New("first")
	g, ctx := l.WithContext(context.Background())
	for i, child := range n.children {
		f := func() error {
			m.visit(child)
			return failure
		}
		if i%2 == 0 {
			g.Go(f)
		} else if !g.TryGo(f) {
			m.visit(child)
		}
	}
	if err := g.Wait(); err != failure {
		m.t.Errorf("Wait() = %v, want %v", err, failure)
	}
	if context.Cause(ctx) != failure {
		m.t.Errorf("cause = %v, want %v", context.Cause(ctx), failure)
	}
}

// joinCollect receives a result per child, with its slot lent.
func joinCollect(m *mixture, l *Limiter, n *node) {
	g := l.NewGroup()
	results := make(chan int)
	for _, child := range n.children {
		g.Go(func() {
			m.visit(child)
			results <- child.number
		})
	}
	l.Block(func() {
		for range n.children {
			<-results
		}
	})
	g.Wait()
}

// joinCloser has a goroutine that is no task wait and close the channel.
func joinCloser(m *mixture, l *Limiter, n *node) {
	g := l.NewGroup()
	results := make(chan int)
	for _, child := range n.children {
		g.Go(func() {
			m.visit(child)
			results <- child.number
		})
	}
	go func() {
		g.Wait()
		close(results)
	}()
	for range results {
	}
}

// joinWaitGroup joins detached tasks with a shared sync.WaitGroup.
func joinWaitGroup(m *mixture, l *Limiter, n *node) {
	var unfinished sync.WaitGroup
	for _, child := range n.children {
		unfinished.Add(1)
		l.Go(func() {
			defer unfinished.Done()
			m.visit(child)
		})
	}
	l.Block(unfinished.Wait)
}

// joinExits has the tasks leave by Goexit.
func joinExits(m *mixture, l *Limiter, n *node) {
	g := l.NewGroup()
	for _, child := range n.children {
		g.Go(func() {
			m.visit(child)
			runtime.Goexit()
		})
	}
	g.Wait()
}

// joinDetached leaves some work behind that nobody joins.
func joinDetached(m *mixture, l *Limiter, n *node) {
	m.unjoined.Add(1)
	l.Go(func() {
		time.Sleep(time.Millisecond)
		m.unjoined.Done()
	})
	joinGroup(m, l, n)
}

// joinTwoWaiters waits with a second goroutine, for a group that is used twice.
func joinTwoWaiters(m *mixture, l *Limiter, n *node) {
	g := l.NewGroup()
	for i, child := range n.children {
		g.Go(func() { m.visit(child) })
		if i == len(n.children)/2 {
			second := make(chan struct{})
			go func() {
				g.Wait()
				close(second)
			}()
			g.Wait()
			l.Block(func() { <-second })
		}
	}
	g.Wait()
}

// joinBare spawns from goroutines that are no tasks.
func joinBare(m *mixture, l *Limiter, n *node) {
	g := l.NewGroup()
	var spawners sync.WaitGroup
	for _, child := range n.children {
		spawners.Add(1)
		go func() {
			defer spawners.Done()
			g.Go(func() { m.visit(child) })
		}()
	}
	spawners.Wait()
	g.Wait()
}

// TestLockHeldAcrossWait has tasks wait for their groups with a lock held that
// all others want, among them some that come back from a Block.
func TestLockHeldAcrossWait(t *testing.T) {
	for seed := int64(0); seed < 200; seed++ {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewSource(seed))
			l := NewLimiter(1 + random.Intn(3))
			subtree, _ := grow(irregular(seed, 12))
			lock := make(chan struct{}, 1)
			g := l.NewGroup()
			for i := 0; i < 12; i++ {
				kind, pause := random.Intn(3), time.Duration(random.Intn(20))*time.Millisecond
				g.Go(func() {
					time.Sleep(pause)
					if kind == 0 {
						l.Block(func() { time.Sleep(pause) })
					}
					lock <- struct{}{}
					if kind == 1 {
						groupPerNode(l, subtree, func(*node) { time.Sleep(pause) })
					}
					<-lock
				})
			}
			g.Wait()
			checkIdle(t, l)
		})
	}
}
