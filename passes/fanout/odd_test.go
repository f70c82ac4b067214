package fanout_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

type program struct{ name, source string }

// odd are packages that compile and that nobody would write, or that are
// almost nothing.
var odd = []program{
	{"empty", `package p`},
	{"method values of groups", `package p
		import "sync"
		func f(wg *sync.WaitGroup, once *sync.Once) {
			add, done, wait, do := wg.Add, wg.Done, wg.Wait, once.Do
			add(2)
			add(-1)
			go f(wg, once)
			do(func() { go f(wg, once) })
			done()
			wait()
		}`},
	{"comment only", "// Package p.\npackage p"},
	{"blank functions", `package p; func _() { go func() {}() }; func _() { go func() {}() }`},
	{"no body", `package p; func f(g func()); func h() { go f(h) }`},
	{"many inits", `package p; func init() { go f() }; func init() { go f() }; func f() { go f(); f() }`},
	{"recursion from init", `package p
		var f func()
		var x = func() int { go f(); return 1 }()
		func init() { f = func() { go f(); f() } }`},
	{"variables that need each other", `package p
		var a = func() func() { return func() { go b() } }()
		var b func()
		func init() { b = func() { go a(); a() } }`},
	{"builtins", `package p
		func f(m map[int]int, c chan int) {
			go close(c); defer delete(m, 1); go println(); go print(); go clear(m); go panic(1); go recover(); go copy([]int{}, []int{}); f(m, c) }`},
	{"nil function", `package p; func f() { var g func(); go g(); f() }`},
	{"nil interface", `package p; type i interface{ m() }; func f() { var x i; go x.m(); f() }`},
	{"conversion as callee", `package p; type t func(); func f() { go t(f)(); f() }`},
	{"returned callee", `package p; func f() func() { go f()(); return func() { go f()() } }`},
	{"function that returns itself", `package p; type t func() t; func f() t { go f()()(); return f }`},
	{"function that takes itself", `package p; type t func(t); func y(f t) { go f(f); f(y) }; func z() { y(y) }`},
	{"channel of channels", `package p; type c chan c; func f(x c) { for y := range x { go f(y); y <- x; x <- y } }`},
	{"map of maps", `package p; type m map[string]m; func f(x m) { for _, y := range x { go f(y); y[""] = x } }`},
	{"slice of slices", `package p; type s []s; func f(x s) { for i := range x { go f(x[i:][0]); x[0] = x } }`},
	{"pointer to itself", `package p; type t *t; func f(x t) { go f(*x); *x = x; f(x) }`},
	{"interface of itself", `package p; type i interface{ m(i) i }; type t struct{ i }; func (x t) m(y i) i { go y.m(x); return x.i.m(y) }`},
	{"embedded loops", `package p; type a struct{ *b }; type b struct{ *a; n int }; func (x *a) f() { go x.b.a.f(); x.f() }`},
	{"embedded interface", `package p; type i interface{ m() }; type a struct{ i }; type b struct{ a }; func f(x b) { go x.m(); go b.m(x); f(b{a{x}}) }`},
	{"anonymous struct", `package p; func f() { x := struct{ g func() }{f}; go x.g(); f(); go struct{ h func() }{f}.h() }`},
	{"unreachable", `package p; func f() { return; go f() }; func g() { panic(1); for { go g() } }; func h() { for {}; go h() }`},
	{"infinite loops", `package p; func f() { for { go f() } }; func g() { for { g() } }; func h() { for { select {} } }`},
	{"empty select", `package p; func f() { go f(); select {}; f() }`},
	{"select of default", `package p; func f() { select { default: go f() }; f() }`},
	{"select of nil channels", `package p; func f() { var c chan int; select { case c <- 1: go f(); case <-c: f(); case x, ok := <-c: _, _ = x, ok }; f() }`},
	{"select in a loop with break", `package p
		func f(c chan func()) {
		loop:
			for { select { case g := <-c: go g(); go f(c); case c <- func() { f(c) }: break loop; default: continue loop } }
		}`},
	{"goto", `package p; func f(n int) { again: go f(n); n++; if n < 9 { goto again }; goto end; end: f(n) }`},
	{"labels", `package p; func f() { a: for { b: for { switch { case true: go f(); break b; default: continue a }; break a } }; f() }`},
	{"switch with fallthrough", `package p; func f(n int) { switch n { case 1: fallthrough; case 2: go f(n); default: f(n) } }`},
	{"type switch", `package p; func f(x any) { switch x := x.(type) { case func(): go x(); case func(any): go x(f); case nil: f(x); case error, int: go f(x) } }`},
	{"defer in a loop", `package p; func f() { for { defer f(); defer func() { go f(); recover() }() } }`},
	{"named results", `package p; func f() (g func() func()) { defer func() { g = f(); go g()() }(); return f() }`},
	{"variadic", `package p; func f(g ...func(...func())) { for _, h := range g { go h(func() { f(g...) }) }; f(); f(nil...) }`},
	{"many closures", `package p; func f() { func() { func() { func() { go func() { go func() { f() }() }() }() }() }() }`},
	{"closure over itself", `package p; func f() { var g func(); g = func() { go func() { g(); go g() }(); h := g; g = h }; g() }`},
	{"variables swapped", `package p; func f() { a, b := func() {}, func() {}; a, b = func() { go b() }, func() { go a(); b() }; a() }`},
	{"conditions", `package p; func f(n int) { if n > 0 && n < 10 || n == -5 && !(n != 3) { go f(n - 1); f(n + 1) } }`},
	{"depth that overflows", `package p; func f(n uint8) { if n < 255 { go f(n + 1); f(n << 1) } }; func g(n int64) { if n < 1<<62 { go g(n + 1<<62 - 1); g(n) } }`},
	{"depth of constants", `package p; func f(n int) { if 1 < 2 { go f(1); f(2) }; if n < n { go f(n) } }`},
	{"depth that takes turns", `package p; func f(a, b, c int) { if a > 0 { go f(b, c, a-1); f(c, a, b) } }`},
	{"semaphore of nothing", `package p; var s = make(chan struct{}); func f() { s <- struct{}{}; go func() { <-s; f() }(); f() }`},
	{"semaphore and itself", `package p; var s = make(chan chan int, 1); func f() { s <- <-s; go f(); <-s; f() }`},
	{"array of semaphores", `package p; var s [4]chan int; func f(n int) { s[n] <- n; go func() { <-s[n]; f(n) }(); f(n + 1) }`},
	{"group of groups", `package p; import "sync"; type t struct{ sync.WaitGroup; u *t }; func (x *t) f() { x.Go(x.u.f); x.u.Go(x.f); x.Wait(); x.u.u.u.Wait() }`},
	{"methods of sync as values", `package p; import "sync"; func f(w *sync.WaitGroup) { g := w.Go; g(func() { f(w) }); h := (*sync.WaitGroup).Wait; h(w); go w.Wait(); defer w.Done(); f(w) }`},
	{"timers", `package p; import "time"; func f() { time.AfterFunc(0, f); time.AfterFunc(0, nil); time.AfterFunc(0, func() { f() }).Stop(); f() }`},
}

// generics are instantiated, constrained and embedded in each other.
var generics = []program{
	{"instances that grow", `package p; func f[T any](n int, x T) { if n > 0 { go f(n-1, x); f(n, x) } }; func g() { f(1, f[int]); f(1, [2]int{}) }`},
	{"methods of instances", `package p; type t[K comparable, V any] map[K]V; func (x t[K, V]) f(g func(K, V)) { for k, v := range x { go g(k, v); go x.f(g) } }; func h() { t[int, func()]{}.f(func(int, func()) { h() }) }`},
	{"constraint of methods", `package p; type c[T any] interface{ *T; m() }; func f[T any, P c[T]](x T) { P(&x).m(); go f[T, P](x); f[T, P](x) }; type i int; func (*i) m() { go f[i](1) }`},
	{"core types", `package p; func f[F ~func()](g F) { go g(); f(g) }; func h[C ~chan E, E any](c C) { for range c { go h(c); c <- *new(E) } }; func k[S ~[]E, E any](s S) { for range s { go k(s[1:]) } }`},
	{"unions", `package p; func f[T int | string](x T) { go f(x); f(x + x) }; func g() { f(1); f("") }`},
	{"embedded generics", `package p; type a[T any] struct{ x T }; func (y *a[T]) m() { go y.m(); y.m() }; type b[T any] struct{ *a[T] }; func (y b[T]) n() { go y.m(); go y.n(); go b[T].n2(y) }; func (y b[T]) n2() { y.n() }`},
	{"fields of type parameters", `package p; type s struct{ f func() }; func g[T interface{ ~struct{ f func() } }](x T) { go g(x); g(x) }; func h() { g(s{h}) }`},
	{"recursive constraint", `package p; type c[T any] interface{ next() T }; func f[T c[T]](x T) { go f(x.next()); f(x) }; type t struct{}; func (t) next() t { go f(t{}); return t{} }`},
	{"alias", `package p; type a[T any] = func(T); func f(g a[int]) { go g(1); var h a[int] = func(int) { f(g) }; go f(h); h(1) }`},
	{"literal in a generic", `package p; func f[T any](x T) func() { return func() { go f(x)(); var g func(T); g = func(y T) { go g(y); f(y)() }; g(x) } }`},
	{"iterators", `package p; import "iter"; func f[T any](s iter.Seq[T]) iter.Seq[T] { return func(yield func(T) bool) { for x := range s { go yield(x); for range f(s) { go f(s); defer f(s); if !yield(x) { return } } } } }`},
	{"iterators with labels", `package p; func f(s func(func(int) bool)) { a: for x := range s { for range s { if x > 0 { go f(s); continue a }; break a }; defer f(s) }; for range 3 { go f(s) } }`},
}

func TestOddInputs(t *testing.T) {
	for _, test := range slices.Concat(odd, generics) {
		t.Run(test.name, func(t *testing.T) {
			fset, files, err := parsed(test.source)
			require.NoError(t, err)
			_, err = analysed(fset, files)
			require.NoError(t, err)
		})
	}
}

func TestOddPackages(t *testing.T) {
	for _, sources := range [][]string{
		nil,
		{`package p`, `package p`},
		{`package p; func f() { go g() }`, `package p; func g() { f(); go f() }`},
		{`package p; func init() { go init1() }`, `package p; func init() { init1() }; func init1() { go init1() }`},
	} {
		fset, files, err := parsed(sources...)
		require.NoError(t, err)
		_, err = analysed(fset, files)
		require.NoError(t, err)
	}
}
