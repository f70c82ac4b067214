// Package verdict names the judgements of a spawn site.
package verdict

import "go/token"

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
	LostSlot       Verdict = "lost-slot"       // of evidence only: a slot is not given back on some way
)

// The quiet verdicts.
const (
	BoundedTry        Verdict = "bounded-try"        // a failed try-acquire runs inline or skips
	BoundedSemaphore  Verdict = "bounded-semaphore"  // a shared slot is taken before the spawn
	BoundedPool       Verdict = "bounded-pool"       // a fixed number of workers runs what is queued
	BoundedGroup      Verdict = "bounded-group"      // a shared group with a limit
	BoundedLifo       Verdict = "bounded-lifo"       // a lifo group of a shared limiter
	BoundedDepth      Verdict = "bounded-depth"      // a depth or budget is checked
	BoundedCutoff     Verdict = "bounded-cutoff"     // below a size the work is sequential
	BoundedSequential Verdict = "bounded-sequential" // joined before the recursion goes on
	BoundedOnce       Verdict = "bounded-once"       // a shared once or flag guards the spawn
	Chain             Verdict = "chain"              // at most one re-entry per activation
	Indirect          Verdict = "indirect"           // the cycle is too long to be sure of
	Accepted          Verdict = "accepted"           // a directive with a reason
)

// Checks returns the names of the checks, in the order in which a reader
// should meet them.
func Checks() []string {
	return []string{"unboundedspawn", "perlevelbound", "lateacquire", "holdwait", "lostslot"}
}

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
	case LostSlot:
		return "lostslot"
	}
	return ""
}

// Brief says in a few words what limits the goroutines, or what is wrong. It
// stands beside an arrow of a picture.
func (v Verdict) Brief() string {
	switch v {
	case RecursiveSpawn, LeafSpawn, WorklistSpawn:
		return "no limit"
	case PerLevelBound:
		return "a limit for each call"
	case LateAcquire:
		return "slot taken too late"
	case HoldWait:
		return "waits with a slot"
	case LostSlot:
		return "slot lost"
	case BoundedTry:
		return "only with a free slot"
	case BoundedSemaphore:
		return "slot taken first"
	case BoundedPool:
		return "fixed workers"
	case BoundedGroup:
		return "limited group"
	case BoundedLifo:
		return "limited by lifo"
	case BoundedDepth:
		return "limited depth"
	case BoundedCutoff:
		return "only from a size on"
	case BoundedSequential:
		return "waited for first"
	case BoundedOnce:
		return "only once"
	case Chain:
		return "one at a time"
	case Indirect:
		return "too long to judge"
	case Accepted:
		return "accepted in a comment"
	}
	return string(v)
}

// Evidence is one thing that bounds a site, or looks as if it did.
type Evidence struct {
	Verdict Verdict // the verdict that it supports
	Pos     token.Pos
	Text    string // what it is and, where it does not count, why not
	Counts  bool   // whether it bounds the site

	// TopLevel says that it lets the first level of the recursion start
	// goroutines, and no other.
	TopLevel bool
}
