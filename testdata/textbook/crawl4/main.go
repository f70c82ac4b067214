// Command crawl4 is crawl3 without the senders. Main keeps the links that wait for
// a worker in a slice and is ready to receive all the time, so a worker can send
// what it found itself: there are twenty-one goroutines, however large the site is.
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

func main() {
	flag.Parse()

	found := make(chan []string)
	unseen := make(chan string)
	for i := 0; i < 20; i++ {
		go func() {
			for url := range unseen {
				found <- crawl(url)
			}
		}()
	}

	seen := map[string]bool{home: true}
	queue := []string{home}
	for busy := 0; busy > 0 || len(queue) > 0; {
		// A nil channel is never ready, so an empty queue turns the send off.
		var free chan<- string
		var first string
		if len(queue) > 0 {
			free, first = unseen, queue[0]
		}
		select {
		case free <- first:
			queue = queue[1:]
			busy++
		case next := <-found:
			busy--
			for _, url := range next {
				if !seen[url] {
					seen[url] = true
					queue = append(queue, url)
				}
			}
		}
	}
	close(unseen)

	fmt.Printf("%d pages\n", len(seen))
	if *goroutines {
		fmt.Printf("%d goroutines at the peak\n", peak.Goroutines())
	}
}

// crawl visits one page and returns its links.
func crawl(url string) []string {
	peak.Sample()
	return links(url)
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
