package layout

import (
	"cmp"
	"slices"
)

// sweeps is how often the order of all layers is improved. After a few there
// is nothing left to gain in graphs of this size.
const sweeps = 12

// reduceCrossings orders each layer by what its slots are connected with above
// and below, in turns, and keeps the best order that was seen.
func (g *graph) reduceCrossings() {
	for _, layer := range g.layers {
		number(layer)
	}
	best, fewest := g.order(), g.allCrossings()
	for sweep := range sweeps {
		if fewest == 0 {
			return
		}
		for at := 1; at < len(g.layers); at++ {
			layer, beside := at, func(s *slot) []*slot { return s.up }
			if sweep%2 == 1 {
				layer, beside = len(g.layers)-1-at, func(s *slot) []*slot { return s.down }
			}
			if sweep%4 >= 2 {
				slices.Reverse(g.layers[layer]) // for those that are equal
			}
			g.sortLayer(layer, beside)
		}
		g.exchange()
		if now := g.allCrossings(); now < fewest {
			best, fewest = g.order(), now
		}
	}
	g.layers = best
}

func (g *graph) order() [][]*slot {
	var copied [][]*slot
	for _, layer := range g.layers {
		copied = append(copied, slices.Clone(layer))
	}
	return copied
}

// number tells the slots of a layer their order.
func number(layer []*slot) {
	for i, s := range layer {
		s.at = i
	}
}

// sortLayer puts each slot where the mean of those beside it is. What is
// connected with nothing there stays where it is.
func (g *graph) sortLayer(layer int, beside func(*slot) []*slot) {
	slots := g.layers[layer]
	mean := make(map[*slot]float64)
	for _, s := range slots {
		mean[s] = float64(s.at)
		if near := beside(s); len(near) > 0 {
			sum := 0.0
			for _, n := range near {
				sum += float64(n.at)
			}
			mean[s] = sum / float64(len(near))
		}
	}
	slices.SortStableFunc(slots, func(a, b *slot) int { return cmp.Compare(mean[a], mean[b]) })
	number(slots)
}

// exchange swaps neighbours as long as that saves crossings.
func (g *graph) exchange() {
	for improved := true; improved; {
		improved = false
		for _, layer := range g.layers {
			for i := 1; i < len(layer); i++ {
				a, b := layer[i-1], layer[i]
				if crossings(b.up, a.up)+crossings(b.down, a.down) < crossings(a.up, b.up)+crossings(a.down, b.down) {
					layer[i-1], layer[i] = b, a
					a.at, b.at = i, i-1
					improved = true
				}
			}
		}
	}
}

// crossings counts how often arrows of a slot cross those of one on its right,
// by where they lead in another layer.
func crossings(left, right []*slot) int {
	count := 0
	for _, a := range left {
		for _, b := range right {
			if b.at < a.at {
				count++
			}
		}
	}
	return count
}

// allCrossings counts how often arrows cross.
func (g *graph) allCrossings() int {
	count := 0
	for _, layer := range g.layers {
		for i, left := range layer {
			for _, right := range layer[i+1:] {
				count += crossings(left.down, right.down)
			}
		}
	}
	return count
}
