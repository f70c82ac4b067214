package main

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/unit"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// unitFlags adds the flags that unitchecker has, but for those of fixes. What
// it returns says, once they are parsed, what they ask for.
func unitFlags(analyzers []*analysis.Analyzer) func() unit.Options {
	chosen := make(map[*analysis.Analyzer]*choice)
	for _, a := range analyzers {
		chosen[a] = new(choice)
		flag.Var(chosen[a], a.Name, "")
		a.Flags.VisitAll(func(f *flag.Flag) { flag.Var(f.Value, a.Name+"."+f.Name, f.Usage) })
	}
	asJSON := flag.Bool("json", false, "")
	context := flag.Int("c", -1, "")
	modules := flag.String(govet.AnswerFor, "", "")
	for _, without := range []string{"source", "v", "all"} {
		flag.Bool(without, false, "no effect, as with go vet")
	}
	flag.String("tags", "", "no effect, as with go vet")
	return func() unit.Options {
		return unit.Options{
			Analyzers: choose(analyzers, chosen),
			Settings:  fanout.Flagged(),
			AnswerFor: strings.Split(*modules, ","),
			JSON:      *asJSON,
			Context:   *context,
		}
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
