package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
)

const usage = `Fanoutcheck finds goroutines that a recursive program starts without a limit.

Usage:

	fanoutcheck [flags] [packages]             report what it finds in packages
%s
Packages are named as for the go command. Without any, the package in the
current directory is analysed; "./..." stands for all packages below it.

Flags:

	-explain      tell the verdict of every goroutine started in recursion,
	              reported or not, and the evidence for it
	-fix          repair what can be repaired, and tell what can not and why
	-get          with -fix, have the go command add package lifo to modules
	              whose fixed code imports it, by "go get"
	-diff         print what -fix would change, and change nothing
	-format name  print text, json, sarif, github or checkstyle; see
	              "fanoutcheck help formats"
	-json         short for -format=json; see "fanoutcheck help json"
	-write-baseline file, -baseline file
	              accept all reports of today, and report only others from then
	              on; see "fanoutcheck help baseline"
	-tags list    analyse with these build tags, separated by commas

Settings, told by "fanoutcheck help settings":

	-enable, -disable                            choose the checks
	-spawners, -limiters, -blocking-limiters     name functions that start goroutines
	-strict                                      do without some bounds
	-limit                                       set the size of limiters in fixes

The exit status is 0 if there is nothing to report, 1 if there is (with -fix:
left to report), and 2 if a package could not be analysed, the command was called
wrongly or the output could not be written. With -explain, bounded goroutines do not count as reports.

The go command can run it as well. Name ./... there, for it can withhold the
reports of a package that it has seen as an import of another before:

	go vet -vettool=$(which fanoutcheck) ./...
	go vet -vettool=$(which fanoutcheck) -fix ./...
`

// help prints the usage text, or the documentation of what is asked.
func help(asked []string, stdout *bufio.Writer, stderr io.Writer) int {
	if len(asked) == 0 {
		var lines strings.Builder
		for _, s := range subcommands() {
			fmt.Fprintf(&lines, "\t%-42s %s\n", s.synopsis(), s.usage)
		}
		fmt.Fprintf(stdout, usage, lines.String())
		fmt.Fprint(stdout, "\nChecks:\n\n")
		for _, a := range analyzer.Suite() {
			fmt.Fprintf(stdout, "\t%-15s %s\n", a.Name, title(a))
		}
		fmt.Fprintf(stdout, "\nOther topics of help: %s.\n", strings.Join(slices.Sorted(maps.Keys(topics)), ", "))
		return statusClean
	}
	for _, topic := range asked {
		text := describe(topic)
		if text == "" {
			return fail(stderr, fmt.Errorf("there is no check, subcommand or topic %q; %w", topic, errUsage))
		}
		fmt.Fprint(stdout, text)
	}
	return statusClean
}

// describe returns the documentation of a topic, or "" if there is none.
func describe(topic string) string {
	if text := topics[topic]; text != "" {
		return text
	}
	for _, a := range analyzer.Suite() {
		if a.Name == topic {
			return a.Name + ": " + a.Doc + "\n"
		}
	}
	for _, s := range subcommands() {
		if s.name == topic {
			return fmt.Sprintf("%s: %s\n%s", s.synopsis(), s.usage, s.details)
		}
	}
	return ""
}

func title(a *analysis.Analyzer) string {
	title, _, _ := strings.Cut(a.Doc, "\n")
	return title
}
