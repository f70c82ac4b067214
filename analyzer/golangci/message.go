package golangci

import (
	"fmt"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// message returns the one line that golangci-lint prints for a report: the
// check, what it found and, in brackets, what the related positions say.
//
//	unboundedspawn: walk starts a goroutine …: nothing limits how many are alive [line 52: the function literal calls walk]
func message(fset *token.FileSet, r *report) string {
	text := r.check + ": " + r.Message
	var reasons []string
	for _, related := range r.Related {
		if reason, ok := tell(fset, r, related); ok {
			reasons = append(reasons, reason)
		}
	}
	if len(reasons) > 0 {
		text += " [" + strings.Join(reasons, "; ") + "]"
	}
	return text
}

// tell returns what a related position says, and where unless that is the
// line of the report. A step of the cycle on that line is left out, since
// the message tells it and the line shows it.
func tell(fset *token.FileSet, r *report, related analysis.RelatedInformation) (text string, ok bool) {
	here, there := fset.Position(r.Pos), fset.Position(related.Pos)
	switch {
	case here.Filename != there.Filename:
		return fmt.Sprintf("%s:%d: %s", filepath.Base(there.Filename), there.Line, related.Message), true
	case here.Line != there.Line:
		return fmt.Sprintf("line %d: %s", there.Line, related.Message), true
	}
	return related.Message, !isStep(r, related)
}

// isStep reports whether a related position is an edge of the cycle.
func isStep(r *report, related analysis.RelatedInformation) bool {
	if r.site == nil {
		return false
	}
	for _, step := range r.site.Cycle {
		if step.Pos == related.Pos && step.Text == related.Message {
			return true
		}
	}
	return false
}
