package fanout

import (
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/directive"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
)

// accept makes quiet what a directive answers: the report on the goroutine,
// and those on the slots that get lost around it.
func accept(site *Site, directives *directive.Directives) *Site {
	site.Evidence = slices.DeleteFunc(site.Evidence, func(e Evidence) bool {
		return e.Verdict == verdict.LostSlot && directives.Silence(e.Pos)
	})
	if site.Verdict.Check() == "" {
		return site
	}
	if answer, ok := directives.Accept(site.Node.Pos()); ok {
		site.Verdict, site.Message = verdict.Accepted, answer.Text
		site.Evidence = append([]Evidence{{Verdict: verdict.Accepted, Pos: answer.Pos, Text: answer.Text, Counts: true}}, site.Evidence...)
	}
	return site
}
