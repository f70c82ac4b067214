package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// A stream answers messages that are none, and reads on. They end the
// connection otherwise, though what follows can be read: the header says where
// it begins.
type stream struct{ jsonrpc2.Stream }

func (s stream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	for {
		message, n, err := s.Stream.Read(ctx)
		malformed := new(jsonrpc2.Error)
		if !errors.As(err, &malformed) {
			return message, n, err
		}
		if _, err := s.Write(ctx, jsonrpc2.NewResponse(jsonrpc2.ID{}, nil, malformed)); err != nil {
			return nil, 0, fmt.Errorf("answering a malformed message: %w", err)
		}
	}
}

// A pipe is the two ends that a server has of its connection.
type pipe struct {
	io.ReadCloser
	io.Writer
}

// A codec encodes the protocol's types, and leaves alone what is encoded.
type codec struct{}

func (codec) Marshal(v any) ([]byte, error) {
	if raw, ok := v.(jsonrpc2.RawMessage); ok {
		return raw, nil
	}
	return protocol.Marshal(v)
}

func (codec) Unmarshal(data []byte, v any) error { return protocol.Unmarshal(data, v) }

// An outbox sends messages one after the other, in the order in which they are
// put in, so that nobody who holds a lock waits for a client to read.
type outbox struct {
	mu     sync.Mutex
	queue  []func() error
	filled chan struct{} // holds a value while there may be something in the queue
}

func newOutbox() *outbox { return &outbox{filled: make(chan struct{}, 1)} }

func (o *outbox) put(send func() error) {
	o.mu.Lock()
	o.queue = append(o.queue, send)
	o.mu.Unlock()
	select {
	case o.filled <- struct{}{}:
	default:
	}
}

// run sends until the context ends or nobody reads any more.
func (o *outbox) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-o.filled:
		}
		o.mu.Lock()
		queue := o.queue
		o.queue = nil
		o.mu.Unlock()
		for _, send := range queue {
			if err := send(); err != nil {
				return err
			}
		}
	}
}
