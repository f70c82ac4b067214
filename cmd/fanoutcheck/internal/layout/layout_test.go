package layout

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// random returns a graph whose boxes are all on one way.
func random(seed uint64, n int) ([]Size, []Arrow) {
	r := rand.New(rand.NewPCG(seed, 0))
	var boxes []Size
	var arrows []Arrow
	for i := range n {
		boxes = append(boxes, Size{60 + 200*r.Float64(), 46})
		arrows = append(arrows, Arrow{From: i, To: (i + 1) % n})
	}
	for range r.IntN(2 * n) {
		arrows = append(arrows, Arrow{From: r.IntN(n), To: r.IntN(n)})
	}
	for i := range arrows {
		if r.IntN(2) == 0 {
			arrows[i].Label = Size{40 + 120*r.Float64(), 18 + 22*float64(r.IntN(2))}
		}
	}
	return boxes, arrows
}

// A rectangle has a name for the message of a test that fails.
type rectangle struct {
	name                     string
	left, top, right, bottom float64
}

func around(name string, at Point, size Size) rectangle {
	return rectangle{name, at.X - size.W/2, at.Y - size.H/2, at.X + size.W/2, at.Y + size.H/2}
}

func (r rectangle) overlaps(o rectangle) bool {
	const touch = 0.01
	return r.left < o.right-touch && o.left < r.right-touch && r.top < o.bottom-touch && o.top < r.bottom-touch
}

// Nothing covers anything else, and nothing is outside, whatever the graph is.
func TestNothingOverlaps(t *testing.T) {
	for seed := range uint64(150) {
		boxes, arrows := random(seed, 1+int(seed%24))
		l := Of(boxes, arrows)
		all := []rectangle{}
		for i, at := range l.Boxes {
			all = append(all, around(fmt.Sprint("box ", i), at, boxes[i]))
		}
		boxesOnly := all[:len(boxes):len(boxes)]
		for i, a := range arrows {
			if a.Label.W > 0 {
				all = append(all, around(fmt.Sprint("label ", i), l.Routes[i].Label, a.Label))
			}
		}
		for i, a := range all {
			for _, b := range all[i+1:] {
				require.False(t, a.overlaps(b), "seed %d: %v and %v", seed, a, b)
			}
			require.True(t, a.left >= -0.01 && a.top >= -0.01 && a.right <= l.Size.W+0.01 && a.bottom <= l.Size.H+0.01, "seed %d: %v is outside of %v", seed, a, l.Size)
		}
		for i, route := range l.Routes {
			requireWay(t, fmt.Sprintf("seed %d, arrow %d", seed, i), arrows[i], route, boxesOnly)
		}
	}
}

// requireWay fails unless a route leads from the edge of one box to that of the
// other, and through none.
func requireWay(t *testing.T, name string, a Arrow, route Route, boxes []rectangle) {
	t.Helper()
	onEdge := func(p Point, r rectangle) bool {
		x := math.Abs(p.X-r.left) < 0.01 || math.Abs(p.X-r.right) < 0.01
		y := math.Abs(p.Y-r.top) < 0.01 || math.Abs(p.Y-r.bottom) < 0.01
		return (x || y) && p.X > r.left-0.01 && p.X < r.right+0.01 && p.Y > r.top-0.01 && p.Y < r.bottom+0.01
	}
	points := route.Points
	require.True(t, onEdge(points[0], boxes[a.From]), "%s starts at %v, not at %v", name, points[0], boxes[a.From])
	require.True(t, onEdge(points[len(points)-1], boxes[a.To]), "%s ends at %v, not at %v", name, points[len(points)-1], boxes[a.To])
	require.Equal(t, a.From == a.To, route.Loop, name)
	if route.Loop {
		return
	}
	for k, to := range points[1:] {
		// A curve starts and ends vertically, so it is within what is
		// between its ends.
		from := points[k]
		step := rectangle{name, min(from.X, to.X) - 0.5, min(from.Y, to.Y), max(from.X, to.X) + 0.5, max(from.Y, to.Y)}
		for _, box := range boxes {
			require.False(t, step.overlaps(box), "%s leads through %v from %v to %v", name, box, from, to)
		}
	}
}

// A cycle is drawn from its first box downwards, and one arrow leads back up.
func TestCycle(t *testing.T) {
	box := Size{100, 40}
	l := Of([]Size{box, box, box}, []Arrow{{From: 0, To: 1}, {From: 1, To: 2}, {From: 2, To: 0}})
	require.Less(t, l.Boxes[0].Y, l.Boxes[1].Y)
	require.Less(t, l.Boxes[1].Y, l.Boxes[2].Y)
	last := l.Routes[2].Points
	require.Greater(t, last[0].Y, last[len(last)-1].Y)
}

// Of two ways to draw a cycle, the one is taken on which the main arrow leads
// down.
func TestMainArrow(t *testing.T) {
	box := Size{100, 40}
	l := Of([]Size{box, box}, []Arrow{{From: 0, To: 1}, {From: 1, To: 0, Main: true}})
	require.Less(t, l.Boxes[1].Y, l.Boxes[0].Y)
}

// What can be drawn without crossings is.
func TestCrossings(t *testing.T) {
	boxes := make([]Size, 7)
	for i := range boxes {
		boxes[i] = Size{80, 40}
	}
	arrows := []Arrow{{From: 0, To: 1}, {From: 0, To: 2}, {From: 0, To: 3}, {From: 3, To: 4}, {From: 2, To: 5}, {From: 1, To: 6}, {From: 3, To: 5}}
	g := &graph{boxes: boxes, arrows: arrows, chains: make([]*chain, len(arrows))}
	g.assignLayers()
	g.makeSlots()
	for _, layer := range g.layers {
		number(layer)
	}
	require.NotZero(t, g.allCrossings(), "there is something to do")
	g.reduceCrossings()
	require.Zero(t, g.allCrossings())
}

func TestLayoutIsTheSameEachTime(t *testing.T) {
	boxes, arrows := random(7, 20)
	first := Of(boxes, arrows)
	for range 5 {
		require.Equal(t, first, Of(boxes, arrows))
	}
}

func TestNoBoxes(t *testing.T) {
	require.Zero(t, Of(nil, nil).Size)
}
