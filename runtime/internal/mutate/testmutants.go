package main

// testMutants are the ways in which package lifotest could see too much or too little.
var testMutants = []mutant{
	// The rule.
	{"any growth passes", "bounded.go", "math.Cbrt(", "math.Abs(2*"},
	{"growth with the depth fails", "bounded.go", "math.Cbrt(float64(last.size)/float64(r.size))", "math.Abs(1+0*float64(last.size))"},
	{"a few goroutines more fail", "bounded.go", "return most + slack", "return most"},
	{"only the smallest size is compared", "bounded.go", "range runs[:len(runs)-1]", "range runs[:1]"},
	{"a missed peak counts as growth", "bounded.go", "i < repeats &&", "i < 0 &&"},
	{"sizes too close are taken", "bounded.go", "size/step < sizes[i-1]", "size < sizes[i-1]"},
	{"parallel test is taken", "bounded.go", "	if parallel(t) {", "	if parallel(t) && false {"},
	{"bubble is taken", "bounded.go", "	if self().inBubble() {", "	if false {"},

	// Who counts.
	{"all goroutines count", "watch.go", "isOwn := !w.before[g.id]", "isOwn := true"},
	{"no goroutine counts", "watch.go", "isOwn := !w.before[g.id]", "isOwn := false"},
	{"a peak goes down", "watch.go", "	if len(own) > w.run.peak {", "	if true {"},
	{"the last run hides the highest", "watch.go", "	if later.peak > r.peak {", "	if true {"},

	// Hold.
	{"the gate opens while others move", "watch.go", "	case len(moving) == 0:", "	case true:"},
	{"one who is in the runtime rests", "stack.go", "	if g.state == \"semacquire\" && ", "	if false && "},
	{"held ones never let go", "watch.go", "		w.gate.open(true)\n		w.moved", "		w.moved"},
	{"held ones wait on after the function", "watch.go", "	defer w.gate.open(false)\n", ""},
	{"nobody is held a second time", "watch.go", "		w.gate.open(true)\n		w.moved", "		w.gate.open(false)\n		w.moved"},
	{"Hold never gives up", "watch.go", "	case time.Since(w.moved) > patience:", "	case false:"},
	{"held ones are not counted as such", "gate.go", "		g.held++\n", ""},

	// Leaks.
	{"a leak counts as growth", "watch.go", "max(0, w.run.peak-len(own))", "w.run.peak"},
	{"a leak goes unnoticed", "report.go", "return r.leaked > 0 }", "return r.leaked < 0 }"},
	{"what was started once is a leak", "watch.go", "	r.leaked, r.left = later.leaked, later.left\n", ""},
	{"one run is enough for a leak", "watch.go", "(seen.leaked == 0 || runs > 1)", "(seen.leaked == 0 || runs > 0)"},
	{"one that ends late is a leak", "watch.go", "len(own) > 0 && time.Since(w.outlived) < allowed", "allowed < 0"},
	{"held ones are a leak", "watch.go", "	if held, _ := w.gate.status(); held > 0 {", "	if held, _ := w.gate.status(); held < 0 {"},

	// What is told.
	{"groups in any order", "stack.go", "			return b.count - a.count\n", "			return a.count - b.count\n"},
	{"history forgets peaks", "history.go", "h.most[i] = max(h.most[i], n)", "h.most[i] = n"},
	{"history forgets peaks when it is halved", "history.go", "			most = max(most, h.most[i+1])\n", ""},
}
