package chains

import (
	"context"
	"errors"
	"os"
	"time"
)

type settings struct{ source func() []byte }

var errSame = errors.New("the same")

func (s *settings) apply(text []byte) error {
	if len(text) == 0 {
		return errSame
	}
	(&settings{source: s.source}).reload()
	return nil
}

// What is loaded starts the next loader. Where it can not be applied, this one
// tries again, and no other was started.
func (s *settings) reload() {
	go func() { // want "^chain"
		for {
			time.Sleep(time.Second)
			err := s.apply(s.source())
			if errors.Is(err, errSame) {
				continue
			}
			break
		}
	}()
}

func (s *settings) applyFile(text []byte) error {
	if len(text) == 0 {
		return os.ErrNotExist
	}
	s.reloadFile()
	return nil
}

func (s *settings) reloadFile() {
	go func() { // want "^chain"
		for os.IsNotExist(s.applyFile(s.source())) {
			time.Sleep(time.Second)
		}
	}()
}

// Here it goes on after each success, and each has started a loader.
func (s *settings) applyAll(text []byte) error {
	if text == nil {
		return context.Canceled
	}
	s.reloadAll()
	return nil
}

func (s *settings) reloadAll() {
	go func() { // want "^recursive-spawn"
		for {
			err := s.applyAll(s.source())
			if errors.Is(err, context.Canceled) {
				break
			}
		}
	}()
}

// Who passes over what is gone goes on with the next one when all went well, too.
func (s *settings) watch(names []string, changes chan<- string) error {
	for _, name := range names {
		below, err := os.ReadDir(name)
		if err != nil {
			return err
		}
		var inner []string
		for _, entry := range below {
			inner = append(inner, entry.Name())
		}
		if err := s.watch(inner, changes); err != nil {
			if os.IsNotExist(err) {
				continue
			}
			return err
		}
		go func() { changes <- name }() // want "^leaf-spawn"
	}
	return nil
}
