//go:build go1.25

// Virtual time needs the timers of Go 1.23, which a module for older releases
// does not get by default.
//go:debug asynctimerchan=0

package lifo

import (
	"fmt"
	"reflect"
	"runtime"
	"testing"
	"testing/synctest"
)

// FuzzLimiter runs sequences of operations on a limiter and on the model and
// compares who runs after every one. Each operation is settled before the next,
// so that there is exactly one right answer.
func FuzzLimiter(f *testing.F) {
	for seed := int64(0); seed < 40; seed++ {
		f.Add(randomOperations(seed, 600))
	}
	f.Fuzz(func(t *testing.T, operations []byte) {
		synctest.Test(t, func(t *testing.T) { compareWithModel(t, operations) })
	})
}

// TestLimiterModel is FuzzLimiter over more sequences than its corpus.
func TestLimiterModel(t *testing.T) {
	sequences := 1500
	if testing.Short() {
		sequences = 150
	}
	for seed := 0; seed < sequences; seed++ {
		synctest.Test(t, func(t *testing.T) {
			compareWithModel(t, randomOperations(int64(seed), 30+seed%500))
		})
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// A stage has one goroutine per actor of the model, which does what it is told.
type stage struct {
	t       *testing.T
	model   *model
	limiter *Limiter
	groups  []*Group
	actors  []*actor
	log     []string
}

// An actor is a root or a task. Its commands run on its own goroutine.
type actor struct {
	commands chan func()
	leave    chan func() // ends a Block, by what the function does
	phase    phase
}

func newActor() *actor {
	return &actor{commands: make(chan func()), leave: make(chan func()), phase: pending}
}

// run obeys until there are no more commands.
func (a *actor) run() {
	defer func() { a.phase = finished }()
	a.phase = running
	for command := range a.commands {
		command()
		a.phase = running
	}
}

func compareWithModel(t *testing.T, operations []byte) {
	if len(operations) == 0 {
		return
	}
	operations = operations[:min(len(operations), longest)]
	limit, roots := 1+int(operations[0])%4, 1+int(operations[0])/4%3
	s := &stage{t: t, model: newModel(limit, roots), limiter: NewLimiter(limit)}
	s.groups = append(s.groups, nil)
	for i := 0; i < roots; i++ {
		a := newActor()
		s.actors = append(s.actors, a)
		go a.run()
	}
	synctest.Wait()
	for o := operations[1:]; len(o) >= 3; o = o[3:] {
		s.step(o[0], int(o[1]), int(o[2]))
		s.compare()
	}
	s.drain()
	checkIdle(t, s.limiter)
}

// step does one operation on both sides, if the situation allows it.
func (s *stage) step(operation byte, first, second int) {
	if in := s.model.actorsIn(blocked); len(in) > 0 && operation%4 == 0 {
		s.leaveBlock(in[first%len(in)], second)
		return
	}
	in := s.model.actorsIn(running)
	if len(in) == 0 {
		return
	}
	id := in[first%len(in)]
	group := second % len(s.groups)
	switch operation % 32 {
	case 1, 2, 3, 5, 6, 7, 9, 10, 11:
		s.spawn(id, group)
	case 13, 14, 15, 17, 18, 19:
		s.wait(id, group)
	case 21, 22, 23, 25, 26, 27:
		s.finish(id, second)
	case 28, 29:
		s.newGroup()
	case 30:
		s.tryGo(id, group)
	default:
		s.block(id)
	}
}

// tell has the actor run the command and waits until everything has settled.
func (s *stage) tell(id int, command func()) {
	s.actors[id].commands <- command
	synctest.Wait()
}

func (s *stage) note(format string, arguments ...any) {
	s.log = append(s.log, fmt.Sprintf(format, arguments...))
}

func (s *stage) newGroup() {
	s.note("group %d", len(s.groups))
	s.model.newGroup()
	s.groups = append(s.groups, s.limiter.NewGroup())
}

func (s *stage) spawn(id, group int) {
	s.note("%d spawns %d in group %d", id, s.model.spawn(group), group)
	a := newActor()
	s.actors = append(s.actors, a)
	s.tell(id, func() {
		if group == detached {
			s.limiter.Go(a.run)
		} else {
			s.groups[group].Go(a.run)
		}
	})
}

func (s *stage) tryGo(id, group int) {
	if group == detached {
		return
	}
	s.note("%d tries to spawn in group %d", id, group)
	want := s.model.slotIsFree()
	a := newActor()
	if want {
		s.model.spawn(group)
		s.actors = append(s.actors, a)
	}
	s.tell(id, func() {
		if got := s.groups[group].tryGo(a.run); got != want {
			s.t.Errorf("tryGo = %v, want %v\n%v", got, want, s.log)
		}
	})
}

func (s *stage) wait(id, group int) {
	if group == detached || s.model.wouldDeadlock(id, group) {
		return
	}
	s.note("%d waits for group %d", id, group)
	s.model.wait(id, group)
	s.tell(id, func() {
		s.actors[id].phase = waiting
		s.groups[group].Wait()
	})
}

func (s *stage) finish(id, how int) {
	if s.model.actors[id].group == noGroup {
		return
	}
	s.model.finish(id)
	if how%4 == 0 {
		s.note("%d exits", id)
		s.tell(id, runtime.Goexit)
		return
	}
	s.note("%d returns", id)
	close(s.actors[id].commands)
	synctest.Wait()
}

func (s *stage) block(id int) {
	s.note("%d blocks", id)
	s.model.block(id)
	s.tell(id, func() {
		defer func() { _ = recover() }()
		s.limiter.Block(func() {
			s.actors[id].phase = blocked
			(<-s.actors[id].leave)()
			s.actors[id].phase = resuming
		})
	})
}

// leaveBlock ends a Block, by a return, a panic or, of a task, Goexit.
func (s *stage) leaveBlock(id, how int) {
	end := func() {}
	switch {
	case how%8 == 0:
		s.note("%d panics out of its block", id)
		s.model.unblock(id, true)
		end = func() { panic("out of the block") }
	case how%8 == 1 && s.model.actors[id].group != noGroup:
		s.note("%d exits out of its block", id)
		s.model.unblock(id, true)
		s.model.finish(id)
		end = runtime.Goexit
	default:
		s.note("%d leaves its block", id)
		s.model.unblock(id, false)
	}
	s.actors[id].leave <- end
	synctest.Wait()
}

// compare requires that every actor is where the model has it, and that the
// statistics say the same.
func (s *stage) compare() {
	s.t.Helper()
	for id, a := range s.actors {
		want := s.model.actors[id].phase
		if got := a.phase; got != want && !(got == waiting && want == resuming) {
			s.t.Fatalf("actor %d is %s, want %s, limit %d, after\n%q", id, got, want, s.model.limit, s.log)
		}
	}
	got := s.limiter.Stats()
	got.PeakActive, got.PeakStarted, got.PeakPending, got.PeakLending = 0, 0, 0, 0
	if want := s.wantStats(); !reflect.DeepEqual(got, want) {
		s.t.Fatalf("Stats() = %+v, want %+v, after\n%q", got, want, s.log)
	}
}

func (s *stage) wantStats() Stats {
	want := Stats{Limit: s.model.limit}
	for _, a := range s.model.actors {
		isTask := a.group != noGroup
		switch a.phase {
		case pending:
			want.Pending++
		case finished:
			want.Finished++
		case running:
			want.Active++
		default:
			want.Lending++
		}
		if isTask && a.phase != pending && a.phase != finished {
			want.Started++
		}
	}
	want.Active -= s.model.roots - 1
	if s.model.groups[detached].unfinished > 0 {
		want.Active--
	}
	return want
}

// drain brings every actor to its end. Roots come last.
func (s *stage) drain() {
	for progress := true; progress; {
		progress = false
		for _, id := range s.model.actorsIn(blocked) {
			s.leaveBlock(id, 2)
			s.compare()
			progress = true
		}
		for _, id := range s.model.actorsIn(running) {
			if s.model.actors[id].group != noGroup {
				s.finish(id, 1)
				s.compare()
				progress = true
			}
		}
	}
	// What is left needs a slot, and belongs to groups that no root waits for.
	for group := 1; group < len(s.groups); group++ {
		if s.model.groups[group].unfinished > 0 {
			s.wait(0, group)
			s.compare()
			s.drain()
			return
		}
	}
	for _, id := range s.model.actorsIn(running) {
		close(s.actors[id].commands)
		s.model.actors[id].phase = finished
	}
	synctest.Wait()
	for id, a := range s.actors {
		if a.phase != finished {
			s.t.Errorf("actor %d was left %s after\n%q", id, a.phase, s.log)
		}
	}
}
