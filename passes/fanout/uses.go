package fanout

import "go/ast"

// A mention is a name as it stands in a body: that of a method or a field behind
// a dot, others without.
type mention struct {
	name     string
	selected bool
}

// uses are the names by which others are tied to a function or a variable.
type uses struct {
	names    *typeNames
	as       []mention // how others mention it
	mentions []mention
	gives    []string // fields and variables that it gives values to and, for results, its name
}

func (d *declared) usesOf(holder ast.Node, names *typeNames) *uses {
	u := &uses{names: names}
	body := holder
	switch n := holder.(type) {
	case *ast.FuncDecl:
		u.as = []mention{{n.Name.Name, n.Recv != nil}}
		if d.hands(n) {
			u.gives = append(u.gives, n.Name.Name)
		}
		body = n.Body
	case *ast.ValueSpec:
		for _, name := range n.Names {
			u.as = append(u.as, mention{name.Name, false})
		}
	}
	give := func(to mention, _ ...ast.Expr) {
		if d.kinds[to.name]&object != 0 {
			u.gives = append(u.gives, to.name)
		}
	}
	u.mentions = mentionedIn(body, func(n ast.Node) bool {
		d.given(n, give)
		return true
	})
	return u
}

// mentionedIn returns the names below a node, but for those below what is not
// visited.
func mentionedIn(n ast.Node, visit func(ast.Node) bool) []mention {
	if ident, ok := n.(*ast.Ident); ok {
		return []mention{{ident.Name, false}} // as most are
	}
	var found []mention
	var add func(ast.Node) bool
	add = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			found = append(found, mention{n.Sel.Name, true})
			ast.Inspect(n.X, add)
			return false
		case *ast.Ident:
			found = append(found, mention{n.Name, false})
			return true
		}
		return visit(n)
	}
	ast.Inspect(n, add)
	return found
}

// outsideLiterals visits all but the bodies of literals.
func outsideLiterals(n ast.Node) bool {
	_, literal := n.(*ast.FuncLit)
	return !literal
}

// given visits the names of the fields and variables that a statement, a
// declaration or a literal gives values to, or to what they hold.
func (d *declared) given(n ast.Node, visit func(to mention, values ...ast.Expr)) {
	give := func(to ast.Expr, values ...ast.Expr) {
		if m := named(to); m.name != "" {
			visit(m, values...)
		}
	}
	switch n := n.(type) {
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if len(n.Rhs) == len(n.Lhs) {
				give(to, n.Rhs[i])
			} else {
				give(to, n.Rhs...)
			}
		}
	case *ast.ValueSpec:
		for _, name := range n.Names {
			give(name, n.Values...)
		}
	case *ast.RangeStmt:
		give(n.Key, n.X)
		give(n.Value, n.X)
	case *ast.CompositeLit:
		typ, _ := n.Type.(*ast.Ident)
		for _, element := range n.Elts {
			if pair, ok := element.(*ast.KeyValueExpr); ok {
				give(pair.Key, pair.Value)
			} else if typ != nil {
				for _, field := range d.fields[typ.Name] {
					visit(mention{field, true}, element)
				}
			}
		}
	}
}

// named returns the name of what an expression denotes, points to, or has an
// element or an instance of: of a field or a variable that is assigned to, or of a
// type.
func named(e ast.Expr) mention {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.SelectorExpr:
			return mention{x.Sel.Name, true}
		case *ast.Ident:
			return mention{x.Name, false}
		default:
			return mention{}
		}
	}
}

// values say where the values in a body come from, by names.
type values struct {
	ties       []tie
	local      map[string][]mention // what is given to variables
	conditions []mention
	starts     bool // it starts goroutines, or calls what others have to see
}

// A tie says which names decide what a mentioned method is called on or what a
// field, a variable or a result is given. For a certain one that counts in any
// case: it is a function value that is called, or others have to see the method.
type tie struct {
	to             mention
	from           []mention
	gives, certain bool
}

func (d *declared) valuesOf(holder ast.Node, names *typeNames) *values {
	v := &values{local: make(map[string][]mention)}
	result := mention{}
	if fn, ok := holder.(*ast.FuncDecl); ok {
		v.starts = names.takesFunctions(fn.Type)
		result.name = fn.Name.Name
	}
	ast.Inspect(holder, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			shown := names.shows(n, false)
			v.starts = v.starts || shown
			if shown || d.methods[n.Sel.Name] || d.kinds[n.Sel.Name]&function != 0 {
				v.ties = append(v.ties, tie{to: mention{n.Sel.Name, true}, from: mentionedIn(n.X, outsideLiterals), certain: shown})
			}
		case *ast.CallExpr:
			if d.callsValue(n) {
				v.ties = append(v.ties, tie{from: mentionedIn(n.Fun, outsideLiterals), certain: true})
			}
		case *ast.ReturnStmt:
			for _, value := range n.Results {
				v.ties = append(v.ties, tie{to: result, from: mentionedIn(value, outsideLiterals), gives: true})
			}
		case *ast.GoStmt:
			v.starts = true
		case *ast.IfStmt:
			v.conditions = append(v.conditions, mentionedIn(n.Cond, outsideLiterals)...)
		case *ast.ForStmt:
			if n.Cond != nil {
				v.conditions = append(v.conditions, mentionedIn(n.Cond, outsideLiterals)...)
			}
		default:
			d.given(n, func(to mention, values ...ast.Expr) { v.give(to, d.kinds[to.name]&object != 0, values) })
		}
		return true
	})
	return v
}

// give notes where values come from that are given to a variable or, if it is
// known to be one that facts may depend on, to a field.
func (v *values) give(to mention, known bool, given []ast.Expr) {
	if !known && to.selected {
		return
	}
	for _, value := range given {
		from := mentionedIn(value, outsideLiterals)
		if known {
			v.ties = append(v.ties, tie{to: to, from: from, gives: true})
		}
		if !to.selected {
			v.local[to.name] = append(v.local[to.name], from...)
		}
	}
}
