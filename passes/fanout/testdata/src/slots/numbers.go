package slots

import "slotlib"

// What comes out of the channel is the number of a slot.
func numbered(n *node, numbers *slotlib.Numbers) {
	for _, c := range n.children {
		go func() { // want "^late-acquire: .*numbers"
			at := numbers.Take()
			read(c, at)
			numbers.Give(at)
			numbered(c, numbers)
		}()
	}
}

func numberedFirst(n *node, numbers *slotlib.Numbers) {
	for _, c := range n.children {
		at := numbers.Take()
		go func() { // want "^hold-wait: .*numbers"
			read(c, at)
			numberedFirst(c, numbers)
			numbers.Give(at)
		}()
	}
}

func read(*node, uint16) {}

// A name is no slot.
func named(n *node, names *slotlib.Names) {
	for _, c := range n.children {
		go func() { // want "^recursive-spawn"
			name := names.Next()
			read(c, uint16(len(name)))
			names.Again(name)
			named(c, names)
		}()
	}
}
