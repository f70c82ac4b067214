package depth

import (
	"path/filepath"
	"strings"
)

const mostElements = 4

// The depth can be read off the path, which every step makes longer.
func byPath(path string, list func(string) []string) {
	if strings.Count(path, "/") > mostElements {
		return
	}
	for _, name := range list(path) {
		go byPath(filepath.Join(path, name), list) // want "^bounded-depth"
	}
}

func byElements(path string, list func(string) []string) {
	if len(strings.Split(path, "/")) >= mostElements {
		return
	}
	for _, name := range list(path) {
		below := path + "/" + name
		go func() { // want "^bounded-depth"
			byElements(below, list)
		}()
	}
}

// Or off the ancestors.
func byAncestors(ancestors []*node, n *node) {
	if len(ancestors) == mostElements {
		return
	}
	for _, c := range n.children {
		go byAncestors(append(ancestors[:len(ancestors):len(ancestors)], n), c) // want "^bounded-depth"
	}
}

// One that stays what it is says nothing.
func bySamePath(path string, list func(string) []string) {
	if strings.Count(path, "/") > mostElements {
		return
	}
	for range list(path) {
		go bySamePath(path, list) // want "^recursive-spawn"
	}
}

// Nor does one that another way round makes anew.
func byNewPath(path string, list func(string) []string) {
	if strings.Count(path, "/") > mostElements {
		return
	}
	for i, name := range list(path) {
		if i == 0 {
			go byNewPath(filepath.Join(path, name), list) // want "^recursive-spawn"
		} else {
			go byNewPath(name, list) // want "^recursive-spawn"
		}
	}
}

// That there is an ancestor at all is no limit.
func byAnyAncestor(ancestors []*node, n *node) {
	if len(ancestors) == 0 {
		return
	}
	for _, c := range n.children {
		go byAnyAncestor(append(ancestors, n), c) // want "^recursive-spawn"
	}
}
