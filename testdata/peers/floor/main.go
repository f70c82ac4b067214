// Command floor runs one analyzer that does nothing: as a vet tool, it shows what
// go vet costs with the stock driver of golang.org/x/tools, whatever is looked
// for; with packages as arguments, what their stock standalone driver does, which
// takes the types of imports from the compiler.
package main

import (
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/singlechecker"
	"golang.org/x/tools/go/analysis/unitchecker"
)

func main() {
	floor := &analysis.Analyzer{
		Name: "floor",
		Doc:  "do nothing",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	}
	if last := os.Args[len(os.Args)-1]; last == "-V=full" || last == "-flags" || strings.HasSuffix(last, ".cfg") {
		unitchecker.Main(floor)
	}
	singlechecker.Main(floor)
}
