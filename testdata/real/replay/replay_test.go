package main

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMain stands in for the command where the go command takes this program
// for its vet tool.
func TestMain(m *testing.M) {
	if os.Getenv(limitedTool) != "" {
		os.Exit(serveLimited(os.Args[1:]))
	}
	os.Exit(m.Run())
}

const header = "repository\tcommit\tpath\tline\tverdict\tsure\twhy\n"

// table writes a table of judged sites and returns its name.
func table(t *testing.T, rows ...string) string {
	t.Helper()
	text := header
	for _, row := range rows {
		text += strings.ReplaceAll(row, "|", "\t") + "\n"
	}
	file := filepath.Join(t.TempDir(), "sites.tsv")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	return file
}

func TestReadTable(t *testing.T) {
	sites, err := readTable(table(t,
		"a/b|1234|c/d.go|7|bounded-try|yes|tried first",
		"a/b|1234|c/d.go|8|leaf-spawn|no|a collector"))
	require.NoError(t, err)
	assert.Equal(t, []site{
		{"a/b", "1234", "c/d.go", 7, "bounded-try", true, "tried first"},
		{"a/b", "1234", "c/d.go", 8, "leaf-spawn", false, "a collector"},
	}, sites)
}

func TestReadTableSaysWhatIsWrong(t *testing.T) {
	const good = "a/b|1234|c/d.go|7|bounded-try|yes|why"
	for _, test := range []struct{ name, row, want string }{
		{"columns", "a/b|1234|c/d.go|7|bounded-try|yes", "has 6 columns"},
		{"repository", "b|1234|c/d.go|7|bounded-try|yes|why", `"b" is no repository`},
		{"absolute path", "a/b|1234|/c/d.go|7|bounded-try|yes|why", `"/c/d.go" is no path`},
		{"path outside", "a/b|1234|../d.go|7|bounded-try|yes|why", `"../d.go" is no path`},
		{"line", "a/b|1234|c/d.go|0|bounded-try|yes|why", `"0" is no line`},
		{"verdict", "a/b|1234|c/d.go|7|fine|yes|why", `"fine" is no verdict`},
		{"sure", "a/b|1234|c/d.go|7|bounded-try|3|why", `"3" has to say yes or no`},
		{"reason", "a/b|1234|c/d.go|7|bounded-try|yes|", "commit and reason are needed"},
		{"twice", good, "a/b c/d.go:7 is in the table already"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readTable(table(t, good, test.row))
			require.ErrorContains(t, err, test.want)
			assert.ErrorContains(t, err, "sites.tsv:3")
		})
	}
}

func TestReadTableWantsTheColumns(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sites.tsv")
	require.NoError(t, os.WriteFile(file, []byte("repository\tline\n"), 0o644))
	_, err := readTable(file)
	assert.ErrorContains(t, err, "sites.tsv:1: the columns have to be")
}

func TestDecode(t *testing.T) {
	const output = `{}
{"m/p": {
  "unboundedspawn": [{"category": "leaf-spawn", "posn": "/m/p/a.go:3:2", "message": "too many"}],
  "explain": [{"category": "chain", "posn": "p/b.go:9:1", "message": "one at a time"}]}}
{"m/p [m/p.test]": {"unboundedspawn": [{"category": "leaf-spawn", "posn": "/m/p/a.go:3:2", "message": "too many"}]}}
{"m/p_test [m/p.test]": {"unboundedspawn": [{"category": "leaf-spawn", "posn": "/m/p/a_test.go:3:2", "message": "too many"}]}}
{"m/dependency": {"unboundedspawn": [{"category": "leaf-spawn", "posn": "/m/d/a.go:3:2", "message": "too many"}]}}
{"m/q": {"fanout": {"error": "internal error of fanout in package m/q: index out of range"}}}`
	var a answer
	require.NoError(t, a.decode(strings.NewReader(output), "/m", []string{"m/p", "m/q"}))
	assert.ElementsMatch(t, []finding{
		{"/m/p/a.go", 3, "unboundedspawn", "leaf-spawn", "too many"},
		{"/m/p/a_test.go", 3, "unboundedspawn", "leaf-spawn", "too many"},
		{filepath.FromSlash("/m/p/b.go"), 9, "", "chain", "one at a time"},
	}, a.findings)
	assert.Equal(t, []string{"m/q: fanout: internal error of fanout in package m/q: index out of range"}, a.internal)
}

func TestComplaints(t *testing.T) {
	var a answer
	a.complaints(`go: downloading example.com/x v1.0.0
# m/p
# [m/p]
vet: p/a.go:3:1: undefined: x
# m/q
panic: runtime error: index out of range

goroutine 1 [running]:
main.main()
`)
	assert.Equal(t, map[string]string{"m/p": "vet: p/a.go:3:1: undefined: x"}, a.unloaded)
	assert.Equal(t, []string{"m/q: panic: runtime error: index out of range"}, a.internal)
}

func TestJudge(t *testing.T) {
	reported := func(check, verdict string) finding {
		return finding{File: filepath.FromSlash("/r/a.go"), Line: 7, Check: check, Verdict: verdict}
	}
	explained := func(verdict string) finding { return reported("", verdict) }
	for _, test := range []struct {
		name, wanted string
		findings     []finding
		unloaded     map[string]string
		outcome      outcome
		is           string
	}{
		{"reported and right", "leaf-spawn", []finding{explained("leaf-spawn"), reported("unboundedspawn", "leaf-spawn")}, nil, agrees, "leaf-spawn"},
		{"another category of the check", "leaf-spawn", []finding{reported("unboundedspawn", "recursive-spawn")}, nil, agrees, "recursive-spawn"},
		{"another check", "leaf-spawn", []finding{reported("lateacquire", "late-acquire")}, nil, otherCheck, "late-acquire"},
		{"two sites on a line", "leaf-spawn", []finding{reported("lateacquire", "late-acquire"), reported("unboundedspawn", "leaf-spawn"), reported("holdwait", "hold-wait")}, nil, agrees, "leaf-spawn"},
		{"explained only", "leaf-spawn", []finding{explained("bounded-once")}, nil, missed, "bounded-once"},
		{"nothing said", "leaf-spawn", nil, nil, missed, "not-recursive"},
		{"another line", "leaf-spawn", []finding{{File: filepath.FromSlash("/r/a.go"), Line: 8, Check: "unboundedspawn", Verdict: "leaf-spawn"}}, nil, missed, "not-recursive"},
		{"quiet and right", "chain", []finding{explained("bounded-once")}, nil, agrees, "bounded-once"},
		{"false", "chain", []finding{explained("leaf-spawn"), reported("unboundedspawn", "leaf-spawn")}, nil, falseAlarm, "leaf-spawn"},
		{"not loaded", "chain", nil, map[string]string{"m": "undefined: x"}, skipped, "does not load: undefined: x"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := site{Path: "a.go", Line: 7, Verdict: test.wanted}
			got := judge(s, answer{findings: test.findings, unloaded: test.unloaded}, filepath.FromSlash("/r"), "./.")
			assert.Equal(t, test.outcome, got.outcome)
			assert.Equal(t, test.is, got.is)
		})
	}
}

func TestCounts(t *testing.T) {
	of := func(verdict string, sure bool, o outcome) result {
		return result{site{Repository: "a/b", Verdict: verdict, Sure: sure}, o, ""}
	}
	got := counts([]result{
		of("leaf-spawn", true, agrees),
		of("leaf-spawn", true, missed),
		of("leaf-spawn", false, otherCheck),
		of("chain", true, agrees),
		of("chain", false, falseAlarm),
		of("chain", true, skipped),
	})
	assert.Equal(t, tally{
		repositories: 1, sites: 5, skipped: 1,
		all:  score{reported: 3, wanted: 3, right: 2, sameCheck: 1},
		sure: score{reported: 1, wanted: 2, right: 1, sameCheck: 1},
	}, got)
}

// TestReplay runs the real tool over a module made up for it, from the table
// to the counts.
func TestReplay(t *testing.T) {
	path, err := build(t.TempDir())
	require.NoError(t, err)
	vet := tool{path: path, timeout: 5 * time.Minute}
	sites, err := readTable(table(t,
		"example/tree|0|walk.go|12|recursive-spawn|yes|a goroutine for each child",
		"example/tree|0|walk.go|28|leaf-spawn|yes|a wrong judgement",
		"example/tree|0|broken/broken.go|4|recursive-spawn|yes|does not compile",
		"example/gone|0|walk.go|1|chain|yes|no checkout"))
	require.NoError(t, err)

	var out strings.Builder
	err = replay(vet, sites, filepath.Join("testdata", "checkouts"), true, &out)
	assert.ErrorIs(t, err, errDiffers)
	for _, want := range []string{
		"example/tree walk.go:12: agrees: recursive-spawn\n",
		"example/tree walk.go:28: missed: is bounded-try, should be leaf-spawn: a wrong judgement\n",
		"example/tree broken/broken.go:4: skipped: does not load: broken/broken.go:4:18: undefined: missing\n",
		"example/gone: skipped: no checkout\n",
		"2 sites of 1 repositories compared, 2 skipped\n",
		"all   precision 1 of 1 (100 %), recall 1 of 2 (50 %), under the right check 1 of 1 (100 %)\n",
	} {
		assert.Contains(t, out.String(), want)
	}
}

// TestDependencyBefore asks for a package after one that imports it.
func TestDependencyBefore(t *testing.T) {
	path, err := build(t.TempDir())
	require.NoError(t, err)
	vet := tool{path: path, timeout: 5 * time.Minute}
	module := t.TempDir() // a new folder, so that nothing of it is cached
	for name, text := range map[string]string{
		"go.mod": "module example.com/dependency\n\ngo 1.21\n",
		"a/a.go": "package a\n\nfunc Walk(n []int) {\n\tfor range n {\n\t\tgo Walk(n[1:])\n\t}\n}\n",
		"b/b.go": "package b\n\nimport \"example.com/dependency/a\"\n\nfunc Use() { a.Walk(nil) }\n",
	} {
		file := filepath.Join(module, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}

	b, _, err := vet.vetLoadable(module, []string{"./b"})
	require.NoError(t, err)
	assert.Empty(t, b.findings)
	a, _, err := vet.vetLoadable(module, []string{"./a"})
	require.NoError(t, err)
	assert.Len(t, a.findings, 2, "one explanation and one report")
}

func TestCheckoutOfAnotherCommit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	git := func(args ...string) string {
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		text, err := cmd.CombinedOutput()
		require.NoError(t, err, string(text))
		return strings.TrimSpace(string(text))
	}
	git("init", "-q")
	git("commit", "-q", "--allow-empty", "-m", "empty")
	head := git("rev-parse", "HEAD")

	root := filepath.Dir(filepath.Dir(dir))
	_, why := checkout(root, site{Repository: "a/b", Commit: head[:9]})
	assert.Empty(t, why, "a commit may be abbreviated")
	_, why = checkout(root, site{Repository: "a/b", Commit: "0000000"})
	assert.Equal(t, "is at "+head[:12]+", the table is for 0000000", why)
}

// TestTheTable holds the table of this repository to what it promises.
func TestTheTable(t *testing.T) {
	sites, err := readTable(filepath.Join("..", "sites.tsv"))
	require.NoError(t, err)
	commits := make(map[string]string)
	for _, s := range sites {
		assert.Less(t, len(s.Why), 160, "%s %s:%d", s.Repository, s.Path, s.Line)
		if commit := commits[s.Repository]; commit != "" {
			assert.Equal(t, commit, s.Commit, "%s is to be checked out at one commit", s.Repository)
		}
		commits[s.Repository] = s.Commit
	}
	assert.GreaterOrEqual(t, len(sites), 60)
	assert.GreaterOrEqual(t, len(commits), 25)
	assert.True(t, slices.IsSortedFunc(sites, func(a, b site) int {
		return cmp.Or(
			strings.Compare(strings.ToLower(a.Repository), strings.ToLower(b.Repository)),
			strings.Compare(a.Path, b.Path),
			cmp.Compare(a.Line, b.Line))
	}), "rows are sorted by repository, path and line")
}
