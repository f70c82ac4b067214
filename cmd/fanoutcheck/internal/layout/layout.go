// Package layout finds places for the boxes of a directed graph, and ways for
// the arrows between them.
//
// It works in layers, as Sugiyama, Tagawa and Toda do (IEEE Transactions on
// Systems, Man, and Cybernetics 11(2), 1981): arrows that close a cycle are
// turned round, boxes are put into layers from top to bottom (layers.go), an
// arrow that passes a layer gets a place in it as boxes do, the order in each
// layer is changed until few arrows cross (order.go), and then everything
// moves as close to what it is connected with as the order allows (place.go).
// So no arrow runs through a box, whatever the graph is.
//
// The graphs are small, those that people look at, so each step is the simplest
// one that does well, and what matters here has its place: the labels of arrows,
// and arrows that lead from a box to itself. The same graph always gets the same
// layout.
package layout

// A Size is the extent of a box or of a label.
type Size struct{ W, H float64 }

// A Point is a place; y grows downwards.
type Point struct{ X, Y float64 }

// An Arrow leads from one box to another, which are named by their index.
type Arrow struct {
	From, To int
	Label    Size // without a width, there is none
	Main     bool // should lead downwards rather than others
}

// A Layout is where everything goes.
type Layout struct {
	Size   Size
	Boxes  []Point // the centre of each box
	Routes []Route // of the arrows
}

// A Route is the way of an arrow. It leads from point to point: down or up by
// curves that start and end vertically or, where an arrow leads from a box to
// itself, round its right side.
type Route struct {
	Points []Point
	Label  Point // the centre
	Loop   bool
}

// The distances between things.
const (
	boxGap   = 28 // beside each other
	layerGap = 28 // below each other; half a layer, where labels are
	wayGap   = 12 // between arrows, or an arrow and a label
	loopOut  = 30 // how far a loop leads away from its box
	loopSlot = 30 // the least height of a loop
)

// A slot is what has a place in a layer: a box, or the part of an arrow that
// passes.
type slot struct {
	box         int     // -1 for a part of an arrow
	layer, at   int     // which layer, and which in it
	left, right float64 // its extent to both sides of x
	height      float64
	x, y        float64
	up, down    []*slot // what it is connected with in the layers beside it
}

// A chain is what an arrow between different boxes passes, from top to bottom.
type chain struct {
	slots    []*slot
	upwards  bool // the arrow leads from the last slot to the first
	label    int  // which slot holds the label
	from, to float64
}

// Of returns the layout of a graph.
func Of(boxes []Size, arrows []Arrow) *Layout {
	g := &graph{boxes: boxes, arrows: arrows, chains: make([]*chain, len(arrows))}
	g.assignLayers()
	g.makeSlots()
	g.reduceCrossings()
	g.place()
	return g.draw()
}

type graph struct {
	boxes   []Size
	arrows  []Arrow
	upwards []bool // of each arrow
	layerOf []int  // of each box
	ofBox   []*slot
	chains  []*chain // of each arrow, nil for a loop
	layers  [][]*slot
	tops    []float64 // of the layers
	heights []float64
}

func (g *graph) loop(i int) bool { return g.arrows[i].From == g.arrows[i].To }

// makeSlots fills the layers. Boxes are in the even ones, labels in the odd.
func (g *graph) makeSlots() {
	last := 0
	for _, layer := range g.layerOf {
		last = max(last, layer)
	}
	g.layers = make([][]*slot, last+1)
	add := func(s *slot) *slot {
		g.layers[s.layer] = append(g.layers[s.layer], s)
		return s
	}
	for i, size := range g.boxes {
		var loops Size
		for _, j := range g.loopsOf(i) {
			loops.W = max(loops.W, loopOut+g.arrows[j].Label.W)
			loops.H += loopHeight(g.arrows[j])
		}
		s := &slot{box: i, layer: g.layerOf[i], left: size.W / 2, right: size.W/2 + loops.W, height: max(size.H, loops.H)}
		g.ofBox = append(g.ofBox, add(s))
	}
	for i, arrow := range g.arrows {
		if g.loop(i) {
			continue
		}
		from, to := g.downwards(i)
		c := &chain{upwards: g.upwards[i]}
		c.slots = append(c.slots, g.ofBox[from])
		top, bottom := g.layerOf[from], g.layerOf[to]
		// The label is in the odd layer closest to where the arrow starts.
		labelled := top + 1
		if g.upwards[i] {
			labelled = bottom - 1
		}
		for layer := top + 1; layer < bottom; layer++ {
			s := &slot{box: -1, layer: layer, left: wayGap / 2, right: wayGap / 2}
			if layer == labelled {
				c.label = len(c.slots)
				s.left = max(s.left, arrow.Label.W/2)
				s.right, s.height = s.left, arrow.Label.H
			}
			c.slots = append(c.slots, add(s))
		}
		c.slots = append(c.slots, g.ofBox[to])
		for k, s := range c.slots[1:] {
			above := c.slots[k]
			above.down, s.up = append(above.down, s), append(s.up, above)
		}
		g.chains[i] = c
	}
}

// loopsOf returns the arrows that lead from a box to itself.
func (g *graph) loopsOf(box int) (loops []int) {
	for i, arrow := range g.arrows {
		if g.loop(i) && arrow.From == box {
			loops = append(loops, i)
		}
	}
	return loops
}

func loopHeight(a Arrow) float64 { return max(loopSlot, a.Label.H+wayGap) }
