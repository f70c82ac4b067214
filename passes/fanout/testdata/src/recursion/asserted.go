package recursion

// What is asked for more than its interface says may come back here.
type index interface{ name() string }

type counting interface {
	index
	count(field int) int
}

type alias struct{ indexes []index }

func (a *alias) name() string { return "alias" }

func (a *alias) Add(i ...index) { a.indexes = append(a.indexes, i...) }

func (a *alias) count(field int) int {
	counts := make(chan int, len(a.indexes))
	one := func(in index) {
		if in, ok := in.(counting); ok {
			counts <- in.count(field)
		}
	}
	for _, in := range a.indexes {
		go one(in) // want "^recursive-spawn"
	}
	return <-counts
}
