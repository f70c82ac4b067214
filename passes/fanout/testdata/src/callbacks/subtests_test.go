package callbacks

import "testing"

// A subtest runs on a goroutine of its own that Run waits for.
func subtests(t *testing.T, depth []string) {
	for i, name := range depth {
		t.Run(name, func(t *testing.T) {
			subtests(t, depth[i+1:])
		})
	}
}
