package lifotest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/runtime/internal/chart"
)

// plotVariable names the folder that plots are written to, if any.
const plotVariable = "LIFOTEST_PLOT"

// colors go from the smallest size to the largest.
var colors = []string{"#2471a3", "#148f77", "#b7950b", "#e08e0b", "#c0392b"}

// plot draws the goroutines of all runs over time and returns the file's name.
func plot(directory, test string, runs []*run) (string, error) {
	curves := make([]chart.Curve, len(runs))
	for i, r := range runs {
		curves[i] = chart.Curve{
			Name:     fmt.Sprintf("size %d: %d at peak", r.size, r.peak),
			Color:    colors[i*(len(colors)-1)/(len(runs)-1)],
			Interval: r.history.interval,
			Samples:  r.history.most,
		}
	}
	if err := os.MkdirAll(directory, 0o777); err != nil {
		return "", err
	}
	path := filepath.Join(directory, fileName(test)+".svg")
	return path, os.WriteFile(path, chart.SVG(curves), 0o666)
}

// fileName replaces what cannot be in the name of a file on every system.
func fileName(test string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, test)
}
