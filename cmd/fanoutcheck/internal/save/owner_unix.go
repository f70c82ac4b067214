//go:build unix

package save

import (
	"os"
	"syscall"
)

// keepOwner gives a new file the owner of an old one. It matters where root
// repairs files of others, as in a container.
func keepOwner(name string, old os.FileInfo) error {
	is, err := os.Stat(name)
	if err != nil {
		return err
	}
	from, ok := old.Sys().(*syscall.Stat_t)
	to, also := is.Sys().(*syscall.Stat_t)
	if !ok || !also || from.Uid == to.Uid && from.Gid == to.Gid {
		return nil
	}
	return os.Chown(name, int(from.Uid), int(from.Gid))
}
