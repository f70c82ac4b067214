package delegation

import "sync"

type sender interface{ send(string) error }

type mail struct{ address string }

func (*mail) send(string) error { return nil }

// multiSender sends by all that it was given. One in another would be odd.
type multiSender struct{ senders []sender }

var _ sender = (*multiSender)(nil)

func newMultiSender(senders ...sender) *multiSender { return &multiSender{senders} }

func (m *multiSender) send(message string) error {
	var wg sync.WaitGroup
	for _, s := range m.senders {
		wg.Go(func() { s.send(message) })
	}
	wg.Wait()
	return nil
}

type Job interface{ Do() }

type command struct{ name string }

func (command) Do() {}

// The constructor may say no more than that it is one of them.
type together struct{ jobs []Job }

func Together(jobs ...Job) Job {
	if len(jobs) == 1 {
		return jobs[0]
	}
	return &together{jobs}
}

func (t *together) Do() {
	var wg sync.WaitGroup
	for _, j := range t.jobs {
		wg.Go(j.Do)
	}
	wg.Wait()
}

type Duty interface{ Fulfil() }

type errand struct{ name string }

func (errand) Fulfil() {}

// Here the package calls it itself, for lists in lists.
type duties struct{ all []Duty }

func Duties(all ...Duty) Duty { return &duties{all} }

func plan(names [][]string) Duty {
	var days []Duty
	for _, day := range names {
		var errands []Duty
		for _, name := range day {
			errands = append(errands, errand{name})
		}
		days = append(days, Duties(errands...))
	}
	return Duties(days...)
}

func (d *duties) Fulfil() {
	var wg sync.WaitGroup
	for _, one := range d.all {
		wg.Go(one.Fulfil) // want "^recursive-spawn"
	}
	wg.Wait()
}

type Rule interface{ Holds() bool }

// Two kinds of lists are an algebra.
type All struct{ rules []Rule }

func NewAll(rules ...Rule) *All { return &All{rules} }

type Any struct{ rules []Rule }

func NewAny(rules ...Rule) *Any { return &Any{rules} }

func (a *All) Holds() bool { return holding(a.rules) == len(a.rules) }
func (a *Any) Holds() bool { return holding(a.rules) > 0 }

func holding(rules []Rule) int {
	held := make(chan bool, len(rules))
	for _, r := range rules {
		go func() { held <- r.Holds() }() // want "^recursive-spawn"
	}
	n := 0
	for range rules {
		if <-held {
			n++
		}
	}
	return n
}

type Item interface{ Visit() }

type leafItem struct{}

func (leafItem) Visit() {}

// What grows by one child after the other is a tree.
type Branch struct{ items []Item }

func (b *Branch) Add(item Item) { b.items = append(b.items, item) }

func (b *Branch) Visit() {
	for _, i := range b.items {
		go i.Visit() // want "^recursive-spawn"
	}
}

type Stage interface{ Run() }

type leafStage struct{}

func (leafStage) Run() {}

// The package nests its own lists.
type Stages struct{ stages []Stage }

func NewStages(stages []Stage) *Stages { return &Stages{stages} }

func nested(depth int) Stage {
	if depth == 0 {
		return leafStage{}
	}
	return NewStages([]Stage{nested(depth - 1), nested(depth - 1)})
}

func (s *Stages) Run() {
	for _, one := range s.stages {
		go one.Run() // want "^recursive-spawn"
	}
}

type Command interface{ Execute() error }

// A list may be the node itself. Where there are two kinds of them, users nest them.
type InTurn []Command

func (list InTurn) Execute() error {
	for _, c := range list {
		if err := c.Execute(); err != nil {
			return err
		}
	}
	return nil
}

type AtOnce []Command

func (list AtOnce) Execute() error {
	errs := make(chan error, len(list))
	for _, c := range list {
		go func() { errs <- c.Execute() }() // want "^recursive-spawn"
	}
	var first error
	for range list {
		if err := <-errs; first == nil {
			first = err
		}
	}
	return first
}

type Listener interface{ Hear(string) }

type deaf []byte

func (deaf) Hear(string) {}

// A list that only passes on what it is told, beside a list of something else.
type audience []Listener

func Audience(all ...Listener) Listener { return audience(all) }

func (a audience) Hear(what string) {
	for _, one := range a {
		go one.Hear(what)
	}
}
