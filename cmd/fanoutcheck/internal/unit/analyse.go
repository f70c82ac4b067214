package unit

import (
	"fmt"
	"go/types"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// A result is what an analyzer found.
type result struct {
	analyzer    *analysis.Analyzer
	diagnostics []analysis.Diagnostic
	value       any
	err         error
}

// run returns the results of analyzers, in their order.
func (u *unit) run(analyzers []*analysis.Analyzer) []result {
	done := make(map[*analysis.Analyzer]*result)
	var results []result
	for _, analyzer := range analyzers {
		results = append(results, *u.result(analyzer, done))
	}
	return results
}

func (u *unit) result(analyzer *analysis.Analyzer, done map[*analysis.Analyzer]*result) *result {
	if r := done[analyzer]; r != nil {
		return r
	}
	r := &result{analyzer: analyzer}
	done[analyzer] = r
	required := make(map[*analysis.Analyzer]any)
	for _, needed := range analyzer.Requires {
		found := u.result(needed, done)
		if found.err != nil {
			r.err = fmt.Errorf("failed prerequisites: %s", needed)
			return r
		}
		required[needed] = found.value
	}
	pass := u.pass(analyzer, required)
	pass.Report = func(d analysis.Diagnostic) { r.diagnostics = append(r.diagnostics, d) }
	r.value, r.err = analyzer.Run(pass)
	return r
}

func (u *unit) pass(analyzer *analysis.Analyzer, required map[*analysis.Analyzer]any) *analysis.Pass {
	return &analysis.Pass{
		Analyzer:          analyzer,
		Fset:              u.fset,
		Files:             u.files,
		OtherFiles:        u.config.NonGoFiles,
		IgnoredFiles:      u.config.IgnoredFiles,
		Pkg:               u.pkg,
		TypesInfo:         u.info,
		TypesSizes:        u.sizes,
		Module:            u.config.module(),
		ResultOf:          required,
		ReadFile:          u.readFile,
		ImportObjectFact:  u.facts.importObject,
		ExportObjectFact:  u.facts.exportObject,
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
		ExportPackageFact: func(analysis.Fact) {},
		AllObjectFacts:    func() []analysis.ObjectFact { return nil },
		AllPackageFacts:   func() []analysis.PackageFact { return nil },
	}
}

// readFile reads a file of the package, as a pass may.
func (u *unit) readFile(name string) ([]byte, error) {
	if !slices.Contains(slices.Concat(u.config.GoFiles, u.config.NonGoFiles, u.config.IgnoredFiles), name) {
		return nil, fmt.Errorf("%s is no file of the package", name)
	}
	return os.ReadFile(name)
}
