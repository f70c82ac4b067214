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
				for _, relay := range g.relaysFrom(path) {
					if meets(relay.to, wanted) && (many || relay.several) {
						g.closeWith(spawn,
							sendEdge(fn, sent.instr, relay.fn, relay.received),
							sendEdge(relay.fn, relay.sent, w.start, from.instr))
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
	fn             *ssa.Function
	from, to       origin.Path
	received, sent ssa.Instruction
	several        bool // several sends for one item
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

// indexRelays keeps what fn passes on. Where it is given the channels, each of
// its callers makes a relay of its own.
func (g *Graph) indexRelays(fn *ssa.Function) {
	for _, receive := range g.receives(fn) {
		for _, sent := range sends(fn) {
			if !receive.dominates(sent.instr) || !g.Flow.Follows(sent.instr, receive.instr) {
				continue
			}
			from, to := g.Origin.Path(receive.channel), g.Origin.Path(sent.channel)
			put := func(from, to origin.Path) {
				g.relays[from.Key()] = append(g.relays[from.Key()], relay{fn, from, to, receive.instr, sent.instr, repeats(sent.instr, receive.instr)})
			}
			put(from, to)
			for _, edge := range g.In[fn] {
				if edge.Args() != nil {
					w := g.bound(edge)
					put(w.paths(from)[0], w.paths(to)[0])
				}
			}
		}
	}
}
