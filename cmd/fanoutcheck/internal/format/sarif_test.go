package format

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

const walkGo = "package walk\r\n\r\nfunc walk(n *Node) {\r\n\t/* 🙂ü\xff */ go walk(n.世界, \"🙂\")\r\n}\r\n"

// write puts walkGo into a repository whose names have to be escaped, and
// returns the run of a report on its goroutine.
func write(t *testing.T) (*Run, string) {
	t.Helper()
	root := filepath.Join(t.TempDir(), "a repository: ü%")
	dir := filepath.Join(root, "p:q")
	require.NoError(t, os.MkdirAll(filepath.Join(root, ".git"), 0o777))
	require.NoError(t, os.MkdirAll(dir, 0o777))
	file := filepath.Join(dir, "a, b:#?.go")
	require.NoError(t, os.WriteFile(file, []byte(walkGo), 0o666))
	spawn := bytes.Index([]byte(walkGo), []byte("go walk"))
	lineStart := bytes.LastIndexByte([]byte(walkGo[:spawn]), '\n') + 1
	end := bytes.IndexByte([]byte(walkGo[spawn:]), ')') + 1 + spawn
	at := func(offset int) govet.Position {
		return govet.Position{File: file, Line: 4, Column: offset - lineStart + 1}
	}
	return &Run{
		Dir: dir, Root: Root(dir), Files: new(source.Files), Checks: analyzer.Suite(), Version: "v1.2.3", Status: 2,
		Reports: []govet.Report{{
			Package: "example.com/walk", Function: "walk", Check: "perlevelbound", Category: "per-level-bound",
			Message: "100%0A <wrong>, \"really\"", Fingerprint: "abc", Position: at(spawn), End: at(end),
			Related: []govet.Related{
				{Position: at(spawn), End: at(spawn), Message: "walk starts a goroutine that runs walk"},
				{Position: at(end), End: at(end), Message: "no fix is offered: it is too hot"},
			},
			Fixes: []govet.Fix{{Message: "Bound it", Edits: []govet.Edit{
				{File: file, Start: 12, End: 14, New: "\n\nimport \"ü\"\n"},
				{File: file, Start: spawn, End: end, New: "g.Go(🙂)"},
				{File: file, Start: len(walkGo), End: len(walkGo), New: "// end\n"},
			}}},
		}},
		Problems: []govet.Problem{
			{Package: "example.com/p", Message: "a, b:#?.go:4:7: syntax: error"},
			{Message: "pattern ./... matched no packages"},
		},
	}, file
}

func sarif(t *testing.T, run *Run) sarifRun {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, SARIF(&out, run))
	var log sarifLog
	require.NoError(t, json.Unmarshal(out.Bytes(), &log))
	require.Len(t, log.Runs, 1)
	return log.Runs[0]
}

func TestSARIFNamesFilesFromTheRepository(t *testing.T) {
	run, _ := write(t)
	log := sarif(t, run)
	base := log.OriginalURIBaseIDs["%SRCROOT%"].URI
	require.Regexp(t, `^file:///.*/a%20repository:%20%C3%BC%25/$`, base)
	require.Equal(t, sarifArtifact{URI: "./p:q/a,%20b:%23%3F.go", URIBaseID: "%SRCROOT%"},
		log.Results[0].Locations[0].PhysicalLocation.ArtifactLocation)
	require.Equal(t, "./p:q/", log.Invocations[0].WorkingDirectory.URI)

	outside := "/usr/lib/go/src/a b.go"
	require.Equal(t, sarifArtifact{URI: "file:///usr/lib/go/src/a%20b.go"}, run.artifact(outside))
	require.Equal(t, "file:///C:/a%20b.go", fileURI("C:/a b.go"))
}

// Whoever applies a fix counts as the log says, and gets what the edits in
// bytes give.
func TestSARIFFixes(t *testing.T) {
	run, file := write(t)
	fixes := sarif(t, run).Results[0].Fixes
	require.Len(t, fixes, 1)
	require.Equal(t, "Bound it", fixes[0].Description.Text)
	require.Len(t, fixes[0].ArtifactChanges, 1)

	want := walkGo
	for _, e := range slices.Backward(run.Reports[0].Fixes[0].Edits) {
		want = want[:e.Start] + e.New + want[e.End:]
	}
	units := utf16.Encode([]rune(walkGo))
	for _, r := range slices.Backward(fixes[0].ArtifactChanges[0].Replacements) {
		start := unitOffset(units, r.DeletedRegion.StartLine, r.DeletedRegion.StartColumn)
		end := unitOffset(units, r.DeletedRegion.EndLine, r.DeletedRegion.EndColumn)
		units = slices.Concat(units[:start], utf16.Encode([]rune(r.InsertedContent.Text)), units[end:])
	}
	require.Equal(t, string([]rune(want)), string(utf16.Decode(units)))

	require.NoError(t, os.Remove(file))
	run.Files = new(source.Files)
	require.Empty(t, sarif(t, run).Results[0].Fixes, "of a file that is gone")
}

func unitOffset(units []uint16, line, column int) int {
	offset := 0
	for ; line > 1; line-- {
		offset += slices.Index(units[offset:], '\n') + 1
	}
	return offset + column - 1
}

func TestSARIFResult(t *testing.T) {
	run, _ := write(t)
	log := sarif(t, run)
	require.Equal(t, "utf16CodeUnits", log.ColumnKind)
	result := log.Results[0]
	require.Equal(t, "perlevelbound", log.Tool.Driver.Rules[result.RuleIndex].ID)
	require.Equal(t, map[string]string{"fanoutcheck/v1": "abc"}, result.PartialFingerprints)
	region := result.Locations[0].PhysicalLocation.Region
	units := utf16.Encode([]rune(walkGo))
	code := units[unitOffset(units, region.StartLine, region.StartColumn):unitOffset(units, region.EndLine, region.EndColumn)]
	require.Equal(t, `go walk(n.世界, "🙂")`, string(utf16.Decode(code)))
	require.Equal(t, "example.com/walk.walk", result.Locations[0].LogicalLocations[0].FullyQualifiedName)

	// What is no step is no part of the flow.
	require.Len(t, result.RelatedLocations, 2)
	require.Equal(t, 1, result.RelatedLocations[0].ID)
	require.Equal(t, 2, result.RelatedLocations[1].ID)
	flow := result.CodeFlows[0].ThreadFlows[0].Locations
	require.Len(t, flow, 1)
	require.Equal(t, "walk starts a goroutine that runs walk", flow[0].Location.Message.Text)
	require.Equal(t, &sarifRegion{StartLine: 4, StartColumn: region.StartColumn}, flow[0].Location.PhysicalLocation.Region)
}

func TestSARIFTool(t *testing.T) {
	run, _ := write(t)
	driver := sarif(t, run).Tool.Driver
	require.Equal(t, "1.2.3", driver.SemanticVersion)
	require.Len(t, driver.Rules, len(analyzer.Suite()))
	for _, rule := range driver.Rules {
		for _, text := range []string{rule.ShortDescription.Text, rule.FullDescription.Text} {
			require.Regexp(t, `^[A-Z][^\n]+[^.]\.$`, text)
		}
		require.Contains(t, rule.Help.Markdown, "package lifo")
		require.NotContains(t, rule.Properties.Tags, "", rule.ID)
	}
	run.Version, run.Checks, run.Reports = "(devel)", []*analysis.Analyzer{}, nil
	require.Regexp(t, `^\d`, sarif(t, run).Tool.Driver.Version)
}

func TestSARIFProblems(t *testing.T) {
	run, _ := write(t)
	invocation := sarif(t, run).Invocations[0]
	require.False(t, invocation.ExecutionSuccessful)
	require.Equal(t, 2, invocation.ExitCode)
	require.Len(t, invocation.Notifications, 2)
	located := invocation.Notifications[0]
	require.Equal(t, "cannot analyse example.com/p: a, b:#?.go:4:7: syntax: error", located.Message.Text)
	require.Equal(t, 4, located.Locations[0].PhysicalLocation.Region.StartLine)
	require.Empty(t, invocation.Notifications[1].Locations)

	run.Problems, run.Reports, run.Status = nil, nil, 0
	clean := sarif(t, run)
	require.True(t, clean.Invocations[0].ExecutionSuccessful)
	require.NotNil(t, clean.Results)
}
