package lifotest_test

import (
	"sync"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

// A directory is what du walks, and the pages that a crawler finds behind a link.
type directory struct{ below []*directory }

// tree returns a tree of that many directories, four in each but for the last.
// Four times as many are one level more.
func tree(size int) *directory {
	all := []*directory{{}}
	for len(all) < size {
		parent, d := all[(len(all)-1)/4], &directory{}
		parent.below = append(parent.below, d)
		all = append(all, d)
	}
	return all[0]
}

// visit is a walk over a directory, which calls work at each. Every call of one
// makes the limits that all its activations share.
type visit func(d *directory, work func())

// unlimited are textbook walks whose goroutines grow with the tree.
var unlimited = map[string]visit{
	"du":                 du,
	"crawl":              crawl,
	"slot in the child":  slotInChild,
	"limit per level":    limitPerLevel,
	"leaf per directory": leafPerDirectory,
}

// limited are the same walks, cured in the usual ways, and two more.
var limited = map[string]visit{
	"sequential":       sequential,
	"lifo":             byGroup,
	"lifo, detached":   byDetached,
	"try, else inline": tryElseInline,
	"workers":          workers,
	"joined at once":   joinedAtOnce,
}

const limit = 4

func sequential(d *directory, work func()) {
	work()
	for _, sub := range d.below {
		sequential(sub, work)
	}
}

// du starts a goroutine for every directory.
func du(d *directory, work func()) {
	work()
	var below sync.WaitGroup
	for _, sub := range d.below {
		sub := sub
		below.Add(1)
		go func() {
			defer below.Done()
			du(sub, work)
		}()
	}
	below.Wait()
}

// crawl starts a goroutine for every link that another one found.
func crawl(d *directory, work func()) {
	found := make(chan []*directory)
	fetch := func(d *directory) {
		work()
		found <- d.below
	}
	go fetch(d)
	for unread := 1; unread > 0; unread-- {
		for _, sub := range <-found {
			unread++
			go fetch(sub)
		}
	}
}

func slotInChild(d *directory, work func()) {
	slots := make(chan struct{}, limit)
	du(d, func() {
		slots <- struct{}{}
		work()
		<-slots
	})
}

func limitPerLevel(d *directory, work func()) {
	work()
	slots := make(chan struct{}, 2)
	var below sync.WaitGroup
	for _, sub := range d.below {
		sub := sub
		slots <- struct{}{}
		below.Add(1)
		go func() {
			defer below.Done()
			limitPerLevel(sub, work)
			<-slots
		}()
	}
	below.Wait()
}

// leafPerDirectory walks on one goroutine and starts another in every directory.
func leafPerDirectory(d *directory, work func()) {
	var leaves sync.WaitGroup
	sequential(d, func() {
		leaves.Add(1)
		go func() {
			defer leaves.Done()
			work()
		}()
	})
	leaves.Wait()
}

func byGroup(d *directory, work func()) {
	limiter := lifo.NewLimiter(limit)
	var walk func(d *directory)
	walk = func(d *directory) {
		work()
		below := limiter.NewGroup()
		for _, sub := range d.below {
			sub := sub
			below.Go(func() { walk(sub) })
		}
		below.Wait()
	}
	walk(d)
}

func byDetached(d *directory, work func()) {
	limiter := lifo.NewLimiter(limit)
	var all sync.WaitGroup
	var walk func(d *directory)
	walk = func(d *directory) {
		defer all.Done()
		work()
		for _, sub := range d.below {
			sub := sub
			all.Add(1)
			limiter.Go(func() { walk(sub) })
		}
	}
	all.Add(1)
	limiter.Go(func() { walk(d) })
	all.Wait()
}

func tryElseInline(d *directory, work func()) {
	slots := make(chan struct{}, limit)
	var walk func(d *directory)
	walk = func(d *directory) {
		work()
		var below sync.WaitGroup
		for _, sub := range d.below {
			sub := sub
			select {
			case slots <- struct{}{}:
				below.Add(1)
				go func() {
					defer below.Done()
					walk(sub)
					<-slots
				}()
			default:
				walk(sub)
			}
		}
		below.Wait()
	}
	walk(d)
}

// workers are a fixed number of goroutines for a list that grows meanwhile.
func workers(d *directory, work func()) {
	var mu sync.Mutex
	changed := sync.NewCond(&mu)
	list, busy := []*directory{d}, 0
	next := func() *directory {
		mu.Lock()
		defer mu.Unlock()
		for len(list) == 0 && busy > 0 {
			changed.Wait()
		}
		if len(list) == 0 {
			return nil
		}
		d := list[len(list)-1]
		list = list[:len(list)-1]
		busy++
		return d
	}
	var all sync.WaitGroup
	for i := 0; i < limit; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for d := next(); d != nil; d = next() {
				work()
				mu.Lock()
				list = append(list, d.below...)
				busy--
				mu.Unlock()
				changed.Broadcast()
			}
		}()
	}
	all.Wait()
}

// joinedAtOnce waits for each goroutine before it starts the next.
func joinedAtOnce(d *directory, work func()) {
	work()
	for _, sub := range d.below {
		done := make(chan struct{})
		go func(sub *directory) {
			defer close(done)
			joinedAtOnce(sub, work)
		}(sub)
		<-done
	}
}
