package shadow

import (
	"path"
	"sync"
)

// hoisted names a parameter after the package that its argument uses.
func hoisted(dir string, t *tree) {
	var wg sync.WaitGroup
	for i, t := range []*tree{t.left, t.right} {
		wg.Add(1)
		go func(i int, path string) { // want "bounded"
			defer wg.Done()
			println(i)
			hoisted(path, t)
		}(i, path.Join(dir, "x"))
	}
	wg.Wait()
}
