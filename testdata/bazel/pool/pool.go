// Package pool runs functions on goroutines, where its importers do not see it.
package pool

import "sync"

// A Pool is a group of goroutines.
type Pool struct{ wg sync.WaitGroup }

// Run runs f on a new goroutine.
func (p *Pool) Run(f func()) { p.wg.Go(f) }

// Wait waits for all.
func (p *Pool) Wait() { p.wg.Wait() }
