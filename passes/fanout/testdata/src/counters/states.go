package counters

// A lane keeps its state in a channel, as under a lock.
type lane struct {
	most  int
	state chan queueState
}

type queueState struct {
	active  int
	backlog []func()
}

func (q *lane) add(f func()) {
	state := <-q.state
	if state.active == q.most {
		state.backlog = append(state.backlog, f)
		q.state <- state
		return
	}
	state.active++
	q.state <- state
	go func() {
		for {
			f()
			state := <-q.state
			if len(state.backlog) == 0 {
				state.active--
				q.state <- state
				return
			}
			f, state.backlog = state.backlog[0], state.backlog[1:]
			q.state <- state
		}
	}()
}

func (q *lane) visit(n *node) {
	for _, c := range n.children {
		q.add(func() { q.visit(c) }) // want "^bounded-pool: add starts"
	}
}
