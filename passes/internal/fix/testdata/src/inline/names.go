package inline

import "sync"

var taken, takenSlots int

func taken2(n *node) {
	var wg sync.WaitGroup
	task, task2 := len(n.name), 0
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "inline"
			defer wg.Done()
			taken2(c)
		}()
	}
	wg.Wait()
	taken, takenSlots = task, task2
}

var taken2Slots int
