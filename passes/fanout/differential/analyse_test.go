package differential

import (
	"go/types"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// A site is a goroutine in recursion, as the analysis judges it.
type site struct {
	from, to int // lines of the spawn
	verdict  string
	checks   []string // that report it
	text     string   // for a person: verdict, message and evidence
}

// analyse returns the sites of every program, by the program's name. The
// packages that programs import are analysed first, as drivers do it; those
// of the standard library are known to the analysis by itself.
func (s *suite) analyse(t *testing.T) map[string][]site {
	return s.load(t).sites()
}

// load reads all packages of the module.
func (s *suite) load(t *testing.T) *driver {
	config := &packages.Config{Mode: packages.LoadSyntax | packages.NeedModule, Dir: s.dir, Env: environment()}
	loaded, err := packages.Load(config, "./...", "golang.org/x/sync/errgroup", "golang.org/x/sync/semaphore", runtimePath+"/lifo")
	require.NoError(t, err)
	for _, pkg := range loaded {
		require.Empty(t, pkg.Errors)
	}
	return &driver{t: t, loaded: loaded, done: make(map[*packages.Package]*fanout.Result), facts: make(map[fact]analysis.Fact)}
}

func (d *driver) sites() map[string][]site {
	found := make(map[string][]site)
	for _, pkg := range d.loaded {
		if result := d.analysed(pkg); result != nil && strings.HasPrefix(pkg.PkgPath, "program/") {
			found[path.Base(pkg.PkgPath)] = sites(pkg, result)
		}
	}
	return found
}

func sites(pkg *packages.Package, result *fanout.Result) []site {
	found := []site{}
	for _, judged := range result.Sites {
		text := []string{string(judged.Verdict) + ": " + judged.Message}
		checks := make(map[string]bool)
		if check := judged.Verdict.Check(); check != "" {
			checks[check] = true
		}
		for _, e := range judged.Evidence {
			text = append(text, pkg.Fset.Position(e.Pos).String()+": "+string(e.Verdict)+": "+e.Text)
			if e.Verdict.Check() == "lostslot" {
				checks["lostslot"] = true
			}
		}
		found = append(found, site{
			from:    pkg.Fset.Position(judged.Node.Pos()).Line,
			to:      pkg.Fset.Position(judged.Node.End()).Line,
			verdict: string(judged.Verdict),
			checks:  slices.Sorted(maps.Keys(checks)),
			text:    strings.Join(text, "\n\t"),
		})
	}
	return found
}

// A driver runs an analyzer over packages after those that they import.
type driver struct {
	t      *testing.T
	loaded []*packages.Package
	done   map[*packages.Package]*fanout.Result
	facts  map[fact]analysis.Fact
}

type fact struct {
	analyzer *analysis.Analyzer
	object   types.Object
}

func (d *driver) analysed(pkg *packages.Package) *fanout.Result {
	if d.done[pkg] != nil || !slices.Contains(d.loaded, pkg) {
		return d.done[pkg]
	}
	for _, imported := range pkg.Imports {
		d.analysed(imported)
	}
	d.done[pkg] = d.run(fanout.Analyzer, pkg, nil).(*fanout.Result)
	return d.done[pkg]
}

// run runs an analyzer and those that it requires, of which package fanout has
// run before.
func (d *driver) run(analyzer *analysis.Analyzer, pkg *packages.Package, report func(analysis.Diagnostic)) any {
	pass := &analysis.Pass{
		Analyzer:   analyzer,
		Fset:       pkg.Fset,
		Files:      pkg.Syntax,
		Pkg:        pkg.Types,
		TypesInfo:  pkg.TypesInfo,
		TypesSizes: pkg.TypesSizes,
		ResultOf:   make(map[*analysis.Analyzer]any),
		ReadFile:   os.ReadFile,
		Report:     report,
		ExportObjectFact: func(object types.Object, value analysis.Fact) {
			d.facts[fact{analyzer, object}] = value
		},
		ImportObjectFact: func(object types.Object, value analysis.Fact) bool {
			known, ok := d.facts[fact{analyzer, object}]
			if ok {
				reflect.ValueOf(value).Elem().Set(reflect.ValueOf(known).Elem())
			}
			return ok
		},
	}
	for _, required := range analyzer.Requires {
		if required == fanout.Analyzer {
			pass.ResultOf[required] = d.analysed(pkg)
		} else {
			pass.ResultOf[required] = d.run(required, pkg, nil)
		}
	}
	result, err := analyzer.Run(pass)
	require.NoError(d.t, err)
	return result
}
