package differential

// Why verdict and reality are known to disagree.
const (
	awaitedOnReturn = "leaves that each activation starts in its loop and awaits before it returns add up to depth times width; " +
		"they are reported, for one wide directory in another"
	handshakeOfLeaf = "what a leaf closes midway, before it goes on to work, is taken for its end"
	heldWhileJoined = "where every goroutine is awaited, or is a chain, the slot that each level holds meanwhile is not asked for"
	interfaceParam  = "an interface that the recursion passes on to itself is not followed"
	onceOfNode      = "where the recursion goes on in a callback, the once of a node is taken for a shared one"
	lateInCallback  = "in a callback, the slot that is tried for the children, or that is one of a huge number, is taken for the goroutine's own"
	outerGoroutine  = "a goroutine that only starts another is judged like the other"
)

// known are the programs for which verdict and reality are known to disagree,
// with the reason.
var known = map[string]string{
	"generator":             "a channel that is received from until it is closed is not taken for a join",
	"released-first":        "a slot that is given back before the goroutine descends is taken for a bound",
	"successor-before-work": "a parent that goes on working beside its successor is taken for one that ends",
	"worklist-slots-before": "a goroutine that sends to the loop which takes its slots is not taken for one that waits",

	"function / range / several / go in go / none / per activation / package / 0":                      outerGoroutine,
	"map / defer / several / go in go / each by group / try, per level / parameter / 1":                outerGoroutine,
	"method expression / range / one / go in go / deferred / before spawn / parameter / 0":             heldWhileJoined,
	"closure / other package / leaf per child / errgroup / errgroup / depth, kept / package / 5":       awaitedOnReturn,
	"embedded / slices.ContainsFunc / leaf per child / go in go / local / depth, kept / package / 11":  awaitedOnReturn,
	"field / other package / leaf per child / time.AfterFunc / handshake / released / parameter / 0":   handshakeOfLeaf,
	"generic / other package / leaf / time.AfterFunc / handshake / once per node / package / 0":        handshakeOfLeaf,
	"interface / range / leaf per child / helper / none / none / parameter / 2":                        interfaceParam,
	"interface / own iterator / several / errgroup / shared errgroup / TryGo, no limit / package / 10": interfaceParam,
	"two functions / iterator / several / go literal / none / one cycle / package / 0":                 lateInCallback,
	"two functions / iterator / several / variadic helper / handshake / one cycle / parameter / 0":     lateInCallback,
	"method value / sort.Slice / several / other package / none / one branch / package / 6":            lateInCallback,
	"function / sync.Map / leaf / go literal / none / once per node / package / 0":                     onceOfNode,
	"interface / range / several / go literal / none / none / package / 0":                             interfaceParam,
}
