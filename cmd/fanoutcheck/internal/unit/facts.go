package unit

import (
	"encoding"
	"encoding/binary"
	"errors"
	"fmt"
	"go/types"
	"maps"
	"os"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// A fact is one that knows how to write itself.
type fact interface {
	analysis.Fact
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}

// Facts are what is known of the functions of packages. Those of imports stay
// as they were written until somebody asks for one, since most are only passed
// on.
type facts struct {
	imported map[string][]byte            // by package path
	decoded  map[string]map[string][]byte // by package path and name
	own      map[types.Object]fact
	notes    []string // about the package itself
	err      error    // the first that makes a fact unreadable
}

// magic begins a file of facts. Its number tells formats apart.
const magic = "fanoutcheck facts 3\n"

var errFacts = errors.New("the facts are damaged; go clean -cache removes them")

// readFacts reads what was written for the imports of a package, which holds
// what was written for theirs. An import without a file has no facts.
func readFacts(files map[string]string) (*facts, error) {
	f := &facts{
		imported: make(map[string][]byte),
		decoded:  make(map[string]map[string][]byte),
		own:      make(map[types.Object]fact),
	}
	for path, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading the facts of %s: %w", path, err)
		}
		if err := f.add(data); err != nil {
			return nil, fmt.Errorf("reading the facts of %s: %w", path, err)
		}
	}
	return f, nil
}

// add adds the sections of a file: for each package, its path and its facts.
func (f *facts) add(data []byte) error {
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return errFacts
	}
	for data = data[len(magic):]; len(data) > 0; {
		path, rest, ok := cutText(data)
		if !ok {
			return errFacts
		}
		section, rest, ok := cutText(rest)
		if !ok {
			return errFacts
		}
		f.imported[string(path)] = section
		data = rest
	}
	return nil
}

// cutText cuts a text with its length before it off the front of data.
func cutText(data []byte) (text, rest []byte, ok bool) {
	length, n := binary.Uvarint(data)
	if n <= 0 || length > uint64(len(data)-n) {
		return nil, nil, false
	}
	end := n + int(length)
	return data[n:end], data[end:], true
}

func appendText(data []byte, text string) []byte {
	return append(binary.AppendUvarint(data, uint64(len(text))), text...)
}

// cutTexts cuts a list of texts, with its length before it, off the front.
func cutTexts(data []byte) (texts [][]byte, rest []byte, ok bool) {
	count, n := binary.Uvarint(data)
	if n <= 0 || count > uint64(len(data)) {
		return nil, nil, false
	}
	rest = data[n:]
	for range count {
		var text []byte
		if text, rest, ok = cutText(rest); !ok {
			return nil, nil, false
		}
		texts = append(texts, text)
	}
	return texts, rest, true
}

// note returns what is noted about each import, and theirs.
func (f *facts) noted() (map[string][]string, error) {
	noted := make(map[string][]string)
	for path, section := range f.imported {
		texts, _, ok := cutTexts(section)
		if !ok {
			return nil, errFacts
		}
		for _, text := range texts {
			noted[path] = append(noted[path], string(text))
		}
	}
	return noted, nil
}

// of returns the facts of a package by the names of their objects.
func (f *facts) of(path string) map[string][]byte {
	if known, ok := f.decoded[path]; ok {
		return known
	}
	section := f.imported[path]
	if section == nil {
		return nil
	}
	known := make(map[string][]byte)
	f.decoded[path] = known
	_, rest, ok := cutTexts(section)
	for ok && len(rest) > 0 {
		var object, content []byte
		if object, rest, ok = cutText(rest); ok {
			if content, rest, ok = cutText(rest); ok {
				known[string(object)] = content
			}
		}
	}
	if !ok {
		f.err = errFacts
	}
	return known
}

// nameOf names a function of a package, or a method of one of its types: also
// one of an interface, by the type that declares it. It is "" for others. An
// objectpath would depend on how much of the package is known, which is little
// where only other imports lead there.
func nameOf(object types.Object) string {
	fn, ok := object.(*types.Func)
	if !ok {
		return ""
	}
	recv := fn.Signature().Recv()
	if recv == nil {
		return fn.Name()
	}
	typ := recv.Type()
	if pointer, ok := types.Unalias(typ).(*types.Pointer); ok {
		typ = pointer.Elem()
	}
	named, ok := types.Unalias(typ).(*types.Named)
	if !ok || named.Obj().Parent() != fn.Pkg().Scope() {
		return ""
	}
	return named.Obj().Name() + "." + fn.Name()
}

// importObject is the function ImportObjectFact of a pass.
func (f *facts) importObject(object types.Object, into analysis.Fact) bool {
	if object == nil || object.Pkg() == nil {
		return false
	}
	if own, ok := f.own[object]; ok && reflect.TypeOf(own) == reflect.TypeOf(into) {
		reflect.ValueOf(into).Elem().Set(reflect.ValueOf(own).Elem())
		return true
	}
	known := f.of(object.Pkg().Path())
	if len(known) == 0 {
		return false
	}
	content, ok := known[nameOf(object)]
	if !ok {
		return false
	}
	if err := into.(fact).UnmarshalBinary(content); err != nil {
		f.err = fmt.Errorf("%w: %w", errFacts, err)
		return false
	}
	return true
}

// exportObject is the function ExportObjectFact of a pass.
func (f *facts) exportObject(object types.Object, exported analysis.Fact) {
	f.own[object] = exported.(fact)
}

// write writes the facts of a package and those of all that it imports.
func (f *facts) write(path, file string) error {
	section, err := f.section()
	if err != nil {
		return err
	}
	all := maps.Clone(f.imported)
	delete(all, path)
	if section != nil {
		all[path] = section
	}
	data := []byte(magic)
	for _, path := range slices.Sorted(maps.Keys(all)) {
		data = appendText(data, path)
		data = appendText(data, string(all[path]))
	}
	return os.WriteFile(file, data, 0o666)
}

// section returns what is known of the package itself, in one order whatever
// the order was in which it was found. It is nil if nothing is.
func (f *facts) section() (section []byte, err error) {
	contents := make(map[string][]byte)
	notes := slices.Clone(f.notes)
	for object, own := range f.own {
		name := nameOf(object)
		if name == "" {
			continue // of a function that no other package can name
		}
		if contents[name], err = own.MarshalBinary(); err != nil {
			return nil, err
		}
		notes = append(notes, fanout.Notes(object.(*types.Func), own)...)
	}
	if len(contents) == 0 && len(notes) == 0 {
		return nil, nil
	}
	slices.Sort(notes)
	notes = slices.Compact(notes)
	section = binary.AppendUvarint(nil, uint64(len(notes)))
	for _, note := range notes {
		section = appendText(section, note)
	}
	for _, name := range slices.Sorted(maps.Keys(contents)) {
		section = appendText(section, name)
		section = appendText(section, string(contents[name]))
	}
	return section, nil
}
