package recursion

import "sync"

// What makes a document: a document, or an editor of one.
type Draft interface{ Document() int }

type document int

func (d document) Document() int { return int(d) }

// An editor keeps its edits in a list of records, and each record lists the
// drafts that it inserts: these may be editors.
type editor struct{ edits *edit }

type edit struct {
	inserted []Draft
	next     *edit
}

func (e *editor) Insert(drafts ...Draft) {
	e.edits = &edit{drafts, e.edits}
}

func (e *editor) Document() int {
	total := make(chan int)
	for one := e.edits; one != nil; one = one.next {
		var made sync.WaitGroup
		for i, draft := range one.inserted {
			made.Add(1)
			go func() { // want "^recursive-spawn"
				defer made.Done()
				one.inserted[i] = document(draft.Document())
			}()
		}
		go func() { // want "^leaf-spawn"
			made.Wait()
			total <- len(one.inserted)
		}()
	}
	return <-total
}

// The record of a decorator has one draft, whosever that is.
type annotated struct{ notes *notes }

type notes struct {
	of   Draft
	text []string
}

func (a *annotated) Document() int {
	made := make(chan int)
	go func() { made <- a.notes.of.Document() }()
	return <-made
}

// The drafts of something that is no draft are nobody's children.
type shelf struct{ rows []*row }

type row struct{ drafts []Draft }

func (s *shelf) documents() {
	for _, row := range s.rows {
		for _, draft := range row.drafts {
			go draft.Document()
		}
	}
}
