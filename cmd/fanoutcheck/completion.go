package main

import (
	"bufio"
	"embed"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
)

// The scripts ask this program what can stand where, so that they know no
// flag, no check and no package.
//
//go:embed completion/bash completion/zsh completion/fish
var completionScripts embed.FS

var shells = []string{"bash", "fish", "zsh"}

// completion prints the script for a shell.
func completion(args []string, stdout *bufio.Writer, stderr io.Writer) int {
	if len(args) != 1 || !slices.Contains(shells, args[0]) {
		return fail(stderr, fmt.Errorf("completion takes the name of a shell: %s; %w", strings.Join(shells, ", "), errUsage))
	}
	script, err := completionScripts.ReadFile("completion/" + args[0])
	if err != nil {
		return fail(stderr, err)
	}
	_, _ = stdout.Write(script) // main looks at the error
	return statusClean
}

// A candidate is a word that can stand where the cursor is. One that ends in
// = or / is the beginning of one.
type candidate struct{ word, usage string }

// complete prints the candidates for the last of words, which may be empty,
// one in a line, with a tab and its usage.
func complete(words []string, stdout *bufio.Writer) int {
	if len(words) == 0 {
		words = []string{""}
	}
	current := words[len(words)-1]
	for _, c := range candidates(words[:len(words)-1], current) {
		if strings.HasPrefix(c.word, current) {
			fmt.Fprintf(stdout, "%s\t%s\n", c.word, c.usage)
		}
	}
	return statusClean
}

func candidates(before []string, current string) []candidate {
	var found []candidate
	if len(before) == 0 {
		found = subcommandCandidates()
	} else {
		switch before[0] {
		case "help":
			return topicCandidates()
		case "completion":
			return named(shells)
		case "version":
			return []candidate{{"-json", "for other programs to read"}}
		}
	}
	_, flags := newFlags()
	formats := reportFormats()
	if len(before) > 0 && before[0] == "graph" {
		_, flags = newGraphFlags()
		formats = drawingFormats()
	}
	if name, _, ok := strings.Cut(current, "="); ok && strings.HasPrefix(name, "-") {
		return values(flags.Lookup(strings.TrimLeft(name, "-")), formats, name+"=", current)
	}
	if len(before) > 0 {
		last := before[len(before)-1]
		if f := flags.Lookup(strings.TrimLeft(last, "-")); strings.HasPrefix(last, "-") && f != nil && !isBoolean(f) {
			return values(f, formats, "", current)
		}
	}
	if strings.HasPrefix(current, "-") {
		flags.VisitAll(func(f *flag.Flag) {
			word := "-" + f.Name
			if !isBoolean(f) {
				word += "="
			}
			found = append(found, candidate{word, f.Usage})
		})
		return found
	}
	return append(found, paths(current, len(before) > 0 && before[0] == "explain")...)
}

func isBoolean(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// values returns what a flag can be set to, each with what stands before it.
func values(f *flag.Flag, formats []candidate, before, current string) []candidate {
	var found []candidate
	switch {
	case f == nil:
	case f.Name == "format":
		for _, f := range formats {
			found = append(found, candidate{before + f.word, f.usage})
		}
	case f.Name == "enable" || f.Name == "disable":
		// Of a list, the last is completed.
		if comma := strings.LastIndexByte(current, ','); comma >= 0 {
			before = current[:comma+1]
		}
		for _, a := range analyzer.Suite() {
			found = append(found, candidate{before + a.Name, title(a)})
		}
	case f.Name == "baseline" || f.Name == "write-baseline" || f.Name == "o":
		for _, c := range files(strings.TrimPrefix(current, before), "") {
			found = append(found, candidate{before + c.word, c.usage})
		}
	case isBoolean(f):
		found = []candidate{{before + "false", ""}, {before + "true", ""}}
	}
	return found
}

func reportFormats() []candidate {
	var found []candidate
	for _, f := range format.All() {
		found = append(found, candidate{f.Name, f.Usage})
	}
	return found
}

func drawingFormats() []candidate {
	var found []candidate
	for _, f := range pictureFormats() {
		found = append(found, candidate{f.name, f.usage})
	}
	return found
}

func topicCandidates() []candidate {
	var found []candidate
	for _, a := range analyzer.Suite() {
		found = append(found, candidate{a.Name, title(a)})
	}
	found = append(found, named(slices.Sorted(maps.Keys(topics)))...)
	return append(found, subcommandCandidates()...)
}

func subcommandCandidates() []candidate {
	var found []candidate
	for _, s := range subcommands() {
		found = append(found, candidate{s.name, s.usage})
	}
	return found
}

func named(words []string) []candidate {
	var found []candidate
	for _, word := range words {
		found = append(found, candidate{word: word})
	}
	return found
}

// paths returns patterns of packages in the file system, or Go files. A path
// without a dot in front would be an import path to the go command.
func paths(current string, goFiles bool) []candidate {
	if goFiles {
		return files(current, ".go")
	}
	if current == "" || current == "." {
		current = "./"
	}
	var found []candidate
	if dir, _ := filepath.Split(current); strings.HasPrefix(dir, ".") || filepath.IsAbs(dir) {
		found = append(found, candidate{dir + "...", "all packages in " + dir + " and below it"})
		for _, c := range files(current, "/") {
			switch filepath.Base(c.word) {
			case "testdata", "vendor", "node_modules":
			default:
				found = append(found, c)
			}
		}
	}
	return found
}

// files returns the directories beside a path that is being written, and the
// files whose names end in suffix. Hidden ones are left out.
func files(current, suffix string) []candidate {
	dir, _ := filepath.Split(current)
	readable := dir
	if readable == "" {
		readable = "."
	}
	entries, err := os.ReadDir(readable)
	if err != nil {
		return nil // there is nothing to say to a shell
	}
	var found []candidate
	for _, entry := range entries {
		name := entry.Name()
		isDir := entry.IsDir()
		if info, err := os.Stat(filepath.Join(readable, name)); err == nil {
			isDir = info.IsDir() // what a link leads to
		}
		switch {
		case strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_"):
		case isDir:
			found = append(found, candidate{word: dir + name + "/"})
		case strings.HasSuffix(name, suffix):
			found = append(found, candidate{word: dir + name})
		}
	}
	return found
}
