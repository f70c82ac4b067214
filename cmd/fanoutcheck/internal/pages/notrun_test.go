package pages

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The program's own flags, and what go test gives to those of a test.
var (
	goTest   = regexp.MustCompile(`^go test .*`)
	selects  = regexp.MustCompile(`-(run|bench|fuzz)[ =](\S+)`)
	flagOf   = regexp.MustCompile(`flag\.\w+\("([\w-]+)"`)
	testFlag = regexp.MustCompile(`^-([a-z]+)`)
	function = regexp.MustCompile(`(?m)^func ((?:Test|Benchmark|Fuzz)\w*)\(`)
)

// known are the flags of go test that commands here use.
var known = map[string]bool{
	"C": true, "race": true, "run": true, "bench": true, "benchtime": true, "cpuprofile": true, "fuzz": true, "fuzztime": true,
	"fuzzminimizetime": true, "count": true, "update": true, "v": true, "short": true, "cpu": true,
}

// TestNotRun lists the commands that no test runs, with -v, and checks of them
// what can be checked: that bash can read them, that scripts and packages are
// there, that go test finds the tests and flags that it is told of, and that
// fanoutcheck has these flags.
func TestNotRun(t *testing.T) {
	usage, err := os.ReadFile(filepath.Join(root, "cmd/fanoutcheck/help.go"))
	require.NoError(t, err)
	for _, p := range pages(t) {
		for _, b := range p.blocks {
			reason, ok := b.tags["not run"]
			if !ok {
				continue
			}
			require.NotEmpty(t, reason, "%s:%d: why is it not run?", b.page, b.line)
			dir := filepath.Join(root, filepath.Dir(b.page))
			if b.inClone {
				dir = root
			}
			for _, c := range b.commands() {
				t.Logf("%s:%d: not run (%s):\n%s", b.page, b.line, reason, c.text)
				check := exec.Command("bash", "-n", "-c", c.text)
				out, err := check.CombinedOutput()
				require.NoError(t, err, "%s:%d: %s", b.page, b.line, out)
				for line := range strings.Lines(c.text) {
					line, _, _ = strings.Cut(strings.TrimSpace(line), " #")
					if to, ok := strings.CutPrefix(line, "cd "); ok {
						dir = filepath.Join(dir, to)
					}
					assert.Empty(t, wrong(dir, line, string(usage)), "%s:%d: %s", b.page, b.line, line)
				}
			}
		}
	}
}

// wrong returns what is wrong with a command that would run in a folder.
func wrong(dir, line, usage string) string {
	words := strings.Fields(line)
	if i := slices.Index(words, "-C"); i > 0 && words[0] == "go" && i+1 < len(words) {
		dir = filepath.Join(dir, words[i+1])
	}
	exists := func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, strings.TrimSuffix(name, "...")))
		return err == nil
	}
	switch {
	case len(words) > 1 && words[0] == "bash" && !exists(words[1]):
		return words[1] + " is not there"
	case len(words) > 1 && words[0] == "fanoutcheck":
		for _, word := range words[1:] {
			name, _, _ := strings.Cut(word, "=")
			if strings.HasPrefix(name, "-") && !strings.Contains(usage, name) {
				return "fanoutcheck has no flag " + name
			}
		}
	case goTest.MatchString(line):
		return wrongTest(dir, words, line)
	case len(words) > 2 && words[0] == "go" && words[1] == "run":
		for _, word := range words[2:] {
			if strings.HasPrefix(word, "./") && !exists(word) {
				return word + " is not there"
			}
		}
	}
	return ""
}

// wrongTest returns what is wrong with a command that has go test run tests.
func wrongTest(dir string, words []string, line string) string {
	source := ""
	packages := []string{"."}
	for _, word := range words[2:] {
		if strings.HasPrefix(word, "./") {
			packages = append(packages, word)
		}
	}
	for _, name := range packages {
		folder := filepath.Join(dir, strings.TrimSuffix(name, "..."))
		if _, err := os.Stat(folder); err != nil {
			return name + " is not there"
		}
		files, _ := filepath.Glob(filepath.Join(folder, "*_test.go"))
		for _, file := range files {
			content, _ := os.ReadFile(file)
			source += string(content)
		}
	}
	for _, match := range selects.FindAllStringSubmatch(line, -1) {
		if match[2] == "'^$'" {
			continue // none of the tests, for the benchmarks' sake
		}
		found := false
		pattern, err := regexp.Compile(strings.Split(strings.Trim(match[2], "'"), "/")[0])
		for _, name := range function.FindAllStringSubmatch(source, -1) {
			found = found || err == nil && pattern.MatchString(name[1])
		}
		if !found {
			return "no test is named like " + match[2]
		}
	}
	flags := make(map[string]bool)
	for _, match := range flagOf.FindAllStringSubmatch(source, -1) {
		flags[match[1]] = true
	}
	for _, word := range words[2:] {
		if match := testFlag.FindStringSubmatch(word); match != nil && !known[match[1]] && !flags[match[1]] {
			return "the tests have no flag -" + match[1]
		}
	}
	return ""
}

func TestWrong(t *testing.T) {
	runtime := filepath.Join(root, "runtime")
	for line, want := range map[string]string{
		"bash .ci/run":                         "",
		"bash .ci/none":                        ".ci/none is not there",
		"fanoutcheck -fix ./...":               "",
		"fanoutcheck -repair ./...":            "fanoutcheck has no flag -repair",
		"go test -run TestParse ./passes":      "no test is named like TestParse",
		"go test ./passess":                    "./passess is not there",
		"go test -nonsense ./passes/fanout":    "the tests have no flag -nonsense",
		"go test -run '^$' ./passes/fanout":    "",
		"go run ./testdata/real/replay":        "",
		"go run ./testdata/real/none -v":       "./testdata/real/none is not there",
		"go test -race -C runtime ./...":       "",
		"go test -run Nobody -C runtime ./...": "no test is named like Nobody",
	} {
		assert.Equal(t, want, wrong(root, line, "-fix"), line)
	}
	assert.Empty(t, wrong(filepath.Join(runtime, "benchmarks"), "go test -bench Tree -benchtime 1x -rounds 9", ""))
}
