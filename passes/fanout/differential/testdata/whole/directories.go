// checks: unboundedspawn

package p

import (
	"io/fs"
	"program/probe"
	"sync"
)

func walk(wg *sync.WaitGroup, files fs.FS, dir string) {
	_ = fs.WalkDir(files, dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		if !entry.IsDir() {
			probe.Sum(nil)
			return nil
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			walk(wg, files, path)
		}()
		return fs.SkipDir
	})
}

func Run(root *probe.Node) {
	var wg sync.WaitGroup
	walk(&wg, probe.Files(root), ".")
	probe.Settle()
	wg.Wait()
}
