package joins

import (
	"context"
	"errors"
	"time"
)

// What is called off when the activation returns has not begun.
func calledOff(ctx context.Context, n *node) {
	stop := context.AfterFunc(ctx, func() { println(n) }) // want "^bounded-sequential: each activation has one such call ahead of it"
	defer stop()
	for _, c := range n.children {
		calledOff(ctx, c)
	}
}

func timers(n *node) {
	timer := time.AfterFunc(time.Second, func() { println(n) }) // want "^bounded-sequential: each activation has one such call ahead of it"
	defer timer.Stop()
	for _, c := range n.children {
		timers(c)
	}
}

// Another timer is stopped.
func timersLeft(n *node, other *time.Timer) {
	time.AfterFunc(time.Second, func() { println(n) }) // want "^leaf-spawn"
	defer other.Stop()
	for _, c := range n.children {
		timersLeft(c, other)
	}
}

// Who fails when the time is up does not start another one.
func inTime(n *node) error {
	for _, c := range n.children {
		done := make(chan error, 1)
		go func() { done <- inTime(c) }() // want "^bounded-sequential: the goroutine is awaited here"
		select {
		case err := <-done:
			if err != nil {
				return err
			}
		case <-time.After(time.Minute):
			return errors.New("too late")
		}
	}
	return nil
}

// Who goes on leaves it behind.
func impatient(n *node) error {
	for _, c := range n.children {
		done := make(chan error, 1)
		go func() { done <- impatient(c) }() // want "^recursive-spawn"
		select {
		case <-done:
		case <-time.After(time.Minute):
		}
	}
	return nil
}
