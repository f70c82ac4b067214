package differential

import (
	"fmt"
	"slices"
	"strings"
)

// A form is a way to recurse. It writes the functions and the first call.
type form struct {
	places []string // where a shared variable can be
	write  func(b *builder) (functions, root string)
}

var (
	anywhere = []string{"package", "parameter"}
	methods  = []string{"package", "parameter", "field"}
	closures = []string{"package", "parameter", "captured"}
)

// forms are the ways to recurse, by name.
var forms = map[string]*form{
	"function":          {anywhere, writeFunction},
	"two functions":     {anywhere, writeTwo},
	"three functions":   {anywhere, writeThree},
	"method":            {methods, func(b *builder) (string, string) { return b.method("w.walk(%s)") }},
	"method value":      {methods, writeMethodValue},
	"method expression": {methods, func(b *builder) (string, string) { return b.method("(*walker).walk(w, %s)") }},
	"embedded":          {methods, writeEmbedded},
	"closure":           {closures, writeClosure},
	"field":             {methods, writeField},
	"map":               {anywhere, writeMap},
	"slice":             {anywhere, writeSlice},
	"interface":         {methods, writeInterface},
	"implementers":      {anywhere, writeImplementers},
	"generic":           {anywhere, writeGeneric},
	"generic method":    {methods, writeGenericMethod},
	"passed on":         {anywhere, writePassedOn},
}

// called returns a function that writes a call.
func (b *builder) called(format string) func(string) string {
	return func(node string) string {
		args := b.arguments(node)
		if strings.Count(format, "%s") == 2 {
			return fmt.Sprintf(format, node, args)
		}
		return fmt.Sprintf(format, args)
	}
}

func writeFunction(b *builder) (string, string) {
	body := b.body(&b.step, b.called("walk(%s)"))
	return fmt.Sprintf("func walk(%s) {\n%s\n}", b.signature(), body), fmt.Sprintf("walk(%s)", b.first())
}

// writeTwo writes two functions that call each other, the second with a step
// of its own if there is one.
func writeTwo(b *builder) (string, string) {
	second := &b.step
	if b.other != nil {
		second = b.other
	}
	walk := b.body(&b.step, b.called("visit(%s)"))
	visit := b.body(second, b.called("walk(%s)"))
	return fmt.Sprintf("func walk(%[1]s) {\n%[2]s\n}\n\nfunc visit(%[1]s) {\n%[3]s\n}", b.signature(), walk, visit),
		fmt.Sprintf("walk(%s)", b.first())
}

func writeThree(b *builder) (string, string) {
	return fmt.Sprintf("func walk(%[1]s) {\n%[2]s\n}\n\nfunc enter(%[1]s) { visit(%[3]s) }\n\nfunc visit(%[1]s) { walk(%[3]s) }",
		b.signature(), b.body(&b.step, b.called("enter(%s)")), b.passed("n")), fmt.Sprintf("walk(%s)", b.first())
}

// walker declares the type with the shared fields, and makes a value in Run.
func (b *builder) walker(parameters string, more ...string) string {
	value := fmt.Sprintf("w := &walker%s{%s}", strings.ReplaceAll(parameters, "T any", "int"), strings.Join(b.inits, ", "))
	b.locals = slices.Insert(b.locals, 0, value)
	return fmt.Sprintf("type walker%s struct {\n%s\n}", parameters, lines(append(b.fields, more...)...))
}

func (b *builder) method(call string) (string, string) {
	body := b.body(&b.step, b.called(call))
	return fmt.Sprintf("%s\n\nfunc (w *walker) walk(%s) {\n%s\n}", b.walker(""), b.signature(), body), fmt.Sprintf("w.walk(%s)", b.first())
}

func writeMethodValue(b *builder) (string, string) {
	body := b.body(&b.step, b.called("visit(%s)"))
	return fmt.Sprintf("%s\n\nfunc (w *walker) walk(%s) {\nvisit := w.walk\n%s\n}", b.walker(""), b.signature(), body), fmt.Sprintf("w.walk(%s)", b.first())
}

func writeEmbedded(b *builder) (string, string) {
	body := b.body(&b.step, b.called("w.walk(%s)"))
	return fmt.Sprintf("%s\n\ntype crawler struct{ *walker }\n\nfunc (w *walker) walk(%s) {\n%s\n}", b.walker(""), b.signature(), body),
		fmt.Sprintf("crawler{w}.walk(%s)", b.first())
}

func writeClosure(b *builder) (string, string) {
	body := b.body(&b.step, b.called("walk(%s)"))
	b.locals = append(b.locals, fmt.Sprintf("var walk func(%[1]s)\nwalk = func(%[1]s) {\n%[2]s\n}", b.signature(), body))
	return "", fmt.Sprintf("walk(%s)", b.first())
}

func writeField(b *builder) (string, string) {
	body := b.body(&b.step, b.called("w.visit(%s)"))
	text := b.walker("", fmt.Sprintf("visit func(%s)", b.signature()))
	b.locals = append(b.locals, fmt.Sprintf("w.visit = func(%s) {\n%s\n}", b.signature(), body))
	return text, fmt.Sprintf("w.visit(%s)", b.first())
}

func writeMap(b *builder) (string, string) {
	body := b.body(&b.step, b.called("handlers[%s.Odd](%s)"))
	return fmt.Sprintf("var handlers map[bool]func(%[1]s)\n\nfunc init() { handlers = map[bool]func(%[1]s){false: walk, true: walk} }\n\nfunc walk(%[1]s) {\n%[2]s\n}", b.signature(), body),
		fmt.Sprintf("walk(%s)", b.first())
}

func writeSlice(b *builder) (string, string) {
	body := b.body(&b.step, b.called("stages[0](%s)"))
	return fmt.Sprintf("var stages []func(%[1]s)\n\nfunc init() { stages = append(stages, walk) }\n\nfunc walk(%[1]s) {\n%[2]s\n}", b.signature(), body),
		fmt.Sprintf("walk(%s)", b.first())
}

// writeInterface recurses through a parameter of an interface type.
func writeInterface(b *builder) (string, string) {
	b.params = append(b.params, param{"v", "visitor", "w", "v"})
	body := b.body(&b.step, b.called("v.visit(%s)"))
	return fmt.Sprintf("type visitor interface{ visit(%[1]s) }\n\n%[2]s\n\nfunc (w *walker) visit(%[1]s) {\n%[3]s\n}\n\ntype nothing struct{}\n\nfunc (nothing) visit(%[1]s) {}",
		b.signature(), b.walker(""), body), fmt.Sprintf("visitor(w).visit(%s)", b.first())
}

// writeImplementers recurses through objects that are made for each node.
func writeImplementers(b *builder) (string, string) {
	rest := func(args string) string { return strings.TrimPrefix(strings.TrimPrefix(args, "n"), ", ") }
	call := func(node string) string {
		_, args, _ := strings.Cut(b.arguments(node), ", ")
		return fmt.Sprintf("open(%s).walk(%s)", node, args)
	}
	body := b.body(&b.step, call)
	_, signature, _ := strings.Cut(b.signature(), ", ")
	_, first, _ := strings.Cut(b.first(), ", ")
	return fmt.Sprintf(`type entry interface{ walk(%[1]s) }

type dir struct{ n *probe.Node }

type link struct{ target dir }

func open(n *probe.Node) entry {
	if n.Odd {
		return link{dir{n}}
	}
	return dir{n}
}

func (l link) walk(%[1]s) { l.target.walk(%[2]s) }

func (d dir) walk(%[1]s) {
n := d.n
%[3]s
}`, signature, rest(b.passed("n")), body), fmt.Sprintf("open(root).walk(%s)", first)
}

func writeGeneric(b *builder) (string, string) {
	b.params = append(b.params, param{"value", "T", "1", "value"})
	body := b.body(&b.step, b.called("walk(%s)"))
	return fmt.Sprintf("func walk[T any](%s) {\n%s\n}", b.signature(), body), fmt.Sprintf("walk(%s)", b.first())
}

func writeGenericMethod(b *builder) (string, string) {
	body := b.body(&b.step, b.called("w.walk(%s)"))
	text := fmt.Sprintf("%s\n\nfunc (w *walker[T]) walk(%s) {\n%s\n}", b.walker("[T any]", "value T"), b.signature(), body)
	return text, fmt.Sprintf("w.walk(%s)", b.first())
}

// writePassedOn gives the function to itself.
func writePassedOn(b *builder) (string, string) {
	types := []string{"*probe.Node"}
	for _, p := range b.params {
		types = append(types, p.typ)
	}
	b.declare("type visit func(%s, visit)", strings.Join(types, ", "))
	b.params = append(b.params, param{"next", "visit", "walk", "next"})
	body := b.body(&b.step, b.called("next(%s)"))
	return fmt.Sprintf("func walk(%s) {\n%s\n}", b.signature(), body), fmt.Sprintf("walk(%s)", b.first())
}
