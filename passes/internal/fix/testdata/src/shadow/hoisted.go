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
func touching(dir string, t *tree) {
	var wg sync.WaitGroup
	for id := range 2 {
		wg.Add(1)
		go touch(dir+"/"+dir, id*2, &wg) // want "bounded"
	}
	wg.Wait()
	dir, t = "", nil
}
func touch(dir string, id int, wg *sync.WaitGroup) {
	defer wg.Done()
	touching(dir, nil)
}
