// Package objects leads to a wait group and a semaphore by functions that hand
// them out.
package objects

import (
	"sync"

	"example.com/shapes/slots"
)

type Task struct {
	group sync.WaitGroup
	limit *slots.Slots
	name  string
}

func (t *Task) tasks() *sync.WaitGroup { return &t.group }

func (t *Task) Wait() { t.tasks().Wait() }

func (t *Task) Start(run func()) {
	t.tasks().Add(1)
	go func() {
		defer t.tasks().Done()
		run()
	}()
}

func (t *Task) slots() *slots.Slots { return t.limit }

func (t *Task) Enter() { t.slots().Open() }

func (t *Task) Name() string { return t.name }

type locker interface{ Close() }

type one struct{ *slots.Slots }
type two struct{ name string }

func (two) Close() {}

func Leave(l locker) { l.Close() }
