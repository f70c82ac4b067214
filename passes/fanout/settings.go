package fanout

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
)

// Settings choose the checks, and say what their judgement needs to know of
// the code. The zero value is the default. Every driver takes the same
// settings: as flags, or decoded from JSON.
type Settings struct {
	// Enable names the checks to run. All run if it names none.
	Enable []string `json:"enable,omitempty"`
	// Disable names checks not to run.
	Disable []string `json:"disable,omitempty"`
	// Spawners name functions that run what they are given on a new
	// goroutine without a limit, where their code does not show it: they
	// reach it through an interface or a queue, say.
	Spawners []string `json:"spawners,omitempty"`
	// Limiters name functions that do so only while a limit allows it,
	// and else queue, refuse or run at once what they are given.
	Limiters []string `json:"limiters,omitempty"`
	// BlockingLimiters name functions that wait until a limit allows it.
	BlockingLimiters []string `json:"blocking-limiters,omitempty"`
	// Strict takes a depth for no bound where every level starts
	// goroutines in a loop over data.
	Strict bool `json:"strict,omitempty"`
	// Limit is the size of the limiters that fixes declare. 0 stands for
	// runtime.GOMAXPROCS(0).
	Limit int `json:"limit,omitempty"`

	// KeepSilenced leaves nolint comments to the driver. It is for
	// golangci-lint, which reads them itself and holds one that silences no
	// report for useless; a person has no use for it.
	KeepSilenced bool `json:"-"`
}

// Runs reports whether a check is switched on.
func (s *Settings) Runs(check string) bool {
	return (len(s.Enable) == 0 || slices.Contains(s.Enable, check)) && !slices.Contains(s.Disable, check)
}

// Validate returns an error that names each setting that is wrong, and says
// what is allowed.
func (s *Settings) Validate() error {
	var wrong []error
	for _, setting := range s.lists() {
		for _, name := range *setting.list {
			if err := setting.check(name); err != nil {
				wrong = append(wrong, fmt.Errorf("%s: %w", setting.key, err))
			}
		}
	}
	if !slices.ContainsFunc(verdict.Checks(), s.Runs) {
		wrong = append(wrong, errors.New("disable: no check is left of those that are switched on"))
	}
	if len(wrong) == 0 {
		_, err := s.extra()
		wrong = append(wrong, err)
	}
	if err := checkLimit(s.Limit); err != nil {
		wrong = append(wrong, fmt.Errorf("limit: %w", err))
	}
	return errors.Join(wrong...)
}

// extra returns what the settings state of functions.
func (s *Settings) extra() (summary.Extra, error) {
	extra := make(summary.Extra)
	for _, setting := range s.lists() {
		for _, name := range *setting.list {
			if setting.effect != 0 && !extra.State(name, setting.effect) {
				return nil, fmt.Errorf("%s: %s is named before; a function is either a spawner, a limiter or a blocking limiter", setting.key, name)
			}
		}
	}
	return extra, nil
}

// A listSetting is a setting that holds names.
type listSetting struct {
	key, usage string
	list       *[]string
	check      func(name string) error
	effect     summary.Effect // of the functions that it names
}

func (s *Settings) lists() []listSetting {
	return []listSetting{
		{"enable", "run only these checks, separated by commas", &s.Enable, checkCheck, 0},
		{"disable", "do not run these checks", &s.Disable, checkCheck, 0},
		{
			"spawners", "functions that run what they are given on a new goroutine, separated by commas: " + summary.Names,
			&s.Spawners, summary.CheckName, summary.Spawns,
		},
		{
			"limiters", "functions that do so while a limit allows it, and else queue, refuse or run at once what they are given",
			&s.Limiters, summary.CheckName, summary.Spawns | summary.Limited,
		},
		{
			"blocking-limiters", "functions that do so, and wait until a limit allows it",
			&s.BlockingLimiters, summary.CheckName, summary.Spawns | summary.Blocks,
		},
	}
}

func checkCheck(name string) error {
	if !slices.Contains(verdict.Checks(), name) {
		return fmt.Errorf("there is no check %q; allowed are %s", name, strings.Join(verdict.Checks(), ", "))
	}
	return nil
}

// maxLimit is the largest limit that bounds anything.
const maxLimit = 99_999

func checkLimit(limit int) error {
	if limit < 0 || limit > maxLimit {
		return wrongLimit(strconv.Itoa(limit))
	}
	return nil
}

func wrongLimit(text string) error {
	return fmt.Errorf("%q does not limit goroutines; allowed are 1 to %d, and 0 for runtime.GOMAXPROCS(0)", text, maxLimit)
}
