package graph

import (
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// addWorklists closes the cycles that run through a channel: a loop
// receives from a channel and starts goroutines that send to it again, the
// worklist of a crawler. The cycle fans out only when one received value
// can lead to several sent ones: a goroutine that sends the one value back
// is a retry.
func (g *Graph) addWorklists() {
	sent := g.sendable()
	for _, fn := range g.Prog.Functions {
		var loops []receive
		for _, receive := range g.receives(fn) {
			if sent.to(receive.channel) && g.Flow.InLoop(receive.instr) {
				loops = append(loops, receive)
			}
		}
		if len(loops) == 0 {
			continue
		}
		for _, way := range g.started(fn) {
			g.closeWorklists(loops, way)
		}
	}
}

// closeWorklists closes the cycles through the spawn at the end of a way, from
// the loops whose received items decide on it.
func (g *Graph) closeWorklists(loops []receive, way []*Edge) {
	var w *walk
	first := way[0].Instr
	for _, receive := range loops {
		if !receive.dominates(first) || !g.Flow.Follows(first, receive.instr) || !g.decides(receive, way) {
			continue
		}
		if w == nil {
			w = g.walk(way...)
		}
		several := repeats(first, receive.instr) || slices.ContainsFunc(way[1:], func(edge *Edge) bool { return g.Flow.InLoop(edge.Instr) })
		g.closeWorklist(receive, several, way, w)
	}
}

// closeWorklist adds the edges that lead from what a spawn runs back to the
// loop that received: by one channel, or by two with a loop between them that
// passes items on.
func (g *Graph) closeWorklist(from receive, several bool, way []*Edge, w *walk) {
	spawn := way[len(way)-1]
	wanted := g.Origin.Path(from.channel)
	demands := w.demands(from, way)
	for _, fn := range w.order {
		var before ssa.Instruction // the last one that sends the loop a single item
		for _, sent := range sends(fn) {
			if origin.IsNil(sent.value) || len(way) > near && !w.handedOn(sent) || w.excluded(sent, demands, spawn) {
				continue
			}
			many := several || w.many[fn] || g.Flow.InLoop(sent.instr)
			for _, path := range w.paths(g.Origin.Path(sent.channel)) {
				if meets(path, wanted) {
					if many || before != nil && before != sent.instr && g.Flow.Follows(before, sent.instr) {
						g.closeWith(spawn, sendEdge(fn, sent.instr, w.start, from.instr))
					}
					before = sent.instr
					continue
				}
				for _, relay := range g.relaysBetween(path, wanted, w.start) {
					if many || relay.several {
						g.closeWith(spawn,
							sendEdge(fn, sent.instr, relay.fn, relay.received),
							sendEdge(relay.sender, relay.sent, w.start, from.instr))
					}
				}
			}
		}
	}
}

func sendEdge(from *ssa.Function, sent ssa.Instruction, to *ssa.Function, received ssa.Instruction) *Edge {
	return &Edge{From: from, To: to, Kind: Send, Instr: sent, Receives: []ssa.Instruction{received}}
}

func (g *Graph) closeWith(spawn *Edge, edges ...*Edge) {
	g.worklists[spawn.Instr] = true
	for _, edge := range edges {
		g.add(edge)
	}
}

// FromWorklist reports whether a spawn is made for the items of a worklist.
func (g *Graph) FromWorklist(spawn ssa.Instruction) bool { return g.worklists[spawn] }

// repeats reports whether instr can be executed again before since is.
func repeats(instr, since ssa.Instruction) bool {
	return flow.Avoiding(instr,
		func(i ssa.Instruction) bool { return i == instr },
		func(i ssa.Instruction) bool { return i == since })
}

// A relay receives from one channel and sends what comes of it to another.
type relay struct {
	fn, sender     *ssa.Function
	from, to       origin.Path
	received, sent ssa.Instruction
	several        bool // several sends for one item
	spawned        bool // the sender is a goroutine of its own
}

// relaysBetween returns the loops that pass on from one channel to another, as
// fn or one of its callers names these. A loop passes on by a goroutine of its
// own only what it gets from its own goroutines: elsewhere such a goroutine is a
// stage of its own.
func (g *Graph) relaysBetween(from, to origin.Path, fn *ssa.Function) []relay {
	var found []relay
	look := func(from, to origin.Path) {
		for _, relay := range g.relaysFrom(from) {
			if meets(relay.to, to) && (!relay.spawned || relay.fn == fn) {
				found = append(found, relay)
			}
		}
	}
	look(from, to)
	if !isParameter(from) || !isParameter(to) {
		return found
	}
	g.asCallersName(fn, from, to, look)
	return found
}

// asCallersName tells visit what each caller of fn calls two channels that fn
// is given.
func (g *Graph) asCallersName(fn *ssa.Function, from, to origin.Path, visit func(from, to origin.Path)) {
	for _, edge := range g.In[fn] {
		if edge.Args() != nil {
			w := g.bound(edge)
			visit(w.paths(from)[0], w.paths(to)[0])
		}
	}
}

func isParameter(path origin.Path) bool {
	_, ok := path.Root.(*ssa.Parameter)
	return ok
}

// relaysFrom returns the loops that receive from a channel and send to
// another.
func (g *Graph) relaysFrom(channel origin.Path) []relay {
	if g.relays == nil {
		g.relays = make(map[any][]relay)
		for _, fn := range g.Prog.Functions {
			g.indexRelays(fn)
		}
	}
	var found []relay
	for _, relay := range g.relays[channel.Key()] {
		if meets(relay.from, channel) {
			found = append(found, relay)
		}
	}
	return found
}

// indexRelays keeps what fn passes on: itself, in a helper that it calls, or in
// a goroutine that it starts.
func (g *Graph) indexRelays(fn *ssa.Function) {
	for _, receive := range g.receives(fn) {
		for _, sent := range sends(fn) {
			if receive.dominates(sent.instr) && g.Flow.Follows(sent.instr, receive.instr) {
				g.indexRelay(receive, sent, relay{fn: fn, sender: fn, several: repeats(sent.instr, receive.instr)}, g.Origin.Path)
			}
		}
		for _, edge := range g.Out[fn] {
			if !edge.Direct || edge.Dynamic || edge.Kind == Send || edge.To == fn || !receive.dominates(edge.Instr) || !g.Flow.Follows(edge.Instr, receive.instr) {
				continue
			}
			several := repeats(edge.Instr, receive.instr)
			helper := g.bound(edge)
			for _, sent := range sends(edge.To) {
				one := relay{fn: fn, sender: edge.To, several: several || g.Flow.InLoop(sent.instr), spawned: edge.Kind == Spawn}
				g.indexRelay(receive, sent, one, func(channel ssa.Value) origin.Path { return helper.paths(g.Origin.Path(channel))[0] })
			}
		}
	}
}

// indexRelay keeps a relay by the channel that it receives from. Where its
// function is given the channels, each of its callers makes one of its own.
func (g *Graph) indexRelay(receive receive, sent send, one relay, path func(channel ssa.Value) origin.Path) {
	one.received, one.sent = receive.instr, sent.instr
	from, to := g.Origin.Path(receive.channel), path(sent.channel)
	put := func(from, to origin.Path) {
		one.from, one.to = from, to
		g.relays[from.Key()] = append(g.relays[from.Key()], one)
	}
	put(from, to)
	g.asCallersName(one.fn, from, to, put)
}
