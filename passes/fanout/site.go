package fanout

import (
	"go/ast"
	"go/token"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
)

// A Site is one goroutine spawn inside recursion, judged.
type Site struct {
	// Node is the spawn: the *ast.GoStmt, or the *ast.CallExpr that hands
	// a function to something that runs it on a new goroutine.
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
	// Evidence lists what was found that bounds the site, or that seems
	// to and does not. What decides the verdict comes first.
	Evidence []Evidence
}

// A Step is one edge of a cycle: a call, a spawn, or a send to the loop
// that receives.
type Step struct {
	Pos  token.Pos
	Text string // a sentence such as "walk starts a goroutine that calls walk"
}

// Evidence is one thing that bounds a site, or looks as if it did.
type Evidence = verdict.Evidence

// A Verdict is the judgement of a site. Its Check method names the check
// that reports it, if any does.
type Verdict = verdict.Verdict
