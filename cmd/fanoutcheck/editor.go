package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/lsp"
)

// serveEditor talks with an editor over standard input and output. An editor
// that is gone is no reason to be killed while there is something to clean up.
func serveEditor(args []string, _ *bufio.Writer, stderr io.Writer) int {
	// Some clients say by --stdio how they talk, which is how everybody does.
	args = slices.DeleteFunc(args, func(arg string) bool { return arg == "--stdio" || arg == "-stdio" })
	if len(args) > 0 {
		return fail(stderr, fmt.Errorf("lsp takes no arguments, and got %q; settings come from the editor: see \"fanoutcheck help lsp\"", args))
	}
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	return lsp.Serve(ctx, os.Stdin, os.Stdout, stderr, readVersion().Version)
}
