package save

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func content(t *testing.T, name string) string {
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(text)
}

func names(t *testing.T, dir string) (found []string) {
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

func TestFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	require.NoError(t, File(name, []byte("one"), 0o640))
	require.Equal(t, "one", content(t, name))
	require.NoError(t, os.Chmod(name, 0o600))
	require.NoError(t, File(name, []byte("two"), 0o666))
	require.Equal(t, "two", content(t, name))
	if info, err := os.Stat(name); runtime.GOOS != "windows" {
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), "permissions stay")
	}
	assert.Equal(t, []string{"a.go"}, names(t, dir))
}

func TestLinksStay(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "a.go"), filepath.Join(dir, "link.go")
	require.NoError(t, os.WriteFile(name, []byte("one"), 0o644))
	if err := os.Symlink("a.go", link); err != nil {
		t.Skip(err)
	}
	require.NoError(t, File(link, []byte("two"), 0o666))
	assert.Equal(t, "two", content(t, name))
	target, err := os.Readlink(link)
	require.NoError(t, err)
	assert.Equal(t, "a.go", target)
}

// Whatever fails, the file is the old one, and nothing lies beside it.
func TestFailures(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	require.NoError(t, os.WriteFile(name, []byte("one"), 0o644))
	full := errors.New("no space left on device")
	require.ErrorIs(t, replace(name, []byte("two"), func(temporary string) error {
		assert.Equal(t, "one", content(t, name), "until the new file is complete")
		assert.Equal(t, "two", content(t, temporary))
		return full
	}), full)
	assert.Equal(t, "one", content(t, name))
	assert.Equal(t, []string{"a.go"}, names(t, dir))

	require.Error(t, File(filepath.Join(dir, "missing", "a.go"), nil, 0o644))
	require.Error(t, File(dir, nil, 0o644))
}

func TestReadOnly(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root may write to everything")
	}
	name := filepath.Join(t.TempDir(), "a.go")
	require.NoError(t, os.WriteFile(name, []byte("one"), 0o444))
	require.ErrorIs(t, File(name, []byte("two"), 0o644), os.ErrPermission)
	assert.Equal(t, "one", content(t, name))
}
