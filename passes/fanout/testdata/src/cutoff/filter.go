package cutoff

import "sync"

// The number of children is no size: a large tree can be as narrow as a list,
// and a wide one is no smaller for it.
func wideOnly(t *tree) {
	for _, c := range t.children {
		if len(c.children) < 64 {
			continue
		}
		go wideOnly(c) // want "^recursive-spawn"
	}
}

func wideNode(t *tree) {
	if len(t.children) > 64 {
		var wg sync.WaitGroup
		for _, c := range t.children {
			wg.Go(func() { wideNode(c) }) // want "^recursive-spawn"
		}
		wg.Wait()
		return
	}
	for _, c := range t.children {
		wideNode(c)
	}
}

type group struct {
	name    string
	members map[string]*group
}

func wideMap(g *group) {
	for _, m := range g.members {
		if len(g.members) > 16 {
			go wideMap(m) // want "^recursive-spawn"
		} else {
			wideMap(m)
		}
	}
}

func wideList(list []*group, under map[*group][]*group) {
	if len(list) < 128 {
		return
	}
	for _, g := range list {
		go wideList(under[g], under) // want "^bounded-cutoff"
	}
}

type entry struct{ entries []entry }

func wideEntries(entries []entry) {
	if len(entries) < 128 {
		return
	}
	for _, e := range entries {
		go wideEntries(e.entries) // want "^recursive-spawn"
	}
}

// The neighbour splits what the node holds.
type box struct {
	points      []int
	left, right *box
	parts       []*box
}

func (b *box) build() {
	if len(b.points) < 1024 {
		return
	}
	half := len(b.points) / 2
	b.left = &box{points: b.points[:half]}
	b.right = &box{points: b.points[half:]}
	var wg sync.WaitGroup
	wg.Go(b.left.build) // want "^bounded-cutoff"
	b.right.build()
	wg.Wait()
}

func (b *box) buildParts() {
	for _, p := range b.parts {
		if len(p.points) >= 1024 {
			go p.buildParts() // want "^bounded-cutoff"
		} else {
			p.buildParts()
		}
	}
}

// A variable that starts too small to make a difference.
var fewItems = 3

func startsSmall(items []int) {
	if len(items) < fewItems {
		insertionSort(items)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { startsSmall(items[:len(items)/2]) }) // want "^recursive-spawn"
	startsSmall(items[len(items)/2:])
	wg.Wait()
}

// The neighbour is set from outside.
var chosenItems = 3

func choose(n int) { chosenItems = n }

func chosen(items []int) {
	if len(items) < chosenItems {
		insertionSort(items)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { chosen(items[:len(items)/2]) }) // want "^bounded-cutoff"
	chosen(items[len(items)/2:])
	wg.Wait()
}

// A goroutine for each element is started below the size.
func eachBelow(items []int) {
	if len(items) > 1000 {
		var wg sync.WaitGroup
		wg.Go(func() { eachBelow(items[:len(items)/2]) }) // want "^bounded-cutoff"
		eachBelow(items[len(items)/2:])
		wg.Wait()
		return
	}
	for _, item := range items {
		go use(item) // want "^leaf-spawn"
	}
}

func use(int) {}

// In a helper.
func useAll(items []int) {
	for _, item := range items {
		go use(item) // want "^leaf-spawn"
	}
}

func helperBelow(items []int) {
	if len(items) <= 1000 {
		useAll(items)
		return
	}
	helperBelow(items[:len(items)/2])
	helperBelow(items[len(items)/2:])
}

// The neighbours start one for each part that is as large as the cutoff.
func oneBelow(items []int) {
	if len(items) > 1000 {
		oneBelow(items[:len(items)/2])
		oneBelow(items[len(items)/2:])
		return
	}
	go insertionSort(items) // want "^bounded-cutoff"
}

func oneAbove(items []int) {
	if len(items) <= 1000 {
		insertionSort(items)
		return
	}
	go use(len(items)) // want "^bounded-cutoff"
	oneAbove(items[:len(items)/2])
	oneAbove(items[len(items)/2:])
}

func fourBelow(items []int) {
	if len(items) > 1000 {
		fourBelow(items[:len(items)/2])
		fourBelow(items[len(items)/2:])
		return
	}
	for i := range 4 {
		go use(i) // want "^bounded-cutoff"
	}
}

// Awaited before the next part.
func awaitedBelow(items []int) {
	if len(items) > 1000 {
		awaitedBelow(items[:len(items)/2])
		awaitedBelow(items[len(items)/2:])
		return
	}
	var wg sync.WaitGroup
	for _, item := range items {
		wg.Go(func() { use(item) }) // want "^bounded-(sequential|cutoff)"
	}
	wg.Wait()
}
