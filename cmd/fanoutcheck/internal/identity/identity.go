// Package identity recognises a report after the code around it has changed.
//
// A report is known by its package, the declared function that it stands in,
// its check, and the code that it points at: by nothing that changes when
// lines above it come and go, when code is laid out anew, or when a later
// version words its message differently.
package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

// A Key is what a report is known by. Reports on equal code in one function
// have equal keys.
type Key struct {
	Package, Function, Check, Code string
}

// Of returns the key of a report.
func Of(files *source.Files, r govet.Report) Key {
	return Key{
		Package:  r.Package,
		Function: files.Function(r.Position),
		Check:    r.Check,
		Code:     files.Code(r.Position, r.End),
	}
}

// Mark adds to each report the function around it and its fingerprint.
// Those with equal keys are numbered in their order, so that every fingerprint
// is another one.
func Mark(files *source.Files, reports []govet.Report) {
	seen := make(map[Key]int)
	for i := range reports {
		key := Of(files, reports[i])
		seen[key]++
		reports[i].Function = key.Function
		reports[i].Fingerprint = key.fingerprint(seen[key])
	}
}

func (k Key) fingerprint(number int) string {
	text := strings.Join([]string{k.Package, k.Function, k.Check, k.Code, strconv.Itoa(number)}, "\x00")
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}
