package differential

// known are the programs for which verdict and reality are known to disagree,
// with the reason.
var known = map[choice]string{}
