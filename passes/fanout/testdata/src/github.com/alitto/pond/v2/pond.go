// Package pond stands for the pool of that name.
package pond

type Task interface{ Wait() error }

type Pool interface {
	Go(task func()) error
	Submit(task func()) Task
	NewGroup() TaskGroup
}

type TaskGroup interface {
	Submit(tasks ...func()) TaskGroup
	Wait() error
}

func NewPool(maxConcurrency int) Pool { return nil }
