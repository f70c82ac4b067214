// Package chart draws how many goroutines there are over time.
package chart

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"time"
)

// A Curve is a number of goroutines at every interval of a run.
type Curve struct {
	Name     string
	Color    string // as SVG has it
	Interval time.Duration
	Samples  []int
}

const width, height, margin = 720.0, 360.0, 56.0

// SVG draws the curves from a common start, the number of goroutines on a
// logarithmic axis.
func SVG(curves []Curve) []byte {
	longest, top := time.Duration(1), 10.0
	for _, c := range curves {
		longest = max(longest, time.Duration(len(c.Samples))*c.Interval)
		for _, n := range c.Samples {
			top = math.Max(top, float64(n))
		}
	}
	decades := math.Ceil(math.Log10(top))
	x := func(at time.Duration) float64 { return margin + float64(at)/float64(longest)*(width-2*margin) }
	y := func(n float64) float64 {
		return height - margin - math.Log10(math.Max(n, 1))/decades*(height-2*margin)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<svg xmlns=%q width=\"%g\" height=\"%g\" font-family=\"sans-serif\" font-size=\"12\">\n",
		"http://www.w3.org/2000/svg", width, height)
	fmt.Fprintf(&b, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n")
	for d := 0.0; d <= decades; d++ {
		at := y(math.Pow(10, d))
		fmt.Fprintf(&b, "<line x1=\"%g\" x2=\"%g\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", margin, width-margin, at, at)
		fmt.Fprintf(&b, "<text x=\"%g\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", margin-6, at+4, math.Pow(10, d))
	}
	for i, c := range curves {
		fmt.Fprintf(&b, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"", c.Color)
		for sample, n := range c.Samples {
			fmt.Fprintf(&b, "%.1f,%.1f ", x(time.Duration(sample)*c.Interval), y(float64(n)))
		}
		fmt.Fprintf(&b, "\"/>\n<text x=\"%g\" y=\"%d\" fill=\"%s\">%s</text>\n", margin+10, 20+16*i, c.Color, html.EscapeString(c.Name))
	}
	fmt.Fprintf(&b, "<text x=\"%g\" y=\"%g\">goroutines over time, %v in all</text>\n</svg>\n",
		margin, height-margin/3, longest)
	return b.Bytes()
}
