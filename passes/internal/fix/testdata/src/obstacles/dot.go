package obstacles

import . "sync"

// dotOne and dotOther would each leave the import to the other, and no driver
// removes such an import.
func dotOne(n *node) {
	var wg WaitGroup
	wg.Go(func() { dotOne(n.children[0]) }) // want "the import with a dot would stay unused if all uses of WaitGroup are fixed"
	wg.Go(func() { dotOne(n.children[1]) }) // want "the import with a dot would stay unused if all uses of WaitGroup are fixed"
	wg.Wait()
}

func dotOther(n *node) {
	var wg WaitGroup
	wg.Go(func() { dotOther(n.children[0]) }) // want "the import with a dot would stay unused if all uses of WaitGroup are fixed"
	wg.Go(func() { dotOther(n.children[1]) }) // want "the import with a dot would stay unused if all uses of WaitGroup are fixed"
	wg.Wait()
}
