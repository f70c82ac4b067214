package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/unit"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// calledByGo reports whether the go command, and not a person, calls: to
// learn the version or the flags of its vet tool, or to have one package
// analysed, which a .cfg file describes.
func calledByGo(args []string) bool {
	if len(args) == 0 || args[0] == completer {
		return false
	}
	last := args[len(args)-1]
	return last == "-V=full" || last == "-flags" || strings.HasSuffix(last, ".cfg") && !strings.HasPrefix(last, "-")
}

// serveGo answers the go command. It does not return.
func serveGo(args []string) {
	// The checks depend on fanout, and should it fail, only its own error
	// says why.
	analyzers := append(analyzer.Suite(), fanout.Analyzer)
	for _, telling := range []*analysis.Analyzer{analyzer.Explain, analyzer.Recursions} {
		if asksFlags(args) || asks(args, telling.Name) {
			// Only then: unitchecker runs every analyzer it knows unless one
			// is asked for by name, and a plain go vet must not explain.
			analyzers = append(analyzers, telling)
		}
	}
	if err := checkSettings(args); err != nil {
		refuse(args[len(args)-1], err)
	}
	// Settings go by their own names, and by those that unitchecker gives
	// them: -strict is -fanout.strict.
	fanout.Analyzer.Flags.VisitAll(func(f *flag.Flag) { flag.Var(f.Value, f.Name, f.Usage) })
	if asksFlags(args) || asks(args, "V") || asks(args, "fix") || asks(args, "diff") || !unit.Speaks() {
		leave(args, analyzers)
	}
	options := unitFlags(analyzers)
	if err := flag.CommandLine.Parse(args); err != nil {
		os.Exit(fail(os.Stderr, err))
	}
	os.Exit(unit.Run(flag.Arg(0), options()))
}

// leave leaves the answer to unitchecker: about flags, which it knows; about
// fixes, which it applies; and where the go command is not one that is known.
// It does not return.
func leave(args []string, analyzers []*analysis.Analyzer) {
	flag.String(govet.AnswerFor, "", "modules whose packages are reported on even where they are only imported")
	for _, arg := range args {
		if modules, ok := strings.CutPrefix(arg, "-"+govet.AnswerFor+"="); ok {
			if err := unit.Ask(args[len(args)-1], strings.Split(modules, ",")); err != nil {
				os.Exit(fail(os.Stderr, err))
			}
		}
	}
	unitchecker.Main(analyzers...)
}

// checkSettings returns an error if a setting among the arguments is wrong.
// unitchecker would print its whole usage for each package, dependencies
// included. That the arguments are flags that exist, the go command has seen
// to.
func checkSettings(args []string) error {
	var settings analyzer.Settings
	known := flag.NewFlagSet("", flag.ContinueOnError)
	settings.AddFlags(known)
	for i, arg := range args {
		name, value, assigned := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		name = strings.TrimPrefix(name, fanout.Analyzer.Name+".")
		setting := known.Lookup(name)
		if !strings.HasPrefix(arg, "-") || setting == nil {
			continue
		}
		if !assigned {
			value = "true" // of a boolean one
			if _, boolean := setting.Value.(interface{ IsBoolFlag() bool }); !boolean {
				value = args[i+1]
			}
		}
		if err := known.Set(name, value); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return settings.Validate()
}

// refuse ends the program because of a wrong setting. It says so for the
// packages that the user named, and not for each of their dependencies.
func refuse(unit string, err error) {
	var config struct{ VetxOnly bool }
	data, readErr := os.ReadFile(unit)
	if readErr == nil && json.Unmarshal(data, &config) == nil && config.VetxOnly {
		os.Exit(statusClean)
	}
	os.Exit(fail(os.Stderr, err))
}

func asksFlags(args []string) bool { return args[len(args)-1] == "-flags" }

// asks reports whether a flag is among the arguments.
func asks(args []string, flag string) bool {
	return slices.ContainsFunc(args, func(arg string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		return strings.HasPrefix(arg, "-") && name == flag
	})
}
