// Package save writes files as a whole or not at all.
//
// A file that is written in place is a half one from the first byte to the
// last, for whoever reads it meanwhile, and for good if the program is killed or
// the disk is full. So the text goes into a new file beside it, which then takes
// its name.
package save

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// File gives a file a new content. A link stays one, to the file that is
// changed, and a file keeps its permissions; one that is new gets those of perm,
// before umask. Who may not write to a file gets an error.
func File(name string, content []byte, perm os.FileMode) (err error) {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	}
	old, err := os.OpenFile(name, os.O_WRONLY, 0)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return create(name, content, perm)
	case err != nil:
		return err
	}
	info, err := old.Stat()
	if err := errors.Join(err, old.Close()); err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return os.WriteFile(name, content, perm) // such as /dev/stdout
	}
	return replace(name, content, func(temporary string) error {
		return errors.Join(os.Chmod(temporary, info.Mode().Perm()), keepOwner(temporary, info))
	})
}

// create is [File] for a file that is not there.
func create(name string, content []byte, perm os.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

// replace writes a file beside the one called name, and gives it this name.
func replace(name string, content []byte, prepare func(temporary string) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*") // no .go file
	if err != nil {
		return fmt.Errorf("making a new file beside the old one: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // it is the first error that counts
		}
	}()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync() // or a crash could leave an empty file under the name
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := prepare(f.Name()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
