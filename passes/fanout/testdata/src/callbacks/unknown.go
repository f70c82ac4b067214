package callbacks

import (
	"context"
	"strings"
	"sync"
)

// What lists the names is outside the package. A literal that goes on with a
// name is called for each of them.
type bucket interface {
	Iter(ctx context.Context, dir string, f func(name string) error) error
}

func listed(ctx context.Context, b bucket, dir string, wg *sync.WaitGroup) {
	defer wg.Done()
	_ = b.Iter(ctx, dir, func(name string) error {
		wg.Add(1)
		go listed(ctx, b, strings.ToLower(name), wg) // want "^recursive-spawn"
		return nil
	})
}

func listedInside(ctx context.Context, b bucket, dir string) error {
	var wg sync.WaitGroup
	defer wg.Wait()
	return b.Iter(ctx, dir, func(name string) error {
		path := dir + "/" + name
		wg.Go(func() { _ = listedInside(ctx, b, path) }) // want "^recursive-spawn"
		return nil
	})
}

// In turn.
func listedInTurn(ctx context.Context, b bucket, dir string) error {
	return b.Iter(ctx, dir, func(name string) error {
		done := make(chan error)
		go func() { done <- listedInTurn(ctx, b, name) }() // want "^bounded-sequential"
		return <-done
	})
}

type lister struct {
	list func(dir string, f func(name string))
	wg   sync.WaitGroup
}

func (l *lister) walk(dir string) {
	l.list(dir, func(name string) {
		go l.walk(name) // want "^recursive-spawn"
	})
}

// What is registered is called at some other time, and what for is another
// matter than what it is told.
type topics interface {
	Subscribe(topic string, f func(message string))
}

func restarted(t topics, topic string) {
	t.Subscribe(topic, func(string) {
		go restarted(t, topic)
	})
}

func handled(t topics, topic string) {
	t.Subscribe(topic, func(message string) {
		println(message)
		go handled(t, topic)
	})
}

// It is not known to come back here.
func told(t topics, topic string) {
	t.Subscribe(topic, func(message string) {
		go tell(t, message)
	})
}

func tell(t topics, message string) { told(t, "again") }

// A context says nothing of a child: this starts over.
type tracer interface {
	Span(ctx context.Context, name string, f func(ctx context.Context))
}

func traced(ctx context.Context, t tracer) {
	t.Span(ctx, "traced", func(ctx context.Context) {
		go traced(ctx, t)
	})
}

// What is scheduled elsewhere goes on with each of what it has found.
type scheduler interface{ Schedule(task func()) }

func scheduled(s scheduler, dir string) {
	go func() { // want "^recursive-spawn"
		s.Schedule(func() {
			for _, name := range strings.Fields(dir) {
				scheduled(s, dir+"/"+name)
			}
		})
	}()
}

// What is scheduled to start over does so with what it was told.
func startedOver(s scheduler, dirs []string) {
	for _, dir := range dirs {
		go println(dir)
	}
	s.Schedule(func() {
		for range dirs {
			startedOver(s, dirs)
		}
	})
}

// It takes one next step.
func nextStep(s scheduler, dir string) {
	go func() {
		s.Schedule(func() { nextStep(s, strings.ToLower(dir)) })
	}()
}
