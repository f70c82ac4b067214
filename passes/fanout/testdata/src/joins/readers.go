package joins

import (
	"io"
	"net/http"
)

// A producer whose channel is handed to somebody else's code is at its end when
// that is.
type expr struct{ args []*expr }

type Store interface {
	PutAll(items <-chan string) error
}

func evaluateExpr(s Store, e *expr) error {
	for _, arg := range e.args {
		if err := evaluateExpr(s, arg); err != nil {
			return err
		}
	}
	items := make(chan string)
	go func() { // want "^bounded-sequential: what the goroutine makes is read"
		defer close(items)
		items <- "item"
	}()
	return s.PutAll(items)
}

func uploadExpr(url string, e *expr) error {
	read, write := io.Pipe()
	go func() { // want "^bounded-sequential: what the goroutine makes is read"
		_, err := write.Write([]byte("expression"))
		write.CloseWithError(err)
	}()
	if _, err := http.Post(url, "text/plain", read); err != nil {
		return err
	}
	for _, arg := range e.args {
		if err := uploadExpr(url, arg); err != nil {
			return err
		}
	}
	return nil
}

// Nobody is told of the end.
func readEndless(s Store, e *expr) error {
	items := make(chan string)
	go func() { // want "^leaf-spawn"
		items <- "item"
		items <- "item"
	}()
	err := s.PutAll(items)
	for _, arg := range e.args {
		readEndless(s, arg)
	}
	return err
}

// The recursion goes on before it is read.
func readLate(s Store, e *expr) error {
	items := make(chan string)
	go func() { // want "^leaf-spawn"
		defer close(items)
		items <- "item"
	}()
	for _, arg := range e.args {
		readLate(s, arg)
	}
	return s.PutAll(items)
}

// It is read on one way only.
func readSometimes(s Store, e *expr) error {
	items := make(chan string)
	go func() { // want "^leaf-spawn"
		defer close(items)
		items <- "item"
	}()
	if len(e.args) == 0 {
		return s.PutAll(items)
	}
	for _, arg := range e.args {
		readSometimes(s, arg)
	}
	return nil
}

// A goroutine for each, which are read one after the other.
func readMany(s Store, e *expr) {
	for _, arg := range e.args {
		items := make(chan string)
		go func() { // want "^leaf-spawn"
			defer close(items)
			items <- "item"
		}()
		readMany(s, arg)
		s.PutAll(items)
	}
}
