package unit

import (
	"encoding/binary"
	"go/ast"
	"io"
	"slices"
)

// mentioned returns the names in files that packages are asked for.
func mentioned(files []*ast.File) map[string]bool {
	names := make(map[string]bool)
	for _, file := range files {
		dot := slices.ContainsFunc(file.Imports, func(spec *ast.ImportSpec) bool { return spec.Name != nil && spec.Name.Name == "." })
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if _, ok := n.X.(*ast.Ident); ok {
					names[n.Sel.Name] = true
				}
			case *ast.Ident:
				if dot {
					names[n.Name] = true
				}
			}
			return true
		})
	}
	return names
}

// A narrowing reads export data, all of it at once, and narrows it.
type narrowing struct {
	from   io.Reader
	wanted func(name []byte, isVariable bool) bool
}

func (n *narrowing) Read(data []byte) (int, error) {
	length, err := io.ReadFull(n.from, data)
	if err == nil {
		narrow(data, n.wanted)
	}
	return length, err
}

// narrow takes out of export data the functions, variables, types and constants
// that are not wanted: to read all that a large package declares is a good part of
// what it costs to import it. What the rest refers to is found without being
// listed.
//
// The data is changed in place. It is left as it is unless all of what is read
// is as expected; the compiler's internal/pkgbits says what that is.
func narrow(data []byte, wanted func(name []byte, isVariable bool) bool) {
	e, ok := openExport(data)
	if !ok {
		return
	}
	root := e.element(metaSection, 0)
	refs := root.references(nil)
	root.next() // the package
	begin := root.at
	count := root.next()
	list := root.at
	var left []byte
	kept := uint64(0)
	for range count {
		start := root.at
		object := root.index(refs, root.next())
		root.next() // type arguments, of which there are none
		if root.broken {
			return
		}
		name, kind, ok := e.name(object)
		if !ok {
			return
		}
		if wanted(name, kind == variable) {
			left = append(left, root.data[start:root.at]...)
			kept++
		}
	}
	if root.broken {
		return
	}
	for i := begin; i < list; i++ { // as many bytes as before
		root.data[i] = byte(kept) | 0x80
		kept >>= 7
	}
	root.data[list-1] &^= 0x80
	copy(root.data[list:], left)
}

// Sections of export data, the kind of object that a variable is, and the
// version of the format that is understood.
const (
	stringSection = 0
	metaSection   = 1
	nameSection   = 4
	sections      = 10
	variable      = 4
	exportVersion = 2
)

// An export is the export data of a package: elements, in sections, that refer
// to each other.
type export struct {
	data        []byte
	sectionEnds [sections]uint32 // in ends
	ends        []byte           // of elements in data, four bytes each
}

func openExport(data []byte) (e export, ok bool) {
	const header = 1 + 4 + 4 + 4*sections
	if len(data) < header || data[0] != 'u' {
		return e, false
	}
	word := func(at int) uint32 { return binary.LittleEndian.Uint32(data[at:]) }
	if word(1) != exportVersion || word(5) != 0 { // or with marks for debugging
		return e, false
	}
	for i := range e.sectionEnds {
		e.sectionEnds[i] = word(9 + 4*i)
	}
	size := 4 * int64(e.sectionEnds[sections-1])
	if header+size > int64(len(data)) {
		return e, false
	}
	e.ends, e.data = data[header:header+size], data[header+size:]
	return e, true
}

// element returns an element of a section.
func (e *export) element(section int, index uint64) element {
	first := uint64(0)
	if section > 0 {
		first = uint64(e.sectionEnds[section-1])
	}
	at := first + index
	if at < first || at >= uint64(e.sectionEnds[section]) || at >= uint64(len(e.ends)/4) {
		return element{broken: true}
	}
	start := uint32(0)
	if at > 0 {
		start = binary.LittleEndian.Uint32(e.ends[4*(at-1):])
	}
	end := binary.LittleEndian.Uint32(e.ends[4*at:])
	if start > end || uint64(end) > uint64(len(e.data)) {
		return element{broken: true}
	}
	return element{data: e.data[start:end]}
}

// name returns the name and the kind of an object.
func (e *export) name(object uint64) (name []byte, kind uint64, ok bool) {
	named := e.element(nameSection, object)
	var few [4]uint64
	refs := named.references(few[:0])
	named.next() // the package
	text := e.element(stringSection, named.index(refs, named.next()))
	kind = named.next()
	return text.data, kind, !named.broken && !text.broken
}

// An element is read number by number.
type element struct {
	data   []byte
	at     int
	broken bool
}

func (e *element) next() uint64 {
	x, n := binary.Uvarint(e.data[e.at:])
	if n <= 0 {
		e.broken = true
		return 0
	}
	e.at += n
	return x
}

// references appends the indices of the elements that an element refers to.
func (e *element) references(refs []uint64) []uint64 {
	count := e.next()
	if count > uint64(len(e.data)) {
		e.broken = true
		return nil
	}
	refs = slices.Grow(refs, int(count))
	for range count {
		e.next() // the section
		refs = append(refs, e.next())
	}
	return refs
}

// index returns the one of these indices that a number in the element means.
func (e *element) index(refs []uint64, i uint64) uint64 {
	if i >= uint64(len(refs)) {
		e.broken = true
		return 0
	}
	return refs[i]
}
