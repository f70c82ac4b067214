// Package lifo stands for the real one, of which only the signatures
// matter here.
package lifo

import "context"

type Limiter struct{ n int }

func NewLimiter(n int) *Limiter { return &Limiter{n} }

func (l *Limiter) Go(f func())                {}
func (l *Limiter) Block(f func())             { f() }
func (l *Limiter) NewGroup() *Group           { return &Group{} }
func (l *Limiter) NewErrorGroup() *ErrorGroup { return &ErrorGroup{} }
func (l *Limiter) WithContext(ctx context.Context) (*ErrorGroup, context.Context) {
	return &ErrorGroup{}, ctx
}

type Group struct{ l *Limiter }

func (g *Group) Go(f func()) {}
func (g *Group) Wait()       {}

type ErrorGroup struct{ l *Limiter }

func (g *ErrorGroup) Go(f func() error)         {}
func (g *ErrorGroup) TryGo(f func() error) bool { return true }
func (g *ErrorGroup) Wait() error               { return nil }
