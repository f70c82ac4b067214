package report

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// recovered turns a panic of a check into an error, so that a bug of ours
// costs the user one package and not the whole run. It has to be deferred
// directly.
func recovered(pass *analysis.Pass, err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("internal error of %s in package %s: %v (%s); please report it at https://github.com/fanoutcheck/fanoutcheck/issues",
			pass.Analyzer.Name, pass.Pkg.Path(), r, origin())
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
