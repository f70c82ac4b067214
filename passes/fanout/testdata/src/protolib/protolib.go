// Package protolib looks like what is generated from protocol buffers.
package protolib

type Metadata struct{ Depth int32 }

func (m *Metadata) GetDepth() int32 {
	if m != nil {
		return m.Depth
	}
	return 0
}

type Request struct {
	Meta   *Metadata
	Object string
}

func (r *Request) GetMeta() *Metadata {
	if r != nil {
		return r.Meta
	}
	return nil
}

func (r *Request) Clone() *Request {
	meta := *r.Meta
	return &Request{Meta: &meta, Object: r.Object}
}
