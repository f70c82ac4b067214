// Package errgroup stands for the real one, of which only the signatures
// matter here.
package errgroup

import "context"

type Group struct{ cancel func(error) }

func WithContext(ctx context.Context) (*Group, context.Context) { return &Group{}, ctx }

func (g *Group) Go(f func() error)         {}
func (g *Group) TryGo(f func() error) bool { return true }
func (g *Group) SetLimit(n int)            {}
func (g *Group) Wait() error               { return nil }
