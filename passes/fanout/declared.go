package fanout

import (
	"go/ast"
	"go/token"
	"go/types"
)

// declared are the names that a package declares.
type declared struct {
	types    map[string]ast.Expr
	values   map[string]bool // functions and variables
	methods  map[string]bool
	fields   map[string][]string // of a struct, by the name of its type
	embedded map[string]bool     // fields that a selector may lead through and not mention
	kinds    map[string]kind     // of fields and variables
}

// A kind says what the value of a field or a variable may be, as far as facts
// depend on it.
type kind uint8

const (
	object   kind = 1 << iota // it, or what it holds, is called or decides what is
	function                  // it is called by its own name
	number
)

func (s *Syntax) declarations() *declared {
	d := &declared{
		types:    make(map[string]ast.Expr),
		values:   make(map[string]bool),
		methods:  make(map[string]bool),
		fields:   make(map[string][]string),
		embedded: make(map[string]bool),
		kinds:    make(map[string]kind),
	}
	var values []*ast.ValueSpec
	for file := range s.names {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if decl.Recv == nil {
					d.values[decl.Name.Name] = true
				} else {
					d.methods[decl.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						d.types[spec.Name.Name] = spec.Type
					case *ast.ValueSpec:
						values = append(values, spec)
					}
				}
			}
		}
	}
	for name, typ := range d.types {
		ast.Inspect(typ, func(n ast.Node) bool { return d.addFields(name, n) })
	}
	for _, spec := range values {
		for i, name := range spec.Names {
			d.values[name.Name] = true
			d.kinds[name.Name] |= d.kindOfVariable(spec, i)
		}
	}
	return d
}

// addFields adds the fields of a struct that the type with a name is written
// with.
func (d *declared) addFields(typ string, n ast.Node) bool {
	strct, ok := n.(*ast.StructType)
	if !ok {
		return true
	}
	for _, field := range strct.Fields.List {
		is := d.kindOf(field.Type, 0)
		add := func(name string) {
			d.fields[typ] = append(d.fields[typ], name)
			d.kinds[name] |= is
		}
		for _, name := range field.Names {
			add(name.Name)
		}
		if len(field.Names) == 0 {
			name := named(field.Type).name
			add(name)
			d.embedded[name] = true
		}
	}
	return true
}

func (d *declared) kindOfVariable(spec *ast.ValueSpec, i int) kind {
	if spec.Type != nil {
		return d.kindOf(spec.Type, 0)
	}
	if i < len(spec.Values) {
		switch value := spec.Values[i].(type) {
		case *ast.BasicLit:
			return number
		case *ast.FuncLit:
			return object | function
		case *ast.CompositeLit:
			return d.kindOf(value.Type, 0)
		case *ast.UnaryExpr:
			return 0 // a pointer
		}
	}
	return object
}

// deepest is how many names of types are followed, since some stand for
// themselves.
const deepest = 8

// kindOf returns the kind of what has a type, as it is written.
func (d *declared) kindOf(typ ast.Expr, depth int) kind {
	switch typ := typ.(type) {
	case *ast.ParenExpr:
		return d.kindOf(typ.X, depth)
	case *ast.StarExpr, *ast.StructType:
		return 0 // its methods are what the type says
	case *ast.FuncType:
		return object | function
	case *ast.ArrayType:
		return d.kindOf(typ.Elt, depth) & object
	case *ast.MapType:
		return d.kindOf(typ.Value, depth) & object
	case *ast.IndexExpr:
		return d.kindOf(typ.X, depth)
	case *ast.IndexListExpr:
		return d.kindOf(typ.X, depth)
	case *ast.Ident:
		if named := d.types[typ.Name]; named != nil && depth < deepest {
			return d.kindOf(named, depth+1)
		}
		return kindOfBasic(typ.Name)
	case *ast.SelectorExpr:
		return kindOfImported(typ)
	}
	return object
}

func kindOfBasic(name string) kind {
	basic, ok := types.Universe.Lookup(name).(*types.TypeName)
	switch {
	case !ok:
		return object // a type parameter
	case name == "error":
		return 0 // nobody calls it for anything but its text
	}
	if is, ok := basic.Type().(*types.Basic); ok {
		if is.Info()&types.IsInteger != 0 {
			return number
		}
		return 0
	}
	return object
}

// kindOfImported knows the types of other packages that many structs have.
func kindOfImported(typ *ast.SelectorExpr) kind {
	pkg, _ := typ.X.(*ast.Ident)
	switch {
	case pkg == nil:
	case pkg.Name == "time" || pkg.Name == "context":
		return 0
	case pkg.Name == "atomic":
		return number
	}
	return object
}

// hands reports whether a function may hand out something to call, or an object
// that exists already.
func (d *declared) hands(fn *ast.FuncDecl) bool {
	if fn.Type.Results == nil {
		return false
	}
	for _, field := range fn.Type.Results.List {
		if d.kindOf(field.Type, 0)&object != 0 {
			return true
		}
	}
	if len(fn.Body.List) == 0 || len(fn.Type.Results.List) > 1 {
		return false
	}
	last, ok := fn.Body.List[len(fn.Body.List)-1].(*ast.ReturnStmt)
	if !ok || len(last.Results) != 1 {
		return false
	}
	result := last.Results[0]
	if address, ok := result.(*ast.UnaryExpr); ok && address.Op == token.AND {
		result = address.X
	}
	_, selects := result.(*ast.SelectorExpr)
	return selects
}

// callsValue reports whether a call may be one of a variable, or of what another
// expression than a name comes to.
func (d *declared) callsValue(call *ast.CallExpr) bool {
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		return d.types[fun.Name] == nil && types.Universe.Lookup(fun.Name) == nil && (!d.values[fun.Name] || d.kinds[fun.Name]&function != 0)
	case *ast.IndexExpr, *ast.CallExpr, *ast.StarExpr, *ast.TypeAssertExpr:
		return true
	}
	return false
}
