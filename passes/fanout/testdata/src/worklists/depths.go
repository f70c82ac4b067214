package worklists

// A depth travels with the item.
type hop struct {
	url   string
	depth int
}

// The depth is a parameter of the goroutine and a field of the message.
func crawlTo(hops chan hop) {
	for h := range hops {
		go follow(h.url, h.depth, hops) // want "^bounded-depth"
	}
}

func follow(url string, depth int, hops chan<- hop) {
	if depth == 0 {
		return
	}
	for _, l := range links(url) {
		hops <- hop{url: l, depth: depth - 1}
	}
}

// What is sent keeps its depth.
func crawlOn(hops chan hop) {
	for h := range hops {
		go followOn(h.url, h.depth, hops) // want "^worklist-spawn"
	}
}

func followOn(url string, depth int, hops chan<- hop) {
	if depth == 0 {
		return
	}
	for _, l := range links(url) {
		hops <- hop{url: l, depth: depth}
	}
}

// One of two kinds of items keeps its depth.
func crawlPartly(hops chan hop) {
	for h := range hops {
		go followPartly(h, hops) // want "^worklist-spawn"
	}
}

func followPartly(h hop, hops chan<- hop) {
	if h.depth <= 0 {
		return
	}
	for _, l := range links(h.url) {
		hops <- hop{l, h.depth - 1}
		hops <- hop{l + "/index", h.depth}
	}
}

// Every item starts again at the top.
func crawlAnew(hops chan hop) {
	for h := range hops {
		go followAnew(h, hops) // want "^worklist-spawn"
	}
}

func followAnew(h hop, hops chan<- hop) {
	if h.depth <= 0 {
		return
	}
	for _, l := range links(h.url) {
		hops <- hop{l, 3}
	}
}

// The depth moves, and nobody looks at it.
func crawlUnchecked(hops chan hop) {
	for h := range hops {
		go followUnchecked(h, hops) // want "^worklist-spawn"
	}
}

func followUnchecked(h hop, hops chan<- hop) {
	for _, l := range links(h.url) {
		hops <- hop{l, h.depth + 1}
	}
}

// The comparison decides on what is printed only.
func crawlPrinting(hops chan hop) {
	for h := range hops {
		go followPrinting(h, hops) // want "^worklist-spawn"
	}
}

func followPrinting(h hop, hops chan<- hop) {
	if h.depth < 3 {
		println(h.url)
	}
	for _, l := range links(h.url) {
		hops <- hop{l, h.depth + 1}
	}
}

// The message is a pointer.
func crawlPointers(hops chan *hop) {
	for h := range hops {
		go followPointer(h, hops) // want "^bounded-depth"
	}
}

func followPointer(h *hop, hops chan<- *hop) {
	if h.depth <= 0 {
		return
	}
	next := h.depth - 1
	for _, l := range links(h.url) {
		hops <- &hop{url: l, depth: next}
	}
}

// Nothing is taken off the depth behind the pointer.
func crawlPointersOn(hops chan *hop) {
	for h := range hops {
		go followPointerOn(h, hops) // want "^worklist-spawn"
	}
}

func followPointerOn(h *hop, hops chan<- *hop) {
	if h.depth <= 0 {
		return
	}
	for _, l := range links(h.url) {
		hops <- &hop{url: l, depth: h.depth}
	}
}

// A constructor makes the message.
func newHop(url string, depth int) *hop { return &hop{url: url, depth: depth} }

func crawlMade(hops chan *hop, most int) {
	for {
		select {
		case h := <-hops:
			go followMade(h, most, hops) // want "^bounded-depth"
		}
	}
}

func followMade(h *hop, most int, hops chan<- *hop) {
	for _, l := range links(h.url) {
		if h.depth < most {
			hops <- newHop(l, h.depth+1)
		}
	}
}

// The loop looks at the depth that comes back.
type sheets struct {
	urls  []string
	depth int
}

func load(url string, depth int, loaded chan<- sheets) { loaded <- sheets{links(url), depth} }

func crawlByLoop(loaded chan sheets) {
	for s := range loaded {
		if s.depth > 0 {
			for _, u := range s.urls {
				go load(u, s.depth-1, loaded) // want "^bounded-depth"
			}
		}
	}
}

// The loop looks at a depth that stays as it is.
func loadOn(url string, depth int, loaded chan<- sheets) { loaded <- sheets{links(url), depth} }

func crawlByLoopOn(loaded chan sheets) {
	for s := range loaded {
		if s.depth > 0 {
			for _, u := range s.urls {
				go loadOn(u, s.depth, loaded) // want "^worklist-spawn"
			}
		}
	}
}

// Items come in batches, and each has its depth.
func crawlBatches(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			if h.depth >= most {
				continue
			}
			go func() { // want "^bounded-depth"
				work <- next(h)
			}()
		}
	}
}

func next(h hop) []hop {
	var found []hop
	for _, l := range links(h.url) {
		found = append(found, hop{l, h.depth + 1})
	}
	return found
}

// The batch is filled by index, and no deeper than its parent.
func crawlBatchesOn(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			if h.depth >= most {
				continue
			}
			go func() { // want "^worklist-spawn"
				work <- same(h)
			}()
		}
	}
}

func same(h hop) []hop {
	urls := links(h.url)
	found := make([]hop, len(urls))
	for i, l := range urls {
		found[i] = hop{l, h.depth}
	}
	return found
}

// The literal works on a copy of the item that it counts down.
func crawlCopies(hops chan hop) {
	for {
		h := <-hops
		go func(h hop) { // want "^bounded-depth"
			if h.depth == 0 {
				return
			}
			h.depth--
			for _, l := range links(h.url) {
				h.url = l
				hops <- h
			}
		}(h)
	}
}

// The literal counts down too late.
func crawlCopiesLate(hops chan hop) {
	for {
		h := <-hops
		go func(h hop) { // want "^worklist-spawn"
			if h.depth == 0 {
				return
			}
			for _, l := range links(h.url) {
				hops <- hop{l, h.depth}
			}
			h.depth--
		}(h)
	}
}

// The depth passes through a relay.
func crawlRelayed(hops, checked chan hop) {
	go relay(hops, checked)
	for h := range checked {
		go follow(h.url, h.depth, hops) // want "^bounded-depth"
	}
}

func relay(in <-chan hop, out chan<- hop) {
	for h := range in {
		if h.url != "" {
			out <- h
		}
	}
}

// The number is the data itself, and one is where it ends.
func numbers(work chan int) {
	for n := range work {
		go func() { // want "^worklist-spawn"
			if n <= 1 {
				return
			}
			work <- n - 1
			work <- n - 2
		}()
	}
}

// The depth is taken down behind the captured pointer.
func crawlInPlace(hops chan *hop) {
	for h := range hops {
		go func() { // want "^bounded-depth"
			h.depth--
			if h.depth < 0 {
				return
			}
			for _, l := range links(h.url) {
				hops <- &hop{l, h.depth}
			}
		}()
	}
}

// The depth is a field of a field, and a method looks at it.
type place struct{ hop hop }

func (p place) deeper(url string) place { return place{hop{url, p.hop.depth + 1}} }

func crawlPlaces(places chan place, most int) {
	for p := range places {
		if p.hop.depth > most {
			continue
		}
		go func(from place) { // want "^bounded-depth"
			for _, l := range links(from.hop.url) {
				places <- from.deeper(l)
			}
		}(p)
	}
}

// The depth is left out, so that it starts at nought again.
func crawlForgotten(hops chan hop) {
	for h := range hops {
		if h.depth > 3 {
			continue
		}
		go func() { // want "^worklist-spawn"
			for _, l := range links(h.url) {
				hops <- hop{url: l}
			}
		}()
	}
}

// A failed item comes back at its depth, one for one, and others deeper.
func crawlRetried(hops chan hop) {
	for h := range hops {
		if h.depth > 3 {
			continue
		}
		go func() { // want "^bounded-depth"
			if h.url == "" {
				hops <- h
				return
			}
			for _, l := range links(h.url) {
				hops <- hop{l, h.depth + 1}
			}
		}()
	}
}

// All items are held against the length of one list.
func crawlListed(hops chan hop, all []string) {
	for h := range hops {
		if h.depth < len(all) {
			go func() { // want "^worklist-spawn"
				for _, l := range links(h.url) {
					hops <- hop{l, h.depth + 1}
				}
			}()
		}
	}
}

// Each message leads to two more, and nobody knows how deep these say they are.
type linkedHop struct {
	next, other *linkedHop
	depth       int
}

func crawlLinked(hops chan *linkedHop) {
	for h := range hops {
		if h.depth > 3 {
			continue
		}
		go func() { // want "^worklist-spawn"
			hops <- h.next
			hops <- h.other
		}()
	}
}

// Goroutines are started from a depth on: there is no end to them.
func crawlDeep(hops chan hop, most int) {
	for h := range hops {
		if h.depth >= most {
			go followDeep(h, hops) // want "^worklist-spawn"
		}
	}
}

func followDeep(h hop, hops chan<- hop) {
	for _, l := range links(h.url) {
		hops <- hop{l, h.depth + 1}
	}
}

// Down to a depth, the other way round.
func crawlDown(hops chan hop, least int) {
	for h := range hops {
		if h.depth >= least {
			go followDown(h, hops) // want "^bounded-depth"
		}
	}
}

func followDown(h hop, hops chan<- hop) {
	for _, l := range links(h.url) {
		hops <- hop{l, h.depth - 1}
	}
}
