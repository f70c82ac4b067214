package lifotest

import (
	"fmt"
	"math"
	"strings"
)

// complaints says what is wrong with the runs.
func complaints(runs []*run) []string {
	var found []string
	if grows(runs) {
		found = append(found, growth(runs))
	}
	if r := largest(runs, func(r *run) bool { return r.leaked > 0 }); r != nil {
		found = append(found, fmt.Sprintf("%s started with size %d did not end.\n"+
			"They are not counted above or in any peak. What a function starts should end before it returns: wait for it, or cancel it.\n%s",
			goroutines(r.leaked), r.size, listed(r.left)))
	}
	if r := largest(runs, func(r *run) bool { return r.restless != nil }); r != nil {
		found = append(found, fmt.Sprintf("with size %d, Hold waited for %v, and still not everything was at rest.\n"+
			"Hold is for work that waits. These goroutines keep running, or are in a system call:\n%s",
			r.size, patience, listed(r.restless)))
	}
	return found
}

// largest returns the run on the largest size of which something holds, or nil.
func largest(runs []*run, holds func(*run) bool) *run {
	for i := len(runs) - 1; i >= 0; i-- {
		if holds(runs[i]) {
			return runs[i]
		}
	}
	return nil
}

// growth tells that the peak grows, and all that helps to find out why.
func growth(runs []*run) string {
	var b strings.Builder
	last := runs[len(runs)-1]
	fmt.Fprintf(&b, "the number of goroutines grows with the input\n\n%s\n", table(runs))
	fmt.Fprintf(&b, "With size %d, a peak of %.0f would pass: that of a smaller size, times the cube root of how much larger\n"+
		"%d is, and %d more. So nothing bounds them, or a limit above %d does, and larger sizes would tell.\n\n",
		last.size, math.Floor(allowed(runs)), last.size, slack, last.peak)
	fmt.Fprintf(&b, "Where they stood at the peak, with size %d:\n%s", last.size, listed(last.groups))
	fmt.Fprintf(&b, "\nfanoutcheck tells which go statement it is, and package lifo bounds it.\n"+
		"To see a plot, set %s to a folder.", plotVariable)
	return b.String()
}

// table lists sizes and peaks, right-aligned.
func table(runs []*run) string {
	var b strings.Builder
	heading := "goroutines at peak"
	fmt.Fprintf(&b, "%12s  %s\n", "size", heading)
	for i, r := range runs {
		fmt.Fprintf(&b, "%12d  %*d", r.size, len(heading), r.peak)
		if before := i - 1; before >= 0 && runs[before].peak > 0 {
			fmt.Fprintf(&b, "  %.1f times as many, for %.1f times the size",
				float64(r.peak)/float64(runs[before].peak), float64(r.size)/float64(runs[before].size))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// shown is how many groups are listed.
const shown = 5

// listed describes the largest groups.
func listed(groups []group) string {
	var b strings.Builder
	for i, g := range groups {
		if i == shown {
			others := 0
			for _, g := range groups[i:] {
				others += g.count
			}
			fmt.Fprintf(&b, "\n%6d in %d other places\n", others, len(groups)-i)
			break
		}
		state, frames, _ := strings.Cut(g.place, "\n")
		fmt.Fprintf(&b, "\n%6d [%s]\n", g.count, state)
		for _, frame := range strings.Split(frames, "\n") {
			fmt.Fprintf(&b, "       %s\n", frame)
		}
	}
	return b.String()
}

func goroutines(n int) string {
	if n == 1 {
		return "1 goroutine that was"
	}
	return fmt.Sprintf("%d goroutines that were", n)
}
