package callbacks

// Code of a guest: each node keeps the function that does its step, and returns
// that of the next. Which of them run one after the other says the guest's
// program, and so does which of them starts a goroutine.
type instr struct {
	exec step
	next *instr
	body *instr
}

type step func(frame *int) step

func (i *instr) run(frame *int) {
	for exec := i.exec; exec != nil; {
		exec = exec(frame)
	}
}

func (i *instr) addition() {
	i.exec = func(frame *int) step {
		*frame++
		return i.next.exec
	}
}

func (i *instr) jump() {
	i.exec = func(frame *int) step {
		if *frame > 0 {
			return i.body.exec
		}
		return i.next.exec
	}
}

func (i *instr) spawn() {
	i.exec = func(frame *int) step {
		go i.body.run(frame)
		return i.next.exec
	}
}

func (i *instr) call() {
	i.exec = func(frame *int) step {
		i.body.run(frame)
		return i.next.exec
	}
}

// A machine that begins with a state of its own comes to it for whoever starts
// it.
type state func(r *rewrite) state

func runStates(r *rewrite) {
	for s := state(expand); s != nil; {
		s = s(r)
	}
}

func expand(r *rewrite) state {
	for _, k := range r.kids {
		go runStates(k) // want "^recursive-spawn"
	}
	return shut
}

func shut(*rewrite) state { return nil }

// One that is made for each node, by the only one who does so, is known too.
type machine struct{ first state }

func (v *machine) run(r *rewrite) {
	for s := v.first; s != nil; {
		s = s(r)
	}
}

func (v *machine) expand(r *rewrite) state {
	for _, k := range r.kids {
		go v.run(k) // want "^recursive-spawn"
	}
	return shut
}

func newMachine() *machine {
	v := new(machine)
	v.first = v.expand
	return v
}
