package depth

import (
	"context"
	"sync"
)

// A depth that is handed down in a context.

type levelKey struct{}

const mostLevels = 8

func levelOf(ctx context.Context) int {
	level, _ := ctx.Value(levelKey{}).(int)
	return level
}

func nextLevel(ctx context.Context) context.Context {
	return context.WithValue(ctx, levelKey{}, levelOf(ctx)+1)
}

func inContext(ctx context.Context, n *node) {
	level, _ := ctx.Value(levelKey{}).(int)
	if level > mostLevels {
		return
	}
	for _, c := range n.children {
		go func() { // want "^bounded-depth"
			inContext(context.WithValue(ctx, levelKey{}, level+1), c)
		}()
	}
}

func byHelpers(ctx context.Context, n *node) {
	if levelOf(ctx) >= mostLevels {
		return
	}
	for _, c := range n.children {
		go byHelpers(nextLevel(ctx), c) // want "^bounded-depth"
	}
}

// The context is called off, too, when all is done.
func inVariable(ctx context.Context, n *node) {
	if levelOf(ctx) >= mostLevels {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ctx = nextLevel(ctx)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { inVariable(ctx, c) }) // want "^bounded-depth"
	}
	wg.Wait()
}

// Below the first levels the work is done in place.
func nearTheTop(ctx context.Context, n *node) {
	next := nextLevel(ctx)
	for _, c := range n.children {
		if levelOf(ctx) < mostLevels {
			go nearTheTop(next, c) // want "^bounded-depth"
		} else {
			nearTheTop(next, c)
		}
	}
}

type leftKey string

// What is left is counted down, from a number of its own where there is none.
func leftInContext(ctx context.Context, n *node) {
	left, ok := ctx.Value(leftKey("left")).(int)
	if !ok {
		left = mostLevels
	}
	if left == 0 {
		return
	}
	for _, c := range n.children {
		go leftInContext(context.WithValue(ctx, leftKey("left"), left-1), c) // want "^bounded-depth"
	}
}

// Nobody puts another one in its place.
func neverDeeper(ctx context.Context, n *node) {
	if levelOf(ctx) >= mostLevels {
		return
	}
	for _, c := range n.children {
		go neverDeeper(ctx, c) // want "^recursive-spawn"
	}
}

// The same one again.
func equallyDeep(ctx context.Context, n *node) {
	level := levelOf(ctx)
	if level >= mostLevels {
		return
	}
	for _, c := range n.children {
		go equallyDeep(context.WithValue(ctx, levelKey{}, level), c) // want "^recursive-spawn"
	}
}

// It begins again from the first level.
func anew(ctx context.Context, n *node) {
	level := levelOf(ctx)
	if level >= mostLevels {
		return
	}
	for _, c := range n.children {
		go anew(context.WithValue(context.Background(), levelKey{}, 1), c) // want "^recursive-spawn"
	}
}

// It is another number.
func underAnotherKey(ctx context.Context, n *node) {
	level := levelOf(ctx)
	if level >= mostLevels {
		return
	}
	for _, c := range n.children {
		go underAnotherKey(context.WithValue(ctx, leftKey("level"), level+1), c) // want "^recursive-spawn"
	}
}

// Some go on without.
func someDeeper(ctx context.Context, n *node) {
	level := levelOf(ctx)
	if level >= mostLevels {
		return
	}
	for i, c := range n.children {
		if i == 0 {
			go someDeeper(ctx, c) // want "^recursive-spawn"
			continue
		}
		go someDeeper(context.WithValue(ctx, levelKey{}, level+1), c) // want "^recursive-spawn"
	}
}

// Up and down again.
func upAndDown(ctx context.Context, n *node) {
	level := levelOf(ctx)
	if level >= mostLevels {
		return
	}
	for i, c := range n.children {
		next := context.WithValue(ctx, levelKey{}, level+1)
		if i == 0 {
			next = context.WithValue(ctx, levelKey{}, level-1)
		}
		go upAndDown(next, c) // want "^recursive-spawn"
	}
}
