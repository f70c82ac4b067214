package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMutantsApply notices at once when the code has moved away from a mutant,
// which a run of them all would say late.
func TestMutantsApply(t *testing.T) {
	names := map[string]bool{}
	for _, target := range targets {
		for _, m := range target.mutants {
			if names[m.name] {
				t.Errorf("two mutants are called %q", m.name)
			}
			names[m.name] = true
			text, err := os.ReadFile(filepath.Join("..", "..", target.folder, m.file))
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(text), m.old); n != 1 {
				t.Errorf("%s: its text occurs %d times in %s, want once", m.name, n, m.file)
			}
			if m.old == m.new {
				t.Errorf("%s changes nothing", m.name)
			}
		}
	}
}
