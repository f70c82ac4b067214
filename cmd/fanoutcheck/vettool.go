package main

import (
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// calledByGo reports whether the go command, and not a person, calls: to
// learn the version or the flags of its vet tool, or to have one package
// analysed, which a .cfg file describes.
func calledByGo(args []string) bool {
	if len(args) == 0 {
		return false
	}
	last := args[len(args)-1]
	return last == "-V=full" || last == "-flags" || strings.HasSuffix(last, ".cfg")
}

// serveGo answers the go command. It does not return.
func serveGo(args []string) {
	// The checks depend on fanout, and should it fail, only its own error
	// says why.
	analyzers := append(analyzer.Suite(), fanout.Analyzer)
	if asksFlags(args) || asksExplain(args) {
		// Only then: unitchecker runs every analyzer it knows unless one
		// is asked for by name, and a plain go vet must not explain.
		analyzers = append(analyzers, analyzer.Explain)
	}
	unitchecker.Main(analyzers...)
}

func asksFlags(args []string) bool { return args[len(args)-1] == "-flags" }

func asksExplain(args []string) bool {
	for _, arg := range args {
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if strings.HasPrefix(arg, "-") && name == analyzer.Explain.Name {
			return true
		}
	}
	return false
}
