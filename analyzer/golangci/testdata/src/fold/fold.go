// Package fold has reports with related positions near and far.
package fold

type node struct{ children []*node }

func near(n *node) {
	for _, c := range n.children {
		go near(c) // want `^unboundedspawn: near starts a goroutine in every round of a loop and each runs near again: nothing limits how many are alive \[the fix imports package lifo, and go.mod does not require its module yet: go get github.com/fanoutcheck/fanoutcheck/runtime@latest\]$`
	}
}

func far(n *node) {
	for _, c := range n.children {
		go func() { // want `: nothing limits how many are alive \[line 15: the function literal calls back; back.go:4: back calls far; the fix imports package lifo, and go.mod does not require its module yet: go get \S+\]$`
			back(c)
		}()
	}
}

func locked(n *node) {
	for _, c := range n.children {
		done := make(chan bool)
		go func() { // want `nothing limits how many are alive \[line 24: the function literal calls locked; line \d+: no fix is offered: `
			locked(c)
			done <- true
		}()
		defer func() { <-done }()
	}
}

func silent(n *node) {
	for _, c := range n.children {
		go silent(c) //fanoutcheck:bounded no list is long
	}
}

// What golangci-lint silences is reported to it, and not changed.
func silenced(n *node) {
	for _, c := range n.children {
		go silenced(c) //nolint:fanoutcheck // want `^unboundedspawn: silenced starts`
	}
}

func listed(n *node) {
	println(n) //nolint:fanoutcheck
	_ = n      //fanoutcheck:bounded nothing // want `^unboundedspawn: nothing is reported here, so this directive is not needed$`
}
