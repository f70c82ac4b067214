package fanout

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// AddFlags adds a flag for each setting.
func (s *Settings) AddFlags(flags *flag.FlagSet) {
	for _, setting := range s.lists() {
		flags.Var(names{setting.list, setting.check}, setting.key, setting.usage)
	}
	flags.Var((*boolean)(&s.Strict), "strict", "take a depth for no bound where every level starts goroutines in a loop over data")
	flags.Var((*limit)(&s.Limit), "limit", "size of the limiters that fixes declare (default runtime.GOMAXPROCS(0))")
}

// Names are a flag that holds names and can be repeated.
type names struct {
	list  *[]string
	check func(name string) error
}

func (n names) String() string {
	if n.list == nil {
		return ""
	}
	return strings.Join(*n.list, ",")
}

func (n names) Set(text string) error {
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if err := n.check(name); err != nil {
			return err
		}
		if !slices.Contains(*n.list, name) {
			*n.list = append(*n.list, name)
		}
	}
	return nil
}

// A boolean is a flag like that of package flag, whose error says what is
// allowed.
type boolean bool

func (b *boolean) String() string { return strconv.FormatBool(bool(*b)) }

func (b *boolean) IsBoolFlag() bool { return true }

func (b *boolean) Set(text string) error {
	value, err := strconv.ParseBool(text)
	if err != nil {
		return fmt.Errorf("%q is not allowed, only true and false", text)
	}
	*b = boolean(value)
	return nil
}

// A limit is a flag that holds a number of goroutines.
type limit int

func (l *limit) String() string { return strconv.Itoa(int(*l)) }

func (l *limit) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		return wrongLimit(text)
	}
	if err := checkLimit(n); err != nil {
		return err
	}
	*l = limit(n)
	return nil
}
