package fanout

import (
	"go/ast"
	"go/token"
	"slices"
)

// reachable are the declarations of a package that those which are kept, and
// theirs in turn, mention.
type reachable struct {
	kept     map[ast.Node]bool
	nodes    map[ast.Node]bool
	names    map[string]bool
	named    map[string][]ast.Node      // declarations by name, without methods
	methods  map[string][]*ast.FuncDecl // by the name of their receiver's type
	abstract map[string][]ast.Node      // interfaces, by the names of methods

	declaring map[string][]string // types, by the names of methods
}

// reachable returns the declarations that type-checking what is kept takes.
func (s *Syntax) reachable(kept map[ast.Node]bool) *reachable {
	r := &reachable{
		kept:     kept,
		nodes:    make(map[ast.Node]bool),
		names:    make(map[string]bool),
		named:    make(map[string][]ast.Node),
		methods:  make(map[string][]*ast.FuncDecl),
		abstract: make(map[string][]ast.Node),

		declaring: make(map[string][]string),
	}
	for file := range s.names {
		for _, decl := range file.Decls {
			r.index(decl)
		}
	}
	behind := make(map[string]bool) // names of methods that an interface may do
	for node := range kept {
		r.add(node)
		fn, ok := node.(*ast.FuncDecl)
		if !ok || fn.Recv == nil || behind[fn.Name.Name] || r.abstract[fn.Name.Name] == nil {
			continue
		}
		behind[fn.Name.Name] = true
		for _, node := range r.abstract[fn.Name.Name] {
			r.add(node)
		}
		for _, typ := range r.declaring[fn.Name.Name] {
			r.want(typ) // how many types there are behind an interface counts
		}
	}
	for name, nodes := range r.named {
		alias := slices.ContainsFunc(nodes, func(node ast.Node) bool {
			spec, ok := node.(*ast.TypeSpec)
			return ok && spec.Assign.IsValid()
		})
		if alias && r.methods[name] != nil {
			r.want(name) // else a type lacks methods that are declared by its other name
		}
	}
	return r
}

func (r *reachable) index(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Recv == nil {
			r.named[decl.Name.Name] = append(r.named[decl.Name.Name], decl)
		} else if name := receiver(decl); name != "" {
			r.methods[name] = append(r.methods[name], decl)
			r.declaring[decl.Name.Name] = append(r.declaring[decl.Name.Name], name)
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				r.named[spec.Name.Name] = append(r.named[spec.Name.Name], spec)
				r.indexMethods(spec)
			case *ast.ValueSpec:
				node := ast.Node(spec)
				if decl.Tok == token.CONST {
					node = decl // constants count, and repeat those above them
				}
				for _, name := range spec.Names {
					r.named[name.Name] = append(r.named[name.Name], node)
				}
			}
		}
	}
}

// indexMethods notes the methods of the interfaces that a type is written with.
func (r *reachable) indexMethods(spec *ast.TypeSpec) {
	ast.Inspect(spec.Type, func(n ast.Node) bool {
		if inter, ok := n.(*ast.InterfaceType); ok {
			for _, field := range inter.Methods.List {
				for _, name := range field.Names {
					r.abstract[name.Name] = append(r.abstract[name.Name], spec)
				}
			}
		}
		return true
	})
}

// receiver returns the name of the type that a method is declared with.
func receiver(method *ast.FuncDecl) string { return named(method.Recv.List[0].Type).name }

// add adds a declaration, and what it mentions.
func (r *reachable) add(node ast.Node) {
	if r.nodes[node] {
		return
	}
	r.nodes[node] = true
	fn, ok := node.(*ast.FuncDecl)
	if ok && !r.kept[fn] && fn.Type.TypeParams == nil { // a generic function may not be without its body
		fn.Body = nil
	}
	ast.Inspect(node, func(node ast.Node) bool {
		if ident, ok := node.(*ast.Ident); ok {
			r.want(ident.Name)
		}
		return true
	})
}

// want adds what has a name, and the methods of a type with their signatures,
// since they tell what implements what.
func (r *reachable) want(name string) {
	if r.names[name] || name == "_" {
		return
	}
	r.names[name] = true
	for _, node := range r.named[name] {
		r.add(node)
	}
	for _, method := range r.methods[name] {
		r.add(method)
	}
}

// take reports whether a declaration is needed, and leaves only that of it
// which is.
func (r *reachable) take(decl ast.Decl) bool {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		initializes := decl.Recv == nil && decl.Name.Name == "init" // which may not be without a body
		return r.nodes[decl] && !(initializes && decl.Body == nil)
	case *ast.GenDecl:
		if decl.Tok == token.TYPE || decl.Tok == token.VAR {
			decl.Specs = slices.DeleteFunc(decl.Specs, func(spec ast.Spec) bool { return !r.nodes[spec] })
			return len(decl.Specs) > 0
		}
		return decl.Tok == token.IMPORT || r.nodes[decl]
	}
	return true
}
