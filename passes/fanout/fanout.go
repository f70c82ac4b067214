// Package fanout finds every goroutine spawn inside recursion and judges
// it.
package fanout

import (
	"reflect"

	"golang.org/x/tools/go/analysis"
)

// Analyzer computes the [Result] of a package. It reports nothing itself.
var Analyzer = &analysis.Analyzer{
	Name:       "fanout",
	Doc:        "judge every goroutine spawn inside recursion",
	Run:        run,
	ResultType: reflect.TypeFor[*Result](),
}

// A Result holds every spawn site in recursion of one package, in source
// order.
type Result struct {
	Sites []*Site
}

func run(pass *analysis.Pass) (any, error) {
	return &Result{}, nil
}
