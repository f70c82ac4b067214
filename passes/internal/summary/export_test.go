package summary

import "maps"

// Standard returns the table of the standard library.
func Standard() map[string][]Effect { return maps.Clone(standard) }

// WithoutStandard runs f without the table, so that it can't be the source
// of what is computed.
func WithoutStandard(f func()) {
	table := standard
	standard = nil
	defer func() { standard = table }()
	f()
}
