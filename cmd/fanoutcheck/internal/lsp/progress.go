package lsp

import (
	"context"
	"fmt"
	"sync"

	"go.lsp.dev/protocol"
)

// begin shows the client that an analysis is under way, if its person did
// something that asks for one, and returns the function that shows its end. The
// client has to agree first, which is not waited for.
func (s *server) begin(ctx context.Context) (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.client.progress || !s.loud {
		return func() {}
	}
	s.loud = false
	s.progress++
	token := protocol.String(fmt.Sprintf("fanoutcheck-%d", s.progress))
	var mu sync.Mutex
	shown, over := false, false
	s.background(func(ctx context.Context) {
		if s.call(ctx, protocol.MethodWindowWorkDoneProgressCreate, &protocol.WorkDoneProgressCreateParams{Token: token}, nil) != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if !over {
			shown = true
			s.send(protocol.MethodProgress, &protocol.ProgressParams{Token: token, Value: value(&protocol.WorkDoneProgressBegin{
				Kind: "begin", Title: "fanoutcheck", Message: new("analysing"), Cancellable: new(true),
			})})
		}
	})
	return func() {
		mu.Lock()
		defer mu.Unlock()
		over = true
		if shown {
			message := "done"
			if ctx.Err() != nil {
				message = "cancelled"
			}
			s.send(protocol.MethodProgress, &protocol.ProgressParams{Token: token, Value: value(&protocol.WorkDoneProgressEnd{
				Kind: "end", Message: &message,
			})})
		}
	}
}

// cancelProgress ends the analysis under way and waits for the next occasion.
// There is one at most, so the token does not matter.
func (s *server) cancelProgress(*protocol.WorkDoneProgressCancelParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.dirty)
	if s.stop != nil {
		s.stop()
	}
	s.settle()
	return nil
}
