package reporttest

import (
	"bytes"
	"cmp"
	"errors"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// ErrOverlap says that edits are in each other's way.
var ErrOverlap = errors.New("edits overlap")

// Edited returns the text of a file after edits, and does once what several of
// them do alike. Nothing else is done to it. The file's positions start at base.
func Edited(content []byte, base int, edits []analysis.TextEdit) ([]byte, error) {
	edits = slices.SortedStableFunc(slices.Values(edits), func(x, y analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(x.Pos, y.Pos), cmp.Compare(x.End, y.End))
	})
	edits = slices.CompactFunc(edits, func(x, y analysis.TextEdit) bool {
		return x.Pos == y.Pos && x.End == y.End && bytes.Equal(x.NewText, y.NewText)
	})
	var text []byte
	last := 0
	for _, edit := range edits {
		start, end := int(edit.Pos)-base, int(cmp.Or(edit.End, edit.Pos))-base
		if start < last || end < start || end > len(content) {
			return nil, ErrOverlap
		}
		text = append(append(text, content[last:start]...), edit.NewText...)
		last = end
	}
	return append(text, content[last:]...), nil
}
