package baseline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzRead: any file is a baseline, or it is said in which line it is none; and
// a line that is read is written as it was read.
func FuzzRead(f *testing.F) {
	f.Add(header + "example.com/p walk unboundedspawn go walk(c)\nexample.com/p - lostslot\n")
	f.Add("\uFEFFa b holdwait x\r\n\r\n# c\r\n")
	f.Add("<<<<<<< ours\na b c\n=======\n")
	name := filepath.Join(f.TempDir(), "baseline")
	f.Fuzz(func(t *testing.T, content string) {
		require.NoError(t, os.WriteFile(name, []byte(content), 0o666))
		b, err := Read(name)
		if err != nil {
			require.True(t, strings.HasPrefix(err.Error(), name+":"), err)
			return
		}
		for _, entry := range b.entries {
			key, err := parse(entry.String())
			require.NoError(t, err)
			require.Equal(t, entry.key, key)
		}
	})
}
