package golangci

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
)

func TestPluginIsRegistered(t *testing.T) {
	registered, err := register.GetPlugin("fanoutcheck")
	require.NoError(t, err)
	_, err = registered(nil)
	require.NoError(t, err)
}

// A conf is what golangci-lint reads from YAML or TOML.
type conf = map[string]any

func TestDecode(t *testing.T) {
	got, err := decode(conf{
		"enable": []any{"holdwait", "lostslot"}, "disable": []any{"lostslot"},
		"spawners": []any{"example.com/pool.Run"}, "limiters": []any{"(*example.com/pool.Pool).Submit"},
		"blocking-limiters": []any{"(example.com/pool.Pool).Go"}, "strict": true, "limit": 8,
	})
	require.NoError(t, err)
	require.Equal(t, analyzer.Settings{
		Enable: []string{"holdwait", "lostslot"}, Disable: []string{"lostslot"},
		Spawners: []string{"example.com/pool.Run"}, Limiters: []string{"(*example.com/pool.Pool).Submit"},
		BlockingLimiters: []string{"(example.com/pool.Pool).Go"}, Strict: true, Limit: 8,
	}, got)
	for _, empty := range []any{nil, conf{}, map[string]any(nil), conf{"enable": nil, "disable": []any{}}} {
		_, err := decode(empty)
		require.NoError(t, err)
	}
}

func TestWrongSettings(t *testing.T) {
	const allowed = "; allowed are blocking-limiters, disable, enable, limit, limiters, spawners, strict"
	for want, wrong := range map[string]any{
		`there is no setting "spawner"` + allowed:                       conf{"spawner": []any{"example.com/pool.Run"}},
		`there is no setting "KeepSilenced"` + allowed:                  conf{"KeepSilenced": false},
		"enable: wanted is a list of names, not a string":               conf{"enable": "holdwait"},
		"enable: wanted is a name, not a number":                        conf{"enable": []any{7}},
		"strict: wanted is true or false, not a string":                 conf{"strict": "yes"},
		"limit: wanted is a whole number, not a string":                 conf{"limit": "8"},
		"limit: wanted is a whole number, not a number 1.5":             conf{"limit": 1.5},
		`decoding settings: json: cannot unmarshal array into Go value`: []any{"strict"},
		`enable: there is no check "staticcheck"; allowed are`:          conf{"enable": []any{"staticcheck"}},
		`limiters: "Submit" does not name a function; write`:            conf{"limiters": []any{"Submit"}},
		`limit: "-1" does not limit goroutines; allowed are`:            conf{"limit": -1},
	} {
		_, err := New(wrong)
		require.ErrorContains(t, err, want)
	}
}

// The schema knows the settings and the checks that there are.
func TestSchema(t *testing.T) {
	content, err := os.ReadFile("settings.schema.json")
	require.NoError(t, err)
	var schema struct {
		Properties  map[string]any
		Definitions struct {
			Checks struct{ Items struct{ Enum []string } }
		}
	}
	require.NoError(t, json.Unmarshal(content, &schema))
	require.Equal(t, keys(), slices.Sorted(maps.Keys(schema.Properties)))
	var checks []string
	for _, check := range analyzer.Suite() {
		checks = append(checks, check.Name)
	}
	require.Equal(t, checks, schema.Definitions.Checks.Items.Enum)
}
