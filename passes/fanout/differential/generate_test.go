package differential

import (
	"fmt"
	"go/format"
	"math/rand/v2"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A choice says of which parts a program is made, by their names. It is all
// that a program depends on.
type choice struct {
	form, loop, fanout, spawn, join, bound, place string
	detail                                        int // chooses among ways to write a part
}

const separator = " / "

func (c choice) String() string {
	if wholes()[c.form] != nil {
		return c.form
	}
	return strings.Join([]string{c.form, c.loop, c.fanout, c.spawn, c.join, c.bound, c.place, strconv.Itoa(c.detail)}, separator)
}

// parse reads what String returns.
func parse(text string) (choice, error) {
	if wholes()[text] != nil {
		return choice{form: text}, nil
	}
	parts := strings.Split(text, separator)
	if len(parts) != 8 {
		return choice{}, fmt.Errorf("%q is neither the name of a whole program nor a choice of 8 parts", text)
	}
	detail, err := strconv.Atoi(parts[7])
	return choice{parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], detail}, err
}

// A program is one generated package.
type program struct {
	name   string
	choice choice
	source string
	// page is what VERDICTS.md says about programs of this kind, where the
	// measurement alone does not tell.
	page page
}

// A page is what the reference says about a kind of bound.
type page struct {
	checks []string // that may report it, if it does deserve a report
	quiet  string   // why it is quiet even though the goroutines grow
	adds   bool     // whether goroutines of each level add up, so that it may be reported on any input
}

// A builder collects the parts of one program.
type builder struct {
	rand   *rand.Rand
	choice choice

	imports []string
	decls   []string // of the package
	fields  []string // of the type whose method recurses
	inits   []string // of its value
	params  []param  // of the recursive function, after the node
	locals  []string // of Run, before the recursion starts
	after   []string // of Run, when the recursion is over

	entry []string // of the recursive function
	work  string   // its work
	exit  []string
	step  step
	other *step // of the second of two functions, or of odd nodes

	page page
}

// A param is a parameter of the recursive function.
type param struct{ name, typ, first, next string }

// A step is the start of a goroutine with all around it.
type step struct {
	before, body, ending, after []string
	wrap                        func(spawn, inline string) string
	spawn                       func(body string) string
}

func (b *builder) use(path string) {
	if !slices.Contains(b.imports, path) {
		b.imports = append(b.imports, path)
	}
}

func (b *builder) declare(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(b.decls, text) {
		b.decls = append(b.decls, text)
	}
}

// shared makes a variable that all activations share, where the choice says,
// and returns how the recursive function names it.
func (b *builder) shared(name, typ, value string) string {
	switch b.choice.place {
	case "field":
		b.fields = append(b.fields, name+" "+typ)
		b.inits = append(b.inits, name+": "+value)
		return "w." + name
	case "parameter":
		b.locals = append(b.locals, name+" := "+value)
		b.params = append(b.params, param{name, typ, name, name})
	case "captured":
		b.locals = append(b.locals, name+" := "+value)
	default:
		b.declare("var %s = %s", name, value)
	}
	return name
}

func lines(texts ...string) string { return strings.Join(texts, "\n") }

// signature returns the parameters of the recursive function, and arguments
// the arguments of a recursive call.
func (b *builder) signature() string {
	all := []string{"n *probe.Node"}
	for _, p := range b.params {
		all = append(all, p.name+" "+p.typ)
	}
	return strings.Join(all, ", ")
}

func (b *builder) arguments(node string) string {
	all := []string{node}
	for _, p := range b.params {
		all = append(all, p.next)
	}
	return strings.Join(all, ", ")
}

func (b *builder) passed(node string) string {
	all := []string{node}
	for _, p := range b.params {
		all = append(all, p.name)
	}
	return strings.Join(all, ", ")
}

func (b *builder) first() string {
	all := []string{"root"}
	for _, p := range b.params {
		all = append(all, p.first)
	}
	return strings.Join(all, ", ")
}

// start renders one step: the goroutine runs what is called, under the bound.
func (b *builder) start(s *step, call string) string {
	begin := lines(s.before...)
	body := lines(slices.Concat(s.body, []string{call}, s.ending)...)
	spawned := strings.TrimSpace(lines(begin, s.spawn(body), lines(s.after...)))
	if s.wrap == nil {
		return spawned
	}
	return s.wrap(spawned, call)
}

// body renders the recursive function.
func (b *builder) body(s *step, call func(node string) string) string {
	return lines(lines(b.entry...), b.work, b.fan(s, call), lines(b.exit...))
}

// render puts the package together.
func (b *builder) render(name, functions, root string) (string, error) {
	return b.file(name, fmt.Sprintf("%s\n\n%s\n\nfunc Run(root *probe.Node) {\n%s\n%s\nprobe.Settle()\n%s\n}",
		strings.Join(b.decls, "\n\n"), functions, lines(b.locals...), root, lines(b.after...)))
}

// file renders the package around its declarations, with the imports that
// they need.
func (b *builder) file(name, text string) (string, error) {
	b.use("program/probe")
	slices.Sort(b.imports)
	var imports strings.Builder
	for _, imported := range b.imports {
		if strings.Contains(text, path.Base(imported)+".") {
			fmt.Fprintf(&imports, "%q\n", imported)
		}
	}
	text = fmt.Sprintf("// %s\npackage %s\n\nimport (\n%s)\n\n%s\n", b.choice, name, &imports, text)
	source, err := format.Source([]byte(text))
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", b.choice, err, text)
	}
	return string(source), nil
}

// build makes the program of a choice. It reports false where the parts do not
// go together.
func build(name string, c choice) (p program, fits bool, err error) {
	if whole := wholes()[c.form]; whole != nil {
		return whole.program(name, c), true, nil
	}
	b := &builder{choice: c, rand: rand.New(rand.NewPCG(uint64(c.detail), 0)), work: "probe.Work(n)", page: unbounded}
	form := forms[c.form]
	if form == nil || spawns[c.spawn] == nil || joins[c.join] == nil || bounds[c.bound] == nil || loops[c.loop] == nil {
		return program{}, false, fmt.Errorf("%s: there is no such part", c)
	}
	if !slices.Contains(form.places, c.place) || !fitting(c) {
		return program{}, false, nil
	}
	b.step.spawn = spawns[c.spawn](b)
	joins[c.join](b)
	if !bounds[c.bound](b) || c.spawn == "go call" && len(b.step.body)+len(b.step.ending) > 0 {
		return program{}, false, nil
	}
	b.page.adds = addsUp(c)
	functions, root := form.write(b)
	source, err := b.render(name, functions, root)
	return program{name: name, choice: c, source: source, page: b.page}, true, err
}

// addsUp reports whether every activation starts a leaf for each child, and
// awaits them when its recursion is over. They add up to depth times width, of
// which complete trees of one width show the depth alone.
func addsUp(c choice) bool {
	limited := []string{"lifo", "before spawn", "try", "try, skip", "TryGo", "atomic counter", "swapped counter", "mutex counter", "depth", "budget", "once", "lost"}
	return c.fanout == "leaf per child" && !slices.Contains(limited, c.bound) &&
		slices.Contains([]string{"local", "deferred", "channel", "errgroup", "tasks"}, c.join)
}
