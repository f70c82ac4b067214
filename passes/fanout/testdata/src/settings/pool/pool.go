// Package pool runs what it is given, in ways that its code does not show.
package pool

type Pool struct{ queue []func() }

func New() *Pool { return new(Pool) }

func (p *Pool) Start(f func())  { p.queue = append(p.queue, f) }
func (p *Pool) Submit(f func()) { p.queue = append(p.queue, f) }
func (p *Pool) Do(f func())     { p.queue = append(p.queue, f) }

type Queue[T any] struct{ queue []func(T) }

func (q *Queue[T]) Start(item T, f func(T)) { q.queue = append(q.queue, f) }

type Runner interface{ Run(f func()) }

var queue []any

func Run(f func())     { queue = append(queue, f) }
func Box(f any)        { queue = append(queue, f) }
func Unnamed(f func()) { queue = append(queue, f) }

// Helper does not store what it is given by itself.
func Helper(f func()) { Run(f) }

// Shown starts a goroutine where everybody sees it.
func Shown(f func()) { go f() }

func ForEach[T any](items []T, f func(T)) { queue = append(queue, items, f) }

func ForEachKey[K comparable, V any](items map[K]V, f func(K, int)) { queue = append(queue, items, f) }

func All(fs ...func()) { queue = append(queue, fs) }

func Named[T any](names []string, item T, f func(T)) { queue = append(queue, names, item, f) }

// Stop is given nothing to run.
func Stop(n int) { queue = queue[:n] }

type Blocker interface{ Block(f func()) }

func NewBlocker() Blocker { return hidden{} }

type hidden struct{}

func (hidden) Block(f func()) { Box(f) }
