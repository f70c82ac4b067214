// Package recovery turns panics of an analyzer into errors, so that a bug of
// ours costs the user one package and not the whole run.
package recovery

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Recover sets err to what a person needs to know of a panic, and to report it.
// It has to be deferred directly.
func Recover(pass *analysis.Pass, err *error) {
	if cause := recover(); cause != nil {
		*err = fmt.Errorf("internal error of %s in package %s: %v (%s); please report it at https://github.com/fanoutcheck/fanoutcheck/issues",
			pass.Analyzer.Name, pass.Pkg.Path(), cause, origin())
	}
}

// origin returns the file and line that panicked. One position is what a
// bug report needs at least, and a whole stack would bury the message.
func origin() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs[:])])
	panicking := false
	for {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			panicking = true
		case panicking && !strings.HasPrefix(frame.Function, "runtime."):
			return fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
		if !more {
			return "unknown position"
		}
	}
}
