package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// An outcome says how the tool and the reader compare on a site.
type outcome string

const (
	agrees     outcome = "agrees"
	missed     outcome = "missed"      // should be reported and is not
	falseAlarm outcome = "false"       // is reported and should not be
	otherCheck outcome = "other check" // is reported, but by another check
	skipped    outcome = "skipped"
)

// A result is the comparison for one site.
type result struct {
	site
	outcome
	is string // the tool's verdict, or why the site was skipped
}

// replay runs the tool over the packages of the judged sites, prints where
// the two differ, and counts.
func replay(t tool, sites []site, checkouts string, verbose bool, out io.Writer) error {
	var results []result
	broken := 0
	for _, repository := range grouped(sites, func(s site) string { return s.Repository }) {
		dir, why := checkout(checkouts, repository[0])
		if why != "" {
			fmt.Fprintf(out, "%s: skipped: %s\n", repository[0].Repository, why)
			results = append(results, skip(repository, why)...)
			continue
		}
		for _, module := range grouped(repository, func(s site) string { return moduleOf(dir, s.Path) }) {
			c := compareModule(t, module, dir)
			c.print(out, verbose)
			results = append(results, c.results...)
			broken += len(c.internal)
		}
	}
	counts(results).print(out)
	differs := func(r result) bool { return r.outcome != agrees && r.outcome != skipped }
	if broken > 0 || slices.ContainsFunc(results, differs) {
		return errDiffers
	}
	return nil
}

// grouped splits sites by a key, in the order of the keys' first sites.
func grouped(sites []site, key func(site) string) [][]site {
	var groups [][]site
	at := make(map[string]int)
	for _, s := range sites {
		k := key(s)
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], s)
	}
	return groups
}

// checkout returns where the repository of s is checked out, or why it can
// not be used. A folder without history is believed to be what was judged.
func checkout(checkouts string, s site) (dir, why string) {
	dir, err := filepath.EvalSymlinks(filepath.Join(checkouts, filepath.FromSlash(s.Repository)))
	if err != nil {
		return "", "no checkout"
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", err.Error()
	}
	if _, err := os.Stat(filepath.Join(dir, ".git")); err != nil {
		return dir, ""
	}
	head, err := exec.Command("git", "-C", dir, "rev-parse", "HEAD").Output()
	if err != nil {
		return "", "git can not tell the commit"
	}
	if is := strings.TrimSpace(string(head)); !strings.HasPrefix(is, s.Commit) {
		return "", fmt.Sprintf("is at %.12s, the table is for %.12s", is, s.Commit)
	}
	return dir, ""
}

// moduleOf returns the folder of the module that a file belongs to, or ""
// where it belongs to none.
func moduleOf(checkout, file string) string {
	for dir := filepath.Dir(filepath.Join(checkout, filepath.FromSlash(file))); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == checkout || dir == filepath.Dir(dir) {
			return ""
		}
	}
}

// A comparison is what came of the sites of one module.
type comparison struct {
	results  []result
	unlisted []finding // reports at places that nobody has judged
	internal []string  // errors of the tool itself
}

// compareModule runs the tool over the packages of sites, which are of one
// module.
func compareModule(t tool, sites []site, checkout string) comparison {
	module := moduleOf(checkout, sites[0].Path)
	if module == "" {
		return comparison{results: skip(sites, "belongs to no module")}
	}
	var packages []string
	for _, s := range sites {
		packages = append(packages, packageOf(module, checkout, s))
	}
	slices.Sort(packages)
	a, _, err := t.vetLoadable(module, slices.Compact(packages))
	if err != nil {
		return comparison{results: skip(sites, err.Error())}
	}
	c := comparison{internal: a.internal}
	for _, s := range sites {
		c.results = append(c.results, judge(s, a, checkout, packageOf(module, checkout, s)))
	}
	listed := func(f finding) bool {
		return slices.ContainsFunc(sites, func(s site) bool { return at(f, s, checkout) })
	}
	for _, f := range a.findings {
		if f.Check != "" && !listed(f) {
			f.File, _ = filepath.Rel(checkout, f.File)
			c.unlisted = append(c.unlisted, f)
		}
	}
	return c
}

// packageOf returns the pattern for the package of s, from its module.
func packageOf(module, checkout string, s site) string {
	rel, err := filepath.Rel(module, filepath.Dir(filepath.Join(checkout, filepath.FromSlash(s.Path))))
	if err != nil {
		return "."
	}
	return "./" + filepath.ToSlash(rel)
}

func at(f finding, s site, checkout string) bool {
	return f.Line == s.Line && f.File == filepath.Join(checkout, filepath.FromSlash(s.Path))
}

// judge compares the tool's answer with the reader's.
func judge(s site, a answer, checkout, pattern string) result {
	want := checks[s.Verdict]
	f := nearest(a.findings, s, checkout)
	r := result{s, agrees, cmp.Or(f.Verdict, "not-recursive")}
	switch {
	case f.Verdict == "" && unloaded(a, pattern) != "":
		r.outcome, r.is = skipped, "does not load: "+unloaded(a, pattern)
	case want == "" && f.Check != "":
		r.outcome = falseAlarm
	case want != "" && f.Check == "":
		r.outcome = missed
	case want != f.Check:
		r.outcome = otherCheck
	}
	return r
}

// nearest returns the finding at s that comes next to what the reader said:
// a line can hold several sites. It returns none where there is none.
func nearest(findings []finding, s site, checkout string) finding {
	rank := func(f finding) int {
		switch {
		case !at(f, s, checkout):
			return 0
		case f.Check == "":
			return 1
		case f.Check != checks[s.Verdict]:
			return 2
		}
		return 3
	}
	var best finding
	for _, f := range findings {
		if rank(f) > rank(best) {
			best = f
		}
	}
	return best
}

// unloaded returns the complaint about the package of a pattern, if it was
// not analysed.
func unloaded(a answer, pattern string) string {
	suffix := strings.TrimPrefix(pattern, ".")
	for pkg, complaint := range a.unloaded {
		if suffix == "/." || pkg == strings.TrimPrefix(suffix, "/") || strings.HasSuffix(pkg, suffix) {
			return complaint
		}
	}
	return ""
}

func skip(sites []site, why string) []result {
	var results []result
	for _, s := range sites {
		results = append(results, result{s, skipped, why})
	}
	return results
}
