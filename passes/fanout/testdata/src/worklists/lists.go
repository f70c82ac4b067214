package worklists

// A batch is built from an empty list, by a helper.
func hopsOf(urls []string, depth int) []hop {
	found := []hop{}
	for _, u := range urls {
		found = append(found, hop{u, depth})
	}
	return found
}

func crawlLists(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			if h.depth < most {
				go func(h hop) { // want "^bounded-depth"
					work <- hopsOf(links(h.url), h.depth+1)
				}(h)
			}
		}
	}
}

// The helper is told the depth that there is.
func crawlListsOn(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			if h.depth < most {
				go func(h hop) { // want "^worklist-spawn"
					work <- hopsOf(links(h.url), h.depth)
				}(h)
			}
		}
	}
}

// Room for all of them is made before.
func crawlRooms(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			if h.depth < most {
				go func() { // want "^bounded-depth"
					urls := links(h.url)
					found := make([]hop, 0, len(urls)+1)
					for _, u := range urls {
						found = append(found, hop{u, h.depth + 1})
					}
					work <- found
				}()
			}
		}
	}
}

// What there is of the batch is used again.
func crawlReused(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			if h.depth < most {
				go func() { // want "^bounded-depth"
					next := make([]hop, 0, 16)
					for _, u := range links(h.url) {
						next = append(next[:0], hop{u, h.depth + 1}, hop{u + "/", h.depth + 1})
						work <- next
					}
				}()
			}
		}
	}
}

// The list starts with an item that is not deeper.
func crawlBegun(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			if h.depth < most {
				go func() { // want "^worklist-spawn"
					next := []hop{h}
					for _, u := range links(h.url) {
						next = append(next, hop{u, h.depth + 1})
					}
					work <- next
				}()
			}
		}
	}
}

// The list has room that is filled with nothing, which starts again at nought.
func crawlBlank(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			if h.depth < most {
				go func() { // want "^worklist-spawn"
					next := make([]hop, 4)
					for _, u := range links(h.url) {
						next = append(next, hop{u, h.depth + 1})
					}
					work <- next
				}()
			}
		}
	}
}
