package fix

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
)

// Requirement says what to run before code with one of the fixes builds, or
// "" if nothing has to be. Drivers that only show reports say so in no other
// way.
//
// It goes by the go.mod above the package. Where there is none the go command
// isn't what builds the package, and what to do isn't known.
func (f *Fixer) Requirement(fixes []analysis.SuggestedFix) string {
	imports := slices.ContainsFunc(fixes, func(fix analysis.SuggestedFix) bool {
		return slices.ContainsFunc(fix.TextEdits, func(edit analysis.TextEdit) bool {
			return bytes.Contains(edit.NewText, []byte(strconv.Quote(lifoPath)))
		})
	})
	if !imports || !f.lacksRuntime() {
		return ""
	}
	return "the fix imports package lifo, and go.mod does not require its module yet: go get " + runtimeModule + "@latest"
}

var runtimeModule = path.Dir(lifoPath)

// lacksRuntime reports whether the go.mod above a package does not name the
// module of package lifo.
func lacksRuntime(pass *analysis.Pass) bool {
	if len(pass.Files) == 0 {
		return false
	}
	gomod := moduleFile(filepath.Dir(pass.Fset.File(pass.Files[0].FileStart).Name()))
	return gomod != nil && !slices.ContainsFunc(bytes.Fields(gomod), func(word []byte) bool { return string(word) == runtimeModule })
}

// moduleFile returns what the go.mod in a folder or the nearest above it says,
// or nil if there is none.
func moduleFile(dir string) []byte {
	if !filepath.IsAbs(dir) {
		return nil
	}
	for {
		if content, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil {
			return content
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return nil
		}
		dir = parent
	}
}
