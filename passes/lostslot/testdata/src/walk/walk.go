package walk

import "sync"

type node struct {
	broken   bool
	children []*node
}

var slots = make(chan struct{}, 8)

// The goroutine returns early and keeps its slot.
func early(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			wg.Go(func() {
				if c.broken {
					return // want `^the goroutine can return here and keep its slot of slots$`
				}
				early(c, wg)
				<-slots
			})
		default:
			early(c, wg)
		}
	}
}

// The spawner leaves with the slot, and starts nothing.
func skipped(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		select { // want `^the slot of slots taken here is not given back on a way that does not start the goroutine$`
		case slots <- struct{}{}:
			if c.broken {
				continue
			}
			wg.Go(func() {
				defer func() { <-slots }()
				skipped(c, wg)
			})
		default:
			skipped(c, wg)
		}
	}
}

// The recursive function itself takes a slot, and an early return keeps it.
func inChild(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	slots <- struct{}{}
	if n.broken {
		return // want `^the function can return here and keep its slot of slots$`
	}
	children := n.children
	<-slots
	for _, c := range children {
		wg.Add(1)
		go inChild(c, wg)
	}
}

// Given back twice.
func twice(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			wg.Go(func() {
				defer func() { <-slots }()
				if c.broken {
					<-slots // want `^the slot of slots is given back here and once more when the function returns$`
					return
				}
				twice(c, wg)
			})
		default:
			twice(c, wg)
		}
	}
}

// Given back on every path.
func careful(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			if c.broken {
				<-slots
				continue
			}
			wg.Go(func() {
				defer func() { <-slots }()
				careful(c, wg)
			})
		default:
			careful(c, wg)
		}
	}
}

// A report on a slot can be silenced, where it stands.
func answered(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			wg.Go(func() {
				if c.broken {
					return //nolint:fanoutcheck // broken nodes end the program
				}
				answered(c, wg)
				<-slots
			})
		default:
			answered(c, wg)
		}
	}
}

// The slot is taken and given back on one condition: no way keeps it.
func onCondition(n *node, throttle chan struct{}, wg *sync.WaitGroup) {
	defer wg.Done()
	if cap(throttle) > 0 {
		throttle <- struct{}{}
	}
	listed := len(n.children)
	if cap(throttle) > 0 {
		<-throttle
	}
	if listed == 0 {
		return
	}
	for _, c := range n.children {
		wg.Add(1)
		go onCondition(c, throttle, wg)
	}
}

// The slot goes to the first goroutine, which gives it back; the second one
// takes another.
func firstAndSecond(n *node, wg *sync.WaitGroup) {
	slots <- struct{}{}
	wg.Add(1)
	go func() {
		defer wg.Done()
		<-slots
	}()
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			wg.Add(1)
			go func() {
				defer wg.Done()
				firstAndSecond(c, wg)
				<-slots
			}()
		default:
			firstAndSecond(c, wg)
		}
	}
}
