package format

import (
	"go/doc/comment"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

const website = "https://github.com/fanoutcheck/fanoutcheck"

// weaknesses are what the checks find, in the terms of the Common Weakness
// Enumeration, by which code scanning files what it shows.
var weaknesses = map[string]string{
	"unboundedspawn": "external/cwe/cwe-770", // allocation of resources without limits
	"perlevelbound":  "external/cwe/cwe-770",
	"lateacquire":    "external/cwe/cwe-770",
	"holdwait":       "external/cwe/cwe-833", // deadlock
	"lostslot":       "external/cwe/cwe-772", // missing release of a resource
}

// driver describes this program and its checks.
func (run *Run) driver() sarifDriver {
	driver := sarifDriver{
		Name:           "fanoutcheck",
		InformationURI: website,
		Version:        "0 " + run.Version, // readers compare what begins with a number
		Rules:          []sarifRule{},
	}
	if number, ok := strings.CutPrefix(run.Version, "v"); ok {
		driver.Version, driver.SemanticVersion = number, number
	}
	for _, check := range run.Checks {
		driver.Rules = append(driver.Rules, rule(check))
	}
	return driver
}

// rule describes a check. Its documentation begins with a sentence that stands
// alone, and a paragraph that tells what goes wrong.
func rule(check *analysis.Analyzer) sarifRule {
	title, rest, _ := strings.Cut(check.Doc, "\n\n")
	paragraph, _, _ := strings.Cut(rest, "\n\n")
	var parser comment.Parser
	printer := comment.Printer{TextWidth: -1}
	doc := parser.Parse(check.Doc)
	return sarifRule{
		ID:               check.Name,
		ShortDescription: sarifMultiformat{Text: sentence(title)},
		FullDescription:  sarifMultiformat{Text: sentence(strings.Join(strings.Fields(strings.TrimSuffix(paragraph, ":")), " "))},
		Help:             sarifMultiformat{Text: string(printer.Text(doc)), Markdown: string(printer.Markdown(doc))},
		HelpURI:          check.URL,
		Configuration:    sarifConfiguration{Level: "error"},
		Properties: sarifRuleProperties{
			Tags:      []string{"concurrency", "goroutines", weaknesses[check.Name]},
			Precision: "high",
		},
	}
}

// sentence writes a text as SARIF wants it: a capital and a full stop.
func sentence(text string) string {
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

func (run *Run) ruleIndex(check string) int {
	return slices.IndexFunc(run.Checks, func(a *analysis.Analyzer) bool { return a.Name == check })
}

// invocation tells how the run went.
func (run *Run) invocation() sarifInvocation {
	invocation := sarifInvocation{
		ExecutionSuccessful: len(run.Problems) == 0,
		ExitCode:            run.Status,
		WorkingDirectory:    run.artifact(run.Dir),
		Notifications:       []sarifNotification{},
	}
	invocation.WorkingDirectory.URI = strings.TrimSuffix(invocation.WorkingDirectory.URI, "/") + "/"
	for _, p := range run.Problems {
		notification := sarifNotification{Level: "error", Message: sarifMessage{Text: p.String()}}
		if at, _, ok := problemPosition(p, run.Dir); ok {
			notification.Locations = []sarifLocation{run.location(at, at)}
		}
		invocation.Notifications = append(invocation.Notifications, notification)
	}
	return invocation
}
