package depth

// The height of a tree is the size of its keys, and no limit.
type trie struct {
	height int
	nodes  map[string][]byte
}

func newTrie(key []byte) *trie {
	t := &trie{nodes: make(map[string][]byte)}
	t.height = len(key) * 8
	return t
}

func (t *trie) update(keys [][]byte) error {
	done := make(chan error, 1)
	t.updateBelow(keys, t.height, done)
	return <-done
}

func (t *trie) updateBelow(keys [][]byte, height int, done chan<- error) {
	if height == 0 || len(keys) == 0 {
		done <- nil
		return
	}
	left, right := make(chan error, 1), make(chan error, 1)
	go t.updateBelow(keys[:len(keys)/2], height-1, left)  // want "^recursive-spawn"
	go t.updateBelow(keys[len(keys)/2:], height-1, right) // want "^recursive-spawn"
	<-left
	done <- <-right
}

// What one recursion has come down to, another one goes on with.
func (t *trie) prune(keys [][]byte) { t.pruneFrom(keys, t.height) }

func (t *trie) pruneFrom(keys [][]byte, height int) {
	if height == 0 || len(keys) == 0 {
		return
	}
	if len(keys) == 1 {
		t.drop(keys[0], height)
		return
	}
	t.pruneFrom(keys[:1], height-1)
	t.pruneFrom(keys[1:], height-1)
}

func (t *trie) drop(root []byte, height int) {
	if height == 0 {
		return
	}
	go t.drop(t.nodes[string(root)], height-1) // want "^recursive-spawn"
	go t.drop(t.nodes[string(root)], height-1) // want "^recursive-spawn"
}

// Here the first one may begin with whatever others like.
func (t *trie) PruneBelow(keys [][]byte, levels int) {
	if levels == 0 || len(keys) == 0 {
		return
	}
	if len(keys) == 1 {
		t.dropBelow(keys[0], levels)
	}
	t.PruneBelow(keys[1:], levels-1)
}

func (t *trie) dropBelow(root []byte, levels int) {
	if levels == 0 {
		return
	}
	go t.dropBelow(t.nodes[string(root)], levels-1) // want "^bounded-depth"
	go t.dropBelow(t.nodes[string(root)], levels-1) // want "^bounded-depth"
}

// The first levels of it are loaded, and how many these are, people say.
func (t *trie) load(root []byte, least int) {
	t.loadBelow(root, t.height, least)
}

func (t *trie) loadBelow(root []byte, height, least int) {
	if height < least {
		return
	}
	go t.loadBelow(t.nodes[string(root)], height-1, least) // want "^bounded-depth"
	go t.loadBelow(t.nodes[string(root)], height-1, least) // want "^bounded-depth"
}

// So are these.
func arrange(items []string, done chan<- []string) {
	arrangeRest(items, len(items), done)
}

func arrangeRest(items []string, rest int, done chan<- []string) {
	if rest <= 1 {
		done <- items
		return
	}
	for i := range rest {
		swapped := append([]string{}, items...)
		swapped[i], swapped[rest-1] = swapped[rest-1], swapped[i]
		go arrangeRest(swapped, rest-1, done) // want "^per-level-bound"
	}
}

// Somebody else may begin with whatever they like.
func Shuffle(items []string, done chan<- []string) { shuffleSome(items, 3, done) }

func ShuffleAll(items []string, done chan<- []string) { shuffleSome(items, len(items), done) }

func shuffleSome(items []string, rest int, done chan<- []string) {
	if rest <= 1 {
		done <- items
		return
	}
	for i := range rest {
		swapped := append([]string{}, items...)
		swapped[i], swapped[rest-1] = swapped[rest-1], swapped[i]
		go shuffleSome(swapped, rest-1, done) // want "^bounded-depth"
	}
}
