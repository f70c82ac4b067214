package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
)

// A versionInfo says which program this is. What is unknown is empty.
type versionInfo struct {
	Version  string `json:"version"`            // of the module, "(devel)" if built from a checkout
	Revision string `json:"revision,omitempty"` // of the checkout
	Modified bool   `json:"modified,omitempty"` // the checkout had changes of its own
	Go       string `json:"go"`                 // that compiled it
	Platform string `json:"platform"`
	Tools    string `json:"tools,omitempty"` // version of golang.org/x/tools, the analysis framework
}

func readVersion() versionInfo {
	v := versionInfo{Version: "(devel)", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	if info.Main.Version != "" {
		v.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Revision = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	for _, module := range info.Deps {
		if module.Path == "golang.org/x/tools" {
			v.Tools = module.Version
		}
	}
	return v
}

func (v versionInfo) String() string {
	details := []string{v.Go + " " + v.Platform}
	if v.Tools != "" {
		details = append(details, "golang.org/x/tools "+v.Tools)
	}
	if v.Revision != "" {
		revision := "revision " + v.Revision[:min(12, len(v.Revision))]
		if v.Modified {
			revision += " with changes"
		}
		details = append(details, revision)
	}
	return fmt.Sprintf("fanoutcheck %s (%s)", v.Version, strings.Join(details, ", "))
}

// printVersion serves "fanoutcheck version".
func printVersion(args []string, stdout *bufio.Writer, stderr io.Writer) int {
	flags := flag.NewFlagSet("version", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	asJSON := flags.Bool("json", false, "")
	if err := flags.Parse(args); err != nil && !errors.Is(err, flag.ErrHelp) {
		return fail(stderr, fmt.Errorf("version: %w; %w", err, errUsage))
	}
	if flags.NArg() > 0 {
		return fail(stderr, fmt.Errorf("version takes no argument but -json; %w", errUsage))
	}
	if *asJSON {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "\t")
		_ = enc.Encode(readVersion()) // main looks at the error
	} else {
		fmt.Fprintln(stdout, readVersion())
	}
	return statusClean
}
