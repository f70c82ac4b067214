// Replay compares the vet tool with a table of real spawn sites that were
// judged by reading, on checkouts that a person has, or runs it over all
// packages of a tree to see that nothing breaks it.
//
//	go run ./testdata/real/replay -checkouts DIR [-only TEXT] [-v]
//	go run ./testdata/real/replay -sweep DIR [-limit TIME] [pattern ...]
//	go run ./testdata/real/replay -loose DIR [-limit TIME]
//
// README.md beside the table says where the checkouts have to be. Whatever
// is not there is skipped and counted as skipped, so that the command is
// useful with one checkout as with all. The exit status is 0 when nothing
// disagrees and nothing breaks, 1 when something does, and 2 when the
// command could not do its work.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// errDiffers says that what had to be said has been printed.
var errDiffers = errors.New("something differs")

func main() {
	if os.Getenv(limitedTool) != "" {
		os.Exit(serveLimited(os.Args[1:]))
	}
	switch err := run(os.Args[1:], os.Stdout); {
	case err == nil:
	case errors.Is(err, errDiffers):
		os.Exit(1)
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "replay:", err)
		os.Exit(2)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	table := flags.String("table", filepath.FromSlash("testdata/real/sites.tsv"), "the `file` of judged sites")
	checkouts := flags.String("checkouts", "", "replay the table on the checkouts in this `folder`")
	only := flags.String("only", "", "with -checkouts, only repositories whose name contains this `text`")
	verbose := flags.Bool("v", false, "with -checkouts, print the sites that agree as well")
	sweepDir := flags.String("sweep", "", "analyse all modules below this `folder`, such as a GOROOT")
	loose := flags.String("loose", "", "analyse the Go files below this `folder` that belong to no module")
	limit := flags.Duration("limit", 5*time.Minute, "with -sweep and -loose, take it for an error if a package takes longer than this `time`")
	vettool := flags.String("vettool", "", "the vet tool; it is built from this module when there is none")
	timeout := flags.Duration("timeout", 30*time.Minute, "give up on a module after this time")
	if err := flags.Parse(args); err != nil {
		return err
	}

	var mode func(t tool) error
	switch {
	case *checkouts != "":
		mode = func(t tool) error {
			sites, err := readTable(*table)
			if err != nil {
				return err
			}
			return replay(t, selected(sites, *only), *checkouts, *verbose, out)
		}
	case *sweepDir != "":
		mode = func(t tool) error {
			t.limit = *limit
			return sweep(t, *sweepDir, flags.Args(), out)
		}
	case *loose != "":
		mode = func(t tool) error {
			t.limit = *limit
			return sweepLoose(t, *loose, out)
		}
	default:
		return errors.New("one of -checkouts, -sweep and -loose is needed")
	}

	t := tool{path: *vettool, timeout: *timeout}
	if t.path == "" {
		dir, err := os.MkdirTemp("", "replay")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if t.path, err = build(dir); err != nil {
			return err
		}
	}
	path, err := filepath.Abs(t.path)
	if err != nil {
		return err
	}
	t.path = path
	return mode(t)
}

// build builds the vet tool of this module into dir.
func build(dir string) (string, error) {
	path := filepath.Join(dir, "fanoutcheck.exe") // Windows wants the suffix, the others do not mind
	cmd := exec.Command("go", "build", "-o", path, "github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck")
	if text, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building the vet tool: %w\n%s", err, text)
	}
	return path, nil
}
