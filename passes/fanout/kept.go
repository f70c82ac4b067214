package fanout

import (
	"go/ast"
	"maps"
	"slices"
)

// A keeping finds what a package's facts depend on: the functions that matter,
// those that mention them and, where a value decides what is called or which
// object is meant, what gives values to the same field, variable or result.
type keeping struct {
	scanner  *Scanner
	declared *declared
	kept     map[ast.Node]bool
	values   []*values        // of what is kept
	called   map[mention]bool // how functions and variables that are kept are mentioned
	wanted   map[string]bool  // names of fields, variables and functions whose values count
	counted  map[string]bool  // names of numbers that may limit what is started
}

// kept returns the functions and variables whose bodies and values stay.
func (s *Syntax) kept() map[ast.Node]bool {
	k := &keeping{
		scanner:  s.scanner,
		declared: s.declared(),
		kept:     make(map[ast.Node]bool),
		called:   make(map[mention]bool),
		counted:  make(map[string]bool),
	}
	k.wanted = maps.Clone(k.declared.embedded) // which a selector leads through and does not mention
	others := make(map[ast.Node]*uses)
	started := s.started()
	for file, names := range s.names {
		for n := range holders(file) {
			u := k.declared.usesOf(n, names)
			fn, isFunction := n.(*ast.FuncDecl)
			if isFunction && started[fn.Name.Name] || s.scanner.matters(n, names, k.declared) {
				k.count(k.keep(n, u))
			} else {
				others[n] = u
			}
		}
	}
	for again := true; again; {
		again = false
		for _, v := range k.values {
			again = k.follow(v) || again
		}
		for n, u := range others {
			if k.needs(u) {
				k.keep(n, u)
				delete(others, n)
				again = true
			}
		}
	}
	return k.kept
}

func (k *keeping) keep(n ast.Node, u *uses) *values {
	v := k.declared.valuesOf(n, u.names)
	k.kept[n] = true
	k.values = append(k.values, v)
	for _, name := range u.as {
		k.called[name] = true
	}
	for _, name := range u.gives {
		if k.declared.kinds[name]&function != 0 {
			k.called[mention{name, true}] = true
		}
	}
	return v
}

func (k *keeping) needs(u *uses) bool {
	return slices.ContainsFunc(u.mentions, func(m mention) bool { return k.called[m] || k.counted[m.name] }) ||
		slices.ContainsFunc(u.gives, func(name string) bool { return k.wanted[name] })
}

// count notes the numbers that decide whether something is started.
func (k *keeping) count(v *values) {
	for _, m := range v.conditions {
		if v.starts && k.declared.kinds[m.name]&number != 0 {
			k.counted[m.name] = true
		}
	}
}

// follow wants what decides what is called in a body that is kept, and what
// values are given there. It reports whether that is more than before.
func (k *keeping) follow(v *values) bool {
	more := false
	var left []tie
	for _, t := range v.ties {
		if t.certain || t.gives && k.wanted[t.to.name] || !t.gives && k.called[t.to] {
			more = k.want(v, t.from) || more
		} else {
			left = append(left, t)
		}
	}
	v.ties = left
	return more
}

// want wants names, and for a local variable those that its values come from.
func (k *keeping) want(v *values, names []mention) bool {
	more := false
	for _, m := range names {
		if from, ok := v.local[m.name]; ok && !m.selected {
			delete(v.local, m.name)
			more = k.want(v, from) || more
		}
		if (m.selected || k.declared.values[m.name]) && !k.wanted[m.name] {
			k.wanted[m.name] = true
			more = true
		}
	}
	return more
}
