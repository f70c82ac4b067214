package baseline

import (
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/identity"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

// Match returns the reports that are not accepted, and the entries that
// accept none.
//
// First come reports whose code is that of an entry. What is left of both is
// then matched by function and check alone, so that to rename a variable
// makes no report a new one: in a function, as many reports of a check are
// accepted as it has entries, and of more, those with unknown code are new.
func (b *Baseline) Match(files *source.Files, reports []govet.Report) (fresh []govet.Report, unused []Entry) {
	keys := make([]identity.Key, len(reports))
	for i, r := range reports {
		keys[i] = identity.Of(files, r)
	}
	accepted := make([]bool, len(reports))
	unused = b.entries
	for _, reduce := range []func(identity.Key) identity.Key{exactly, withoutCode} {
		open := make(map[identity.Key]int)
		for _, e := range unused {
			open[reduce(e.key)]++
		}
		used := make(map[identity.Key]int)
		for i, key := range keys {
			key = reduce(key)
			if !accepted[i] && used[key] < open[key] {
				used[key]++
				accepted[i] = true
			}
		}
		var left []Entry
		for _, e := range unused {
			if key := reduce(e.key); used[key] > 0 {
				used[key]--
				continue
			}
			left = append(left, e)
		}
		unused = left
	}
	for i, r := range reports {
		if !accepted[i] {
			fresh = append(fresh, r)
		}
	}
	return fresh, unused
}

func exactly(k identity.Key) identity.Key { return k }

func withoutCode(k identity.Key) identity.Key {
	k.Code = ""
	return k
}

// Package returns the package that an entry is about.
func (e Entry) Package() string { return e.key.Package }

// Check returns the check that an entry is about.
func (e Entry) Check() string { return e.key.Check }
