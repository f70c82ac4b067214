package counters

// What a message on the channel of a worklist counts is its own.
type job struct {
	tries int
	left  int
	jobs  []*job
}

func retry(j *job, queue chan<- *job) {
	for _, next := range j.jobs {
		if j.left > 0 {
			j.left--
			queue <- next
		}
	}
}

func retryAll(queue chan *job) {
	for j := range queue {
		go retry(j, queue) // want "^worklist-spawn"
	}
}

func more(j *job, queue chan<- *job) {
	for _, next := range j.jobs {
		queue <- next
	}
}

func inTheLoop(queue chan *job) {
	for j := range queue {
		if j.left > 0 {
			j.left--
			go more(j, queue) // want "^worklist-spawn"
		}
	}
}

func inTheLoopUp(queue chan *job) {
	for j := range queue {
		if j.tries < 3 {
			j.tries++
			go more(j, queue) // want "^worklist-spawn"
		}
	}
}

// The neighbour counts for all of them.
type dispatcher struct{ left int }

func (d *dispatcher) forAll(queue chan *job) {
	for j := range queue {
		if d.left > 0 {
			d.left--
			go more(j, queue) // want "^bounded-(try|depth)"
		} else {
			more(j, queue)
		}
	}
}
