package fanout

import "maps"

// StandardFunctionTypes returns the table of the types whose values are
// functions.
func StandardFunctionTypes() map[string]bool { return maps.Clone(standardFunctionTypes) }
