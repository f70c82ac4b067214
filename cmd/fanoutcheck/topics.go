package main

import (
	"fmt"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
)

// topics are the help texts that are not the documentation of a check.
var topics = map[string]string{
	"baseline":   baselineHelp,
	"directives": directivesHelp,
	"formats":    formatsHelp(),
	"json":       jsonHelp,
	"settings":   settingsHelp,
}

const settingsHelp = `Settings choose the checks, and tell them what the code does not show.

	-enable LIST             run only these checks
	-disable LIST            do not run these checks
	-spawners LIST           functions that run what they are given on a new
	                         goroutine, without a limit
	-limiters LIST           functions that do so while a limit allows it, and else
	                         queue, refuse or run at once what they are given
	-blocking-limiters LIST  functions that do so, and wait until a limit allows it
	-strict                  take a depth for no bound where every level starts
	                         goroutines in a loop over data
	-limit N                 size of the limiters that fixes declare, instead of
	                         runtime.GOMAXPROCS(0)

A LIST is separated by commas, or the flag is repeated. Functions are named with
the path of their package:

	example.com/pool.Run             a function
	(*example.com/pool.Pool).Submit  a method, or one of an interface without the *

Spawners and limiters are read from their code, in every package, so that few have
to be named: those that hand what they are given to an interface, a queue or a
framework. What is stated of a function wins over what its code shows. A name from
a package that is not there does no harm.

The go command takes the same flags, and those that it has for every vet tool:

	go vet -vettool=$(which fanoutcheck) -strict -disable=lostslot ./...
	go vet -vettool=$(which fanoutcheck) -strict -lostslot=false ./...

Other drivers of package analysis have them as flags of the analyzer fanout, such
as -fanout.strict, or pass them to the function New of package analyzer.
`

const directivesHelp = `A directive accepts a goroutine as it is.

	//fanoutcheck:bounded REASON

stands at the end of the line that is reported, or on a line of its own above it;
other comments may come between, a blank line or code may not. The reason is for the
next reader, and has to be there.

	//nolint:fanoutcheck
	//nolint:all

are read as golangci-lint reads them, with every check: at the end of a line for that
line, and on a line of its own for all of what starts on the next line in the same
column, be it a statement, a function or a file. Other linters can be listed as well,
separated by commas, and an explanation can follow after another //.

A directive that names fanoutcheck and silences nothing is reported, by the check
unboundedspawn. It counts what the checks would report if all of them were on.
`

const baselineHelp = `A baseline accepts what is there, so that only what is new is reported.

	fanoutcheck -write-baseline=fanoutcheck.baseline ./...
	fanoutcheck -baseline=fanoutcheck.baseline ./...

The first command writes a line for each report into a file, which is made to be
committed: sorted, and without line numbers. The second one does not report what the
file accepts, in any format, and its exit status tells of the rest alone.

	example.com/m/tree (*Tree).walk unboundedspawn go t.walk(child)

A line names package, function, check and code. As many reports of a check as a
function has lines are accepted. Of more, those with code that no line has are new.
Code may move, be laid out anew, or change in its details; when a function or package
is renamed, its reports are new ones.

Lines that accept nothing any more are told on standard error, for the packages that
were analysed, and change no exit status. Remove them, or write the file anew. Two
branches that change the file can be merged by keeping the lines of both.

Nothing is written if a package can not be analysed. -fix and -diff do not go with
-baseline, since the go command applies all fixes of a package. It knows no baseline,
so go vet -vettool reports everything.
`

// formatsHelp lists the formats themselves, so that none is forgotten.
func formatsHelp() string {
	var list strings.Builder
	for _, f := range format.All() {
		fmt.Fprintf(&list, "\t%-11s %s\n", f.Name, f.Usage)
	}
	return "The flag -format chooses how reports are printed on standard output:\n\n" + list.String() + formatsDetails
}

const formatsDetails = `
All formats hold the same reports, in the order of their positions. A package that
could not be analysed is told on standard error in every format; json, sarif and
github have it as well, checkstyle where a file is to blame.

Columns count bytes in text and json, as those of the go command do, and UTF-16 code
units in the others, as editors do. Files are named relative to the current directory
in text, and by absolute paths in json and checkstyle. In sarif and github they are
relative to the root of the repository: the closest directory with a .git, else
$GITHUB_WORKSPACE, else the current one.

	fanoutcheck -format=sarif ./... > fanoutcheck.sarif

sarif has the recursion, and then why no limit counts, as a code flow to step through,
every fix as replacements, and a fingerprint that stays when lines above it move.
Nothing in it depends on the time.

	fanoutcheck -format=github ./...

GitHub shows ten annotations for each step of a job; the log of the step has them all.

-explain goes with text and json only. -fix and -diff go with text only.
`

const jsonHelp = `With -format=json, or -json for short, fanoutcheck prints one JSON document:

	{
		"reports": [
			{
				"package":  import path,
				"function": declared function around the position, or "",
				"check":    name of the check,
				"category": what exactly the check found,
				"message":  one sentence,
				"position": {"file": absolute path, "line": 1-based, "column": 1-based byte},
				"end":      likewise,
				"related":  [{"position", "end", "message"}, ...],
				"fixes":    [{"message", "edits": [{"file", "start", "end", "new"}, ...]}, ...],
				"fingerprint": the same while the code around it changes
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
category is the verdict, and "check" is empty if no check reports it. Fixes and
fingerprints are left out. One more member tells the recursions as a whole, which
"fanoutcheck graph" draws:

		"recursions": [
			{
				"package":   import path,
				"functions": [{"name", "position"}, ...],
				"steps":     [
					{
						"kind":     "call", "spawn", "send" to the loop that receives,
						            or "handing" to something that calls it,
						"from":     0-based index of a function,
						"to":       likewise,
						"through":  what starts the goroutine, or what it is handed to,
						"position", "message"
					},
					...
				],
				"left_out":  how many functions of a large recursion are not listed
			},
			...
		]

The position of a spawn is that of the entry in "reports", and there is one for every
entry. A function of another package has an empty file and line 0.

Lists are never null. New members may appear; the ones above stay.
`
