package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
)

// A phase of the server's life, which decides what messages it takes.
type phase int

const (
	fresh    phase = iota // not initialized
	running               // between initialize and shutdown
	shutDown              // until exit
)

// A method handles the messages of one kind.
type method func(ctx context.Context, req *jsonrpc2.Request) (any, error)

// methods returns all that the server understands.
func (s *server) methods() map[string]method {
	return map[string]method{
		protocol.MethodInitialize:                      request(s.initialize),
		protocol.MethodInitialized:                     notification(s.initialized),
		protocol.MethodShutdown:                        s.shutdown,
		protocol.MethodExit:                            s.exitNow,
		protocol.MethodCancelRequest:                   notification(s.cancelRequest),
		protocol.MethodTextDocumentDidOpen:             notification(s.didOpen),
		protocol.MethodTextDocumentDidChange:           notification(s.didChange),
		protocol.MethodTextDocumentDidSave:             notification(s.didSave),
		protocol.MethodTextDocumentDidClose:            notification(s.didClose),
		protocol.MethodTextDocumentHover:               slowRequest(s, s.hover),
		protocol.MethodTextDocumentCodeAction:          slowRequest(s, s.codeAction),
		protocol.MethodWorkspaceDidChangeConfiguration: notification(s.didChangeConfiguration),
		protocol.MethodWorkspaceDidChangeWatchedFiles:  notification(s.didChangeWatchedFiles),
		protocol.MethodWindowWorkDoneProgressCancel:    notification(s.cancelProgress),
	}
}

// handler returns what takes the client's messages. They are handled in the
// order in which they come, but for requests that may take a while: an edit of a
// file makes sense after the edits before it only. What goes wrong with a
// notification, of which the client expects no answer, is told it as a message.
func (s *server) handler() jsonrpc2.Handler {
	methods := s.methods()
	handle := func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		if err := s.admit(req); err != nil {
			return nil, err
		}
		if method, ok := methods[req.Method()]; ok {
			return method(ctx, req)
		}
		if !req.IsCall() {
			return nil, nil
		}
		return nil, jsonrpc2.Errorf(jsonrpc2.MethodNotFound, "there is no method %q here", req.Method())
	}
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		name := strings.Clone(req.Method())
		result, err := handle(ctx, req)
		if err != nil && !req.IsCall() {
			s.log(protocol.MessageTypeError, fmt.Sprintf("%s: %v", name, err))
			return nil, nil // an error would end the connection
		}
		return result, err
	}
}

// admit returns an error if a message does not belong to the phase.
func (s *server) admit(req *jsonrpc2.Request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := req.Method()
	switch {
	case name == protocol.MethodExit:
	case s.phase == fresh && name != protocol.MethodInitialize:
		return jsonrpc2.Errorf(jsonrpc2.ServerNotInitialized, "%s comes before initialize", name)
	case s.phase == running && name == protocol.MethodInitialize:
		return jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "the server is initialized already")
	case s.phase == shutDown:
		return jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "%s comes after shutdown", name)
	}
	return nil
}

func (s *server) shutdown(context.Context, *jsonrpc2.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = shutDown
	clear(s.dirty)
	if s.stop != nil {
		s.stop()
	}
	return jsonrpc2.RawMessage("null"), nil
}

func (s *server) exitNow(context.Context, *jsonrpc2.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	status := statusLost
	if s.phase == shutDown {
		status = statusDone
	}
	select {
	case s.exit <- status:
	default: // said before
	}
	return nil, nil
}

// request makes a method of a function that answers at once.
func request[P, R any](f func(context.Context, *P) (R, error)) method {
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		params, err := decode[P](req)
		if err != nil {
			return nil, err
		}
		return f(ctx, params)
	}
}

// slowRequest makes a method of a function that may wait, while other messages
// are handled, and that the client may cancel. The context of the request itself
// is not to be built upon, since the library uses it again for another.
func slowRequest[P, R any](s *server, f func(context.Context, *P) (R, error)) method {
	return func(ctx context.Context, req *jsonrpc2.Request) (any, error) {
		params, err := decode[P](req)
		if err != nil {
			return nil, err
		}
		id := req.ID()
		own, cancel := context.WithCancel(jsonrpc2.DetachContext(ctx))
		s.calls.Store(id, cancel)
		defer func() {
			s.calls.Delete(id)
			cancel()
		}()
		jsonrpc2.Async(ctx)
		return f(own, params)
	}
}

func (s *server) cancelRequest(params *protocol.CancelParams) error {
	var id jsonrpc2.ID
	switch given := params.ID.(type) {
	case protocol.Integer:
		id = jsonrpc2.NewNumberID(int64(given))
	case protocol.String:
		id = jsonrpc2.NewStringID(string(given))
	}
	if cancel, ok := s.calls.Load(id); ok {
		cancel.(context.CancelFunc)()
	}
	return nil
}

func notification[P any](f func(*P) error) method {
	return func(_ context.Context, req *jsonrpc2.Request) (any, error) {
		params, err := decode[P](req)
		if err != nil {
			return nil, err
		}
		return nil, f(params)
	}
}

func decode[P any](req *jsonrpc2.Request) (*P, error) {
	params := new(P)
	raw := req.Params()
	if len(raw) == 0 {
		raw = jsonrpc2.RawMessage("{}")
	}
	if err := protocol.Unmarshal(raw, params); err != nil {
		return nil, jsonrpc2.Errorf(jsonrpc2.InvalidParams, "the parameters of %s: %v", req.Method(), err)
	}
	return params, nil
}

// value encodes what the protocol has no type for.
func value(v any) protocol.LSPAny {
	encoded, err := json.Marshal(v)
	if err != nil {
		return protocol.LSPAny("null")
	}
	return encoded
}
