package govet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// An overlay is what the go command reads in place of files on disk. Each
// replacement lies in a folder named after the original's, since the go
// command may answer from its cache, with the names that the replacements had
// then; and it has the original's own name, on which build constraints and
// tests depend.
type overlay struct {
	flags   []string          // of the go command
	folders map[string]string // from the name of a folder to that of the originals
}

// replacement is in the path of every replacement.
const replacement = "fanoutcheck-overlay"

// footer ends every replacement. Positions stay what they are; but the go
// command does not take what it keeps of a replacement, under a name that is
// gone by then, for what is to be said of the same text once it is saved.
const footer = "\n// not saved\n"

// writeOverlay writes replacements into the folder dir.
func writeOverlay(dir string, contents map[string][]byte) (*overlay, error) {
	o := &overlay{folders: make(map[string]string)}
	if len(contents) == 0 {
		return o, nil
	}
	var list struct{ Replace map[string]string }
	list.Replace = make(map[string]string)
	for file, content := range contents {
		sum := sha256.Sum256([]byte(filepath.Dir(file)))
		folder := hex.EncodeToString(sum[:8])
		o.folders[folder] = filepath.Dir(file)
		name := filepath.Join(dir, replacement, folder, filepath.Base(file))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return nil, fmt.Errorf("writing an unsaved file for the go command: %w", err)
		}
		text := append(append([]byte{}, content...), footer...)
		if err := os.WriteFile(name, text, 0o600); err != nil {
			return nil, fmt.Errorf("writing an unsaved file for the go command: %w", err)
		}
		list.Replace[file] = name
	}
	text, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("listing unsaved files for the go command: %w", err)
	}
	name := filepath.Join(dir, replacement+".json")
	if err := os.WriteFile(name, text, 0o600); err != nil {
		return nil, fmt.Errorf("listing unsaved files for the go command: %w", err)
	}
	o.flags = []string{"-overlay=" + name}
	return o, nil
}

// original returns the name of the file that a replacement stands for.
func (o *overlay) original(name string) string {
	i := strings.LastIndex(name, replacement)
	if i < 0 {
		return name
	}
	folder, base := filepath.Split(name[i+len(replacement):])
	if dir, ok := o.folders[strings.Trim(folder, `/\`)]; ok {
		return filepath.Join(dir, base)
	}
	return name
}

// mention finds the names of replacements in messages.
var mention = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`[^\s"]*` + replacement + `[/\\][0-9a-f]{16}[/\\][^\s":]+`)
})

// restore gives results the names of the original files.
func (o *overlay) restore(r *Result) {
	if len(o.folders) == 0 {
		return
	}
	for i := range r.Problems {
		r.Problems[i].Message = mention().ReplaceAllStringFunc(r.Problems[i].Message, o.original)
	}
	for _, reports := range [][]Report{r.Reports, r.Explanations} {
		for i := range reports {
			o.restoreReport(&reports[i])
		}
	}
	for _, recursion := range r.Recursions {
		for i := range recursion.Functions {
			at := &recursion.Functions[i].Position
			at.File = o.original(at.File)
		}
		for i := range recursion.Steps {
			at := &recursion.Steps[i].Position
			at.File = o.original(at.File)
		}
	}
}

func (o *overlay) restoreReport(r *Report) {
	for _, p := range []*Position{&r.Position, &r.End} {
		p.File = o.original(p.File)
	}
	for i := range r.Related {
		r.Related[i].Position.File = o.original(r.Related[i].Position.File)
		r.Related[i].End.File = o.original(r.Related[i].End.File)
	}
	for _, f := range r.Fixes {
		for i := range f.Edits {
			f.Edits[i].File = o.original(f.Edits[i].File)
		}
	}
}
