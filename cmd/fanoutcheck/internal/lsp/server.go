package lsp

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// A server talks with one client.
type server struct {
	version string
	stderr  io.Writer // for what no client can be told any more

	// delay is how long a file has to be left alone before it is analysed
	// without being saved.
	delay time.Duration
	// locate finds out in which module or workspace a directory is, and
	// analyse analyses packages of one. Some tests have them do less.
	locate  func(ctx context.Context, dir string) place
	analyse func(context.Context, job) *govet.Result

	ctx    context.Context // ends with the connection
	conn   jsonrpc2.Conn
	outbox *outbox
	work   sync.WaitGroup // what has to end before the server does
	wake   chan struct{}  // holds a value when there may be something to analyse
	exit   chan int       // holds the exit status once the client has asked for it
	calls  sync.Map       // from the identity of a request to what cancels it

	mu       sync.Mutex
	phase    phase
	client   abilities
	settings settings
	open     map[string]*document     // by file
	places   map[string]place         // by directory
	dirty    map[string]bool          // the directories that have to be analysed
	stop     context.CancelFunc       // ends the analysis under way
	timer    *time.Timer              // until the next one
	settled  chan struct{}            // closed when fewer directories are dirty
	loud     bool                     // whether the person is to see that something is analysed
	progress int                      // how often that was shown
	costs    map[string]time.Duration // of the last analysis, by root
	told     map[string]string        // what was last said of a subject, so as not to repeat it
}

// Serve serves a client until it ends the connection, and returns the exit
// status that the protocol asks for.
func Serve(ctx context.Context, in io.ReadCloser, out, stderr io.Writer, version string) int {
	s := newServer("")
	s.version, s.stderr = version, stderr
	return s.serve(ctx, in, out)
}

// leftAlone is the usual delay: longer than a pause between two keys.
const leftAlone = 500 * time.Millisecond

// newServer returns a server that has the go command use a vet tool, or this
// program if it is "".
func newServer(tool string) *server {
	return &server{
		stderr:  io.Discard,
		delay:   leftAlone,
		locate:  locate,
		analyse: func(ctx context.Context, j job) *govet.Result { return analyse(ctx, tool, j) },
		outbox:  newOutbox(),
		wake:    make(chan struct{}, 1),
		exit:    make(chan int, 1),
		open:    make(map[string]*document),
		places:  make(map[string]place),
		dirty:   make(map[string]bool),
		settled: make(chan struct{}),
		costs:   make(map[string]time.Duration),
		told:    make(map[string]string),
	}
}

func (s *server) serve(ctx context.Context, in io.ReadCloser, out io.Writer) int {
	ctx, cancel := context.WithCancel(ctx)
	s.ctx = ctx
	s.conn = jsonrpc2.NewConn(stream{jsonrpc2.NewStream(pipe{in, out})}, jsonrpc2.WithCodec(codec{}))
	s.conn.Go(ctx, s.handler())
	broken := make(chan error, 1)
	s.work.Go(func() { broken <- s.outbox.run(ctx) })
	s.work.Go(func() { s.analyseForever(ctx) })
	// Whatever was started ends before the server does, even if its client
	// has just gone away.
	defer s.work.Wait()
	defer cancel()
	defer s.close()
	select {
	case status := <-s.exit:
		return status
	case <-s.conn.Done():
		select {
		case status := <-s.exit: // it was the last message
			return status
		default:
		}
		s.complain(s.conn.Err())
	case err := <-broken:
		s.complain(err)
	case <-ctx.Done():
	}
	return statusLost
}

// The exit statuses, as the protocol has them.
const (
	statusDone = 0
	statusLost = 1 // the client did not say "shutdown" before it went
)

func (s *server) complain(err error) {
	if err != nil {
		fmt.Fprintf(s.stderr, "fanoutcheck lsp: the connection is broken: %v\n", err)
	}
}

// background runs what may wait for the client: handlers of notifications must
// not, since what they wait for would not be read. It needs the lock.
func (s *server) background(f func(context.Context)) {
	if s.phase == running {
		s.work.Go(func() { f(s.ctx) })
	}
}

// call asks the client.
func (s *server) call(ctx context.Context, method string, params, result any) error {
	return protocol.Call(ctx, s.conn, method, params, result)
}

// close has nothing more started.
func (s *server) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = shutDown
	if s.timer != nil {
		s.timer.Stop()
	}
}
