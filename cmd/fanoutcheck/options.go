package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Options are what the command line of the standalone command says.
type options struct {
	fix, diff, explain bool
	get                bool   // what fixed code imports
	formatName         string // as it is named, and -json for one of them
	json               bool
	format             format.Format
	baseline           string // file with accepted reports
	writeBaseline      string // file to accept the reports in
	tags               string
	patterns           []string
	help               bool

	settings     analyzer.Settings
	settingFlags []string // those that the go command is to pass on
}

// errUsage points whoever mistyped to the usage text.
var errUsage = errors.New(`run "fanoutcheck help" for usage`)

// newFlags returns options, and the flags that set them.
func newFlags() (*options, *flag.FlagSet) {
	o := new(options)
	flags := o.analysisFlags()
	flags.BoolVar(&o.fix, "fix", false, "repair what can be repaired")
	flags.BoolVar(&o.diff, "diff", false, "print what -fix would change")
	flags.BoolVar(&o.get, "get", false, "with -fix, have the go command add package lifo where it is missing")
	flags.BoolVar(&o.explain, "explain", false, "tell the verdict of every goroutine started in recursion")
	flags.StringVar(&o.formatName, "format", "", "how to print reports")
	flags.BoolVar(&o.json, "json", false, "short for -format=json")
	flags.StringVar(&o.baseline, "baseline", "", "report only what this file does not accept")
	flags.StringVar(&o.writeBaseline, "write-baseline", "", "accept all reports of today in this file")
	return o, flags
}

// analysisFlags returns the flags on which it depends what is found.
func (o *options) analysisFlags() *flag.FlagSet {
	flags := flag.NewFlagSet("fanoutcheck", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller prints the error, in one line
	flags.StringVar(&o.tags, "tags", "", "analyse with these build tags, separated by commas")
	o.settings.AddFlags(flags)
	return flags
}

func parseOptions(args []string) (options, error) {
	o, flags := newFlags()
	err := o.parse(flags, args)
	return *o, err
}

func (o *options) parse(flags *flag.FlagSet, args []string) error {
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		o.help = true
		return nil
	case err != nil:
		return fmt.Errorf("%w; %w", err, errUsage)
	}
	flags.Visit(func(f *flag.Flag) {
		if fanout.Analyzer.Flags.Lookup(f.Name) != nil {
			o.settingFlags = append(o.settingFlags, fmt.Sprintf("-%s=%s", f.Name, f.Value))
		}
	})
	if err := o.setFormat(); err != nil {
		return err
	}
	o.patterns = flags.Args()
	if len(o.patterns) == 0 {
		o.patterns = []string{"."}
	}
	return o.validate()
}

// setFormat takes the names of formats, and -json for one of them, since go vet
// has that flag.
func (o *options) setFormat() error {
	name := o.formatName
	switch {
	case o.json && name != "" && name != "json":
		return fmt.Errorf("-json is short for -format=json, and does not go with -format=%s; %w", name, errUsage)
	case o.json:
		name = "json"
	case name == "":
		name = format.All()[0].Name
	}
	var ok bool
	if o.format, ok = format.Lookup(name); !ok {
		return fmt.Errorf("there is no format %q; allowed are %s; %w", name, strings.Join(format.Names(), ", "), errUsage)
	}
	return nil
}

func (o options) validate() error {
	for _, pattern := range o.patterns {
		if strings.HasPrefix(pattern, "-") {
			return fmt.Errorf("flag %s comes after the packages; %w", pattern, errUsage)
		}
	}
	if o.repairs() && (o.format.Name != "text" || o.explain) {
		return fmt.Errorf("-fix and -diff go neither with -explain nor with a format other than text; %w", errUsage)
	}
	if o.get && (!o.fix || o.diff) {
		return fmt.Errorf("-get goes with -fix alone: it adds to go.mod what fixed code imports; %w", errUsage)
	}
	if o.explain && o.format.Name != "text" && o.format.Name != "json" {
		return fmt.Errorf("-explain goes with the formats text and json only, since others hold reports alone; %w", errUsage)
	}
	if err := o.validateBaseline(); err != nil {
		return fmt.Errorf("%w; %w", err, errUsage)
	}
	if err := o.settings.Validate(); err != nil {
		return fmt.Errorf("%s; %w", strings.ReplaceAll(err.Error(), "\n", "; "), errUsage)
	}
	return nil
}

func (o options) validateBaseline() error {
	switch {
	case o.baseline != "" && o.repairs():
		return errors.New("-fix and -diff do not go with -baseline: the go command applies all fixes of a package, those of accepted reports too; name the packages to fix instead")
	case o.baseline != "" && o.explain:
		return errors.New("-explain does not go with -baseline: it tells of everything, accepted or not")
	case o.writeBaseline != "" && (o.baseline != "" || o.repairs() || o.explain || o.format.Name != "text"):
		return errors.New("-write-baseline goes with none of -baseline, -fix, -diff, -explain and -format: it writes down all reports, and prints none")
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
