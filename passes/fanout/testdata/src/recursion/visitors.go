package recursion

import "sync"

// The cycle leads through two interfaces: a node hands itself to a visitor.
type accepting interface{ accept(v caller) }

type caller interface {
	visitDir(*dirNode)
	visitFile(*fileNode)
}

type dirNode struct{ children []accepting }

type fileNode struct{}

func newDirNode(children ...accepting) *dirNode { return &dirNode{children} }

func (d *dirNode) accept(v caller)  { v.visitDir(d) }
func (f *fileNode) accept(v caller) { v.visitFile(f) }

type sizer struct{ wg sync.WaitGroup }

func (s *sizer) visitDir(d *dirNode) {
	for _, c := range d.children {
		s.wg.Add(1)
		go func() { // want "^recursive-spawn"
			defer s.wg.Done()
			c.accept(s)
		}()
	}
}

func (s *sizer) visitFile(*fileNode) {}

// One that hands neither itself nor its like to anybody does not come back.
type listener interface{ hear(name string) }

type ear struct{}

func (ear) hear(string) {}

type speaker struct{ parts []*speaker }

func (s *speaker) hear(name string) {
	for _, p := range s.parts {
		go p.tell(ear{}, name)
	}
}

func (s *speaker) tell(l listener, name string) { l.hear(name) }
