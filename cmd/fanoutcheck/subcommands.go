package main

import (
	"bufio"
	"fmt"
	"io"
)

// A subcommand is named by the first argument.
type subcommand struct {
	name, args, usage string
	details           string // for those who ask
	run               func(args []string, stdout *bufio.Writer, stderr io.Writer) int
}

func subcommands() []subcommand {
	return []subcommand{
		{"explain", "[flags] file:line ...", "tell what is known of a line, reported or not", explainHelp, explainPlaces},
		{"graph", "[flags] [packages]", "draw the recursions that start goroutines", graphHelp, drawGraph},
		{"help", "[topic]", "describe a check, a subcommand, or another topic", "", help},
		{"lsp", "", "serve an editor, by the Language Server Protocol", lspHelp, serveEditor},
		{"completion", "bash|zsh|fish", "print the completion script of a shell", completionHelp, completion},
		{"version", "[-json]", "tell which program this is", versionHelp, printVersion},
	}
}

// synopsis is how a subcommand is called.
func (s subcommand) synopsis() string {
	if s.args == "" {
		return "fanoutcheck " + s.name
	}
	return fmt.Sprintf("fanoutcheck %s %s", s.name, s.args)
}

const explainHelp = `
It answers "why is this reported?" and "why is this not?" of a line, such as
walk.go:52, or of a whole file. Of a goroutine that is started there in recursion
it prints the verdict, step by step what it rests on, and what -fix can do or what
stands in its way. Of other lines it says why there is nothing to tell.

The flags are -tags and the settings, for the answer depends on them. The exit
status is 0 if there is an answer, and 2 if there is none. The flag -explain does
the same for packages, in text or JSON.
`

const graphHelp = `
It draws one picture for each recursion that starts goroutines, reported or not:
functions as boxes, calls thin, starts of goroutines bold and in the colour of their
verdict, with what limits them or "no limit" beside them.

	fanoutcheck graph -o recursion.svg ./tree
	fanoutcheck graph -o report.html ./...

The flags are -tags, the settings and

	-o file       write into this file, and not to standard output
	-format name  svg    a document with light and dark colours, the default
	              dot    for Graphviz
	              mermaid, for a block of Markdown that GitHub and others show
	              html   a page with the pictures, and for each goroutine verdict,
	                     code and fix; it needs neither a network nor a server

Without -format, a file says its format by its name: .svg, .dot, .gv, .mmd, .mermaid,
.html or .htm. Of a recursion of more than 20 functions, those are drawn that start
goroutines and those through which the shortest way leads back to a start, if that is
no longer than what is judged; the picture says how many are left out.

The exit status is 0 if there was nothing to draw as well, and 2 if a package could not
be analysed or the output could not be written. What can be drawn is drawn then, too.
`

const lspHelp = `
Editors start it, beside the server that they have for Go, and talk with it over
standard input and output. How to set up which editor is told in
https://github.com/fanoutcheck/fanoutcheck/tree/main/cmd/fanoutcheck/editors

It shows the reports of the packages whose files are open: when a file is opened or
saved, and half a second after it was changed, if the last analysis took less than
two seconds. Related locations lead through the recursion. There is a quick fix for
each alternative, and the action source.fixAll.fanoutcheck for a file. Hover over
the start of a goroutine, such as the head of a go statement, to be told its
verdict, reported or not. Of code that does not compile, what was shown stays, and
the log of the editor says what was wrong.

The settings are those of "fanoutcheck help settings", in the section fanoutcheck or as
initialization options, and "tags", a list of build tags:

	{"disable": ["lostslot"], "limiters": ["example.com/pool.Run"], "limit": 8, "tags": ["linux"]}

The exit status is 0 after "shutdown" and "exit", and else 1.
`

const completionHelp = `
bash, in ~/.bashrc:                      source <(fanoutcheck completion bash)
zsh, in ~/.zshrc, after compinit:        source <(fanoutcheck completion zsh)
fish, in ~/.config/fish/config.fish:     fanoutcheck completion fish | source
`

const versionHelp = `
It prints the version of the module, the versions of Go and of the analysis
framework that it was built with, and of a build from a checkout the revision.
Put the line into a bug report. With -json it is for programs to read.
`
