package unit

import (
	"bufio"
	"bytes"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/gcexportdata"
)

// exported returns the export data of a package.
func exported(t testing.TB, path string) []byte {
	out, err := exec.Command("go", "list", "-export", "-f", "{{.Export}}", path).Output()
	require.NoError(t, err)
	archive, err := os.Open(strings.TrimSpace(string(out)))
	require.NoError(t, err)
	defer archive.Close()
	export, err := gcexportdata.NewReader(bufio.NewReader(archive))
	require.NoError(t, err)
	data, err := io.ReadAll(export)
	require.NoError(t, err)
	return data
}

func imported(t *testing.T, data []byte, path string) *types.Package {
	pkg, err := gcexportdata.Read(bytes.NewReader(data), token.NewFileSet(), make(map[string]*types.Package), path)
	require.NoError(t, err)
	return pkg
}

// What is wanted, and what that refers to, is as it is without narrowing. The
// rest is missing.
func TestNarrow(t *testing.T) {
	const path = "net/http"
	data := exported(t, path)
	whole := imported(t, data, path)
	wanted := map[string]bool{"Handler": true, "Get": true, "StatusOK": true, "missing": true}
	narrow(data, func(name []byte, isVariable bool) bool {
		return wanted[string(name)] || isVariable && string(name) == "DefaultTransport"
	})
	part := imported(t, data, path)
	for name := range wanted {
		require.Equal(t, described(whole.Scope().Lookup(name)), described(part.Scope().Lookup(name)))
	}
	referred := []string{"DefaultTransport", "RoundTripper", "Request", "ResponseWriter", "Response", "Header"}
	for _, name := range whole.Scope().Names() {
		object := part.Scope().Lookup(name)
		if slices.Contains(referred, name) {
			require.Equal(t, described(whole.Scope().Lookup(name)), described(object))
		}
	}
	for _, name := range []string{"StatusNotFound", "Dir", "ListenAndServe", "DefaultClient"} {
		require.NotNil(t, whole.Scope().Lookup(name))
		require.Nil(t, part.Scope().Lookup(name))
	}
}

// described returns an object with the methods of its type.
func described(object types.Object) []string {
	if object == nil {
		return nil
	}
	text := []string{object.String()}
	for method := range types.NewMethodSet(types.NewPointer(object.Type())).Methods() {
		text = append(text, method.String())
	}
	return text
}

// Whatever the data is, narrow does not read or write outside of it.
func FuzzNarrow(f *testing.F) {
	data := exported(f, "errors")
	f.Add(data)
	f.Add(data[:len(data)/2])
	for at := 0; at < 9+4*sections; at += 4 { // what the header says
		broken := slices.Clone(data)
		broken[at] ^= 0x55
		f.Add(broken)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := len(data)
		narrow(data, func(name []byte, _ bool) bool { return string(name) == "New" })
		require.Len(t, data, before)
	})
}
