package lifotest

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for header, want := range map[string]goroutine{
		"goroutine 7 [chan receive]:":                                           {id: "7", state: "chan receive"},
		"goroutine 7 [chan receive, 2 minutes]:":                                {id: "7", state: "chan receive", notes: "2 minutes"},
		"goroutine 7 [select (no cases)]:":                                      {id: "7", state: "select (no cases)"},
		"goroutine 7 [chan send (durable), synctest bubble 3]:":                 {id: "7", state: "chan send", notes: "synctest bubble 3"},
		"goroutine 1 gp=0xc000002380 m=0 mp=0x5b8 [running, locked to thread]:": {id: "1", state: "running", notes: "locked to thread"},
		`goroutine 7 [chan receive, synctest bubble 1 labels:{"a[0]": "b]:"}]:`: {id: "7", state: "chan receive", notes: `synctest bubble 1 labels:{"a[0]": "b]:"}`},
		"goroutine 8 gp=0xc000002700 m=nil [force gc (idle), 3 minutes]:":       {id: "8", state: "force gc (idle)", notes: "3 minutes"},
	} {
		want.stack = "main.f()\n\t/src/main.go:3 +0x1d"
		if got := parse(header + "\n" + want.stack); got != want {
			t.Errorf("parse(%q) = %+v, want %+v", header, got, want)
		}
	}
}

func TestRests(t *testing.T) {
	for state, want := range map[string]bool{
		"chan receive": true, "chan send (nil chan)": true, "select": true, "sync.Cond.Wait": true,
		"sync.Mutex.Lock": true, "sleep": true, "IO wait": true, "coroutine": true,
		"running": false, "runnable": false, "syscall": false, "preempted": false, "GC assist wait": false,
	} {
		if got := (goroutine{state: state}).rests(); got != want {
			t.Errorf("%s: rests = %v, want %v", state, got, want)
		}
	}
	for stack, want := range map[string]bool{
		"sync.runtime_Semacquire(0xc00)\n\t/go/src/runtime/sema.go:62 +0x25": true,
		"main.allocate()\n\t/src/main.go:3 +0x1d":                            false, // waits for a collection to start
	} {
		if got := (goroutine{state: "semacquire", stack: stack}).rests(); got != want {
			t.Errorf("%s: rests = %v, want %v", stack, got, want)
		}
	}
}

func TestPlace(t *testing.T) {
	const stack = `sync.runtime_Semacquire(0xc000012345?)
	/usr/go/src/runtime/sema.go:62 +0x25
sync.(*WaitGroup).Wait(0xc0000140a0)
	/usr/go/src/sync/waitgroup.go:116 +0x48
example.com/crawl.walk[...]({0xc000010000, 0x5}, 0x1)
	C:/src/crawl/walk.go:30 +0x1d
example.com/crawl.(*site).visit(...)
	C:/src/crawl/site.go:9
...4 frames elided...
example.com/crawl.(*site).each(0x1)
	C:/src/crawl/site.go:12 +0x5
example.com/crawl.(*site).more(0x1)
	C:/src/crawl/site.go:15 +0x5
example.com/crawl.(*site).all.func1()
	C:/src/crawl/site.go:20 +0x5
created by example.com/crawl.(*site).all in goroutine 6
	C:/src/crawl/site.go:19 +0x35`
	want := []string{
		"semacquire",
		"sync.(*WaitGroup).Wait (waitgroup.go:116)",
		"crawl.walk[...] (walk.go:30)",
		"crawl.(*site).visit (site.go:9)",
		"crawl.(*site).each (site.go:12)",
		"…",
		"crawl.(*site).all.func1 (site.go:20)",
		"started by crawl.(*site).all (site.go:19)",
	}
	if got := (goroutine{state: "semacquire", stack: stack}).place(); got != strings.Join(want, "\n") {
		t.Errorf("place =\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func TestDumpStartsWithCaller(t *testing.T) {
	found, _ := dump(nil)
	if found[0].id != self().id || !strings.HasPrefix(found[0].state, "running") {
		t.Errorf("first goroutine = %+v, want the caller, %s", found[0], self().id)
	}
}

func TestLargestGroupsAreListed(t *testing.T) {
	var found []goroutine
	for i, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		for n := 0; n <= i; n++ {
			found = append(found, goroutine{state: name})
		}
	}
	got := listed(grouped(found))
	if !strings.HasPrefix(got, "\n     7 [g]\n") || !strings.HasSuffix(got, "\n     3 in 2 other places\n") {
		t.Errorf("listed:\n%s", got)
	}
}
