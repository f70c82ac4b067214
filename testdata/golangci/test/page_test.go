package test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/fanoutcheck/fanoutcheck/analyzer/golangci"
)

const plugin = "../../../analyzer/golangci"

// blocks returns the fenced texts of the plugin's page.
func blocks(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(plugin, "README.md"))
	require.NoError(t, err)
	var found []string
	for _, match := range regexp.MustCompile("(?ms)^```\\w*\n(.*?)^```$").FindAllStringSubmatch(string(page), -1) {
		found = append(found, match[1])
	}
	require.GreaterOrEqual(t, len(found), 4)
	return found
}

// What the page shows is what comes out.
func TestPage(t *testing.T) {
	found := blocks(t)
	custom, configured, printed, settings := found[0], found[1], found[2], found[3]

	var gcl struct {
		Version string
		Plugins []struct{ Module, Import, Version string }
	}
	require.NoError(t, yaml.Unmarshal([]byte(custom), &gcl))
	require.Equal(t, goOutput(t, "list", "-m", "-f", "{{.Version}}", "github.com/golangci/golangci-lint/v2"), gcl.Version)
	require.Equal(t, goOutput(t, "list", "-f", "{{.Module.Path}}", gcl.Plugins[0].Import), gcl.Plugins[0].Module)

	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod": "module example.com/tree\n\ngo 1.26\n",
		"tree.go": `package tree

import "sync"

type Node struct{ Children []*Node }

func Walk(n *Node) {
	var wg sync.WaitGroup
	for _, child := range n.Children {
		wg.Add(1)
		go func() {
			defer wg.Done()
			Walk(child)
		}()
	}
	wg.Wait()
}
`,
		"configured.yml": configured,
		"settings.yml":   settings,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666))
	}
	for _, name := range []string{"configured.yml", "settings.yml"} {
		cmd := exec.Command(filepath.Join(programs, "golangci-lint"), "run", "--allow-parallel-runners", "-c", name)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOLANGCI_LINT_CACHE="+dir)
		out, err := cmd.Output()
		require.ErrorContains(t, err, "exit status 1")
		require.Contains(t, string(out), printed)
	}
}

// The schema and the plugin take the same settings, and refuse the same.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(plugin, "settings.schema.json"))
	require.NoError(t, err)

	var page struct {
		Linters struct {
			Settings struct {
				Custom struct {
					Fanoutcheck struct{ Settings map[string]any }
				}
			}
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(blocks(t)[3]), &page))
	require.Len(t, page.Linters.Settings.Custom.Fanoutcheck.Settings, 6, "all but enable")
	example, err := json.Marshal(page.Linters.Settings.Custom.Fanoutcheck.Settings)
	require.NoError(t, err)

	for text, right := range map[string]bool{
		string(example):                    true,
		`null`:                             true,
		`{}`:                               true,
		`{"enable": ["holdwait"]}`:         true,
		`{"enable": []}`:                   true,
		`{"disable": null}`:                true,
		`{"limit": 0}`:                     true,
		`{"limit": 99999}`:                 true,
		`{"spawners": ["time.AfterFunc"]}`: true,
		`{"spawners": ["gopkg.in/pool.v3.Run", "(a/b-c/v2.Pool).Go"]}`: true,
		`[]`:                                false,
		`{"spawner": []}`:                   false,
		`{"enable": "holdwait"}`:            false,
		`{"enable": ["deadlock"]}`:          false,
		`{"enable": [1]}`:                   false,
		`{"strict": "yes"}`:                 false,
		`{"limit": -1}`:                     false,
		`{"limit": 100000}`:                 false,
		`{"limit": 1.5}`:                    false,
		`{"limit": "8"}`:                    false,
		`{"spawners": ["Run"]}`:             false,
		`{"spawners": [""]}`:                false,
		`{"spawners": ["a b.Run"]}`:         false,
		`{"limiters": ["(a/b.Pool).Go()"]}`: false,
		`{"limiters": ["*a/b.Pool.Go"]}`:    false,
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		require.NoError(t, err)
		var settings any
		require.NoError(t, json.Unmarshal([]byte(text), &settings))
		_, refused := golangci.New(settings)
		require.Equal(t, right, refused == nil, "plugin: %s: %v", text, refused)
		wrong := schema.Validate(value)
		require.Equal(t, right, wrong == nil, "schema: %s: %v", text, wrong)
	}
}
