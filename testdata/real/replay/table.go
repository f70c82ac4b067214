package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A site is a place where a goroutine is started, as a reader judged it.
type site struct {
	Repository string // owner/name
	Commit     string // what was read
	Path       string // of the file, from the root of the repository
	Line       int
	Verdict    string // as -explain names it, or "not-recursive"
	Sure       bool   // whether a second reader would agree
	Why        string
}

// checks has the check that reports a verdict. All other verdicts are quiet.
var checks = map[string]string{
	"recursive-spawn": "unboundedspawn",
	"leaf-spawn":      "unboundedspawn",
	"worklist-spawn":  "unboundedspawn",
	"per-level-bound": "perlevelbound",
	"late-acquire":    "lateacquire",
	"hold-wait":       "holdwait",
	"lost-slot":       "lostslot",
}

// checkNames returns the names of the checks, sorted.
func checkNames() []string {
	return slices.Compact(slices.Sorted(maps.Values(checks)))
}

// quiet has the verdicts for which nothing is to be reported.
var quiet = map[string]bool{
	"not-recursive":      true,
	"chain":              true,
	"bounded-try":        true,
	"bounded-semaphore":  true,
	"bounded-pool":       true,
	"bounded-group":      true,
	"bounded-lifo":       true,
	"bounded-depth":      true,
	"bounded-cutoff":     true,
	"bounded-sequential": true,
	"bounded-once":       true,
}

// readTable reads a table of judged sites: a line of column names, and one
// line for each site with its columns separated by tabs.
func readTable(file string) ([]site, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()

	const columns = "repository\tcommit\tpath\tline\tverdict\tsure\twhy"
	var sites []site
	seen := make(map[string]bool)
	lines := bufio.NewScanner(f)
	for number := 1; lines.Scan(); number++ {
		if number == 1 {
			if lines.Text() != columns {
				return nil, fmt.Errorf("%s:1: the columns have to be %q", file, columns)
			}
			continue
		}
		s, err := parseSite(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, number, err)
		}
		key := fmt.Sprintf("%s %s:%d", s.Repository, s.Path, s.Line)
		if seen[key] {
			return nil, fmt.Errorf("%s:%d: %s is in the table already", file, number, key)
		}
		seen[key] = true
		sites = append(sites, s)
	}
	return sites, lines.Err()
}

func parseSite(text string) (site, error) {
	fields := strings.Split(text, "\t")
	if len(fields) != 7 {
		return site{}, fmt.Errorf("has %d columns, not 7", len(fields))
	}
	s := site{Repository: fields[0], Commit: fields[1], Path: fields[2], Verdict: fields[4], Why: fields[6]}
	if owner, name, ok := strings.Cut(s.Repository, "/"); !ok || owner == "" || name == "" || strings.Contains(name, "/") {
		return site{}, fmt.Errorf("%q is no repository: owner/name is wanted", s.Repository)
	}
	if s.Path == "" || path.IsAbs(s.Path) || path.Clean(s.Path) != s.Path || strings.HasPrefix(s.Path, "../") {
		return site{}, fmt.Errorf("%q is no path from the root of a repository", s.Path)
	}
	line, err := strconv.Atoi(fields[3])
	if err != nil || line < 1 {
		return site{}, fmt.Errorf("%q is no line", fields[3])
	}
	s.Line = line
	if checks[s.Verdict] == "" && !quiet[s.Verdict] {
		return site{}, fmt.Errorf("%q is no verdict", s.Verdict)
	}
	switch fields[5] {
	case "yes", "no":
		s.Sure = fields[5] == "yes"
	default:
		return site{}, fmt.Errorf("%q has to say yes or no", fields[5])
	}
	if s.Commit == "" || s.Why == "" {
		return site{}, fmt.Errorf("commit and reason are needed")
	}
	return s, nil
}

// selected returns the sites of the repositories whose name contains text.
func selected(sites []site, text string) []site {
	var found []site
	for _, s := range sites {
		if strings.Contains(s.Repository, text) {
			found = append(found, s)
		}
	}
	return found
}
