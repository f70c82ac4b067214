package differential

import (
	"embed"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// A whole is a program that is not put together from parts, but stands in a
// file of testdata/whole. The file begins with what the reference says:
//
//	// checks: NAMES of those that may report it, if any does
//	// quiet: REASON, where it is quiet although its goroutines grow
type whole struct {
	page page
	text string // from its imports on
}

//go:embed testdata/whole/*.go
var wholeFiles embed.FS

// wholes returns the whole programs by name.
var wholes = sync.OnceValue(func() map[string]*whole {
	found := make(map[string]*whole)
	_ = fs.WalkDir(wholeFiles, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := wholeFiles.ReadFile(name)
		found[strings.TrimSuffix(path.Base(name), ".go")] = readWhole(string(text))
		return err
	})
	return found
})

func readWhole(text string) *whole {
	head, rest, _ := strings.Cut(text, "\npackage p\n")
	w := &whole{text: rest}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "// checks":
			w.page.checks = strings.Fields(value)
		case "// quiet":
			w.page.quiet = value
		}
	}
	return w
}

func (w *whole) program(name string, c choice) program {
	return program{name: name, choice: c, source: "package " + name + "\n" + w.text, page: w.page}
}
