// Package baseline holds the reports that a project has accepted for now, so
// that a linter can be introduced to old code and report only what is new.
//
// A baseline is a text file with a line for each accepted report. It names no
// line numbers, so that it stays right while code moves, and it is sorted, so
// that versions of it can be compared and merged line by line.
package baseline

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/identity"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

// A Baseline is what a file accepts.
type Baseline struct {
	entries []Entry
}

// An Entry accepts one report.
type Entry struct {
	Line int // in the file
	key  identity.Key
}

const header = `# Reports that fanoutcheck -baseline accepts, a line for each: package, function,
# check, code. The order is of no matter, and lines can go. Written by -write-baseline.
`

// unnamed stands for the function of a report that is in none.
const unnamed = "-"

func (e Entry) String() string { return text(e.key) }

func text(k identity.Key) string {
	function := k.Function
	if function == "" {
		function = unnamed
	}
	return strings.TrimSuffix(fmt.Sprintf("%s %s %s %s", k.Package, function, k.Check, k.Code), " ")
}

// Read reads a baseline. The error says what to do about it.
func Read(name string) (*Baseline, error) {
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no baseline %s; write one with -write-baseline=%s", name, name)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	b := new(Baseline)
	number := 0
	for line := range strings.Lines(string(bytes.TrimPrefix(content, []byte("\uFEFF")))) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := parse(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, number, err)
		}
		b.entries = append(b.entries, Entry{Line: number, key: key})
	}
	return b, nil
}

func parse(line string) (identity.Key, error) {
	for _, marker := range []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
		if strings.HasPrefix(line, marker) {
			return identity.Key{}, errors.New("this is the mark of a merge conflict; keep the lines of both sides and remove the marks")
		}
	}
	fields := strings.Fields(line)
	if len(fields) < 3 {
		return identity.Key{}, fmt.Errorf("%q is no line of a baseline, which has a package, a function, a check and code", line)
	}
	var names []string
	for _, check := range analyzer.Suite() {
		names = append(names, check.Name)
	}
	if !slices.Contains(names, fields[2]) {
		return identity.Key{}, fmt.Errorf("there is no check %q; allowed are %s", fields[2], strings.Join(names, ", "))
	}
	key := identity.Key{Package: fields[0], Function: fields[1], Check: fields[2], Code: strings.Join(fields[3:], " ")}
	if key.Function == unnamed {
		key.Function = ""
	}
	return key, nil
}

// Format returns the content of a baseline that accepts the reports.
func Format(files *source.Files, reports []govet.Report) []byte {
	var lines []string
	for _, r := range reports {
		lines = append(lines, text(identity.Of(files, r))+"\n")
	}
	slices.Sort(lines)
	return []byte(header + strings.Join(lines, ""))
}
