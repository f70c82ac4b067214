package probe

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
)

// A stack is what the runtime tells of a goroutine.
type stack struct {
	number string
	state  string // what it waits for
	origin int    // the line of the program that started it, or 0
	where  int    // the line of the program where it is
}

func (s stack) String() string { return fmt.Sprintf("%s at line %d", s.state, s.where) }

// waiting are the states of goroutines that only others can wake.
var waiting = []string{"chan ", "select", "sync.", "semacquire"}

// snapshot returns the goroutines other than the caller's, all as they are at
// one instant, and whether every one waits for another.
func snapshot(name string) (found []stack, quiet bool) {
	buffer := make([]byte, 1<<16)
	for {
		n := runtime.Stack(buffer, true)
		if n < len(buffer) {
			buffer = buffer[:n]
			break
		}
		buffer = make([]byte, 2*len(buffer))
	}
	self := goroutine()
	for text := range strings.SplitSeq(string(buffer), "\n\n") {
		s := parse(text, name)
		if s.number == self {
			continue
		}
		waits := false
		for _, prefix := range waiting {
			waits = waits || strings.HasPrefix(s.state, prefix)
		}
		if !waits {
			return nil, false
		}
		found = append(found, s)
	}
	return found, true
}

// parse reads a stack such as
//
//	goroutine 7 [chan receive]:
//	program/p1.walk(0xc000010000)
//		/program/p1/p1.go:12 +0x1d
//	created by program/p1.walk in goroutine 6
//		/program/p1/p1.go:14 +0x35
func parse(text, name string) stack {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	header := lines[0]
	s := stack{number: strings.Fields(header)[1]}
	if from, to := strings.IndexByte(header, '['), strings.LastIndexByte(header, ']'); from >= 0 && to > from {
		s.state, _, _ = strings.Cut(header[from+1:to], ", ") // without the minutes
	}
	outermost := 0
	for i := 1; i+1 < len(lines); i += 2 {
		if strings.HasPrefix(lines[i], "...") {
			i-- // frames left out take one line
			continue
		}
		line := position(lines[i+1], name)
		if created := strings.HasPrefix(lines[i], "created by "); created {
			s.origin = line
		} else if line != 0 {
			if s.where == 0 {
				s.where = line
			}
			outermost = line
		}
	}
	if s.origin == 0 {
		s.origin = outermost // started by a library, for this function
	}
	return s
}

// position returns the line of the named program in the second line of a
// frame, or 0.
func position(text, name string) int {
	_, rest, ok := strings.Cut(text, "/"+name+"/"+name+".go:")
	if !ok {
		return 0
	}
	number, _, _ := strings.Cut(rest, " ")
	line, err := strconv.Atoi(number)
	if err != nil {
		return 0
	}
	return line
}
