// Package wholeline takes programs through everything that fanoutcheck does
// with them, and holds what comes out to what is promised: nothing breaks, and
// a fixed program compiles, is formatted, and has no more reports than before.
//
// Its tests take all programs of the repository, and those by which the Go
// project tests its compiler. The fuzz tests go on from there: FuzzFix by scripts
// that change a program step by step, FuzzFacts by what it is told of imports.
//
//	go test -fuzz FuzzFix ./passes/internal/wholeline
package wholeline
