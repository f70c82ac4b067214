package lifotest_test

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifotest"
)

func TestPlot(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "plots")
	t.Setenv("LIFOTEST_PLOT", folder)
	t.Run("du: all", func(t *testing.T) {
		bounded(t, sizes, func(size int) { du(tree(size), lifotest.Hold) })
	})
	picture, err := os.ReadFile(filepath.Join(folder, "TestPlot_du__all.svg"))
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(picture, new(struct{})); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"<polyline", ">size 21: 20 at peak<", ">size 341: 340 at peak<"} {
		if !strings.Contains(string(picture), want) {
			t.Errorf("no %s in the plot", want)
		}
	}
}

func TestPlotThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("LIFOTEST_PLOT", file)
	got := bounded(t, []int{1, 2}, func(int) {})
	check(t, got, `^lifotest: plotting goroutines, as LIFOTEST_PLOT asks: .*file`)
}
