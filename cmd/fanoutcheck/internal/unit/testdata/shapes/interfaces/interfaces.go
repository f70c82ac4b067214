// Package interfaces calls what another function has put behind an interface.
package interfaces

import (
	"io"

	"example.com/shapes/slots"
)

type Reader struct {
	in    io.Reader
	close io.Closer
	name  string
}

func (r *Reader) Limit(n int) {
	limit := slots.New(n)
	r.close = closing{limit}
}

func (r *Reader) Rename(name string) { r.name = name }

func (r *Reader) Close() error { return r.close.Close() }

type closing struct{ *slots.Slots }

func (c closing) Close() error {
	c.Slots.Close()
	return nil
}

type Extractor interface {
	Extract(each func(string)) error
}

type Zip struct{}

func (Zip) Extract(each func(string)) error {
	each("zip")
	return nil
}

type Archive struct {
	Name       string
	Extraction Extractor
}

func Identify(name string) *Archive {
	archive := &Archive{Name: name}
	archive.Extraction = find(name)
	return archive
}

func find(name string) Extractor {
	if name == "zip" {
		return Zip{}
	}
	return nil
}

func (a *Archive) Extract(each func(string)) error { return a.Extraction.Extract(each) }

type embedding struct {
	io.Closer
	name string
}

func Embed(n int) *Handle { return &Handle{embedding{closing{slots.New(n)}, "slots"}} }

type Handle struct{ embedding }

func (h *Handle) Release() error { return h.Close() }
