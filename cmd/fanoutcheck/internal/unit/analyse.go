package unit

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// An analysisOf runs analyzers on one type-checked package.
type analysisOf struct {
	config *config
	fset   *token.FileSet
	files  []*ast.File
	pkg    *types.Package
	info   *types.Info
	sizes  types.Sizes
	facts  *facts
}

// A result is what an analyzer found.
type result struct {
	analyzer    *analysis.Analyzer
	diagnostics []analysis.Diagnostic
	value       any
	err         error
}

// run returns the results of analyzers, in their order.
func (a *analysisOf) run(analyzers []*analysis.Analyzer) []result {
	done := make(map[*analysis.Analyzer]*result)
	var results []result
	for _, analyzer := range analyzers {
		results = append(results, *a.result(analyzer, done))
	}
	return results
}

func (a *analysisOf) result(analyzer *analysis.Analyzer, done map[*analysis.Analyzer]*result) *result {
	if r := done[analyzer]; r != nil {
		return r
	}
	r := &result{analyzer: analyzer}
	done[analyzer] = r
	required := make(map[*analysis.Analyzer]any)
	for _, needed := range analyzer.Requires {
		found := a.result(needed, done)
		if found.err != nil {
			r.err = fmt.Errorf("failed prerequisites: %s", needed)
			return r
		}
		required[needed] = found.value
	}
	pass := a.pass(analyzer, required)
	pass.Report = func(d analysis.Diagnostic) { r.diagnostics = append(r.diagnostics, d) }
	r.value, r.err = analyzer.Run(pass)
	return r
}

func (a *analysisOf) pass(analyzer *analysis.Analyzer, required map[*analysis.Analyzer]any) *analysis.Pass {
	return &analysis.Pass{
		Analyzer:          analyzer,
		Fset:              a.fset,
		Files:             a.files,
		OtherFiles:        a.config.NonGoFiles,
		IgnoredFiles:      a.config.IgnoredFiles,
		Pkg:               a.pkg,
		TypesInfo:         a.info,
		TypesSizes:        a.sizes,
		Module:            a.config.module(),
		ResultOf:          required,
		ReadFile:          a.readFile,
		ImportObjectFact:  a.facts.importObject,
		ExportObjectFact:  a.facts.exportObject,
		ImportPackageFact: func(*types.Package, analysis.Fact) bool { return false },
		ExportPackageFact: func(analysis.Fact) {},
		AllObjectFacts:    func() []analysis.ObjectFact { return nil },
		AllPackageFacts:   func() []analysis.PackageFact { return nil },
	}
}

// readFile reads a file of the package, as a pass may.
func (a *analysisOf) readFile(name string) ([]byte, error) {
	if !slices.Contains(slices.Concat(a.config.GoFiles, a.config.NonGoFiles, a.config.IgnoredFiles), name) {
		return nil, fmt.Errorf("%s is no file of the package", name)
	}
	return os.ReadFile(name)
}
