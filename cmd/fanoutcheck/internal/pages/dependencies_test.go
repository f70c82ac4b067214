package pages

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/modfile"
)

// A dependency is a row of the table in CONTRIBUTING.md.
type dependency struct{ licence, reason string }

func dependencies(t *testing.T) map[string]dependency {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	require.NoError(t, err)
	_, section, found := strings.Cut(string(text), "\n## Dependencies\n")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	rows := make(map[string]dependency)
	for _, match := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|$").FindAllStringSubmatch(section, -1) {
		rows[match[1]] = dependency{match[2], match[3]}
	}
	return rows
}

// Whoever adds a dependency says what it is for, and whoever removes one takes
// that out.
func TestDependenciesHaveReasons(t *testing.T) {
	rows := dependencies(t)
	required := make(map[string]bool)
	for _, dir := range []string{".", "runtime", "runtime/benchmarks", "testdata/golangci"} {
		name := filepath.Join(root, dir, "go.mod")
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		file, err := modfile.Parse(name, content, nil)
		require.NoError(t, err)
		for _, requirement := range file.Require {
			path := requirement.Mod.Path
			required[path] = true
			if !requirement.Indirect && !strings.HasPrefix(path, module) {
				assert.NotEmpty(t, rows[path].reason, "%s/go.mod requires %s, and CONTRIBUTING.md does not say why", dir, path)
			}
			assert.False(t, dir == "runtime", "the runtime module requires %s, and so would every fixed program", path)
		}
	}
	for path := range rows {
		assert.True(t, required[path], "nothing requires %s any more", path)
	}
}

// accepted are the licences that allow this program to be passed on under its
// own, by what only they say.
var accepted = map[string][]string{
	"Apache-2.0":   {"Apache License Version 2.0, January 2004"},
	"BSD-2-Clause": {"Redistributions of source code must retain", "Redistributions in binary form must reproduce"},
	"BSD-3-Clause": {"Redistributions of source code must retain", "Redistributions in binary form must reproduce", "Neither the name"},
	"ISC":          {"Permission to use, copy, modify, and/or distribute this software"},
	"MIT":          {"Permission is hereby granted, free of charge, to any person obtaining a copy"},
}

// licence returns the name of an accepted licence, or "".
func licence(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	found := ""
	for name, sentences := range accepted {
		matches := 0
		for _, sentence := range sentences {
			if strings.Contains(text, sentence) {
				matches++
			}
		}
		if matches == len(sentences) && len(sentences) > len(accepted[found]) {
			found = name
		}
	}
	return found
}

// Every module that ends up in the program has a licence that is accepted and
// that the table names.
func TestLicences(t *testing.T) {
	rows := dependencies(t)
	const format = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}"
	modules := make(map[string]string)
	for line := range strings.Lines(outside(t, "list", "-deps", "-f", format, "./cmd/fanoutcheck", "./analyzer/...")) {
		path, dir, found := strings.Cut(strings.TrimSpace(line), "\t")
		if found {
			modules[path] = dir
		}
	}
	require.Contains(t, modules, "golang.org/x/tools")
	for path, dir := range modules {
		text, err := os.ReadFile(filepath.Join(dir, "LICENSE"))
		require.NoError(t, err, path)
		name := licence(string(text))
		assert.NotEmpty(t, name, "the licence of %s is none of those that are accepted", path)
		assert.Equal(t, name, rows[path].licence, path)
	}
}

func TestLicence(t *testing.T) {
	ours, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	require.NoError(t, err)
	require.Equal(t, "BSD-3-Clause", licence(string(ours)))
	text, _, _ := strings.Cut(string(ours), "Neither the name")
	require.NotEqual(t, "BSD-3-Clause", licence(text))
	require.Empty(t, licence("GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007"))
}
