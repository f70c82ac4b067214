// Package bound looks for what limits the number of live goroutines of a
// spawn site: slots taken before the spawn, depth and size guards, joins,
// and the shape of the recursion itself.
//
// What goes in is a site of the fan-out graph; what comes out is a verdict
// with its evidence. Every rule is written so that doubt ends in silence.
//
// judge has the sites, and the order in which the rules are asked; effort says
// how many sites that may be. The other files, by what they ask:
//
//   - Which condition on the way caps the recursion? guard asks them all.
//     A depth or a budget, and not the data: measure, data, extent, kept, ancestry, contexts, and for worklists
//     carried, rounds, lists. A size: cutoff, cost. A counter, a flag or a state: counter,
//     flags, steps, exact, switch. What is under way: underway. The first level: root.
//     How a comparison reads: comparison; what the result of a helper says:
//     outcome; what counts in strict mode: strict.
//   - Which slot is taken, where, and is it given back? slots, sole, around,
//     late, optional, several, gates, and lost for those that are not. Who waits for
//     one with another: standstill.
//   - Which group or pool limits what it starts? groups, nested, pools,
//     limited, handover.
//   - Who waits for the goroutine, or calls it off? joins, awaited, generator, calls, timers.
//   - Does the recursion fan out at all? shape, certain, parallel, branches, brief, worklist.
//   - Which object is it, and is there one for all? scope, made, behind, lent.
//   - What does an instruction do to an object? operation, and acts for what
//     callers are told in facts.
package bound
