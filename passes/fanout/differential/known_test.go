package differential

// Why verdict and reality are known to disagree.
const (
	handshakeOfLeaf   = "what a leaf closes midway, before it goes on to work, is taken for its end"
	heldWhileJoined   = "where every goroutine is awaited, or is a chain, the slot that each level holds meanwhile is not asked for"
	onceOfImplementer = "a node that a helper puts into an implementer is taken for one that all of them share, and its sync.Once too"
	outerGoroutine    = "a goroutine that only starts another is judged like the other"
	releasedFirst     = "a slot that is given back before the goroutine descends is taken for a bound"
)

// known are the programs for which verdict and reality are known to disagree,
// with the reason.
var known = map[string]string{
	"released-first":        releasedFirst,
	"successor-before-work": "a parent that goes on working beside its successor is taken for one that ends",

	"function / range / several / go in go / none / per activation / package / 0":                    outerGoroutine,
	"map / defer / several / go in go / each by group / try, per level / parameter / 1":              outerGoroutine,
	"method expression / range / one / go in go / deferred / before spawn / parameter / 0":           heldWhileJoined,
	"field / other package / leaf per child / time.AfterFunc / handshake / released / parameter / 0": handshakeOfLeaf,
	"field / index / leaf per child / time.AfterFunc / handshake / depth, kept / parameter / 9":      handshakeOfLeaf,
	"implementers / slices.ContainsFunc / leaf / starter / none / once per node / parameter / 6":     onceOfImplementer,
	"generic / other package / leaf / time.AfterFunc / handshake / once per node / package / 0":      handshakeOfLeaf,
}

// unfixed are the programs that are known to be wrong after a fix, with the
// reason.
var unfixed = map[string]string{
	"closure / slices.SortFunc / several / other package / shared / lost / package / 6": releasedFirst,
}
