package lifo

import "math/rand"

// A model is the reference for the limiter's decisions: every rule of the
// documentation in its plainest form, over slices, with no regard to cost. It
// knows neither the counter nor the lists of the implementation; whether a slot
// is free follows from who is running.
type model struct {
	limit  int
	roots  int
	actors []*modelActor
	groups []*modelGroup // the first is the detached work
	aged   []int         // groups in the order in which they got their first task

	resuming []int // actors that need a slot, newest last
}

type modelActor struct {
	group  int // the group whose task this is, or noGroup for a root
	phase  phase
	awaits int // the group that it waits for
}

type modelGroup struct {
	pending    []int
	front      int // how many were added in front since the last start
	waiters    []int
	unfinished int
	used       bool // whether it ever had a task
}

type phase string

const (
	pending  phase = "pending"
	running  phase = "running"
	waiting  phase = "waiting"
	blocked  phase = "blocked"
	resuming phase = "resuming"
	finished phase = "finished"
)

const (
	noGroup  = -1
	detached = 0
)

func newModel(limit, roots int) *model {
	m := &model{limit: limit, roots: roots, groups: []*modelGroup{{}}}
	for i := 0; i < roots; i++ {
		m.actors = append(m.actors, &modelActor{group: noGroup, phase: running})
	}
	return m
}

// actorsIn lists the actors in the given phase.
func (m *model) actorsIn(p phase) []int {
	var found []int
	for id, a := range m.actors {
		if a.phase == p {
			found = append(found, id)
		}
	}
	return found
}

func (m *model) slotIsFree() bool {
	capacity := m.limit - 1 + m.roots
	if m.groups[detached].unfinished > 0 {
		capacity++
	}
	return len(m.actorsIn(running)) < capacity
}

func (m *model) newGroup() { m.groups = append(m.groups, &modelGroup{}) }

// spawn adds a task to the group and returns its number.
func (m *model) spawn(group int) int {
	id := len(m.actors)
	m.actors = append(m.actors, &modelActor{group: group, phase: pending})
	g := m.groups[group]
	g.unfinished++
	if !g.used && group != detached {
		m.aged = append(m.aged, group)
	}
	g.used = true
	switch {
	case m.slotIsFree():
		m.start(id)
	case group == detached || len(g.waiters) > 0:
		g.pending = append(g.pending, 0)
		copy(g.pending[g.front+1:], g.pending[g.front:])
		g.pending[g.front] = id
		g.front++
	default:
		g.pending = append(g.pending, id)
	}
	return id
}

func (m *model) start(id int) {
	m.actors[id].phase = running
	m.groups[m.actors[id].group].front = 0
}

// wait has the actor wait for the group, and reports whether it blocks.
func (m *model) wait(id, group int) bool {
	g := m.groups[group]
	if g.unfinished == 0 {
		return false
	}
	m.actors[id].phase, m.actors[id].awaits = waiting, group
	g.waiters = append(g.waiters, id)
	m.fill(group)
	return true
}

// wouldDeadlock reports whether the group cannot finish before the actor does.
func (m *model) wouldDeadlock(id, group int) bool {
	for other, a := range m.actors {
		if a.group != group {
			continue
		}
		if other == id || a.phase == waiting && m.wouldDeadlock(id, a.awaits) {
			return true
		}
	}
	return false
}

func (m *model) block(id int) {
	m.actors[id].phase = blocked
	m.fill(noGroup)
}

// unblock ends a Block. It takes a slot regardless when it unwinds.
func (m *model) unblock(id int, unwinds bool) {
	if unwinds || m.slotIsFree() {
		m.actors[id].phase = running
		return
	}
	m.actors[id].phase = resuming
	m.resuming = append(m.resuming, id)
}

// finish ends a task.
func (m *model) finish(id int) {
	a := m.actors[id]
	a.phase = finished
	g := m.groups[a.group]
	g.unfinished--
	if g.unfinished == 0 {
		for _, w := range g.waiters {
			m.actors[w].phase = resuming
		}
		m.resuming = append(m.resuming, g.waiters...)
		g.waiters = nil
	}
	m.fill(a.group)
}

// fill gives away the slot of an actor that finished a task of the group or waits
// for it. If the group itself has no use for it, this is up to whether the slot is
// one that may be given away. Nobody waits for the detached work, so it goes behind
// those who resume.
func (m *model) fill(group int) {
	yields := group == detached && len(m.resuming) > 0
	if group != noGroup && !yields && len(m.groups[group].pending) > 0 {
		m.startFirst(group)
		return
	}
	for m.slotIsFree() {
		if last := len(m.resuming) - 1; last >= 0 {
			m.actors[m.resuming[last]].phase = running
			m.resuming = m.resuming[:last]
		} else if newest := m.newestPending(); newest != noGroup {
			m.startFirst(newest)
		} else {
			return
		}
	}
}

func (m *model) startFirst(group int) {
	g := m.groups[group]
	id := g.pending[0]
	g.pending = g.pending[1:]
	m.start(id)
}

// newestPending returns the newest group with pending tasks. The detached work is
// older than all.
func (m *model) newestPending() int {
	for i := len(m.aged) - 1; i >= 0; i-- {
		if len(m.groups[m.aged[i]].pending) > 0 {
			return m.aged[i]
		}
	}
	if len(m.groups[detached].pending) > 0 {
		return detached
	}
	return noGroup
}

// longest is how many bytes of operations are looked at. Everything is compared after
// every operation, so that twice as many take four times as long.
const longest = 1000

// randomOperations returns bytes for the interpreters of operation sequences.
func randomOperations(seed int64, length int) []byte {
	operations := make([]byte, length)
	rand.New(rand.NewSource(seed)).Read(operations)
	return operations
}
