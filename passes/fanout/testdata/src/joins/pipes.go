package joins

import (
	"bytes"
	"io"
	"os/exec"
)

// Who hands the other end of a pipe to somebody who reads it waits for the writer.
func piped(n *node, w io.Writer) {
	reader, writer := io.Pipe()
	go func() { // want "^bounded-sequential: what the goroutine makes is read here"
		defer writer.Close()
		for _, c := range n.children {
			piped(c, writer)
		}
	}()
	io.Copy(w, reader)
}

// Here nobody reads before the next one starts.
func pipedLater(n *node, w io.Writer) {
	var readers []io.Reader
	for _, c := range n.children {
		reader, writer := io.Pipe()
		readers = append(readers, reader)
		go func() { // want "^recursive-spawn"
			pipedLater(c, writer)
			writer.Close()
		}()
	}
	io.Copy(w, io.MultiReader(readers...))
}

func send(n *node, to func(io.Reader) error) error {
	reader, writer := io.Pipe()
	go func() { // want "^bounded-sequential: what the goroutine makes is read here"
		writer.CloseWithError(encode(n, writer))
	}()
	return to(reader)
}

func encode(n *node, w io.Writer) error { return nil }

func sendAll(n *node, to func(io.Reader) error) {
	send(n, to)
	for _, c := range n.children {
		sendAll(c, to)
	}
}

// A command closes its pipes when it ends.
func commands(n *node) error {
	for _, c := range n.children {
		if err := commands(c); err != nil {
			return err
		}
	}
	cmd := exec.Command("true")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	var said bytes.Buffer
	go io.Copy(io.Discard, stdout)         // want "^bounded-sequential: what the goroutine makes is read here"
	go func() { io.Copy(&said, stderr) }() // want "^bounded-sequential: what the goroutine makes is read here"
	return cmd.Wait()
}

// Nobody waits for this command.
func daemons(n *node) error {
	cmd := exec.Command("true")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go io.Copy(io.Discard, stdout) // want "^leaf-spawn"
	for _, c := range n.children {
		if err := daemons(c); err != nil {
			return err
		}
	}
	return nil
}
