package fanout_test

import (
	"encoding/json"
	"flag"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

func TestStrict(t *testing.T) {
	strict, err := fanout.New(fanout.Settings{Strict: true})
	require.NoError(t, err)
	analysistest.Run(t, analysistest.TestData(), judgedBy(strict), "strict")
}

// Without the setting, what it reports is bounded by its depth.
func TestNotStrict(t *testing.T) {
	results := analysistest.Run(ignored{}, analysistest.TestData(), judgedBy(fanout.Analyzer), "strict")
	require.Len(t, results, 1)
	require.NotEmpty(t, results[0].Diagnostics)
	for _, d := range results[0].Diagnostics {
		require.Regexp(t, "^bounded-depth: ", d.Message, results[0].Pass.Fset.Position(d.Pos).String())
	}
}

// ignored takes no expectation seriously.
type ignored struct{}

func (ignored) Errorf(string, ...any) {}

func TestStatedFunctions(t *testing.T) {
	stated, err := fanout.New(fanout.Settings{
		Spawners: []string{
			"settings/pool.Run", "settings/pool.Box", "(*settings/pool.Pool).Start", "(*settings/pool.Queue).Start",
			"(settings/pool.Runner).Run", "settings.enqueue", "example.com/elsewhere.Run", "settings/pool.Stop",
			"settings/pool.ForEach", "settings/pool.ForEachKey", "settings/pool.All", "settings/pool.Named",
		},
		Limiters:         []string{"(settings/pool.Pool).Submit", "settings/pool.Shown"},
		BlockingLimiters: []string{"(*settings/pool.Pool).Do", "(settings/pool.Blocker).Block"},
	})
	require.NoError(t, err)
	analysistest.Run(t, analysistest.TestData(), judgedBy(stated), "settings")
}

const (
	wantsName = ` does not name a function; write example.com/pool.Run for a function, (*example.com/pool.Pool).Submit for a method`
	wantsOne  = ` is named before; a function is either a spawner, a limiter or a blocking limiter`
	checks    = `unboundedspawn, perlevelbound, lateacquire, holdwait, lostslot`
	limits    = ` does not limit goroutines; allowed are 1 to 99999, and 0 for runtime.GOMAXPROCS(0)`
)

func TestNames(t *testing.T) {
	for name, ok := range map[string]bool{
		"example.com/pool.Run":               true,
		"example.com/pool.run":               true,
		"time.AfterFunc":                     true,
		"gopkg.in/pool.v3.Run":               true,
		"example.com/pool-x/v2.Run":          true,
		"(*example.com/pool.Pool).Submit":    true,
		"(example.com/pool.Pool).Submit":     true,
		"(*gopkg.in/pool.v3.Pool).Submit":    true,
		"example.com/größe.Größe":            true,
		"":                                   false,
		"Run":                                false,
		"example.com/pool":                   false,
		"example.com/pool.":                  false,
		"example.com/.Run":                   false,
		"./pool.Run":                         false,
		"/pool.Run":                          false,
		"example.com/pool.Pool.Submit":       false,
		"*example.com/pool.Pool.Submit":      false,
		"(*example.com/pool.Pool)":           false,
		"(*example.com/pool.Pool).":          false,
		"(**example.com/pool.Pool).Submit":   false,
		"(*Pool).Submit":                     false,
		"(*example.com/pool.Pool[T]).Submit": false,
		"example.com/pool.Run()":             false,
		"example.com/pool.Run ":              false,
		"example.com/pool Run":               false,
		`"example.com/pool".Run`:             false,
		"example.com/pool#Run":               false,
	} {
		err := (&fanout.Settings{Limiters: []string{name}}).Validate()
		if ok {
			require.NoError(t, err, name)
		} else {
			quoted, _ := json.Marshal(name)
			require.EqualError(t, err, "limiters: "+string(quoted)+wantsName)
		}
	}
}

func TestValidate(t *testing.T) {
	for text, want := range map[string]string{
		`{}`: "",
		`{"enable": ["lostslot", "holdwait"], "disable": ["lateacquire"]}`:                                                    "",
		`{"spawners": ["a/b.C"], "limiters": ["a/b.D"], "blocking-limiters": ["(*a/b.C).C"], "strict": true, "limit": 99999}`: "",
		`{"enable": ["nonsense"]}`:                                         `enable: there is no check "nonsense"; allowed are ` + checks + "\ndisable: no check is left of those that are switched on",
		`{"disable": ["Lostslot"]}`:                                        `disable: there is no check "Lostslot"; allowed are ` + checks,
		`{"enable": ["lostslot"], "disable": ["lostslot"]}`:                "disable: no check is left of those that are switched on",
		`{"spawners": ["Run", ""]}`:                                        `spawners: "Run"` + wantsName + "\n" + `spawners: ""` + wantsName,
		`{"limiters": ["Run"]}`:                                            `limiters: "Run"` + wantsName,
		`{"blocking-limiters": ["R"]}`:                                     `blocking-limiters: "R"` + wantsName,
		`{"spawners": ["a/b.C"], "limiters": ["a/b.C"]}`:                   "limiters: a/b.C" + wantsOne,
		`{"limiters": ["(*a/b.C).D"], "blocking-limiters": ["(a/b.C).D"]}`: "blocking-limiters: (a/b.C).D" + wantsOne,
		`{"limit": -1}`:                                                    `limit: "-1"` + limits,
		`{"limit": 100000}`:                                                `limit: "100000"` + limits,
	} {
		var settings fanout.Settings
		require.NoError(t, json.Unmarshal([]byte(text), &settings), text)
		err := settings.Validate()
		if want == "" {
			require.NoError(t, err, text)
		} else {
			require.EqualError(t, err, want, text)
			_, err = fanout.New(settings)
			require.EqualError(t, err, want, text)
		}
	}
}

func TestFlags(t *testing.T) {
	var settings fanout.Settings
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	settings.AddFlags(flags)
	require.NoError(t, flags.Parse([]string{
		"-spawners=a/b.C,(*a/b.C).D", "-spawners", "a/b.E, a/b.C", "-limiters=a/b.F", "-blocking-limiters=a/b.G",
		"-strict", "-limit=7", "-enable=lostslot,holdwait", "-disable=holdwait",
	}))
	require.Equal(t, fanout.Settings{
		Enable:           []string{"lostslot", "holdwait"},
		Disable:          []string{"holdwait"},
		Spawners:         []string{"a/b.C", "(*a/b.C).D", "a/b.E"},
		Limiters:         []string{"a/b.F"},
		BlockingLimiters: []string{"a/b.G"},
		Strict:           true,
		Limit:            7,
	}, settings)
	// What a flag prints is what it takes.
	flags.VisitAll(func(f *flag.Flag) { require.NoError(t, f.Value.Set(f.Value.String()), f.Name) })
	require.Len(t, settings.Spawners, 3)

	for arg, want := range map[string]string{
		"-enable=x":            `invalid value "x" for flag -enable: there is no check "x"; allowed are ` + checks,
		"-disable=lostslot,":   `invalid value "lostslot," for flag -disable: there is no check ""; allowed are ` + checks,
		"-spawners=x":          `invalid value "x" for flag -spawners: "x"` + wantsName,
		"-limiters=a/b.C,x":    `invalid value "a/b.C,x" for flag -limiters: "x"` + wantsName,
		"-blocking-limiters=x": `invalid value "x" for flag -blocking-limiters: "x"` + wantsName,
		"-strict=maybe":        `invalid boolean value "maybe" for -strict: "maybe" is not allowed, only true and false`,
		"-limit=few":           `invalid value "few" for flag -limit: "few"` + limits,
		"-limit=-8":            `invalid value "-8" for flag -limit: "-8"` + limits,
	} {
		require.EqualError(t, flags.Parse([]string{arg}), want)
	}
}
