// Command growth has large generated packages analysed, and prints what that
// costs: it tells whether time and memory grow with the package, and no faster.
//
//	go run ./testdata/peers/growth                     # all shapes
//	go run ./testdata/peers/growth -shape sites        # one of them
//	go run ./testdata/peers/growth -write DIR -shape sites -n 10000
//
// Each package is analysed by go vet with fanoutcheck, and with a vet tool that
// does nothing, which parses and type-checks it as well. The figures are of all
// processes together, and of the largest.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	only := flag.String("shape", "", "names of the `shapes` to measure, all by default")
	size := flag.Int("n", 0, "one `size` instead of those of the table")
	folder := flag.String("write", "", "write one package to a `folder`, and measure nothing")
	flag.Parse()
	var wanted []shape
	for _, s := range shapes {
		if *only == "" || slices.Contains(strings.Split(*only, ","), s.name) {
			if *size > 0 {
				s.sizes = []int{*size}
			}
			wanted = append(wanted, s)
		}
	}
	if len(wanted) == 0 {
		log.Fatalf("there is no shape %s", *only)
	}
	var err error
	if *folder != "" {
		err = writePackage(*folder, wanted[0], wanted[0].sizes[0])
	} else {
		err = measureAll(wanted)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// writePackage writes a module of one package.
func writePackage(dir string, s shape, n int) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("package p\n\n")
	s.write(&b, n)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/p\n\ngo 1.26\n"), 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "p.go"), []byte(b.String()), 0o666)
}

func measureAll(wanted []shape) error {
	work, err := os.MkdirTemp("", "growth")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	for _, tool := range []string{"./cmd/fanoutcheck", "./testdata/peers/floor"} {
		build := exec.Command("go", "build", "-o", work+"/", tool)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", tool, err, out)
		}
	}
	fmt.Println("| package | n | lines | floor | fanoutcheck | per 1,000 lines | largest process |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- |")
	for _, s := range wanted {
		for _, n := range s.sizes {
			dir := filepath.Join(work, fmt.Sprint(s.name, n))
			if err := writePackage(dir, s, n); err != nil {
				return err
			}
			if err := row(work, dir, s, n); err != nil {
				return err
			}
			os.RemoveAll(dir)
		}
	}
	return nil
}

// row measures one package and prints its line of the table.
func row(work, dir string, s shape, n int) error {
	content, err := os.ReadFile(filepath.Join(dir, "p.go"))
	if err != nil {
		return err
	}
	lines := float64(strings.Count(string(content), "\n"))
	floor, err := vet(dir, filepath.Join(work, "floor"))
	if err != nil {
		return err
	}
	ours, err := vet(dir, filepath.Join(work, "fanoutcheck"))
	if err != nil {
		return err
	}
	fmt.Printf("| %s | %d | %.0f | %.1f s | %.1f s | %.1f ms | %d MB |\n", s.name, n, lines,
		floor.cpu.Seconds(), ours.cpu.Seconds(), 1000*float64(ours.cpu.Milliseconds())/lines, ours.memory>>20)
	return nil
}

// A cost is what a command took, with all processes that it started.
type cost struct {
	cpu    time.Duration
	memory int64 // of the largest process, in bytes
}

// vet has a package analysed. That there are reports is no error.
func vet(dir, tool string) (cost, error) {
	command := exec.Command("go", "vet", "-vettool="+tool, ".")
	command.Dir = dir
	command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := command.CombinedOutput()
	state := command.ProcessState
	if state == nil || state.ExitCode() > 1 {
		return cost{}, fmt.Errorf("%s: %w\n%s", command, err, out)
	}
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return cost{}, fmt.Errorf("the system does not say what a process took")
	}
	return cost{state.UserTime() + state.SystemTime(), usage.Maxrss << 10}, nil
}
