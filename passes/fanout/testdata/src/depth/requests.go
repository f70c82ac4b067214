package depth

import (
	"errors"
	"fmt"
	"protolib"
	"sync"
)

var errTooDeep = errors.New("too deep")

func related(object string) []string { return []string{object} }

// A helper looks at what is left, through the methods of generated code.
func checkDepth(r *protolib.Request) error {
	if r.GetMeta().GetDepth() == 0 {
		return errTooDeep
	}
	return nil
}

func lessDepth(m *protolib.Metadata) *protolib.Metadata {
	return &protolib.Metadata{Depth: m.GetDepth() - 1}
}

func allowed(r *protolib.Request) error {
	if err := checkDepth(r); err != nil {
		return err
	}
	for _, o := range related(r.Object) {
		go allowed(&protolib.Request{Object: o, Meta: lessDepth(r.GetMeta())}) // want "^bounded-depth"
	}
	return nil
}

// A clone of the request with a depth of its own.
func allowedByClone(r *protolib.Request, most int32) error {
	if r.GetMeta().GetDepth() == most {
		return errTooDeep
	}
	for _, o := range related(r.Object) {
		child := r.Clone()
		child.Object = o
		child.Meta.Depth++
		go allowedByClone(child, most) // want "^bounded-depth"
	}
	return nil
}

// Other ways to tell the caller.
func within(depth int) error {
	if depth > 25 {
		return fmt.Errorf("deeper than %d", depth)
	}
	return nil
}

func tooDeep(depth int) bool { return depth > 25 }

func remaining(depth int) (int, bool) {
	if depth < 1 {
		return 0, false
	}
	return depth - 1, true
}

func descendWithin(n *node, depth int) error {
	if err := within(depth); err != nil {
		return err
	}
	for _, c := range n.children {
		go descendWithin(c, depth+1) // want "^bounded-depth"
	}
	return nil
}

func descendUnless(n *node, depth int) {
	if tooDeep(depth) {
		return
	}
	for _, c := range n.children {
		go descendUnless(c, depth+1) // want "^bounded-depth"
	}
}

func descendWhile(n *node, depth int) {
	if _, ok := remaining(depth); !ok {
		return
	}
	for _, c := range n.children {
		go descendWhile(c, depth-1) // want "^bounded-depth"
	}
}

// A helper that is asked and whose answer changes nothing.
func descendAnyway(n *node, depth int) {
	if tooDeep(depth) {
		depth--
	}
	for _, c := range n.children {
		go descendAnyway(c, depth+1) // want "^recursive-spawn"
	}
}

// A helper that fails for another reason as well as for the depth is still
// asked on every way, but one that looks at the depth only sometimes is not
// believed.
func sometimes(n *node, depth int) error {
	if len(n.children) > 8 {
		return nil
	}
	if depth > 25 {
		return errTooDeep
	}
	return nil
}

func descendSometimes(n *node, depth int) error {
	if err := sometimes(n, depth); err != nil {
		return err
	}
	for _, c := range n.children {
		go descendSometimes(c, depth+1) // want "^recursive-spawn"
	}
	return nil
}

// A depth that nobody moves.
func descendStanding(n *node, depth int, wg *sync.WaitGroup) {
	defer wg.Done()
	if tooDeep(depth) {
		return
	}
	for _, c := range n.children {
		wg.Add(1)
		go descendStanding(c, depth, wg) // want "^recursive-spawn"
	}
}
