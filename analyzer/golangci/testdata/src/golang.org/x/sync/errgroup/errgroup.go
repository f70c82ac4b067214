// Package errgroup stands for the real one, of which only this matters here.
package errgroup

type Group struct{ err error }

func (g *Group) Go(f func() error) { go func() { g.err = f() }() }
func (g *Group) Wait() error       { return g.err }
