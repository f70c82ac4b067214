package callbacks

// Commands are variables of one type. Each has a function of its own, and that
// of one is not that of the others.
type command struct {
	name string
	run  func(args []string) error
}

var (
	serveAll = &command{
		name: "all",
		run: func(args []string) error {
			go serveUsers.run(args)
			go serveOrders.run(args)
			return serveFront.run(args)
		},
	}
	serveUsers  = &command{name: "users", run: func([]string) error { return nil }}
	serveOrders = command{name: "orders", run: func([]string) error { return nil }}
	serveFront  = &command{name: "front"}
)

func init() {
	serveFront.run = func([]string) error { return nil }
}

// This one starts itself for what is left.
var serveEach = &command{name: "each"}

func init() {
	serveEach.run = func(args []string) error {
		for range args {
			go serveEach.run(args[1:]) // want "^recursive-spawn"
		}
		return nil
	}
}

// A variable that holds one and then another may hold either.
type unit struct{ run func(args []string) }

var current = &unit{run: func([]string) {}}

func takeOver() {
	next := &unit{run: func(args []string) {
		for range args {
			go current.run(args[1:]) // want "^recursive-spawn"
		}
	}}
	current = next
}
