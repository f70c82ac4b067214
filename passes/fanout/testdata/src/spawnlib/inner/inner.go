// Package inner starts goroutines for packages that don't import it.
package inner

func Start(f func()) {
	go f()
}
