package differential

import (
	"strings"
)

// A whole is a program that is not put together from the parts above. Its
// text may hold parts that the seed chooses.
type whole struct {
	page page
	text string
}

func (b *builder) whole(name string, w *whole) (program, error) {
	imports, text, _ := strings.Cut(w.text, "\n\n")
	for imported := range strings.FieldsSeq(imports) {
		b.use(imported)
	}
	source, err := b.file(name, text)
	return program{name: name, choice: b.choice, source: source, page: w.page}, err
}

// wholes are the whole programs, by name: their imports, and what follows.
var wholes = map[string]*whole{
	"worklist": {unbounded, `sync

func Run(root *probe.Node) {
	work := make(chan *probe.Node)
	var pending sync.WaitGroup
	pending.Add(1)
	go func() { work <- root }()
	go func() {
		pending.Wait()
		close(work)
	}()
	for n := range work {
		go func() {
			probe.Work(n)
			for _, c := range n.Kids {
				pending.Add(1)
				work <- c
			}
			pending.Done()
		}()
	}
	probe.Settle()
}`},
	"worklist, lists": {unbounded, `

func expand(n *probe.Node) []*probe.Node {
	probe.Work(n)
	return n.Kids
}

func Run(root *probe.Node) {
	work := make(chan []*probe.Node)
	go func() { work <- []*probe.Node{root} }()
	for pending := 1; pending > 0; pending-- {
		for _, n := range <-work {
			pending++
			go func() { work <- expand(n) }()
		}
	}
	probe.Settle()
}`},
	"worklist, slots before": {held, `sync

var slots = make(chan struct{}, 2)

func Run(root *probe.Node) {
	work := make(chan *probe.Node)
	var pending sync.WaitGroup
	pending.Add(1)
	go func() { work <- root }()
	go func() {
		pending.Wait()
		close(work)
	}()
	for n := range work {
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			probe.Work(n)
			for _, c := range n.Kids {
				pending.Add(1)
				work <- c
			}
			pending.Done()
		}()
	}
	probe.Settle()
}`},
	"worklist, slots in child": {late, `sync

var slots = make(chan struct{}, 2)

func Run(root *probe.Node) {
	work := make(chan *probe.Node)
	var pending sync.WaitGroup
	pending.Add(1)
	go func() { work <- root }()
	go func() {
		pending.Wait()
		close(work)
	}()
	for n := range work {
		go func() {
			slots <- struct{}{}
			probe.Work(n)
			<-slots
			for _, c := range n.Kids {
				pending.Add(1)
				work <- c
			}
			pending.Done()
		}()
	}
	probe.Settle()
}`},
	"workers": {unbounded, `sync

func Run(root *probe.Node) {
	queue := make(chan *probe.Node, 1<<16)
	var pending sync.WaitGroup
	pending.Add(1)
	queue <- root
	for range 2 {
		go func() {
			for n := range queue {
				probe.Work(n)
				for _, c := range n.Kids {
					pending.Add(1)
					queue <- c
				}
				pending.Done()
			}
		}()
	}
	pending.Wait()
	close(queue)
	probe.Settle()
}`},
	"workers per activation": {perLevel, `sync

func walk(n *probe.Node) {
	probe.Work(n)
	queue := make(chan *probe.Node)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for c := range queue {
				walk(c)
			}
		})
	}
	for _, c := range n.Kids {
		queue <- c
	}
	close(queue)
	wg.Wait()
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}`},
	"cutoff": {page{unbounded.checks, "cutoff"}, `sync

const threshold = 16

func sort(data []int) {
	if len(data) <= threshold {
		probe.Sum(data)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { sort(data[:len(data)/2]) })
	sort(data[len(data)/2:])
	wg.Wait()
}

func Run(root *probe.Node) {
	sort(make([]int, 16*len(probe.Data(root))))
	probe.Settle()
}`},
	"base case": {unbounded, `sync

func sort(data []int) {
	if len(data) <= 1 {
		probe.Sum(data)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { sort(data[:len(data)/2]) })
	sort(data[len(data)/2:])
	wg.Wait()
}

func Run(root *probe.Node) {
	sort(probe.Data(root))
	probe.Settle()
}`},
	"number": {unbounded, `sync

func fib(n int) int {
	if n < 2 {
		probe.Sum(nil)
		return n
	}
	var a, b int
	var wg sync.WaitGroup
	wg.Go(func() { a = fib(n - 1) })
	b = fib(n - 2)
	wg.Wait()
	return a + b
}

func Run(root *probe.Node) {
	n := 0
	for ; len(root.Kids) > 0; root = root.Kids[0] {
		n += 2
	}
	fib(n)
	probe.Settle()
}`},
	"collector": {unbounded, `

func walk(n *probe.Node) int {
	probe.Work(n)
	sizes := make(chan int)
	total := make(chan int)
	go func() {
		sum := 1
		for size := range sizes {
			sum += size
		}
		total <- sum
	}()
	for _, c := range n.Kids {
		sizes <- walk(c)
	}
	close(sizes)
	return <-total
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}`},
	"closer": {unbounded, `sync

func walk(n *probe.Node) <-chan *probe.Node {
	found := make(chan *probe.Node)
	var wg sync.WaitGroup
	for _, c := range n.Kids {
		wg.Go(func() {
			for n := range walk(c) {
				found <- n
			}
		})
	}
	go func() {
		probe.Work(n)
		found <- n
		wg.Wait()
		close(found)
	}()
	return found
}

func Run(root *probe.Node) {
	for range walk(root) {
	}
	probe.Settle()
}`},
	"generator": {unbounded, `

func walk(n *probe.Node) <-chan *probe.Node {
	found := make(chan *probe.Node)
	go func() {
		defer close(found)
		probe.Work(n)
		found <- n
		for _, c := range n.Kids {
			for below := range walk(c) {
				found <- below
			}
		}
	}()
	return found
}

func Run(root *probe.Node) {
	for range walk(root) {
	}
	probe.Settle()
}`},
	"watcher": {unbounded, `context

func walk(ctx context.Context, n *probe.Node) {
	go func() {
		<-ctx.Done()
	}()
	probe.Work(n)
	for _, c := range n.Kids {
		walk(ctx, c)
	}
}

func Run(root *probe.Node) {
	ctx, cancel := context.WithCancel(context.Background())
	walk(ctx, root)
	probe.Settle()
	cancel()
}`},
	"watcher until return": {unbounded, `context

func walk(ctx context.Context, n *probe.Node) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-ctx.Done()
	}()
	probe.Work(n)
	for _, c := range n.Kids {
		walk(ctx, c)
	}
}

func Run(root *probe.Node) {
	walk(context.Background(), root)
	probe.Settle()
}`},
	"successor": {unbounded, `

func walk(n *probe.Node) {
	probe.Work(n)
	if len(n.Kids) > 0 {
		go walk(n.Kids[0])
	}
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}`},
	"successor before work": {unbounded, `

func walk(n *probe.Node) {
	if len(n.Kids) > 0 {
		go walk(n.Kids[0])
	}
	probe.Work(n)
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}`},
	"exclusive": {unbounded, `

func walk(n *probe.Node) {
	probe.Work(n)
	if len(n.Kids) == 0 {
		return
	}
	if n.Odd {
		go walk(n.Kids[0])
	} else {
		walk(n.Kids[len(n.Kids)-1])
	}
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}`},
	"restart": {unbounded, `sync/atomic

var rounds atomic.Int64

func supervise(n *probe.Node) {
	defer func() {
		if recover() != nil {
			go supervise(n)
		}
	}()
	probe.Work(n)
	if rounds.Add(-1) > 0 {
		panic("again")
	}
}

func Run(root *probe.Node) {
	for n := root; len(n.Kids) > 0; n = n.Kids[0] {
		rounds.Add(1)
	}
	supervise(root)
	probe.Settle()
}`},
	"timer of itself": {unbounded, `time

func poll(n *probe.Node) {
	probe.Work(n)
	if len(n.Kids) > 0 {
		probe.Armed()
		time.AfterFunc(0, func() {
			probe.Fired()
			poll(n.Kids[0])
		})
	}
}

func Run(root *probe.Node) {
	poll(root)
	probe.Settle()
}`},
	"released first": {page{checks: []string{"unboundedspawn", "lateacquire"}}, `sync

var slots = make(chan struct{}, 2)

func walk(wg *sync.WaitGroup, n *probe.Node) {
	for _, c := range n.Kids {
		slots <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			probe.Work(c)
			<-slots
			walk(wg, c)
		}()
	}
}

func Run(root *probe.Node) {
	var wg sync.WaitGroup
	walk(&wg, root)
	probe.Settle()
	wg.Wait()
}`},
	"directories": {unbounded, `io/fs sync

func walk(wg *sync.WaitGroup, files fs.FS, dir string) {
	_ = fs.WalkDir(files, dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		if !entry.IsDir() {
			probe.Sum(nil)
			return nil
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			walk(wg, files, path)
		}()
		return fs.SkipDir
	})
}

func Run(root *probe.Node) {
	var wg sync.WaitGroup
	walk(&wg, probe.Files(root), ".")
	probe.Settle()
	wg.Wait()
}`},
}
