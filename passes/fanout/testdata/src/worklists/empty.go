package worklists

// What a goroutine sends below the last level is an empty list, for which the
// loop starts nothing.
func extract(h hop, most int) []hop {
	if h.depth >= most {
		return nil
	}
	var found []hop
	for _, l := range links(h.url) {
		found = append(found, hop{l, h.depth + 1})
	}
	return found
}

func crawlExtracted(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			go func(h hop) { // want "^bounded-depth"
				work <- extract(h, most)
			}(h)
		}
	}
}

// The list is not empty: it has the page itself.
func extractSelf(h hop, most int) []hop {
	if h.depth >= most {
		return []hop{h}
	}
	var found []hop
	for _, l := range links(h.url) {
		found = append(found, hop{l, h.depth + 1})
	}
	return found
}

func crawlSelf(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			go func(h hop) { // want "^worklist-spawn"
				work <- extractSelf(h, most)
			}(h)
		}
	}
}

// The depth is handed to a helper beside the page.
func fetchAt(url string, depth int) []hop {
	var found []hop
	if depth > 0 {
		for _, l := range links(url) {
			found = append(found, hop{l, depth - 1})
		}
	}
	return found
}

func crawlFetched(work chan []hop) {
	for list := range work {
		for _, h := range list {
			go func() { // want "^bounded-depth"
				found := fetchAt(h.url, h.depth)
				work <- found
			}()
		}
	}
}

// The depth is checked, and stays as it is.
func fetchStill(url string, depth int) []hop {
	var found []hop
	if depth > 0 {
		for _, l := range links(url) {
			found = append(found, hop{l, depth})
		}
	}
	return found
}

func crawlStill(work chan []hop) {
	for list := range work {
		for _, h := range list {
			go func() { // want "^worklist-spawn"
				work <- fetchStill(h.url, h.depth)
			}()
		}
	}
}

// Below the last level nothing is sent on but a sign of life.
func crawlAnswering(work chan []hop, most int) {
	for list := range work {
		for _, h := range list {
			go func() { // want "^bounded-depth"
				if h.depth >= most {
					work <- nil
					return
				}
				work <- next(h)
			}()
		}
	}
}

// An error, and no depth, is what leaves the list empty.
func extractOrFail(h hop) []hop {
	if h.url == "" {
		return nil
	}
	return next(h)
}

func crawlFailing(work chan []hop) {
	for list := range work {
		for _, h := range list {
			go func() { // want "^worklist-spawn"
				work <- extractOrFail(h)
			}()
		}
	}
}

// The list is in a message, which says how deep it is.
type deepPage struct {
	depth int
	links []string
}

func readMessage(url string, depth, most int) *deepPage {
	if depth >= most {
		return &deepPage{depth + 1, nil}
	}
	return &deepPage{depth + 1, links(url)}
}

func crawlMessages(work chan *deepPage, most int) {
	for p := range work {
		for _, l := range p.links {
			go func() { // want "^bounded-depth"
				work <- readMessage(l, p.depth, most)
			}()
		}
	}
}

// The last pages have links too.
func readAllLinks(url string, depth, most int) *deepPage {
	if depth >= most {
		return &deepPage{depth + 1, []string{url}}
	}
	return &deepPage{depth + 1, links(url)}
}

func crawlAllMessages(work chan *deepPage, most int) {
	for p := range work {
		for _, l := range p.links {
			go func() { // want "^worklist-spawn"
				work <- readAllLinks(l, p.depth, most)
			}()
		}
	}
}

// The depth of the message stays as it is.
func readStillDeep(url string, depth, most int) deepPage {
	if depth >= most {
		return deepPage{depth: depth}
	}
	return deepPage{depth, links(url)}
}

func crawlStillMessages(work chan deepPage, most int) {
	for p := range work {
		for _, l := range p.links {
			go func() { // want "^worklist-spawn"
				work <- readStillDeep(l, p.depth, most)
			}()
		}
	}
}
