package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Options are what the command line of the standalone command says.
type options struct {
	fix, diff, json, explain bool
	tags                     string
	patterns                 []string
	help                     bool

	settings     analyzer.Settings
	settingFlags []string // those that the go command is to pass on
}

// errUsage points whoever mistyped to the usage text.
var errUsage = errors.New(`run "fanoutcheck help" for usage`)

func parseOptions(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("fanoutcheck", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, in one line
	flags.BoolVar(&o.fix, "fix", false, "")
	flags.BoolVar(&o.diff, "diff", false, "")
	flags.BoolVar(&o.json, "json", false, "")
	flags.BoolVar(&o.explain, "explain", false, "")
	flags.StringVar(&o.tags, "tags", "", "")
	o.settings.AddFlags(flags)
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		o.help = true
		return o, nil
	case err != nil:
		return o, fmt.Errorf("%w; %w", err, errUsage)
	}
	flags.Visit(func(f *flag.Flag) {
		if fanout.Analyzer.Flags.Lookup(f.Name) != nil {
			o.settingFlags = append(o.settingFlags, fmt.Sprintf("-%s=%s", f.Name, f.Value))
		}
	})
	o.patterns = flags.Args()
	if len(o.patterns) == 0 {
		o.patterns = []string{"."}
	}
	return o, o.validate()
}

func (o options) validate() error {
	for _, pattern := range o.patterns {
		if strings.HasPrefix(pattern, "-") {
			return fmt.Errorf("flag %s comes after the packages; %w", pattern, errUsage)
		}
	}
	if o.repairs() && (o.json || o.explain) {
		return fmt.Errorf("-fix and -diff go neither with -json nor with -explain; %w", errUsage)
	}
	if err := o.settings.Validate(); err != nil {
		return fmt.Errorf("%s; %w", strings.ReplaceAll(err.Error(), "\n", "; "), errUsage)
	}
	return nil
}

// repairs reports whether fixes are asked for; -diff alone says so too.
func (o options) repairs() bool { return o.fix || o.diff }

// buildFlags returns the flags that the go command has to know as well.
func (o options) buildFlags() []string {
	if o.tags == "" {
		return nil
	}
	return []string{"-tags=" + o.tags}
}
