package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
	"github.com/fanoutcheck/fanoutcheck/runtime/lifotest"
)

// childVariable tells a copy of the test process which directory to measure.
const childVariable = "DU_TEST_DIRECTORY"

// makeTree makes directories of the given depth and branching, with a file each,
// and returns how many.
func makeTree(t *testing.T, directory string, depth, branching int) int {
	t.Helper()
	if err := os.MkdirAll(directory, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(directory, "file"), []byte("123"), 0o666); err != nil {
		t.Fatal(err)
	}
	made := 1
	for i := 0; depth > 1 && i < branching; i++ {
		made += makeTree(t, filepath.Join(directory, fmt.Sprint("d", i)), depth-1, branching)
	}
	return made
}

// TestFewDescriptors measures many more directories than may be open at once.
func TestFewDescriptors(t *testing.T) {
	if root := os.Getenv(childVariable); root != "" {
		w := walk{limiter: lifo.NewLimiter(32)}
		total, err := w.measure(context.Background(), root)
		fmt.Println("measured", total.files, total.bytes, err)
		return
	}
	shell, err := exec.LookPath("sh")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no shell that limits descriptors")
	}
	root := t.TempDir()
	made := makeTree(t, root, 5, 5)
	command := exec.Command(shell, "-c", `ulimit -n 64 && exec "$0" -test.run='^TestFewDescriptors$'`, os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+root)
	output, err := command.CombinedOutput()
	if want := fmt.Sprintln("measured", made, 3*made, nil); err != nil || !strings.Contains(string(output), want) {
		t.Errorf("got %v and %q, want %q", err, output, want)
	}
}

// TestGoroutinesAreBounded measures trees of which each has five times as many
// directories as the one before.
func TestGoroutinesAreBounded(t *testing.T) {
	roots := make(map[int]string)
	var sizes []int
	for depth := 2; depth <= 5; depth++ {
		root := t.TempDir()
		size := makeTree(t, root, depth, 5)
		roots[size], sizes = root, append(sizes, size)
	}
	lifotest.Bounded(t, sizes, func(size int) {
		w := walk{limiter: lifo.NewLimiter(4)}
		if total, err := w.measure(context.Background(), roots[size]); err != nil || total.directories != size {
			t.Errorf("measured %d directories of %d, and %v", total.directories, size, err)
		}
	})
}

func TestMeasureFails(t *testing.T) {
	w := walk{limiter: lifo.NewLimiter(4)}
	if _, err := w.measure(context.Background(), filepath.Join(t.TempDir(), "missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error = %v, want %v", err, fs.ErrNotExist)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.measure(ctx, t.TempDir()); err != context.Canceled {
		t.Errorf("error = %v, want %v", err, context.Canceled)
	}
}
