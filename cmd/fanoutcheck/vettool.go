package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
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
	if asksFlags(args) || asks(args, analyzer.Explain.Name) {
		// Only then: unitchecker runs every analyzer it knows unless one
		// is asked for by name, and a plain go vet must not explain.
		analyzers = append(analyzers, analyzer.Explain)
	}
	if err := checkSettings(args); err != nil {
		refuse(args[len(args)-1], err)
	}
	// Settings go by their own names, and by those that unitchecker gives
	// them: -strict is -fanout.strict.
	fanout.Analyzer.Flags.VisitAll(func(f *flag.Flag) { flag.Var(f.Value, f.Name, f.Usage) })
	flag.Bool(govet.AnswerAll, false, "answer for packages that are only imported, too")
	if asks(args, govet.AnswerAll) {
		if err := answerAll(args[len(args)-1]); err != nil {
			os.Exit(fail(os.Stderr, err))
		}
	}
	if asksFlags(args) || asks(args, "V") || asks(args, "fix") || asks(args, "diff") || !unit.Speaks() {
		unitchecker.Main(analyzers...)
	}
	opts := unitOptions(analyzers)
	if err := flag.CommandLine.Parse(args); err != nil {
		os.Exit(fail(os.Stderr, err))
	}
	os.Exit(unit.Run(flag.Arg(0), opts()))
}

// unitOptions adds the flags that unitchecker has. What it returns says, once
// they are parsed, what they ask for.
func unitOptions(analyzers []*analysis.Analyzer) func() unit.Options {
	chosen := make(map[*analysis.Analyzer]*choice)
	for _, a := range analyzers {
		chosen[a] = new(choice)
		flag.Var(chosen[a], a.Name, "")
		a.Flags.VisitAll(func(f *flag.Flag) { flag.Var(f.Value, a.Name+"."+f.Name, f.Usage) })
	}
	asJSON := flag.Bool("json", false, "")
	context := flag.Int("c", -1, "")
	for _, without := range []string{"source", "v", "all"} {
		flag.Bool(without, false, "no effect, as with go vet")
	}
	flag.String("tags", "", "no effect, as with go vet")
	return func() unit.Options {
		return unit.Options{Analyzers: choose(analyzers, chosen), Settings: fanout.Flagged(), JSON: *asJSON, Context: *context}
	}
}

// choose returns the analyzers that are asked for by name or, if none is, all
// that are not declined.
func choose(analyzers []*analysis.Analyzer, chosen map[*analysis.Analyzer]*choice) []*analysis.Analyzer {
	wanted := accepted
	if !slices.ContainsFunc(analyzers, func(a *analysis.Analyzer) bool { return *chosen[a] == accepted }) {
		wanted = undecided
	}
	return slices.DeleteFunc(slices.Clone(analyzers), func(a *analysis.Analyzer) bool { return *chosen[a] != wanted })
}

// A choice is a flag for an analyzer: whether it is asked for, declined or
// neither.
type choice int

const (
	undecided choice = iota
	accepted
	declined
)

func (c *choice) String() string   { return "" }
func (c *choice) IsBoolFlag() bool { return true }

func (c *choice) Set(text string) error {
	yes, err := strconv.ParseBool(text)
	if err != nil {
		return fmt.Errorf("%q is not allowed, only true and false", text)
	}
	*c = declined
	if yes {
		*c = accepted
	}
	return nil
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

// answerAll has unitchecker say what it finds in a package, whether the go
// command asks for that or only for what other packages need to know of it.
// The unit is a file of the go command's, in a folder that it removes.
func answerAll(unit string) error {
	data, err := os.ReadFile(unit)
	if err != nil {
		return fmt.Errorf("reading what to analyse: %w", err)
	}
	var config map[string]json.RawMessage
	if err := json.Unmarshal(data, &config); err != nil {
		return fmt.Errorf("reading what to analyse: %s: %w", unit, err)
	}
	config["VetxOnly"] = json.RawMessage("false")
	if data, err = json.Marshal(config); err == nil {
		err = os.WriteFile(unit, data, 0o600)
	}
	return err
}
