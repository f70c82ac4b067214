// Package top imports the others, so that the go command asks only for the
// facts of those.
package top

import (
	_ "example.com/shapes/calls"
	_ "example.com/shapes/drains"
	_ "example.com/shapes/interfaces"
	_ "example.com/shapes/numbers"
	_ "example.com/shapes/objects"
)
