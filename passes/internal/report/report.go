// Package report turns judged spawn sites into diagnostics.
//
// In come the sites of package fanout, out go the diagnostics of one check.
// All checks share this room because they differ only in the verdicts they
// report: what a diagnostic looks like, which related positions it carries
// and whether it offers a fix must not depend on the check.
package report

import (
	"cmp"
	"go/ast"
	"go/token"
	"path/filepath"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/fix"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/recovery"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
)

// Check is the Run function of every check: it reports the sites whose
// verdict belongs to the check that has the name of pass.Analyzer.
func Check(pass *analysis.Pass) (_ any, err error) {
	defer recovery.Recover(pass, &err)
	result := fanout.Of(pass)
	if !result.Settings.Runs(pass.Analyzer.Name) {
		return nil, nil
	}
	fixer := sync.OnceValue(func() *fix.Fixer { // most packages have no report
		fixer := fix.New(pass)
		fixer.Limit = result.Settings.Limit
		return fixer
	})
	lostSlots(pass, result.Sites, fixer)
	for _, site := range result.Sites {
		if site.Verdict.Check() != pass.Analyzer.Name {
			continue
		}
		related := reasons(site)
		fixes, obstacle := []analysis.SuggestedFix(nil), generated(pass, site.Node)
		if obstacle == nil {
			fixer().Recursive = site.Verdict == verdict.RecursiveSpawn
			fixes, obstacle = fixer().Suggest(site.Node)
		}
		if obstacle != nil {
			related = append(related, relatedTo(site, obstacle.Pos, "no fix is offered: "+obstacle.Reason))
		} else if requirement := fixer().Requirement(fixes); requirement != "" {
			related = append(related, relatedTo(site, site.Node.Pos(), requirement))
		}
		pass.Report(analysis.Diagnostic{
			Pos:            site.Node.Pos(),
			End:            site.HeadEnd(),
			Category:       string(site.Verdict),
			Message:        site.Message,
			Related:        distinct(related),
			SuggestedFixes: fixes,
		})
	}
	return nil, nil
}

// lostSlots reports, for the check that has them, the ways on which a slot is
// not given back. It says so where the slot is lost, with the spawn as the
// related position: the site itself may be bounded and quiet.
func lostSlots(pass *analysis.Pass, sites []*fanout.Site, fixer func() *fix.Fixer) {
	lost := make(map[token.Pos]bool) // two spawns of one function can lose the same slot
	for _, site := range sites {
		for _, e := range site.Evidence {
			if e.Verdict != verdict.LostSlot || e.Verdict.Check() != pass.Analyzer.Name || lost[e.Pos] {
				continue
			}
			lost[e.Pos] = true
			related := []analysis.RelatedInformation{relatedTo(site, site.Node.Pos(), site.Function+" starts goroutines here that need slots")}
			fixes, obstacle := []analysis.SuggestedFix(nil), generated(pass, site.Node)
			if obstacle == nil {
				fixes, obstacle = fixer().LostSlot(e.Pos)
			}
			if obstacle != nil {
				related = append(related, relatedTo(site, obstacle.Pos, "no fix is offered: "+obstacle.Reason))
			}
			pass.Report(analysis.Diagnostic{
				Pos:            e.Pos,
				Category:       string(e.Verdict),
				Message:        e.Text,
				Related:        related,
				SuggestedFixes: fixes,
			})
		}
	}
}

// Directives reports the directives of a package that give no reason, or
// that nothing needs.
func Directives(pass *analysis.Pass) {
	result := fanout.Of(pass)
	if !result.Settings.Runs(pass.Analyzer.Name) {
		return
	}
	for _, misuse := range result.Misuses {
		pass.Report(analysis.Diagnostic{Pos: misuse.Pos, Category: "directive", Message: misuse.Text})
	}
}

// reasons returns why a site is reported: the cycle edge by edge, then what
// looks like a bound and is none.
func reasons(site *fanout.Site) []analysis.RelatedInformation {
	var related []analysis.RelatedInformation
	for _, step := range site.Cycle {
		related = append(related, relatedTo(site, step.Pos, step.Text))
	}
	for _, e := range site.Evidence {
		if !e.Counts && e.Verdict != verdict.LostSlot {
			related = append(related, relatedTo(site, e.Pos, e.Text))
		}
	}
	return related
}

// relatedTo says something about a site. What has no place of its own, such
// as what is said of another package, stands at the spawn.
func relatedTo(site *fanout.Site, pos token.Pos, message string) analysis.RelatedInformation {
	return analysis.RelatedInformation{Pos: cmp.Or(pos, site.Node.Pos()), Message: message}
}

// distinct drops what has nothing new to say.
func distinct(related []analysis.RelatedInformation) []analysis.RelatedInformation {
	seen := make(map[string]bool)
	var kept []analysis.RelatedInformation
	for _, r := range related {
		if !seen[r.Message] {
			seen[r.Message] = true
			kept = append(kept, r)
		}
	}
	return kept
}

// generated returns the obstacle that node stands in a generated file, or
// nil. A fix there would be lost with the next generation.
func generated(pass *analysis.Pass, node ast.Node) *fix.Obstacle {
	for _, file := range pass.Files {
		if file.FileStart > node.Pos() || node.Pos() >= file.FileEnd {
			continue
		}
		if !ast.IsGenerated(file) {
			return nil
		}
		reason := "the file is generated"
		// The go command hands over what cgo made of a file, with the
		// positions of the original.
		tf := pass.Fset.File(node.Pos())
		if filepath.Base(pass.Fset.Position(node.Pos()).Filename) != filepath.Base(tf.Name()) {
			reason = "the file is translated before it is compiled"
		}
		return &fix.Obstacle{Pos: node.Pos(), Reason: reason}
	}
	return nil
}
