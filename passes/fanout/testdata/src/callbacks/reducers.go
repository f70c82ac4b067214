package callbacks

// A helper of the recursion starts a leaf for a function that it is given. The
// report stands where the goroutine starts, once, and not on every call.
type merger func(in []<-chan int, out chan<- int)

func first(in []<-chan int, out chan<- int) { defer close(out) }

func last(in []<-chan int, out chan<- int) { defer close(out) }

func merged(kids []*rewrite, merge merger) <-chan int {
	var in []<-chan int
	for _, k := range kids {
		in = append(in, stream(k))
	}
	out := make(chan int, len(in))
	go func() { merge(in, out) }() // want "^leaf-spawn"
	return out
}

func stream(r *rewrite) <-chan int {
	if r.kind == "first" {
		return merged(r.kids, first)
	}
	return merged(r.kids, last)
}

// A helper that is not in the recursion: the call is where it starts one.
func feed(values func(chan<- int)) <-chan int {
	out := make(chan int)
	go values(out)
	return out
}

func feedAll(r *rewrite) []<-chan int {
	all := []<-chan int{feed(func(out chan<- int) { out <- len(r.kind) })} // want "^leaf-spawn"
	for _, k := range r.kids {
		all = append(all, feedAll(k)...)
	}
	return all
}
