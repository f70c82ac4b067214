package unit

import (
	"encoding/binary"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

// A note is a fact for tests.
type note struct{ text string }

func (*note) AFact()                              {}
func (n *note) MarshalBinary() ([]byte, error)    { return []byte(n.text), nil }
func (n *note) UnmarshalBinary(data []byte) error { n.text = string(data); return nil }

// function adds a function to a package.
func function(pkg *types.Package, name string) *types.Func {
	fn := types.NewFunc(token.NoPos, pkg, name, types.NewSignatureType(nil, nil, nil, nil, nil, false))
	pkg.Scope().Insert(fn)
	return fn
}

func noFacts(t *testing.T) *facts {
	empty, err := readFacts(nil)
	require.NoError(t, err)
	return empty
}

// written returns the file of facts of a package with the functions Told, which
// has one, and Silent, which has none.
func written(t *testing.T, path string, imports map[string]string) (file string, told, silent *types.Func) {
	pkg := types.NewPackage(path, "p")
	told, silent = function(pkg, "Told"), function(pkg, "Silent")
	f, err := readFacts(imports)
	require.NoError(t, err)
	f.exportObject(told, &note{"of " + path})
	f.notes = []string{"type F"}
	file = filepath.Join(t.TempDir(), "facts")
	require.NoError(t, f.write(path, file))
	return file, told, silent
}

func TestFactsTravelThroughImports(t *testing.T) {
	below, told, silent := written(t, "example.com/below", nil)
	above, _, _ := written(t, "example.com/above", map[string]string{"example.com/below": below})
	f, err := readFacts(map[string]string{"example.com/above": above})
	require.NoError(t, err)

	var found note
	require.True(t, f.importObject(told, &found))
	require.Equal(t, "of example.com/below", found.text)
	require.False(t, f.importObject(silent, &found))
	require.False(t, f.importObject(types.Universe.Lookup("len"), &found))
	noted, err := f.noted()
	require.NoError(t, err)
	require.Equal(t, map[string][]string{"example.com/above": {"type F"}, "example.com/below": {"type F"}}, noted)
}

func TestOwnFactsAreKnown(t *testing.T) {
	f := noFacts(t)
	fn := function(types.NewPackage("example.com/p", "p"), "F")
	var found note
	require.False(t, f.importObject(fn, &found))
	f.exportObject(fn, &note{"own"})
	require.True(t, f.importObject(fn, &found))
	require.Equal(t, "own", found.text)
}

// A method of an interface is found again where of its package only the type
// that declares it is known, as through the types of another import.
func TestFactsOfPartlyKnownPackages(t *testing.T) {
	const path = "example.com/p"
	declare := func(pkg *types.Package, name string) *types.Named {
		declared := types.NewTypeName(token.NoPos, pkg, name, nil)
		pkg.Scope().Insert(declared)
		return types.NewNamed(declared, nil, nil)
	}
	runner := func(pkg *types.Package) (*types.Named, *types.Func) {
		named := declare(pkg, "Runner")
		recv := types.NewVar(token.NoPos, pkg, "", named)
		run := types.NewFunc(token.NoPos, pkg, "Run", types.NewSignatureType(recv, nil, nil, nil, nil, false))
		named.SetUnderlying(types.NewInterfaceType([]*types.Func{run}, nil).Complete())
		return named, run
	}
	whole := types.NewPackage(path, "p")
	named, run := runner(whole)
	declare(whole, "Also").SetUnderlying(types.NewInterfaceType(nil, []types.Type{named}).Complete())
	f := noFacts(t)
	f.exportObject(run, &note{"run"})
	file := filepath.Join(t.TempDir(), "facts")
	require.NoError(t, f.write(path, file))

	_, again := runner(types.NewPackage(path, "p"))
	f, err := readFacts(map[string]string{path: file})
	require.NoError(t, err)
	var found note
	require.True(t, f.importObject(again, &found))
	require.Equal(t, "run", found.text)
}

// Cut anywhere, a file of facts gives an error, or fewer facts, but never a
// wrong one.
func TestFactsThatAreCutShort(t *testing.T) {
	file, told, _ := written(t, "example.com/p", nil)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	for end := range data {
		f := noFacts(t)
		err := f.add(data[:end])
		if end != len(magic) { // a file without sections is a whole one
			require.ErrorIs(t, err, errFacts, end)
		}
		require.False(t, f.importObject(told, new(note)), end)
	}
}

func FuzzFacts(f *testing.F) {
	f.Add([]byte(magic))
	f.Add([]byte(magic + "\x01p\x08\x01\x06type F"))
	f.Add([]byte(magic + "\x01p\x06\x00\x01F\x02ab"))
	for _, huge := range []uint64{1 << 20, 1 << 31, 1 << 32, 1 << 63, 1<<64 - 1} { // lengths that nothing follows
		f.Add(binary.AppendUvarint([]byte(magic), huge))
		f.Add(binary.AppendUvarint([]byte(magic+"\x01p"), huge))
		section := binary.AppendUvarint(nil, huge)
		f.Add(append(appendText([]byte(magic+"\x01p"), string(section)), "\x01x"...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		facts := noFacts(t)
		if err := facts.add(data); err != nil {
			require.ErrorIs(t, err, errFacts)
			return
		}
		if _, err := facts.noted(); err != nil {
			require.ErrorIs(t, err, errFacts)
		}
		for path := range facts.imported {
			facts.importObject(function(types.NewPackage(path, "p"), "F"), new(note))
		}
	})
}

var _ analysis.Fact = (*note)(nil)
