package lsp

import (
	"cmp"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.lsp.dev/protocol"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// A place is where in the world of modules a directory is.
type place struct {
	root    string // the directory of its workspace or module, or ""
	foreign bool   // its code is not the reader's to change
}

// locate asks the go command. What keeps it from answering keeps it from
// analysing, too, and is told then.
func locate(ctx context.Context, dir string) place {
	driver, err := govet.New(ctx, dir)
	if err != nil {
		return place{}
	}
	return place{root: driver.Root(), foreign: driver.Foreign()}
}

// A job is to analyse packages of one module or workspace, or one file that is
// in none.
type job struct {
	dir      string   // to run the go command in
	patterns []string // of the packages
	settings settings
	open     []*document // as they are when the job begins
}

// analyse has the go command do a job.
func analyse(ctx context.Context, tool string, j job) *govet.Result {
	driver, err := govet.New(ctx, j.dir)
	if err != nil {
		return &govet.Result{Problems: []govet.Problem{{Message: err.Error()}}}
	}
	driver.Tool = cmp.Or(tool, driver.Tool)
	driver.Apart = true
	driver.Settings, driver.BuildFlags = j.settings.arguments(), j.settings.buildFlags()
	driver.Overlay = make(map[string][]byte)
	for _, d := range j.open {
		if d.unsaved() {
			driver.Overlay[d.file] = []byte(d.text.content)
		}
	}
	return driver.Run(ctx, j.patterns)
}

// expensive is what an analysis takes that does not happen while one types, but
// when one saves.
const expensive = 2 * time.Second

// cheap reports whether the packages of a directory are analysed while one
// types. It needs the lock.
func (s *server) cheap(dir string) bool {
	return s.costs[s.places[dir].root] < expensive
}

// charge notes what an analysis took. The first one of a root does not count: it
// has the go command analyse the dependencies, which it then need not do again.
func (s *server) charge(root string, cost time.Duration) {
	if _, again := s.costs[root]; !again {
		cost = 0
	}
	s.costs[root] = cost
}

// touch says that directories have to be analysed, after a delay. What is under
// way ends, since its outcome would be of texts that are gone, and starts again
// with the rest; the go command keeps what it got done. It needs the lock.
func (s *server) touch(delay time.Duration, dirs ...string) {
	for _, dir := range dirs {
		s.dirty[dir] = true
	}
	s.loud = s.loud || delay == 0
	if s.stop != nil {
		s.stop()
	}
	if s.timer != nil {
		s.timer.Stop()
	}
	s.timer = time.AfterFunc(delay, s.nudge)
}

func (s *server) nudge() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// analyseForever analyses what is dirty, one module at a time.
func (s *server) analyseForever(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.wake:
			s.analyseDirty(ctx)
		}
	}
}

func (s *server) analyseDirty(ctx context.Context) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s.mu.Lock()
	s.stop = stop
	dirs := slices.Collect(maps.Keys(s.dirty))
	s.mu.Unlock()
	if len(dirs) == 0 {
		return
	}
	report := s.begin(ctx)
	defer report()
	for _, root := range s.rootsOf(ctx, dirs) {
		for _, j := range s.jobs(root) {
			began := time.Now()
			result := s.analyse(ctx, j)
			if !s.apply(ctx, j, result, began) {
				return
			}
		}
		if !s.clean(ctx, root) {
			return
		}
	}
}

// rootsOf returns the roots of directories, and makes sure that those of all
// open files are known.
func (s *server) rootsOf(ctx context.Context, dirs []string) []string {
	s.mu.Lock()
	wanted := slices.Clone(dirs)
	for file := range s.open {
		wanted = append(wanted, filepath.Dir(file))
	}
	known := maps.Clone(s.places)
	s.mu.Unlock()
	for _, dir := range wanted {
		if _, ok := known[dir]; !ok {
			known[dir] = s.locate(ctx, dir)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var roots []string
	for _, dir := range dirs {
		roots = append(roots, known[dir].root)
	}
	if ctx.Err() == nil {
		s.places = known
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

// jobs returns what there is to do at a root: all open packages of a module in
// one run, since they may depend on each other, and each file that is in no
// module by itself.
func (s *server) jobs(root string) []job {
	s.mu.Lock()
	defer s.mu.Unlock()
	var jobs []job
	module := job{dir: root, settings: s.settings}
	for _, file := range slices.Sorted(maps.Keys(s.open)) {
		d := *s.open[file]
		dir := filepath.Dir(file)
		switch place := s.places[dir]; {
		case place.root != root:
		case place.foreign:
			s.tell(s.log, protocol.MessageTypeInfo, file, "not analysed: it belongs to Go itself or to a dependency")
		case root == "":
			jobs = append(jobs, job{dir: dir, patterns: []string{filepath.Base(file)}, settings: s.settings, open: []*document{&d}})
		default:
			module.open = append(module.open, &d)
			if rel, err := filepath.Rel(root, dir); err == nil {
				module.patterns = append(module.patterns, "."+string(os.PathSeparator)+rel)
			}
		}
	}
	module.patterns = slices.Compact(module.patterns)
	if len(module.open) > 0 {
		jobs = append(jobs, module)
	}
	return jobs
}

// clean notes that a root has been analysed, and reports whether it was as it
// is now.
func (s *server) clean(ctx context.Context, root string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return false
	}
	for dir := range s.dirty {
		if s.places[dir].root == root {
			delete(s.dirty, dir)
		}
	}
	s.settle()
	return true
}

// settle tells those who wait that fewer directories are dirty. It needs the lock.
func (s *server) settle() {
	close(s.settled)
	s.settled = make(chan struct{})
}

// apply shows what a job has found, unless files have changed meanwhile.
func (s *server) apply(ctx context.Context, j job, result *govet.Result, began time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil {
		return false
	}
	s.charge(s.places[filepath.Dir(j.open[0].file)].root, time.Since(began))
	versions := make(map[string]int32)
	for _, d := range j.open {
		versions[d.file] = d.version
	}
	for _, p := range result.Problems {
		if p.Package == "" {
			s.tell(s.show, protocol.MessageTypeError, j.dir, p.Message)
		}
	}
	for _, analysed := range j.open {
		d := s.open[analysed.file]
		if d == nil || d.version != analysed.version || s.obstructed(d, result) {
			continue
		}
		d.found = &findings{version: d.version, began: began, versions: versions}
		for _, r := range result.Reports {
			if r.Position.File == d.file {
				d.found.reports = append(d.found.reports, r)
			}
		}
		for _, r := range result.Explanations {
			if r.Position.File == d.file {
				d.found.explanations = append(d.found.explanations, r)
			}
		}
		s.publish(s.diagnostics(d))
	}
	return true
}

// obstructed reports whether something kept a document from being analysed, and
// tells what in the log: the person who is typing sees from the editor's own
// server for Go that the code does not compile. What is shown then stays, since
// editors move it along with the text, until the code compiles again.
func (s *server) obstructed(d *document, result *govet.Result) bool {
	reason := ""
	for _, p := range result.Problems {
		if p.Package == "" {
			reason = p.Message // which has been shown
		}
	}
	for _, pkg := range result.Packages {
		if pkg.Dir != filepath.Dir(d.file) {
			continue
		}
		if !slices.Contains(pkg.Files, d.file) {
			reason = cmp.Or(reason, "build constraints or build tags leave it out")
		}
		for _, p := range result.Problems {
			if p.Package == pkg.Path || p.Package == pkg.Path+"_test" {
				reason = p.Message
			}
		}
	}
	if reason == "" {
		delete(s.told, d.file)
		return false
	}
	s.tell(s.log, protocol.MessageTypeWarning, d.file, "not analysed: "+reason)
	return true
}
