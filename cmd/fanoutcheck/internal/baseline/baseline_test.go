package baseline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

// program writes a function for each of its arguments, such as
// "walk: go a(), go b()", and returns a report for each go statement.
func program(t *testing.T, functions ...string) []govet.Report {
	t.Helper()
	file := filepath.Join(t.TempDir(), "p.go")
	content := "package p\n"
	line := 1
	var reports []govet.Report
	for _, function := range functions {
		name, statements, _ := strings.Cut(function, ": ")
		content += "func " + name + "() {\n"
		line++
		for statement := range strings.SplitSeq(statements, ", ") {
			content += statement + "\n"
			line++
			reports = append(reports, govet.Report{
				Package: "example.com/p", Check: "unboundedspawn",
				Position: govet.Position{File: file, Line: line, Column: 1},
				End:      govet.Position{File: file, Line: line, Column: len(statement) + 1},
			})
		}
		content += "}\n"
		line++
	}
	require.NoError(t, os.WriteFile(file, []byte(content), 0o666))
	return reports
}

func write(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "baseline")
	require.NoError(t, os.WriteFile(name, []byte(content), 0o666))
	return name
}

func match(t *testing.T, content string, reports []govet.Report) (fresh, unused []string) {
	t.Helper()
	b, err := Read(write(t, content))
	require.NoError(t, err)
	left, entries := b.Match(new(source.Files), reports)
	for _, r := range left {
		fresh = append(fresh, fmt.Sprint(r.Position.Line))
	}
	for _, e := range entries {
		unused = append(unused, fmt.Sprintf("%d %s", e.Line, e))
	}
	return fresh, unused
}

// What is written accepts exactly what it was written for, in any order of
// its lines, and says so.
func TestWrittenIsAccepted(t *testing.T) {
	reports := program(t, "walk: go b(x), go a(), go b(x)", "(t *T) visit: go 'a'")
	reports = append(reports, govet.Report{Package: "example.com/p_test", Check: "holdwait", Position: govet.Position{File: "gone.go"}})
	content := string(Format(new(source.Files), reports))
	require.Equal(t, header+`example.com/p (*T).visit unboundedspawn go 'a'
example.com/p walk unboundedspawn go a()
example.com/p walk unboundedspawn go b(x)
example.com/p walk unboundedspawn go b(x)
example.com/p_test - holdwait
`, content)

	lines := strings.SplitAfter(content, "\n")
	lines[2], lines[5] = lines[5], lines[2]
	for _, content := range []string{content, strings.Join(lines, ""), "\uFEFF" + strings.ReplaceAll(content, "\n", " \r\n\n")} {
		fresh, unused := match(t, content, reports)
		require.Empty(t, fresh)
		require.Empty(t, unused)
	}
}

func TestMatch(t *testing.T) {
	const walkA, walkB = "example.com/p walk unboundedspawn go a()\n", "example.com/p walk unboundedspawn go b()\n"
	for name, test := range map[string]struct {
		baseline      string
		program       []string
		fresh, unused []string
	}{
		"nothing accepted":         {"", []string{"walk: go a()"}, []string{"3"}, nil},
		"one more of the same":     {walkA, []string{"walk: go a(), go a()"}, []string{"4"}, nil},
		"one more before":          {walkA, []string{"walk: go new(), go a()"}, []string{"3"}, nil},
		"one more after":           {walkA, []string{"walk: go a(), go new()"}, []string{"4"}, nil},
		"one less":                 {walkA + walkB, []string{"walk: go b()"}, nil, []string{"1 example.com/p walk unboundedspawn go a()"}},
		"one less of the same":     {walkA + walkA, []string{"walk: go a()"}, nil, []string{"2 example.com/p walk unboundedspawn go a()"}},
		"edited":                   {walkA + walkB, []string{"walk: go a(), go c()"}, nil, nil},
		"edited, and one more":     {walkA, []string{"walk: go c(), go d()"}, []string{"4"}, nil},
		"moved to another one":     {walkA, []string{"visit: go a()"}, []string{"3"}, []string{"1 example.com/p walk unboundedspawn go a()"}},
		"another check":            {"example.com/p walk holdwait go a()", []string{"walk: go a()"}, []string{"3"}, []string{"1 example.com/p walk holdwait go a()"}},
		"another package":          {"example.com/q walk unboundedspawn go a()", []string{"walk: go a()"}, []string{"3"}, []string{"1 example.com/q walk unboundedspawn go a()"}},
		"functions keep their own": {walkA + walkB, []string{"walk: go a(), go b()", "visit: go a()"}, []string{"7"}, nil},
	} {
		fresh, unused := match(t, test.baseline, program(t, test.program...))
		require.Equal(t, test.fresh, fresh, name)
		require.Equal(t, test.unused, unused, name)
	}
}

func TestMalformed(t *testing.T) {
	const good = "# comment\n\nexample.com/p walk unboundedspawn go a()\n"
	for content, want := range map[string]string{
		good + "example.com/p walk":                 `:4: "example.com/p walk" is no line of a baseline, which has a package, a function, a check and code`,
		good + "example.com/p walk nonsense go a()": `:4: there is no check "nonsense"; allowed are unboundedspawn, `,
		"<<<<<<< HEAD\n" + good:                     `:1: this is the mark of a merge conflict; `,
		good + "=======\n":                          `:4: this is the mark of a merge conflict; `,
		`{"reports": []}`:                           `:1: "{\"reports\": []}" is no line of a baseline, `,
		"\x00\xff":                                  `:1: "\x00\xff" is no line of a baseline, `,
	} {
		name := write(t, content)
		_, err := Read(name)
		require.ErrorContains(t, err, name+want)
	}
	_, err := Read("gone")
	require.EqualError(t, err, "there is no baseline gone; write one with -write-baseline=gone")
	_, err = Read(t.TempDir())
	require.ErrorContains(t, err, "reading the baseline: ")
}
