package fanout

import (
	"go/ast"
	"go/token"
)

// A Site is one goroutine spawn inside recursion, judged.
type Site struct {
	// Node is the spawn: the go statement, or the call that hands a
	// function to something that runs it on a new goroutine.
	Node ast.Node
	// Function names the function that holds the spawn, as a reader of
	// the source would: "walk", "(*Executor).runDeps".
	Function string
	// Spawner names what starts the goroutine: "go" or a function such
	// as "(*errgroup.Group).Go".
	Spawner string
	// Verdict says whether the site is reported, and why or why not.
	Verdict Verdict
	// Message is the verdict in one sentence, for a person.
	Message string
	// Cycle holds the recursion edge by edge. It starts at the spawn
	// where the goroutine itself re-enters the cycle, and else at the
	// function that holds the spawn.
	Cycle []Step
	// Functions are the declarations and literals on the cycle, as
	// *ast.FuncDecl and *ast.FuncLit.
	Functions []ast.Node
	// Evidence lists what was found that bounds the site, or that
	// seems to and does not.
	Evidence []Evidence
}

// A Step is one edge of a cycle: a call, a spawn, or a send to the loop
// that receives.
type Step struct {
	Pos  token.Pos
	Text string // a sentence such as "walk starts a goroutine that calls walk"
}

// Evidence is one thing that bounds a site, or looks as if it did.
type Evidence struct {
	Pos    token.Pos
	Text   string // what it is and, where it does not count, why not
	Counts bool   // whether it bounds the site
}

// A Verdict is the judgement of a site. The reported verdicts carry the
// category of the report; all others are quiet.
type Verdict string

// The reported verdicts.
const (
	RecursiveSpawn Verdict = "recursive-spawn" // the goroutine re-enters the cycle, unbounded
	LeafSpawn      Verdict = "leaf-spawn"      // every activation starts one and goes on recursing
	WorklistSpawn  Verdict = "worklist-spawn"  // the cycle closes through a channel
	PerLevelBound  Verdict = "per-level-bound" // each activation makes its own limit
	LateAcquire    Verdict = "late-acquire"    // the slot is taken inside the new goroutine
	HoldWait       Verdict = "hold-wait"       // a slot is held while waiting for tasks that need slots
)

// The quiet verdicts.
const (
	BoundedTry        Verdict = "bounded-try"        // a failed try-acquire runs inline or skips
	BoundedSemaphore  Verdict = "bounded-semaphore"  // a shared slot is taken before the spawn
	BoundedPool       Verdict = "bounded-pool"       // a fixed number of workers reads a queue
	BoundedGroup      Verdict = "bounded-group"      // a shared group with a limit
	BoundedLifo       Verdict = "bounded-lifo"       // a lifo group of a shared limiter
	BoundedDepth      Verdict = "bounded-depth"      // a depth or budget parameter is checked
	BoundedCutoff     Verdict = "bounded-cutoff"     // below a size the work is sequential
	BoundedSequential Verdict = "bounded-sequential" // joined before the recursion goes on
	BoundedOnce       Verdict = "bounded-once"       // a shared sync.Once guards the spawn
	Chain             Verdict = "chain"              // at most one re-entry per activation
	Accepted          Verdict = "accepted"           // a directive with a reason
)

// Check returns the name of the check that reports v, or "" when v is
// quiet.
func (v Verdict) Check() string {
	switch v {
	case RecursiveSpawn, LeafSpawn, WorklistSpawn:
		return "unboundedspawn"
	case PerLevelBound:
		return "perlevelbound"
	case LateAcquire:
		return "lateacquire"
	case HoldWait:
		return "holdwait"
	}
	return ""
}
