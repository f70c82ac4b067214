package differential

// Why verdict and reality are known to disagree.
const (
	awaitedOnReturn = "leaves that each activation starts in its loop and awaits before it returns add up to depth times width; " +
		"they are reported, for one wide directory in another"
	countedReceives = "a counted loop of receives is not taken for the join of a leaf"
	handshakeOfLeaf = "what a leaf sends or closes first is taken for its end"
	heldWhileJoined = "where every goroutine is awaited, or is a chain, the slot that each level holds meanwhile is not asked for"
	hugeParameter   = "the size of a semaphore that is passed as a parameter is not known"
	interfaceParam  = "an interface that the recursion passes on to itself is not followed"
	onceOfNode      = "a goroutine below the Do of a once is in no recursion"
	triesInCallback = "who only tries to take a slot, in a callback, is taken for one that waits for it"
	outerGoroutine  = "a goroutine that only starts another is judged like the other"
)

// known are the programs for which verdict and reality are known to disagree,
// with the reason.
var known = map[string]string{
	"generator":             "a channel that is received from until it is closed is not taken for a join",
	"released-first":        "a slot that is given back before the goroutine descends is taken for a bound",
	"successor-before-work": "a parent that goes on working beside its successor is taken for one that ends",
	"worklist-slots-before": "a goroutine that sends to the loop which takes its slots is not taken for one that waits",

	"function / range / leaf / go literal / none / in child / package / 0":                             "the slot that a leaf takes once it runs is not asked for",
	"function / range / several / go literal / none / huge / package / 9":                              "an error of Acquire that is thrown away leaves a huge weighted semaphore in doubt",
	"function / range / leaf per child / go call / none / budget / package / 0":                        "a leaf of another package is not seen under the guard of a depth",
	"function / range / several / go in go / none / per activation / package / 0":                      outerGoroutine,
	"function / range / leaf / go in go / handshake / mutex / package / 2":                             outerGoroutine,
	"map / defer / several / go in go / each by group / try, per level / parameter / 1":                outerGoroutine,
	"function / range / several / go literal / each by channel / before spawn / package / 0":           heldWhileJoined,
	"method expression / range / one / go in go / deferred / before spawn / parameter / 0":             heldWhileJoined,
	"generic / range / several / go literal / each by group / in child / parameter / 4":                heldWhileJoined,
	"method / iterator / several / time.AfterFunc / each by group / before spawn / field / 7":          heldWhileJoined,
	"closure / other package / leaf per child / errgroup / errgroup / depth, kept / package / 5":       awaitedOnReturn,
	"embedded / slices.ContainsFunc / leaf per child / go in go / local / depth, kept / package / 11":  awaitedOnReturn,
	"three functions / range / leaf / time.AfterFunc / channel / per child / package / 1":              countedReceives,
	"generic / sync.Map / leaf per child / helper / handshake / huge / package / 7":                    handshakeOfLeaf,
	"field / other package / leaf per child / time.AfterFunc / handshake / released / parameter / 0":   handshakeOfLeaf,
	"generic / other package / leaf / time.AfterFunc / handshake / once per node / package / 0":        onceOfNode,
	"interface / range / leaf per child / helper / none / none / parameter / 2":                        interfaceParam,
	"interface / own iterator / several / errgroup / shared errgroup / TryGo, no limit / package / 10": interfaceParam,
	"three functions / iterator / several / go parameter / shared / huge / parameter / 2":              hugeParameter,
	"two functions / iterator / several / go literal / none / one cycle / package / 0":                 triesInCallback,
	"two functions / iterator / several / variadic helper / handshake / one cycle / parameter / 0":     triesInCallback,
	"method value / sort.Slice / several / other package / none / one branch / package / 6":            triesInCallback,
}
