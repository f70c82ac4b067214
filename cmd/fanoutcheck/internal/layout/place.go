package layout

import (
	"cmp"
	"math"
	"slices"
)

// rounds is how often all layers are moved. Each round brings the whole closer
// to rest, and nobody sees the difference after these.
const rounds = 24

// place gives the slots their places, in the order that they have.
func (g *graph) place() {
	for _, layer := range g.layers {
		x := 0.0
		for i, s := range layer {
			if i > 0 {
				x += apart(layer[i-1], s)
			}
			s.x = x
		}
	}
	for round := range rounds {
		for at := range g.layers {
			if round%2 == 1 {
				at = len(g.layers) - 1 - at
			}
			moveLayer(g.layers[at])
		}
	}
	g.alignLeft()
	g.stack()
}

// apart is how far the middles of neighbours are at least from each other.
func apart(left, right *slot) float64 {
	gap := float64(boxGap)
	if left.box < 0 || right.box < 0 {
		gap = wayGap
	}
	return left.right + gap + right.left
}

// moveLayer moves every slot as close as possible to the middle of what it is
// connected with, such that the sum of the squares of what is left is least.
//
// With the distance that each slot has to keep from the first subtracted, the
// places only have to ascend. So it is isotonic regression: slots that would
// pass each other become a block, which goes to the mean of what its slots
// want.
func moveLayer(layer []*slot) {
	type block struct {
		sum, weight float64
		slots       int
	}
	var blocks []block
	offset := 0.0
	offsets := make([]float64, len(layer))
	for i, s := range layer {
		if i > 0 {
			offset += apart(layer[i-1], s)
		}
		offsets[i] = offset
		wanted, weight := s.wanted()
		blocks = append(blocks, block{product(wanted-offset, weight), weight, 1})
		for n := len(blocks); n > 1 && blocks[n-2].sum/blocks[n-2].weight > blocks[n-1].sum/blocks[n-1].weight; n-- {
			a, b := blocks[n-2], blocks[n-1]
			blocks = append(blocks[:n-2], block{a.sum + b.sum, a.weight + b.weight, a.slots + b.slots})
		}
	}
	i := 0
	for _, b := range blocks {
		for range b.slots {
			layer[i].x = b.sum/b.weight + offsets[i]
			i++
		}
	}
}

// product multiplies such that all machines get the same number: some would
// else round it together with the sum that it becomes a part of.
func product(a, b float64) float64 { return float64(a * b) }

// wanted is where a slot would be best. Parts of arrows insist more, for an
// arrow that winds is harder to follow than one that leaves a box aside.
func (s *slot) wanted() (x, weight float64) {
	weightOf := func(other *slot) float64 {
		if s.box < 0 && other.box < 0 {
			return 16
		}
		return 1
	}
	for _, beside := range [][]*slot{s.up, s.down} {
		for _, other := range beside {
			x += product(other.x, weightOf(other))
			weight += weightOf(other)
		}
	}
	if weight == 0 {
		return s.x, 0.01 // it is connected with nothing
	}
	return x / weight, weight
}

// alignLeft moves the whole such that it begins at 0.
func (g *graph) alignLeft() {
	least := math.Inf(1)
	for _, layer := range g.layers {
		for _, s := range layer {
			least = min(least, s.x-s.left)
		}
	}
	for _, layer := range g.layers {
		for _, s := range layer {
			s.x -= least
		}
	}
}

// stack puts the layers below each other.
func (g *graph) stack() {
	y := 0.0
	for _, layer := range g.layers {
		height := 0.0
		for _, s := range layer {
			height = max(height, s.height)
		}
		g.tops, g.heights = append(g.tops, y), append(g.heights, height)
		for _, s := range layer {
			s.y = y + height/2
		}
		y += height + layerGap
	}
}

// draw returns the layout of what has its place by now.
func (g *graph) draw() *Layout {
	l := &Layout{Routes: make([]Route, len(g.arrows))}
	for _, layer := range g.layers {
		for _, s := range layer {
			l.Size.W = max(l.Size.W, s.x+s.right)
			l.Size.H = max(l.Size.H, s.y+s.height/2)
		}
	}
	for _, s := range g.ofBox {
		l.Boxes = append(l.Boxes, Point{s.x, s.y})
		g.assignPorts(s)
		g.drawLoops(s, l.Routes)
	}
	for i := range g.arrows {
		if !g.loop(i) {
			l.Routes[i] = g.route(i)
		}
	}
	return l
}

// assignPorts spreads the ends of arrows along the upper and the lower side of
// a box, in the order of where the arrows lead.
func (g *graph) assignPorts(box *slot) {
	var above, below []*chain
	for _, c := range g.chains {
		switch {
		case c == nil:
		case c.slots[0] == box:
			below = append(below, c)
		case c.slots[len(c.slots)-1] == box:
			above = append(above, c)
		}
	}
	width := g.boxes[box.box].W
	spread := func(ends []*chain, next func(*chain) *slot, set func(*chain, float64)) {
		slices.SortStableFunc(ends, func(a, b *chain) int { return cmp.Compare(next(a).x, next(b).x) })
		for i, c := range ends {
			step := min(width*0.8/float64(len(ends)), 40)
			set(c, box.x+product(float64(i)-float64(len(ends)-1)/2, step))
		}
	}
	spread(below, func(c *chain) *slot { return c.slots[1] }, func(c *chain, x float64) { c.from = x })
	spread(above, func(c *chain) *slot { return c.slots[len(c.slots)-2] }, func(c *chain, x float64) { c.to = x })
}

// route returns the way of an arrow between two boxes.
func (g *graph) route(i int) Route {
	c := g.chains[i]
	last := len(c.slots) - 1
	var points []Point
	for k, s := range c.slots {
		top, bottom := g.tops[s.layer], g.tops[s.layer]+g.heights[s.layer]
		switch k {
		case 0:
			points = append(points, Point{c.from, s.y + g.boxes[s.box].H/2}, Point{c.from, bottom})
		case last:
			points = append(points, Point{c.to, top}, Point{c.to, s.y - g.boxes[s.box].H/2})
		default:
			points = append(points, Point{s.x, top}, Point{s.x, bottom})
		}
	}
	points = slices.Compact(points)
	if c.upwards {
		slices.Reverse(points)
	}
	label := c.slots[c.label]
	return Route{Points: points, Label: Point{label.x, label.y}}
}

// drawLoops finds the ways of the arrows that lead from a box to itself. They
// are below each other, at its right side.
func (g *graph) drawLoops(box *slot, routes []Route) {
	loops, size := g.loopsOf(box.box), g.boxes[box.box]
	side, y := box.x+size.W/2, box.y
	for _, i := range loops {
		y -= loopHeight(g.arrows[i]) / 2
	}
	// The ends share the side, with a bit left free above and below.
	end := func(n int) Point {
		return Point{side, box.y + product(size.H*0.7, (float64(n)+0.5)/float64(2*len(loops))-0.5)}
	}
	for n, i := range loops {
		height, label := loopHeight(g.arrows[i]), g.arrows[i].Label
		routes[i] = Route{
			Points: []Point{end(2 * n), {side + loopOut, y + height/2}, end(2*n + 1)},
			Label:  Point{side + loopOut + label.W/2, y + height/2},
			Loop:   true,
		}
		y += height
	}
}
