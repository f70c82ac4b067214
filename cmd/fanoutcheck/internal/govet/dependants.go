package govet

import (
	"context"
	"fmt"
	"strings"
)

// dependants returns a problem for each target that go vet leaves out
// without a word because a package that it imports does not compile.
func (d *Driver) dependants(ctx context.Context, targets []string, broken []Problem) []Problem {
	culprits := make(map[string]bool)
	for _, p := range broken {
		// A package is importable even if its tests do not compile.
		if file, _, ok := strings.Cut(p.Message, ".go:"); !ok || !strings.HasSuffix(file, "_test") {
			culprits[p.Package] = true
		}
	}
	args := append([]string{"list", "-e", "-test", "-f", `{{if .Match}}{{or .ForTest .ImportPath}} {{join .Deps " "}}{{end}}`}, d.BuildFlags...)
	stdout, _, _ := d.Go(ctx, append(append(args, "--"), targets...)...) // -e: what it prints is all there is
	var problems []Problem
	seen := make(map[string]bool)
	for line := range strings.Lines(string(stdout)) {
		fields := strings.Fields(line)
		if len(fields) == 0 || seen[fields[0]] {
			continue
		}
		for _, dep := range fields[1:] {
			if culprits[dep] {
				seen[fields[0]] = true
				problems = append(problems, Problem{fields[0], fmt.Sprintf("it depends on %s", dep)})
				break
			}
		}
	}
	return problems
}
