// Command maketree makes a directory tree of small files, the same one every time.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

var (
	root    = flag.String("root", "", "directory to make; it must not exist")
	files   = flag.Int("files", 300_000, "files in the tree")
	perDir  = flag.Int("perdir", 40, "files in a directory")
	subdirs = flag.Int("subdirs", 12, "directories in a directory")
)

func main() {
	flag.Parse()
	log.SetFlags(0)
	if *root == "" || *files < 0 || *perDir < 1 || *subdirs < 1 {
		log.Fatal("usage: maketree -root DIR [-files N] [-perdir N] [-subdirs N]")
	}

	// Directories are numbered level by level, like the nodes of a heap: directory
	// n has the numbers subdirs*n+1 to subdirs*n+subdirs below it. The slice
	// remembers their paths.
	dirs := (*files + *perDir - 1) / *perDir
	paths := make([]string, 0, dirs)
	for n, made := 0, 0; made < *files; n++ {
		path := *root
		if n > 0 {
			path = filepath.Join(paths[(n-1) / *subdirs], fmt.Sprintf("dir%02d", (n-1)%*subdirs))
		}
		if err := os.Mkdir(path, 0o755); err != nil {
			log.Fatal(err)
		}
		paths = append(paths, path)

		for i := 0; i < *perDir && made < *files; i++ {
			name := filepath.Join(path, fmt.Sprintf("file%02d.txt", i))
			if err := os.WriteFile(name, fmt.Appendf(nil, "file %d\n", made), 0o644); err != nil {
				log.Fatal(err)
			}
			made++
		}
	}
	fmt.Printf("%d files in %d directories\n", *files, len(paths))
}
