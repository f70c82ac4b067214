package bound

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// groups judges the limit of a group whose method starts the goroutine.
func (j *Judge) groups(site *Site) *verdict.Evidence {
	for _, edge := range site.Edges {
		if edge.Spawner == nil {
			continue
		}
		if found := j.group(site, edge); found != nil {
			return found
		}
	}
	return nil
}

func (j *Judge) group(site *Site, edge *graph.Edge) *verdict.Evidence {
	receiver := receiverOf(site.Instr)
	if edge.Spawner.Signature().Recv() == nil || receiver == nil {
		return nil
	}
	if isLifo(edge.Spawner) {
		return j.lifoGroups(site, receiver)
	}
	whole := j.graph.Origin.Path(receiver)
	path := owner(whole)
	limit, ok := j.limitOf(whole)
	if !ok {
		return nil
	}
	found := &verdict.Evidence{Pos: limit.Instr.Pos()}
	group := nameOf(path, "the group")
	if n, none := limitsNothing(limit); none {
		found.Text = fmt.Sprintf("a limit of %d limits nothing", n)
		return found
	}
	switch scope := j.scope(path, site); {
	case scope == PerActivation:
		found.Verdict = verdict.PerLevelBound
		found.Text = fmt.Sprintf("%s is made anew by every activation, so its limit multiplies with depth", group)
	case scope == Varying:
		found.Text = fmt.Sprintf("%s can be another one in each step of the recursion, so it does not bound the whole", group)
	case refuses(edge.Spawner):
		found.Verdict, found.Counts = verdict.BoundedTry, true
		found.Text = fmt.Sprintf("%s starts a goroutine only while its limit allows it", group)
	case site.Worklist && j.sendsWhileHolding(Operation{Action: Acquire, Instr: site.Instr, Path: path}, site) != nil:
		found.Verdict = verdict.HoldWait
		found.Text = fmt.Sprintf("the loop that receives waits here once %s is full, while its tasks wait for the loop to receive", group)
	case detached(site.Instr) && !queues(edge.Spawner):
		return lateSpawner(site, edge.Spawner.Name())
	case site.Leaf || site.Worklist:
		found.Verdict, found.Counts = verdict.BoundedGroup, true
		found.Text = fmt.Sprintf("%s is shared and limited", group)
	case queues(edge.Spawner):
		joined := j.awaits(site)
		if len(joined) == 0 {
			found.Verdict, found.Counts = verdict.BoundedPool, true
			found.Text = fmt.Sprintf("%s is shared and queues what it has no worker for", group)
			return found
		}
		found.Verdict, found.Pos = verdict.HoldWait, joined[0].Instr.Pos()
		found.Text = fmt.Sprintf("a task of %s waits here for other tasks of it and keeps its worker", group)
	default:
		found.Verdict = verdict.HoldWait
		found.Text = fmt.Sprintf("%s blocks its callers once it is full, and its callers are its own tasks", group)
	}
	return found
}

// receiverOf returns the object whose method is called, or nil.
func receiverOf(call ssa.CallInstruction) ssa.Value {
	common := call.Common()
	if common.IsInvoke() {
		return common.Value
	}
	if common.Signature().Recv() == nil || len(common.Args) == 0 {
		return nil
	}
	return common.Args[0]
}

// limitOf finds the limit of a group: set on the object itself or on the one
// that callers from outside the cycle pass in, or given when it was made. An
// embedded group goes by what it is embedded in too.
func (j *Judge) limitOf(path origin.Path) (Operation, bool) {
	outer := owner(path)
	known := j.identities(outer)
	if len(outer.Fields) < len(path.Fields) {
		known = append(known, j.identities(path)...)
	}
	for _, op := range j.limits() {
		if slices.Contains(known, owner(op.Path).Key()) && !takesTurns(op) {
			return op, true
		}
	}
	for _, key := range known {
		if value, ok := key.(ssa.Value); ok {
			if limit, ok := constructed(value); ok {
				return limit, true
			}
		}
	}
	return Operation{}, false
}

// takesTurns reports whether a limit of one is set on a condition in the function
// that makes the group: then it switches concurrency off, and is none where the
// condition does not hold.
func takesTurns(limit Operation) bool {
	made, ok := limit.Path.Root.(ssa.Instruction)
	n, constant := integer(limit.Amount)
	if !ok || !constant || n != 1 || made.Parent() != limit.Instr.Parent() {
		return false
	}
	return len(flow.Conditions(limit.Instr.Block())) > len(flow.Conditions(made.Block()))
}

// allLimits returns every SetLimit of the package.
func (j *Judge) allLimits() []Operation {
	var found []Operation
	for _, fn := range j.graph.Prog.Functions {
		for _, op := range j.Operations(fn) {
			if op.Action == SetLimit {
				found = append(found, op)
			}
		}
	}
	return found
}

// lentBefore reports whether a Wait that lends the slot stands before a join
// on every path, so that the join finds all tasks done.
func lentBefore(joins []Operation, join Operation) bool {
	return slices.ContainsFunc(joins, func(earlier Operation) bool {
		return earlier.Lends && !earlier.Deferred && earlier.Instr.Parent() == join.Instr.Parent() && flow.Dominates(earlier.Instr, join.Instr)
	})
}

func isLifo(spawner *types.Func) bool { return strings.HasPrefix(spawner.FullName(), lifo) }

// lifoGroups judges a variable that holds one group of package lifo or
// another.
func (j *Judge) lifoGroups(site *Site, group ssa.Value) *verdict.Evidence {
	var found *verdict.Evidence
	for _, limiter := range j.limiters(group, make(map[ssa.Value]bool)) {
		if found = j.lifoGroup(site, limiter); !found.Counts {
			break
		}
	}
	return found
}

// limiters returns the limiters of the groups of package lifo that a variable
// may hold, be it one that callers pass, or a field that such a group is kept in.
func (j *Judge) limiters(group ssa.Value, seen map[ssa.Value]bool) []origin.Path {
	path := j.graph.Origin.Path(group)
	var found []origin.Path
	if n := len(path.Fields); n > 0 {
		for _, store := range j.graph.Origin.FieldStores(path.Fields[n-1]) {
			if !seen[store.Addr] {
				seen[store.Addr] = true
				found = append(found, j.limiters(store.Val, seen)...)
			}
		}
		if len(found) == 0 {
			return []origin.Path{path}
		}
		return found
	}
	if seen[path.Root] {
		return []origin.Path{path}
	}
	seen[path.Root] = true
	switch root := path.Root.(type) {
	case *ssa.Call:
		if len(root.Call.Args) > 0 {
			return []origin.Path{j.graph.Origin.Path(root.Call.Args[0])}
		}
	case *ssa.Phi:
		for _, one := range root.Edges {
			found = append(found, j.limiters(one, seen)...)
		}
	case *ssa.Parameter:
		at := origin.ParamIndex(root)
		for _, edge := range j.graph.In[root.Parent()] {
			if args := edge.Args(); at < len(args) && !seen[j.graph.Origin.Path(args[at]).Root] {
				found = append(found, j.limiters(args[at], seen)...)
			}
		}
	}
	if len(found) == 0 {
		return []origin.Path{path}
	}
	return found
}

// lifoGroup judges a group of package lifo: bounded when its limiter is
// shared, since its Go never blocks and its Wait lends the slot.
func (j *Judge) lifoGroup(site *Site, limiter origin.Path) *verdict.Evidence {
	if j.scope(limiter, site) == PerActivation {
		return &verdict.Evidence{
			Verdict: verdict.PerLevelBound,
			Pos:     limiter.Root.Pos(),
			Text:    "the limiter is made anew by every activation, so its limit multiplies with depth",
		}
	}
	if limit, huge := j.hugeCapacity(limiter); huge {
		return &verdict.Evidence{
			Pos:  site.Instr.Pos(),
			Text: fmt.Sprintf("the limiter has room for %d, which limits nothing", limit),
		}
	}
	joins := j.awaits(site)
	for _, join := range joins {
		if !join.Lends && !site.Leaf && !site.Worklist && !lentBefore(joins, join) {
			return &verdict.Evidence{
				Verdict: verdict.HoldWait,
				Pos:     join.Instr.Pos(),
				Text:    "this waits for tasks of the limiter and keeps its own slot; Group.Wait or Limiter.Block would lend it",
			}
		}
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedLifo,
		Pos:     site.Instr.Pos(),
		Text:    fmt.Sprintf("the goroutines run under %s, newest first", nameOf(limiter, "a shared limiter")),
		Counts:  true,
	}
}

// lifoLimit reports whether the goroutines of a call run under a limiter of
// package lifo, made by the function in each activation or not.
func (j *Judge) lifoLimit(call *ssa.Call, spawner *types.Func) summary.Effect {
	if spawner == nil || !isLifo(spawner) {
		return 0
	}
	found := j.lifoGroups(&Site{From: call.Parent(), Instr: call, Edges: j.edgesOf(call)}, call.Call.Args[0])
	if found == nil || !found.Counts {
		return 0
	}
	for _, limiter := range j.limiters(call.Call.Args[0], make(map[ssa.Value]bool)) {
		if made, ok := limiter.Root.(ssa.Instruction); ok && made.Parent() == call.Parent() {
			return summary.Fresh
		}
	}
	return summary.Limited
}

// sharesLimiter reports whether all goroutines that fn starts run under limiters
// of package lifo that are variables of the package, whatever object keeps the
// groups.
func (j *Judge) sharesLimiter(fn *ssa.Function) bool {
	if fn == nil {
		return false
	}
	shares := false
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok {
				continue
			}
			spawner := j.graph.StarterOf(call)
			if edges := j.edgesOf(call); len(edges) > 0 && edges[0].Kind == graph.Spawn {
				spawner = edges[0].Spawner
				if spawner == nil {
					return false // a go statement
				}
			}
			if spawner == nil {
				continue
			}
			if !isLifo(spawner) || slices.ContainsFunc(j.limiters(receiverOf(call), make(map[ssa.Value]bool)), func(limiter origin.Path) bool {
				_, shared := limiter.Root.(*ssa.Global)
				return !shared
			}) {
				return false
			}
			shares = true
		}
	}
	return shares
}
