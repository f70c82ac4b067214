package unit

import (
	"encoding/json"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// A config describes one package, as the go command writes it.
type config struct {
	ID            string // such as "fmt [fmt.test]"
	Compiler      string
	Dir           string
	ImportPath    string
	GoVersion     string
	GoFiles       []string
	NonGoFiles    []string
	IgnoredFiles  []string
	ModulePath    string
	ModuleVersion string
	ImportMap     map[string]string // from the path of an import declaration to that of a package
	PackageFile   map[string]string // the compiler's export data of imports
	PackageVetx   map[string]string // what was written to VetxOutput for imports
	VetxOnly      bool              // only facts are asked for
	VetxOutput    string
	Stdout        string // to be written in place of standard output
}

func read(file string) (*config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	c := new(config)
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	if len(c.GoFiles) == 0 || c.VetxOutput == "" {
		return nil, fmt.Errorf("reading %s: it names no Go files, or no file for facts", file)
	}
	return c, nil
}

// releases are those of Go whose go command is known to describe packages
// as a config holds them, and whose compiler to leave export data.
var releases = map[string]bool{"go1.26": true}

// Speaks reports whether this package understands the go command that calls.
// The answer is one for all packages of a run, and has to be: what is written
// for one of them is read for another.
func Speaks() bool {
	release := strings.TrimPrefix(os.Getenv("GOVERSION"), "devel ")
	return releases[version.Lang(release)] && os.Getenv("GCCGO") == "gccgo"
}

// standard reports whether the package is of the standard library.
func (c *config) standard() bool {
	src := filepath.Join(os.Getenv("GOROOT"), "src") + string(filepath.Separator)
	return c.ModulePath == "" && strings.HasPrefix(c.Dir, src)
}

func (c *config) module() *analysis.Module {
	if c.ModulePath == "" {
		return nil
	}
	return &analysis.Module{Path: c.ModulePath, Version: c.ModuleVersion, GoVersion: c.GoVersion}
}

// belongs reports whether the package is of one of these modules.
func (c *config) belongs(modules []string) bool {
	module := c.ModulePath
	if c.standard() {
		module = govet.Std
	}
	return module != "" && slices.Contains(modules, module)
}

// Ask changes a description to ask for what is found in the package, if it is
// of one of these modules. It is in a folder that the go command removes.
func Ask(file string, modules []string) error {
	c, err := read(file)
	if err != nil || !c.VetxOnly || !c.belongs(modules) {
		return err
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	members["VetxOnly"] = json.RawMessage("false")
	if data, err = json.Marshal(members); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o600)
}
