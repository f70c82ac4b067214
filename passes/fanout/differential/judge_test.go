package differential

import (
	"fmt"
	"slices"
	"strings"
)

// What a program was measured to do.
const (
	flat     = "flat"
	growing  = "growing"
	deadlock = "deadlock"
)

// observed says what the runs of a program show, and how. Goroutines grow if
// on complete trees their peak multiplies, or if along a path those do
// that are alive after the first call has returned.
func observed(histories []history) (what, how string) {
	what = flat
	for _, h := range histories {
		var peaks, left []int
		for _, m := range h.runs {
			if m.Deadlock {
				return deadlock, fmt.Sprintf("%s of size %d: %v", h.family, h.sizes[len(h.runs)-1], m.Waiting)
			}
			peaks, left = append(peaks, m.Peak), append(left, m.Settled)
		}
		counts := peaks
		if h.family == "path" {
			counts = left
		}
		how += fmt.Sprintf("%s of sizes %v: at most %v goroutines, %v left\n", h.family, h.sizes, peaks, left)
		if multiplies(counts) {
			what = growing
		}
	}
	return what, how
}

// multiplies reports whether a series grows by more than the depth of complete
// trees does, which is by two thirds. Few goroutines prove nothing.
func multiplies(counts []int) bool {
	first, last := counts[0], counts[len(counts)-1]
	return last >= 8 && 4*last >= 9*max(first, 1)
}

// disagreement compares the sites of a program with what was measured. It
// returns what is wrong, or "".
func disagreement(p program, histories []history, sites []site) string {
	for _, h := range histories {
		switch last := h.runs[len(h.runs)-1]; {
		case last.failure != "":
			return "the program fails: " + last.failure
		case last.Livelock:
			return "the program never comes to rest"
		}
	}
	what, how := observed(histories)
	reported := make(map[string]bool)
	for _, s := range sites {
		for _, check := range s.checks {
			reported[check] = true
		}
	}
	switch {
	case what == flat && len(reported) > 0 && !p.page.adds:
		return "reported, but measured flat: " + how
	case what == growing && p.page.quiet != "":
		if len(reported) > 0 {
			return fmt.Sprintf("reported, but the page accepts it (%s): %s", p.page.quiet, how)
		}
		return ""
	case what != flat && len(reported) == 0:
		return "quiet, but measured " + what + ": " + how
	}
	for check := range reported {
		if !slices.Contains(p.page.checks, check) {
			return fmt.Sprintf("reported by %s, where the page names %s; measured %s: %s", check, strings.Join(p.page.checks, " or "), what, how)
		}
	}
	return misplaced(histories, sites)
}

// misplaced compares site by site where the runtime tells which line started
// the goroutines.
func misplaced(histories []history, sites []site) string {
	for _, s := range sites {
		counted := false
		grows := false
		for _, h := range histories {
			var counts []int
			for _, m := range h.runs {
				if m.Deadlock {
					return ""
				}
				count := 0
				for line, peak := range m.Lines {
					if owner(line, sites) == s.from {
						count += peak
					}
				}
				counts = append(counts, count)
				counted = counted || count > 0
			}
			grows = grows || h.family != "path" && multiplies(counts)
		}
		if counted && grows && len(s.checks) == 0 {
			return fmt.Sprintf("the site at line %d is quiet, but its goroutines grow", s.from)
		}
	}
	return ""
}

// owner returns the first line of the innermost site around a line, or 0.
func owner(line int, sites []site) int {
	found, size := 0, 0
	for _, s := range sites {
		if s.from <= line && line <= s.to && (found == 0 || s.to-s.from < size) {
			found, size = s.from, s.to-s.from
		}
	}
	return found
}
