package layout

// assignLayers turns round the arrows that close cycles, and gives every box a
// layer such that the others all lead downwards.
func (g *graph) assignLayers() {
	g.upwards = g.fewestUpwards()
	g.layerOf = make([]int, len(g.boxes))
	// Arrows that lead downwards form no cycle, so this ends.
	for changed := true; changed; {
		changed = false
		for i := range g.arrows {
			from, to := g.downwards(i)
			if !g.loop(i) && g.layerOf[to] < g.layerOf[from]+2 {
				g.layerOf[to] = g.layerOf[from] + 2
				changed = true
			}
		}
	}
}

// downwards returns the upper and the lower end of an arrow.
func (g *graph) downwards(i int) (from, to int) {
	from, to = g.arrows[i].From, g.arrows[i].To
	if g.upwards[i] {
		return to, from
	}
	return from, to
}

// fewestUpwards looks for the box to start from such that few arrows lead
// upwards, of them few main ones. Of those that are equally good it takes the
// first one.
func (g *graph) fewestUpwards() []bool {
	var best []bool
	least := 0
	for first := range g.boxes {
		upwards, cost := g.upwardsFrom(first), 0
		for i, up := range upwards {
			if up {
				cost += len(g.arrows) + 1
			}
			if up && g.arrows[i].Main {
				cost++
			}
		}
		if best == nil || cost < least {
			best, least = upwards, cost
		}
	}
	return best
}

// upwardsFrom goes through the graph depth-first. An arrow leads upwards if it
// leads back to where one came from.
func (g *graph) upwardsFrom(first int) []bool {
	upwards := make([]bool, len(g.arrows))
	out := make([][]int, len(g.boxes))
	for i, arrow := range g.arrows {
		if !g.loop(i) {
			out[arrow.From] = append(out[arrow.From], i)
		}
	}
	const (
		unseen = iota
		entered
		left
	)
	state := make([]int, len(g.boxes))
	var visit func(box int)
	visit = func(box int) {
		state[box] = entered
		for _, i := range out[box] {
			switch to := g.arrows[i].To; state[to] {
			case unseen:
				visit(to)
			case entered:
				upwards[i] = true
			}
		}
		state[box] = left
	}
	visit(first)
	for box := range g.boxes {
		if state[box] == unseen {
			visit(box)
		}
	}
	return upwards
}
