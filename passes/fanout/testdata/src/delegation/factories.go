package delegation

import "sync"

// A cache of several caches. What makes them is handed to who makes it, and makes
// caches of another kind.
type store interface{ start() }

type newStore func(name string) store

func stores(file string) newStore {
	return func(name string) store { return &plainStore{file + name} }
}

type plainStore struct{ name string }

func (*plainStore) start() {}

type manyStores struct{ byName map[string]store }

func newManyStores(names []string, create newStore) store {
	all := map[string]store{}
	for _, name := range names {
		all[name] = create(name)
	}
	return &manyStores{all}
}

func (m *manyStores) start() {
	var wg sync.WaitGroup
	for _, s := range m.byName {
		wg.Go(s.start)
	}
	wg.Wait()
}

func openStores(names []string) store { return newManyStores(names, stores("file")) }

// Here one that makes caches of several makes more such caches.
type index interface{ load() }

type newIndex func(name string) index

func indexes(depth int) newIndex {
	if depth == 0 {
		return func(string) index { return plainIndex{} }
	}
	return func(name string) index { return newManyIndexes([]string{name}, indexes(depth-1)) }
}

type plainIndex struct{}

func (plainIndex) load() {}

type manyIndexes struct{ byName map[string]index }

func newManyIndexes(names []string, create newIndex) index {
	all := map[string]index{}
	for _, name := range names {
		all[name] = create(name)
	}
	return &manyIndexes{all}
}

func (m *manyIndexes) load() {
	var wg sync.WaitGroup
	for _, i := range m.byName {
		wg.Go(i.load) // want "^recursive-spawn"
	}
	wg.Wait()
}

// And here anybody may hand in one.
type shard interface{ Open() }

type shards struct{ parts []shard }

func Shards(names []string, newShard func(string) shard) shard {
	s := &shards{}
	for _, name := range names {
		s.parts = append(s.parts, newShard(name))
	}
	return s
}

func (s *shards) Open() {
	var wg sync.WaitGroup
	for _, part := range s.parts {
		wg.Go(part.Open) // want "^recursive-spawn"
	}
	wg.Wait()
}
