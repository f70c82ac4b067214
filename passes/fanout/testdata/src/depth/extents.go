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
