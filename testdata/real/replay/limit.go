package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The go command has no limit for one package, and a tool that hangs would
// hang everything. So it is given this very command as its vet tool, which runs
// the real one, for so long and no longer, and notes how long that took. These
// variables of the environment tell it so.
const (
	limitedTool = "FANOUTCHECK_REPLAY_TOOL"
	limitedTime = "FANOUTCHECK_REPLAY_LIMIT"
	limitedLog  = "FANOUTCHECK_REPLAY_LOG" // a folder for notes
)

// A timing is how long the tool took for a package, in the time of a processor.
type timing struct {
	Package string
	Taken   time.Duration
}

// serveLimited runs the tool as the go command wants it run, and returns the
// exit status.
func serveLimited(args []string) int {
	ctx := context.Background()
	limit, err := time.ParseDuration(os.Getenv(limitedTime))
	if err != nil {
		fmt.Fprintln(os.Stderr, "replay:", err)
		return 2
	}
	if ofPackage(args) {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, limit)
		defer cancel()
	}
	cmd := exec.CommandContext(ctx, os.Getenv(limitedTool), args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	if noteErr := note(args, cmd.ProcessState); noteErr != nil {
		fmt.Fprintln(os.Stderr, "replay:", noteErr)
		return 2
	}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, gaveUp, limit)
		return 2
	case errors.As(err, &exit):
		return max(exit.ExitCode(), 1) // -1 is for one that a signal ended
	case err != nil:
		fmt.Fprintln(os.Stderr, "replay:", err)
		return 2
	}
	return 0
}

// gaveUp begins what is said of a package that takes too long.
const gaveUp = "the tool was stopped after"

// ofPackage reports whether arguments have a package analysed, and are not a
// question about the tool.
func ofPackage(args []string) bool {
	return len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg")
}

// note writes down how long a package took that was named.
func note(args []string, ended *os.ProcessState) error {
	if !ofPackage(args) || ended == nil {
		return nil
	}
	text, err := os.ReadFile(args[len(args)-1])
	if err != nil {
		return err
	}
	var config struct {
		ID       string
		VetxOnly bool // it is only imported
	}
	if err := json.Unmarshal(text, &config); err != nil || config.VetxOnly {
		return err
	}
	if text, err = json.Marshal(timing{config.ID, ended.UserTime() + ended.SystemTime()}); err != nil {
		return err
	}
	f, err := os.CreateTemp(os.Getenv(limitedLog), "*.json")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// notes reads what was written down, the slowest first.
func notes(folder string) ([]timing, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	var all []timing
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var one timing
		if err := json.Unmarshal(text, &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b timing) int { return cmp.Compare(b.Taken, a.Taken) })
	return all, nil
}
