package lifotest

import (
	"testing"
	"time"
)

// Seen returns how many goroutines have been seen of the function that runs.
func Seen() int { return int(current.Load().seen.Load()) }

// SetLinger sets for how long goroutines may wait that outlive their function.
func SetLinger(t *testing.T, d time.Duration) { set(t, &linger, d) }

// SetPatience sets how long Hold waits for goroutines that keep running.
func SetPatience(t *testing.T, d time.Duration) { set(t, &patience, d) }

func set(t *testing.T, variable *time.Duration, d time.Duration) {
	old := *variable
	t.Cleanup(func() { *variable = old })
	*variable = d
}
