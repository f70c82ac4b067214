package lifotest

import (
	"testing"
	"time"
)

// Seen returns how many goroutines have been seen of the function that runs.
func Seen() int { return int(current.Load().peak.Load()) }

// GiveUpSoon makes what is wrong come to light at once for the rest of the test.
func GiveUpSoon(t *testing.T) {
	oldLinger, oldPatience := linger, patience
	t.Cleanup(func() { linger, patience = oldLinger, oldPatience })
	linger, patience = 10*time.Millisecond, 50*time.Millisecond
}
