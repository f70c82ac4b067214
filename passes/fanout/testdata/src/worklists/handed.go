package worklists

// The recursion hands its own channel on, and reads another one.
func handOn(name string, out chan string) {
	for one := range listed(name) {
		go func() { // want "^recursive-spawn"
			out <- one
			handOn(one, out)
		}()
	}
}

func listed(name string) chan string {
	list := make(chan string)
	go func() { // want "^leaf-spawn"
		defer close(list)
		list <- name + "/"
	}()
	return list
}
