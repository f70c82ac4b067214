package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

// The exit statuses of the command.
const (
	statusClean   = 0 // nothing to report
	statusReports = 1
	statusTrouble = 2 // usage, packages that do not load, a bug of ours
)

func main() {
	args := os.Args[1:]
	if calledByGo(args) {
		serveGo(args)
	}
	stdout := bufio.NewWriter(os.Stdout)
	status := run(args, stdout, os.Stderr)
	// The first error of any write, since a disk that is full must not look
	// like nothing to report.
	if err := stdout.Flush(); err != nil {
		status = fail(os.Stderr, fmt.Errorf("writing the output: %w", err))
	}
	os.Exit(status)
}

// completer is a subcommand for the completion scripts alone.
const completer = "complete"

// run runs the command as a person calls it and returns the exit status.
func run(args []string, stdout *bufio.Writer, stderr io.Writer) int {
	if len(args) > 0 {
		if args[0] == completer {
			return complete(args[1:], stdout)
		}
		for _, s := range subcommands() {
			if s.name == args[0] {
				return s.run(args[1:], stdout, stderr)
			}
		}
	}
	opts, err := parseOptions(args)
	if err != nil {
		return fail(stderr, err)
	}
	if opts.help {
		return help(nil, stdout, stderr)
	}
	c, err := newCommand(opts, stdout, stderr)
	if err != nil {
		return fail(stderr, err)
	}
	return c.run()
}

// fail tells what stopped the command.
func fail(stderr io.Writer, err error) int {
	fmt.Fprintf(stderr, "fanoutcheck: %v\n", err)
	return statusTrouble
}
