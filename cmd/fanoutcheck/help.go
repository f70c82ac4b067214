package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
)

const usage = `Fanoutcheck finds goroutines that a recursive program starts without a limit.

Usage:

	fanoutcheck [flags] [packages]   report what it finds in the packages
	fanoutcheck help [check]         describe the checks, or one of them
	fanoutcheck version              print the version

Packages are named as for the go command. Without any, the package in the
current directory is analysed; "./..." stands for all packages below it.

Flags:

	-explain      tell the verdict of every goroutine started in recursion,
	              reported or not, and the evidence for it
	-fix          repair what can be repaired, and tell what can not and why
	-diff         print what -fix would change, and change nothing
	-json         print one JSON document; see "fanoutcheck help json"
	-tags list    analyse with these build tags, separated by commas

The exit status is 0 if there is nothing to report, 1 if there is (with -fix:
left to report), and 2 if a package could not be analysed or the command was
called wrongly. With -explain, bounded goroutines do not count as reports.

The go command can run it as well, with the same result:

	go vet -vettool=$(which fanoutcheck) ./...
	go vet -vettool=$(which fanoutcheck) -fix ./...
`

const jsonHelp = `With -json, fanoutcheck prints one JSON document:

	{
		"reports": [
			{
				"package":  import path,
				"check":    name of the check,
				"category": what exactly the check found,
				"message":  one sentence,
				"position": {"file": absolute path, "line": 1-based, "column": 1-based byte},
				"end":      likewise,
				"related":  [{"position", "end", "message"}, ...],
				"fixes":    [{"message", "edits": [{"file", "start", "end", "new"}, ...]}, ...]
			},
			...
		],
		"problems": [{"package", "message"}, ...]
	}

Reports are in the order of their positions. Related positions tell the
recursion step by step, then what looks like a limit and is none, then why no fix
is offered. Fixes are alternatives, best first; the edits of a fix belong
together, and start and end are 0-based byte offsets in the file as it is.
Problems are packages that could not be analysed; a problem that concerns no
package in particular has an empty one.

With -explain, there is an entry for every goroutine started in recursion. Its
category is the verdict, "function" names the function that starts the goroutine,
and "check" is empty if no check reports it. Fixes are left out.

Lists are never null. New members may appear; the ones above stay.
`

// help prints the usage text, or the documentation of the topics.
func help(topics []string, stdout, stderr io.Writer) int {
	if len(topics) == 0 {
		fmt.Fprint(stdout, usage, "\nChecks:\n\n")
		for _, a := range analyzer.Suite() {
			fmt.Fprintf(stdout, "\t%-15s %s\n", a.Name, title(a))
		}
		return statusClean
	}
	for _, topic := range topics {
		text := describe(topic)
		if text == "" {
			return fail(stderr, fmt.Errorf("there is no check %q; %w", topic, errUsage))
		}
		fmt.Fprint(stdout, text)
	}
	return statusClean
}

// describe returns the documentation of a topic, or "" if there is none.
func describe(topic string) string {
	if topic == "json" {
		return jsonHelp
	}
	for _, a := range analyzer.Suite() {
		if a.Name == topic {
			return a.Name + ": " + a.Doc + "\n"
		}
	}
	return ""
}

func title(a *analysis.Analyzer) string {
	title, _, _ := strings.Cut(a.Doc, "\n")
	return title
}

func printVersion(w io.Writer) {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	fmt.Fprintf(w, "fanoutcheck %s (%s)\n", version, runtime.Version())
}
