package pages

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`^#+ (.*)$`)
	noSlug  = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
	script  = regexp.MustCompile("`bash ([\\w./-]+)")
)

// prose returns the lines of a page that are not code, by their number.
func (p page) prose() map[int]string {
	lines := make(map[int]string)
	for i, line := range p.lines {
		lines[i+1] = line
	}
	for _, b := range p.blocks {
		for i := range strings.Count(b.text, "\n") {
			delete(lines, b.line+i)
		}
	}
	return lines
}

// anchors returns the anchors of a page's headings, as GitHub makes them.
func (p page) anchors() map[string]bool {
	found := make(map[string]bool)
	prose := p.prose()
	for i := range p.lines {
		match := heading.FindStringSubmatch(prose[i+1])
		if match == nil {
			continue
		}
		title := regexp.MustCompile(`\[([^]]*)\]\([^)]*\)`).ReplaceAllString(match[1], "$1")
		slug := strings.ReplaceAll(noSlug.ReplaceAllString(strings.ToLower(title), ""), " ", "-")
		for n, first := 1, slug; found[slug]; n++ {
			slug = first + "-" + strconv.Itoa(n)
		}
		found[slug] = true
	}
	return found
}

// Every link within the repository leads to a file that is there, and to a
// heading that it has; and every page can be reached from README.md.
func TestLinks(t *testing.T) {
	all := make(map[string]page)
	for _, p := range pages(t) {
		all[p.name] = p
	}
	files := make(map[string]bool)
	for _, name := range tracked(t) {
		for ; name != "."; name = path.Dir(name) {
			files[name] = true
		}
	}
	leads := make(map[string][]string)
	for _, p := range all {
		for number, line := range p.prose() {
			for _, match := range link.FindAllStringSubmatch(line, -1) {
				target, anchor, _ := strings.Cut(match[1], "#")
				if strings.Contains(target, "://") {
					continue
				}
				name := p.name
				if target != "" {
					name = path.Join(path.Dir(p.name), target)
				}
				assert.True(t, files[name], "%s:%d: %s is not there", p.name, number, name)
				if _, ok := all[name]; !ok && files[path.Join(name, "README.md")] {
					name = path.Join(name, "README.md")
				}
				if anchor != "" && path.Ext(name) == ".md" {
					assert.True(t, all[name].anchors()[anchor], "%s:%d: %s has no heading #%s", p.name, number, name, anchor)
				}
				leads[p.name] = append(leads[p.name], name)
			}
		}
	}
	reached := map[string]bool{"README.md": true}
	for queue := []string{"README.md"}; len(queue) > 0; queue = queue[1:] {
		for _, name := range leads[queue[0]] {
			if _, ok := all[name]; ok && !reached[name] {
				reached[name] = true
				queue = append(queue, name)
			}
		}
	}
	for name := range all {
		assert.True(t, reached[name], "no link leads from README.md to %s", name)
	}
}

// Scripts that a sentence names are there.
func TestScriptsOfSentences(t *testing.T) {
	for _, p := range pages(t) {
		for number, line := range p.prose() {
			for _, match := range script.FindAllStringSubmatch(line, -1) {
				_, err := os.Stat(filepath.Join(root, match[1]))
				require.NoError(t, err, "%s:%d", p.name, number)
			}
		}
	}
}

func TestAnchors(t *testing.T) {
	p := parse(t, "p", "# golangci-lint's editor support\n\n## The `-fix` flag\n\n## The `-fix` flag\n\n    # no heading\n")
	require.Equal(t, map[string]bool{"golangci-lints-editor-support": true, "the--fix-flag": true, "the--fix-flag-1": true}, p.anchors())
}
