package slotlib

// Numbers hands out the numbers of its slots.
type Numbers struct{ free chan uint16 }

func NewNumbers(most uint16) *Numbers {
	n := &Numbers{free: make(chan uint16, most)}
	for i := range most {
		n.free <- i
	}
	return n
}

func (n *Numbers) Take() uint16     { return <-n.free }
func (n *Numbers) Give(used uint16) { n.free <- used }

// Names hands out data: each is sent once, by somebody else.
type Names struct{ names chan string }

func NewNames(names ...string) *Names {
	n := &Names{names: make(chan string, len(names))}
	for _, name := range names {
		n.names <- name
	}
	return n
}

func (n *Names) Next() string      { return <-n.names }
func (n *Names) Again(name string) { n.names <- name }
