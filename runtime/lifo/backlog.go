package lifo

// A backlog is a list of functions that are to be called in order. It adds at its end
// or in front.
type backlog struct {
	head, tail *batch
	latest     *batch // the functions most recently added in front, since the last pop
}

// A batch is a piece of a backlog. It holds a few functions, so that not each of them
// needs an allocation of its own, and at least one while it is in the list.
type batch struct {
	run         [6]func()
	first, free int8 // the functions are run[first:free]
	next        *batch
}

func (b *backlog) empty() bool { return b.head == nil }

// len counts the functions. It takes linear time.
func (b *backlog) len() int {
	n := 0
	for at := b.head; at != nil; at = at.next {
		n += int(at.free - at.first)
	}
	return n
}

// push adds f. Those that are added in front without a pop in between keep their order.
func (b *backlog) push(f func(), inFront bool) {
	at := b.tail
	if inFront {
		at = b.latest
	}
	full := at == nil || at.free == int8(len(at.run))
	if full || !inFront && at == b.latest {
		at = b.insertAfter(at)
	}
	if inFront {
		b.latest = at
	}
	at.run[at.free] = f
	at.free++
}

// insertAfter returns a new batch that comes after the given one, or first if that is
// nil.
func (b *backlog) insertAfter(at *batch) *batch {
	inserted := &batch{}
	if at == nil {
		inserted.next, b.head = b.head, inserted
	} else {
		inserted.next, at.next = at.next, inserted
	}
	if inserted.next == nil {
		b.tail = inserted
	}
	return inserted
}

// pop removes the first function and returns it, or nil if there is none.
func (b *backlog) pop() func() {
	at := b.head
	if at == nil {
		return nil
	}
	f := at.run[at.first]
	at.run[at.first] = nil
	at.first++
	if at.first == at.free {
		b.head = at.next
	}
	if b.head == nil {
		b.tail = nil
	}
	b.latest = nil
	return f
}
