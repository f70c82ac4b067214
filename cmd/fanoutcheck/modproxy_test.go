package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// modproxy is the script command "modproxy DIR VERSION [FOLDER]": it makes a
// module proxy of a directory, and puts this module in it as if it were
// published, or the one in a folder of this.
func modproxy(root string) func(ts *testscript.TestScript, neg bool, args []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) < 2 || len(args) > 3 {
			ts.Fatalf("usage: modproxy dir version [folder]")
		}
		published := module.Version{Path: path.Join(append([]string{"github.com/fanoutcheck/fanoutcheck"}, args[2:]...)...), Version: args[1]}
		root := filepath.Join(append([]string{root}, args[2:]...)...)
		dir := filepath.Join(ts.MkAbs(args[0]), filepath.FromSlash(published.Path), "@v")
		ts.Check(os.MkdirAll(dir, 0o777))
		gomod, err := os.ReadFile(filepath.Join(root, "go.mod"))
		ts.Check(err)
		for name, content := range map[string]string{
			"list":                      published.Version + "\n",
			published.Version + ".info": fmt.Sprintf(`{"Version": %q}`, published.Version),
			published.Version + ".mod":  string(gomod),
		} {
			ts.Check(os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666))
		}
		archive, err := os.Create(filepath.Join(dir, published.Version+".zip"))
		ts.Check(err)
		ts.Check(zip.CreateFromDir(archive, published, root))
		ts.Check(archive.Close())
	}
}
