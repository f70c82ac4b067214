package recursion

import "sync"

// A network runs its processes, and is one. A helper starts each of them.
type process interface{ Process() }

type network struct {
	procs map[string]any
	ended sync.WaitGroup
}

func (n *network) Add(name string, p process) { n.procs[name] = p }

func begin(p process) chan struct{} {
	done := make(chan struct{})
	go func() { // want "^recursive-spawn"
		p.Process()
		done <- struct{}{}
	}()
	return done
}

func (n *network) Process() {
	for _, proc := range n.procs {
		p, ok := proc.(process)
		if !ok {
			continue
		}
		n.ended.Add(1)
		done := begin(p)
		go func() { // want "^leaf-spawn"
			<-done
			n.ended.Done()
		}()
	}
	n.ended.Wait()
}

// What wraps one other has one next step, also where a helper starts it.
type job interface{ Work() }

type timed struct {
	Job job
	log chan string
}

func launch(j job) chan struct{} {
	done := make(chan struct{})
	go func() {
		j.Work()
		close(done)
	}()
	return done
}

func (t *timed) Work() {
	done := launch(t.Job)
	go func() {
		<-done
		t.log <- "done"
	}()
}
