package format

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// sourceRoot is what file names in a SARIF log are relative to; code scanning
// takes it for the root of the repository.
const sourceRoot = "%SRCROOT%"

// SARIF prints a log of the Static Analysis Results Interchange Format, version
// 2.1.0. Every result has its recursion as a code flow, with why no limit counts
// at its end, since a flow is what viewers show and step through; related
// locations have the same, and why no fix is offered.
//
// The log says nothing of time or of the machine but where the repository is,
// so that equal findings give equal logs.
func SARIF(w io.Writer, run *Run) error {
	log := sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:               sarifTool{Driver: run.driver()},
			Invocations:        []sarifInvocation{run.invocation()},
			OriginalURIBaseIDs: map[string]sarifArtifact{sourceRoot: {URI: directoryURI(run.Root)}},
			ColumnKind:         "utf16CodeUnits",
			Results:            []sarifResult{}, // not null: the run has looked
		}},
	}
	for _, r := range run.Reports {
		log.Runs[0].Results = append(log.Runs[0].Results, run.result(r))
	}
	return encode(w, log)
}

func (run *Run) result(r govet.Report) sarifResult {
	result := sarifResult{
		RuleID:    r.Check,
		RuleIndex: run.ruleIndex(r.Check),
		Level:     "error",
		Message:   sarifMessage{Text: r.Message},
		Locations: []sarifLocation{run.location(r.Position, r.End)},
	}
	if r.Category != "" {
		result.Properties = &sarifProperties{Category: r.Category}
	}
	if r.Fingerprint != "" {
		result.PartialFingerprints = map[string]string{"fanoutcheck/v1": r.Fingerprint}
	}
	if r.Function != "" {
		result.Locations[0].LogicalLocations = []sarifLogicalLocation{{
			Name:               r.Function,
			FullyQualifiedName: r.Package + "." + r.Function,
			Kind:               "function",
		}}
	}
	var flow []sarifFlowLocation
	for i, x := range r.Related {
		related := run.location(x.Position, x.End)
		related.Message = &sarifMessage{Text: x.Message}
		if !strings.HasPrefix(x.Message, NoFix) {
			flow = append(flow, sarifFlowLocation{Location: related})
		}
		related.ID = i + 1
		result.RelatedLocations = append(result.RelatedLocations, related)
	}
	if len(flow) > 0 {
		result.CodeFlows = []sarifCodeFlow{{ThreadFlows: []sarifThreadFlow{{Locations: flow}}}}
	}
	for _, fix := range r.Fixes {
		if converted, ok := run.fix(fix); ok {
			result.Fixes = append(result.Fixes, converted)
		}
	}
	return result
}

func (run *Run) location(start, end govet.Position) sarifLocation {
	return sarifLocation{PhysicalLocation: &sarifPhysicalLocation{
		ArtifactLocation: run.artifact(start.File),
		Region:           run.region(start, end),
	}}
}

// region leaves the end out of a place that has no extent, since SARIF would
// take it for one between two characters.
func (run *Run) region(start, end govet.Position) *sarifRegion {
	if start.Line == 0 {
		return nil
	}
	from := run.Files.UTF16(start)
	region := &sarifRegion{StartLine: from.Line, StartColumn: from.Column}
	if end.File == start.File && end != start {
		to := run.Files.UTF16(end)
		region.EndLine, region.EndColumn = to.Line, to.Column
	}
	return region
}

// fix converts a fix, unless one of its files can not be read: then there is
// nothing to apply it to.
func (run *Run) fix(fix govet.Fix) (converted sarifFix, ok bool) {
	converted.Description = sarifMessage{Text: fix.Message}
	changes := make(map[string]int)
	for _, edit := range fix.Edits {
		from, ok := run.Files.UTF16At(edit.File, edit.Start)
		if !ok {
			return converted, false
		}
		to, ok := run.Files.UTF16At(edit.File, edit.End)
		if !ok {
			return converted, false
		}
		at, known := changes[edit.File]
		if !known {
			at = len(converted.ArtifactChanges)
			changes[edit.File] = at
			converted.ArtifactChanges = append(converted.ArtifactChanges, sarifArtifactChange{ArtifactLocation: run.artifact(edit.File)})
		}
		change := &converted.ArtifactChanges[at]
		change.Replacements = append(change.Replacements, sarifReplacement{
			DeletedRegion:   sarifRegion{StartLine: from.Line, StartColumn: from.Column, EndLine: to.Line, EndColumn: to.Column},
			InsertedContent: sarifContent{Text: edit.New},
		})
	}
	return converted, len(converted.ArtifactChanges) > 0
}

// artifact names a file relative to the repository if it is in there.
func (run *Run) artifact(file string) sarifArtifact {
	if path, ok := inside(run.Root, file); ok {
		return sarifArtifact{URI: (&url.URL{Path: path}).String(), URIBaseID: sourceRoot}
	}
	return sarifArtifact{URI: fileURI(file)}
}

func fileURI(file string) string {
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // of a drive on Windows
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

func directoryURI(dir string) string {
	return strings.TrimSuffix(fileURI(dir), "/") + "/"
}
