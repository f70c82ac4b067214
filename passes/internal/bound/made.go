package bound

import (
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// made returns the values that the object at path may be.
func (j *Judge) made(path origin.Path) []ssa.Value {
	if n := len(path.Fields); n > 0 {
		var found []ssa.Value
		for _, store := range j.graph.Origin.FieldStores(path.Fields[n-1]) {
			found = append(found, j.graph.Origin.Sources(store.Val)...)
		}
		return found
	}
	if global, ok := path.Root.(*ssa.Global); ok {
		return j.graph.Origin.GlobalSources(global)
	}
	return []ssa.Value{path.Root}
}

// mostIdentities bounds the search for an object's other names.
const mostIdentities = 16

// identities returns the keys under which an object is known: its own, what
// it was made by and, for a parameter, those of the arguments.
func (j *Judge) identities(path origin.Path) []any {
	keys := []any{path.Key()}
	add := func(key any) bool {
		if slices.Contains(keys, key) {
			return false
		}
		keys = append(keys, key)
		return true
	}
	pending := []origin.Path{path}
	for len(pending) > 0 && len(keys) < mostIdentities {
		next := pending[0]
		pending = pending[1:]
		for _, made := range j.made(next) {
			add(made)
			if call, ok := made.(*ssa.Call); ok {
				for _, source := range j.graph.Origin.Sources(call) {
					add(j.graph.Origin.Path(source).Key()) // made by a constructor of the package
				}
			}
		}
		param, ok := next.Root.(*ssa.Parameter)
		if !ok || len(next.Fields) > 0 {
			continue
		}
		at := origin.ParamIndex(param)
		for _, edge := range j.graph.In[param.Parent()] {
			if args := edge.Args(); at < len(args) {
				if outer := j.graph.Origin.Path(args[at]); add(outer.Key()) {
					pending = append(pending, outer)
				}
			}
		}
	}
	return keys
}

// channels returns the places that make the channel at path.
func (j *Judge) channels(path origin.Path) []*ssa.MakeChan {
	var found []*ssa.MakeChan
	for _, key := range j.identities(path) {
		if channel, ok := key.(*ssa.MakeChan); ok {
			found = append(found, channel)
		}
	}
	return found
}

// makers returns the functions that make the channel at path.
func (j *Judge) makers(path origin.Path) map[*ssa.Function]bool {
	found := make(map[*ssa.Function]bool)
	for _, channel := range j.channels(path) {
		found[channel.Parent()] = true
	}
	return found
}

// filled reports whether a channel hands out slots that were put in when it
// was made: the function that makes it also sends to it in a loop, or once where
// there is one slot, or, for a variable of the package, what runs at the start
// of the program does.
func (j *Judge) filled(path origin.Path) bool {
	key := path.Key()
	known, ok := j.full[key]
	if !ok {
		known = j.isFilled(path)
		j.full[key] = known
	}
	return known
}

func (j *Judge) isFilled(path origin.Path) bool {
	makers := j.makers(path)
	if len(makers) == 0 {
		return false
	}
	_, global := path.Root.(*ssa.Global)
	known := j.identities(path)
	single := j.hasOneSlot(path)
	for _, send := range j.graph.Origin.Sends() {
		if (makers[send.Parent()] || global && startsUp(send.Parent())) && j.flow.InLoop(send) != single && !j.spawnsInLoop(send) {
			sent := j.graph.Origin.Path(send.Chan)
			if slices.Contains(known, sent.Key()) || slices.Contains(known, any(sent.Root)) {
				return true
			}
		}
	}
	return false
}

// hasOneSlot reports whether a channel is made with room for one.
func (j *Judge) hasOneSlot(path origin.Path) bool {
	channels := j.channels(path)
	return len(channels) > 0 && !slices.ContainsFunc(channels, func(channel *ssa.MakeChan) bool {
		n, ok := integer(channel.Size)
		return !ok || n != 1
	})
}

// startsUp reports whether a function runs once, before all others.
func startsUp(fn *ssa.Function) bool {
	if fn.Parent() != nil || fn.Signature.Recv() != nil {
		return false
	}
	return strings.HasPrefix(fn.Name(), "init#") || fn.Name() == "main" && fn.Pkg.Pkg.Name() == "main"
}

// spawnsInLoop reports whether the loop around a send starts goroutines: then
// the send takes a slot for each, and does not fill the channel.
func (j *Judge) spawnsInLoop(send *ssa.Send) bool {
	for _, edge := range j.graph.Out[send.Parent()] {
		if edge.Kind == graph.Spawn && j.flow.Follows(send, edge.Instr) && j.flow.Follows(edge.Instr, send) {
			return true
		}
	}
	return false
}

// huge is the size from which on a constant limit is none.
const huge = 100_000

// hugeCapacity reports whether a channel, semaphore or limiter is made with
// room for more than any program could want.
func (j *Judge) hugeCapacity(path origin.Path) (int64, bool) {
	for _, key := range j.identities(path) {
		var size ssa.Value
		switch made := key.(type) {
		case *ssa.MakeChan:
			size = made.Size
		case *ssa.Call:
			if len(made.Call.Args) == 1 {
				size = made.Call.Args[0]
			}
		}
		if n, ok := integer(size); ok && n >= huge && !j.reserved(key) {
			return n, true
		}
	}
	return 0, false
}

// reserved reports whether the function that makes a semaphore takes from it at
// once what is not to be used, so that its size can be changed later. It does so
// itself: the recursion that it begins takes slots.
func (j *Judge) reserved(made any) bool {
	call, ok := made.(*ssa.Call)
	return ok && slices.ContainsFunc(j.Operations(call.Parent()), func(op Operation) bool {
		taking, ok := op.Instr.(*ssa.Call)
		if !ok || op.Action != Acquire || taking.Call.StaticCallee() != nil && taking.Call.StaticCallee().Blocks != nil {
			return false
		}
		return slices.Contains(j.identities(op.Path), made)
	})
}

// mutexLike reports whether a channel has room for one value: a lock.
func (j *Judge) mutexLike(path origin.Path) bool {
	for _, channel := range j.channels(path) {
		if n, ok := integer(channel.Size); ok && n <= 1 {
			return true
		}
	}
	return false
}

// unbuffered reports whether a channel is known to have no room.
func (j *Judge) unbuffered(path origin.Path) bool {
	channels := j.channels(path)
	for _, channel := range channels {
		if n, ok := integer(channel.Size); !ok || n != 0 {
			return false
		}
	}
	return len(channels) > 0
}
