package recursion

import "sync"

// A tree of interface values: what the package declares may be below.
type expr interface{ eval() int }

type number int

func (n number) eval() int { return int(n) }

type sum struct{ terms []expr }

func (s sum) eval() int {
	results := make([]int, len(s.terms))
	var wg sync.WaitGroup
	for i, term := range s.terms {
		wg.Go(func() { results[i] = term.eval() }) // want "^recursive-spawn"
	}
	wg.Wait()
	total := 0
	for _, r := range results {
		total += r
	}
	return total
}

// Users implement the interface, and their implementations come back.
type Step interface{ Run(*Plan) }

type Plan struct{ Steps []Step }

type Group struct{ steps []Step }

func (g *Group) Run(p *Plan) {
	for _, s := range g.steps {
		go s.Run(p) // want "^recursive-spawn"
	}
}
