package recursion

type Test interface{ Test() error }

type ping struct{}

func (*ping) Test() error { return nil }

// A list that the package puts into another.
type Tests struct{ all []Test }

func NewTests(all []Test) *Tests { return &Tests{all} }

func defaults() *Tests {
	return NewTests([]Test{new(ping), NewTests([]Test{new(ping)})})
}

func (t *Tests) Test() error {
	for _, one := range t.all {
		go one.Test() // want "^recursive-spawn"
	}
	return nil
}

// One that it puts into another one by one, by its interface.
type Trial interface{ Try() error }

type toss struct{}

func (*toss) Try() error { return nil }

type Trials struct{ all []Trial }

func NewTrials(all []Trial) *Trials { return &Trials{all} }

func repeated(n int) Trial {
	var last Trial = new(toss)
	for range n {
		last = NewTrials([]Trial{last, last})
	}
	return last
}

func (t *Trials) Try() error {
	for _, one := range t.all {
		go one.Try() // want "^recursive-spawn"
	}
	return nil
}
