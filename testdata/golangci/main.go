// Command golangci is golangci-lint with fanoutcheck compiled in, to test
// the plugin with. "golangci-lint custom" makes the same program.
package main

import (
	"fmt"
	"os"
	"runtime"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/fanoutcheck/fanoutcheck/analyzer/golangci"
)

func main() {
	// With this version, golangci-lint tells programs apart by their content,
	// and takes no results of another one from its cache.
	info := commands.BuildInfo{Version: "(devel)", GoVersion: runtime.Version()}
	if err := commands.Execute(info); err != nil {
		fmt.Fprintf(os.Stderr, "golangci-lint: %v\n", err)
		os.Exit(exitcodes.Failure)
	}
}
