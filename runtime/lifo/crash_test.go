package lifo

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// crashVariable tells a copy of the test process which crash to run.
const crashVariable = "LIFO_TEST_CRASH"

// crashes are programs that die of a panic in a task. Their main goroutine would
// exit with success if it ever came past its join.
var crashes = map[string]func(l *Limiter){
	"group": func(l *Limiter) {
		g := l.NewGroup()
		g.Go(panickingTask)
		g.Wait()
	},
	"error group": func(l *Limiter) {
		g := l.NewErrorGroup()
		g.Go(func() error {
			panickingTask()
			return nil
		})
		_ = g.Wait()
	},
	"detached": func(l *Limiter) {
		l.Go(panickingTask)
		select {}
	},
	"pending": func(l *Limiter) {
		g := l.NewGroup()
		g.Go(func() {})
		g.Go(panickingTask)
		g.Wait()
	},
}

func panickingTask() { panic(lingeringError("the task's own panic")) }

// A lingeringError takes its time to be reported. A main goroutine that came past
// its join meanwhile would hide the panic.
type lingeringError string

func (e lingeringError) Error() string {
	for i := 0; i < 10_000; i++ {
		runtime.Gosched()
	}
	return string(e)
}

// TestPanicInTaskEndsProcess runs each crash in a process of its own.
func TestPanicInTaskEndsProcess(t *testing.T) {
	if name := os.Getenv(crashVariable); name != "" {
		limit := 1
		if os.Getenv(crashVariable+"_LIMIT") == "2" {
			limit = 2
		}
		crashes[name](NewLimiter(limit))
		os.Exit(0)
	}
	for name := range crashes {
		for _, limit := range []string{"1", "2"} {
			command := exec.Command(os.Args[0], "-test.run=^TestPanicInTaskEndsProcess$")
			command.Env = append(os.Environ(), crashVariable+"="+name, crashVariable+"_LIMIT="+limit)
			output, err := command.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 2 {
				t.Errorf("%s, limit %s: the process ended with %v, want exit status 2", name, limit, err)
			}
			for _, want := range []string{"panic: the task's own panic", "lifo.panickingTask("} {
				if !strings.Contains(string(output), want) {
					t.Errorf("%s, limit %s: output lacks %q:\n%s", name, limit, want, output)
				}
			}
		}
	}
}
