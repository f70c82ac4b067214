// Package differential tests the verdicts of package fanout against programs
// that run.
package differential
