package fanout

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

// Settings are what a person can say about the code to judge. The zero value
// is the default. Every driver takes the same settings: as flags, or decoded
// from JSON.
type Settings struct {
	// Spawners name functions that run what they are given on a new
	// goroutine without a limit, where their code does not show it: they
	// reach it through an interface or a queue, say.
	Spawners []string `json:"spawners,omitempty"`
	// Limiters name functions that do so only while a limit allows it,
	// and else queue, refuse or run at once what they are given.
	Limiters []string `json:"limiters,omitempty"`
	// BlockingLimiters name functions that wait until the limit allows it.
	BlockingLimiters []string `json:"blocking-limiters,omitempty"`
	// Strict takes a depth for no bound where every level starts
	// goroutines in a loop over data.
	Strict bool `json:"strict,omitempty"`
	// Limit is the size of the limiters that fixes declare. 0 stands for
	// runtime.GOMAXPROCS(0).
	Limit int `json:"limit,omitempty"`
}

// A nameList is a setting that holds names of functions.
type nameList struct {
	key, usage string
	names      func(*Settings) *[]string
	effect     summary.Effect
}

var nameLists = []nameList{
	{
		"spawners", "functions that run what they are given on a new goroutine, by name and separated by commas: " + summary.Names,
		func(s *Settings) *[]string { return &s.Spawners }, summary.Spawns,
	},
	{
		"limiters", "functions that do so while a limit allows it, and else queue, refuse or run at once what they are given",
		func(s *Settings) *[]string { return &s.Limiters }, summary.Spawns | summary.Limited,
	},
	{
		"blocking-limiters", "functions that wait until a limit allows it",
		func(s *Settings) *[]string { return &s.BlockingLimiters }, summary.Spawns | summary.Blocks,
	},
}

// maxLimit is the largest limit that bounds anything.
const maxLimit = 99_999

// Validate returns an error that names each setting that is wrong, and says
// what is allowed.
func (s *Settings) Validate() error {
	_, err := s.extra()
	if limitErr := checkLimit(s.Limit); limitErr != nil {
		err = errors.Join(err, fmt.Errorf("limit: %w", limitErr))
	}
	return err
}

// extra returns what the settings state of functions.
func (s *Settings) extra() (summary.Extra, error) {
	extra := make(summary.Extra)
	var wrong []error
	for _, list := range nameLists {
		seen := make(map[string]bool)
		for _, name := range *list.names(s) {
			switch err := summary.CheckName(name); {
			case err != nil:
				wrong = append(wrong, fmt.Errorf("%s: %w", list.key, err))
			case !extra.State(name, list.effect) && !seen[name]:
				wrong = append(wrong, fmt.Errorf("%s: %s is named twice; a function is either a spawner, a limiter or a blocking limiter", list.key, name))
			}
			seen[name] = true
		}
	}
	return extra, errors.Join(wrong...)
}

func checkLimit(limit int) error {
	if limit < 0 || limit > maxLimit {
		return fmt.Errorf("%d does not limit goroutines; allowed are 1 to %d, and 0 for runtime.GOMAXPROCS(0)", limit, maxLimit)
	}
	return nil
}

// AddFlags adds a flag for each setting.
func (s *Settings) AddFlags(flags *flag.FlagSet) {
	for _, list := range nameLists {
		flags.Var((*names)(list.names(s)), list.key, list.usage)
	}
	flags.BoolVar(&s.Strict, "strict", s.Strict, "take a depth for no bound where every level starts goroutines in a loop over data")
	flags.Var((*limit)(&s.Limit), "limit", "size of the limiters that fixes declare (default runtime.GOMAXPROCS(0))")
}

// names is a flag that holds names of functions; it can be repeated.
type names []string

func (n *names) String() string { return strings.Join(*n, ",") }

func (n *names) Set(list string) error {
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if err := summary.CheckName(name); err != nil {
			return err
		}
		if !slices.Contains(*n, name) {
			*n = append(*n, name)
		}
	}
	return nil
}

// limit is a flag that holds a number of goroutines.
type limit int

func (l *limit) String() string {
	if *l == 0 {
		return ""
	}
	return strconv.Itoa(int(*l))
}

func (l *limit) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("%q is not a whole number; allowed are 1 to %d, and 0 for runtime.GOMAXPROCS(0)", text, maxLimit)
	}
	if err := checkLimit(n); err != nil {
		return err
	}
	*l = limit(n)
	return nil
}
