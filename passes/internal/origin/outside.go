package origin

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Outside is a variable of another package that only facts tell of: a
// semaphore behind the functions that take and give back its slots.
type Outside struct{ name string }

// Outside returns the variable with a name that starts with the path of its
// package. What the package itself can name is a variable like any other.
func (r *Resolver) Outside(name string) ssa.Value {
	if known := r.outside[name]; known != nil {
		return known
	}
	found := ssa.Value(&Outside{name})
	dot := strings.LastIndexByte(name, '.')
	if pkg := r.prog.Imported(name[:max(dot, 0)]); pkg != nil && token.IsExported(name[dot+1:]) {
		if global := pkg.Var(name[dot+1:]); global != nil {
			found = global
		}
	}
	r.outside[name] = found
	return found
}

// VariableOf returns the name by which other packages know a variable of a
// package, or "".
func VariableOf(root ssa.Value) string {
	switch root := root.(type) {
	case *Outside:
		return root.name
	case *ssa.Global:
		if root.Pkg != nil && root.Pkg.Pkg != nil {
			return root.Pkg.Pkg.Path() + "." + root.Name()
		}
	}
	return ""
}

// Name is the variable's with that of its package, as its users would write it.
func (o *Outside) Name() string { return o.name[strings.LastIndexByte(o.name, '/')+1:] }

func (o *Outside) String() string { return o.name }

// Type tells nothing: nobody outside uses the variable itself.
func (*Outside) Type() types.Type { return types.Typ[types.Invalid] }

// Parent returns nil: the variable belongs to no function.
func (*Outside) Parent() *ssa.Function { return nil }

// Referrers returns nil: they are in the other package.
func (*Outside) Referrers() *[]ssa.Instruction { return nil }

// Pos returns no position.
func (*Outside) Pos() token.Pos { return token.NoPos }
