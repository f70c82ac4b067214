package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// hostile is what no name of Go can be, but the name of a file can.
const hostile = `<script>"&'\` + "`;#|[]{}\x00\x1b\xff\n" + `</title>]]>-->end`

func at(file string, line int) govet.Position {
	return govet.Position{File: "/src/" + file, Line: line, Column: 3}
}

// several has two recursions with everything that a picture can show.
func several() *govet.Result {
	long := "(*" + strings.Repeat("Very", 40) + "Long).method"
	return &govet.Result{
		Recursions: []govet.Recursion{
			{
				Package:   "example.com/tree",
				Functions: []govet.Function{{Name: "walk", Position: at("walk.go", 5)}, {Name: long, Position: at(hostile+".go", 7)}, {Name: "世界", Position: at("walk.go", 20)}, {Name: "io.Copy"}},
				Steps: []govet.Step{
					{Kind: fanout.SpawnStep, From: 0, To: 1, Through: "go", Position: at("walk.go", 6), Message: "walk starts " + hostile},
					{Kind: fanout.SpawnStep, From: 0, To: 2, Through: "go", Position: at("walk.go", 6), Message: "walk starts another"},
					{Kind: fanout.HandingStep, From: 1, To: 2, Through: hostile, Position: at("walk.go", 8), Message: "handed"},
					{Kind: fanout.SendStep, From: 2, To: 0, Position: at("walk.go", 21), Message: "sent"},
					{Kind: fanout.CallStep, From: 2, To: 2, Position: at("walk.go", 22), Message: "called"},
					{Kind: fanout.SpawnStep, From: 2, To: 3, Through: "go", Position: at("walk.go", 23), Message: "world starts io.Copy"},
					{Kind: fanout.SpawnStep, From: 2, To: 0, Through: "(*Group).Go", Position: at("walk.go", 24), Message: "not judged"},
				},
				LeftOut: 3,
			},
			{
				Package:   "example.com/" + hostile,
				Functions: []govet.Function{{Name: "again", Position: at("again.go", 1)}},
				Steps:     []govet.Step{{Kind: fanout.SpawnStep, Through: "go", Position: at("again.go", 2), Message: "again"}},
			},
		},
		Explanations: []govet.Report{
			{Package: "example.com/tree", Function: "walk", Check: "unboundedspawn", Category: "recursive-spawn", Message: "nothing limits " + hostile, Position: at("walk.go", 6)},
			{Package: "example.com/tree", Function: "世界", Category: "bounded-try", Message: "a slot of sem is tried first", Position: at("walk.go", 23), Related: []govet.Related{{Position: at("walk.go", 22), Message: "a slot of sem is tried first"}}},
			{Package: "example.com/" + hostile, Function: "again", Category: "accepted", Message: "never more than two", Position: at("again.go", 2)},
		},
	}
}

func TestPictures(t *testing.T) {
	pictures := Of(several(), "/src")
	require.Len(t, pictures, 2)
	first := pictures[0]
	require.Equal(t, "walk", first.Title)
	require.Equal(t, Box{Name: "walk", Place: "walk.go:5"}, first.Boxes[0])
	require.Equal(t, Box{Name: "io.Copy", Place: "another package", Outside: true}, first.Boxes[3])
	require.Same(t, first.Arrows[0].Spawn, first.Arrows[1].Spawn, "one goroutine that may run either")
	require.Nil(t, first.Arrows[6].Spawn)
	var tones []Tone
	for i, s := range append(first.Spawns, pictures[1].Spawns...) {
		require.Equal(t, i+1, s.Number)
		tones = append(tones, s.Tone)
	}
	require.Equal(t, []Tone{Reported, Bounded, Accepted}, tones)
	require.Equal(t, "Left out: 3 more functions of this recursion.", first.Note())
	require.Empty(t, pictures[1].Note())
}

func TestToneOf(t *testing.T) {
	require.Equal(t, Accepted, ToneOf(govet.Report{Category: "recursive-spawn"}), "its check is off")
	require.Equal(t, Accepted, ToneOf(govet.Report{Category: "indirect"}), "nothing is known to limit it")
	require.Equal(t, Bounded, ToneOf(govet.Report{Category: "chain"}))
}

// texts returns the character data of a document, and fails if it is none.
func texts(t *testing.T, document string) []string {
	t.Helper()
	var found []string
	for dec := xml.NewDecoder(strings.NewReader(document)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return found
		}
		require.NoError(t, err)
		if text, ok := token.(xml.CharData); ok {
			found = append(found, string(text))
		}
	}
}

func TestSVG(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, SVG(&out, Of(several(), "/src")))
	all := strings.Join(texts(t, out.String()), "\n")
	require.Contains(t, all, "nothing limits <script>\"&'\\`;#|[]{}", "what is not markup is text")
	require.Contains(t, all, "世界")
	require.Contains(t, all, "walk.go:23, by walk.go:22", "where the slot is tried")
	require.NotContains(t, out.String(), "<script")
	require.NotRegexp(t, `[\x00-\x08\x0b-\x1f]`, out.String())
	require.NotContains(t, out.String(), "http://www.w3.org/1999/xlink")
	require.Equal(t, 1, strings.Count(out.String(), "http"), "nothing is fetched; the name space is a name")

	var again bytes.Buffer
	require.NoError(t, SVG(&again, Of(several(), "/src")))
	require.Equal(t, out.String(), again.String())

	for _, p := range Of(several(), "/src") {
		texts(t, p.Drawing())
	}
}

// A name has room in its box: it is cut where it is too long.
func TestNamesFit(t *testing.T) {
	boxes := regexp.MustCompile(`<rect class="box[^"]*" x="\S+" y="\S+" width="(\S+)".*?class="name mono"[^>]*>([^<]*)<`)
	found := boxes.FindAllStringSubmatch(Of(several(), "/src")[0].Drawing(), -1)
	require.Len(t, found, 4)
	for _, box := range found {
		width, err := strconv.ParseFloat(box[1], 64)
		require.NoError(t, err)
		require.Greater(t, width, mono(box[2], 13)+8, box[2])
		require.Less(t, width, 400.0, box[2])
	}
}

func TestDOT(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, DOT(&out, Of(several(), "/src")))
	require.Contains(t, out.String(), `p0_2 [label="世界\nwalk.go:20"]`)
	require.Contains(t, out.String(), `p0_2 -> p0_0 [color="#768390", tooltip="walk.go:21: sent", label=" sends ", fontcolor="#768390", style=dotted]`)
	// Each line that has strings has whole ones.
	for line := range strings.Lines(out.String()) {
		bare := strings.NewReplacer(`\\`, "", `\"`, "").Replace(line)
		require.Zero(t, strings.Count(bare, `"`)%2, line)
	}
	dot, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("Graphviz is not installed")
	}
	cmd := exec.Command(dot, "-Tsvg")
	cmd.Stdin = &out
	drawn, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", drawn)
	require.Contains(t, string(drawn), "世界")
}

func TestMermaid(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, Mermaid(&out, Of(several(), "/src")))
	require.Contains(t, out.String(), `p0_2["世界<br>walk.go:20"]`)
	require.Contains(t, out.String(), `p0_2 -.->|"sends"| p0_0`)
	// The numbers of styles are those of the arrows.
	require.Contains(t, out.String(), "linkStyle 7 stroke:"+colours[Accepted])
	require.NotContains(t, out.String(), "linkStyle 6 ", "nothing is judged there")
	for line := range strings.Lines(out.String()) {
		require.LessOrEqual(t, strings.Count(line, `"`), 2, line)
		require.NotContains(t, line, "<script")
	}
}

func TestWrap(t *testing.T) {
	text := "one word after the other, and one" + strings.Repeat("long", 30) + " word"
	lines := wrap(text, 120)
	require.Equal(t, text, strings.Join(lines, " "))
	for _, line := range lines {
		require.True(t, sans(line) <= 120 || !strings.Contains(line, " "), line)
	}
	require.Empty(t, wrap("", 100))
}

func TestShorten(t *testing.T) {
	require.Equal(t, "short", shorten("short", 5))
	require.Equal(t, "ab…yz", shorten("abcdefxyz", 5))
	require.Equal(t, "äö…üß", shorten("äö123456üß", 5))
}

// Many functions are drawn without a long wait, in a picture that is large.
func TestLargeRecursion(t *testing.T) {
	r := govet.Recursion{Package: "p"}
	for i := range 80 {
		r.Functions = append(r.Functions, govet.Function{Name: fmt.Sprint("f", i), Position: at("f.go", i+1)})
		for _, to := range []int{(i + 1) % 80, (i * 7) % 80} {
			r.Steps = append(r.Steps, govet.Step{Kind: fanout.SpawnStep, From: i, To: to, Through: "go", Position: at("f.go", i+1)})
		}
	}
	require.NotEmpty(t, texts(t, Of(&govet.Result{Recursions: []govet.Recursion{r}}, "/")[0].Drawing()))
}
