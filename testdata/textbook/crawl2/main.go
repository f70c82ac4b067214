// Command crawl2 is crawl1 with a limit on the pages that are fetched at once.
// The token is taken in crawl, when the goroutine exists already, so there is
// still a goroutine for every page that somebody has linked to.
package main

import (
	"flag"
	"fmt"
	"strconv"
	"strings"

	"textbook/internal/peak"
)

var (
	depth      = flag.Int("depth", 5, "links between the home page and the deepest page")
	width      = flag.Int("width", 6, "pages that a page is the first to link to")
	goroutines = flag.Bool("goroutines", false, "print the peak number of goroutines")
)

const home = "home"

// slots has room for as many tokens as pages may be fetched at once.
var slots = make(chan struct{}, 20)

func main() {
	flag.Parse()

	found := make(chan []string)
	go func() { found <- []string{home} }()

	// pending counts the lists that are still to come, so that the loop can end.
	seen := make(map[string]bool)
	for pending := 1; pending > 0; pending-- {
		for _, url := range <-found {
			if seen[url] {
				continue
			}
			seen[url] = true
			pending++
			go func() { found <- crawl(url) }()
		}
	}
	fmt.Printf("%d pages\n", len(seen))
	if *goroutines {
		fmt.Printf("%d goroutines at the peak\n", peak.Goroutines())
	}
}

// crawl visits one page and returns its links. It has a slot while it fetches.
func crawl(url string) []string {
	peak.Sample()
	slots <- struct{}{}
	next := links(url)
	<-slots
	return next
}

// links returns what a page links to. The site is made up from the flags, so that
// the program needs no network and ends: a page links to width pages below it,
// down to depth, and back to the home page.
func links(url string) []string {
	if strings.Count(url, "/") >= *depth {
		return []string{home}
	}
	var found []string
	for i := 0; i < *width; i++ {
		found = append(found, url+"/"+strconv.Itoa(i))
	}
	return append(found, home)
}
