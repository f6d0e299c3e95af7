package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A room is one package: which of ours it may import. Arrows run down only:
// cmd, scheduler, bot, store; see the doc comments of the packages for why.
var rooms = map[string][]string{
	"cmd/thuky": {
		"scheduler", "bot", "bot/vi", "bot/names", "bot/doc", "bot/weekly", "bot/ask", "bot/form", "bot/render", "bot/outbox", "bot/web",
		"bot/sim", "store", "store/staff", "store/week", "store/score",
	},
	"scheduler": {"bot/render", "store", "store/staff", "store/week", "store/score"},

	"bot": {
		"bot/vi", "bot/names", "bot/doc", "bot/weekly", "bot/ask", "bot/form", "bot/render", "bot/outbox",
		"store", "store/staff", "store/week", "store/score",
	},
	"bot/vi":     {},
	"bot/names":  {"bot/vi", "store/staff"},
	"bot/doc":    {},
	"bot/weekly": {"bot/doc", "bot/names", "bot/vi", "store/staff", "store/week", "store/score"},
	"bot/ask":    {"bot/names", "bot/vi", "store/staff", "store/week", "store/score"},
	"bot/form":   {"bot/vi", "store/score"},
	"bot/render": {"bot/ask", "bot/form", "bot/vi", "store", "store/staff", "store/week", "store/score"}, // facts become text
	"bot/outbox": {"store"},
	"bot/web":    {"bot/render", "store", "store/staff", "store/week", "store/score"},
	"bot/sim":    {},

	"store":       {"store/staff", "store/week", "store/score"},
	"store/staff": {},
	"store/week":  {"store/staff"},
	"store/score": {"store/staff"},
}

// anywhere is for the value types that every room may speak in.
var anywhere = []string{"*"}

// libraries says in which rooms a library may be used, by the beginning of its
// import path; database/sql, of the standard library, is one of them.
var libraries = map[string][]string{
	"cloud.google.com/go/civil":     anywhere,
	"github.com/go-telegram/bot":    {"bot", "bot/sim"},
	"github.com/mattn/go-sqlite3":   {"store"},
	"github.com/pressly/goose":      {"store"},
	"database/sql":                  {"store"},
	"github.com/xuri/excelize":      {"bot/doc", "bot/render"},
	"github.com/gomutex/godocx":     {"bot/render"},
	"github.com/go-analyze/charts":  {"bot/render"},
	"github.com/arran4/golang-ical": {"bot/render", "bot/web"},
	"github.com/boombuler/barcode":  {"bot/render"},
	"github.com/prometheus":         {"bot/web"},
	"github.com/robfig/cron":        {"scheduler"},
	"github.com/alecthomas/kong":    {"cmd/thuky"},
	"github.com/BurntSushi/toml":    {"cmd/thuky", "store/staff", "store/score"},
	"golang.org/x/net/html":         {"bot/doc"},
	"golang.org/x/text":             {"bot/vi", "bot/doc", "bot/names"},
	"golang.org/x/time/rate":        {"bot/outbox", "bot/sim"},
	"golang.org/x/sync":             {"bot", "bot/outbox", "cmd/thuky"},
	"golang.org/x/sys":              {"cmd/thuky"},
}

// What tests may import besides: the tools of testing, everywhere; and the
// messenger in memory, where there is something to talk to it.
var (
	testLibraries = []string{"github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "golang.org/x/text/unicode/norm"}
	testRooms     = map[string][]string{"bot": {"bot/sim"}, "bot/outbox": {"bot/sim"}, "bot/web": {"bot/sim"}, "scheduler": {"bot", "bot/sim"}}
)

// Only the program reads the clock; every other room is given the moment. The
// simulated messenger has a clock of its own, as the real one has.
var clocks = []string{"cmd/thuky", "bot/sim"}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range sourceFiles(t) {
		seen[f.room] = true
		if _, listed := rooms[f.room]; !listed {
			t.Errorf("%s: package %s is not in the table of rooms", f.name, f.room)
			continue
		}
		for _, spec := range f.tree.Imports {
			target, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatalf("%s: %v", f.name, err)
			}
			if why := f.objection(target); why != "" {
				t.Errorf("%s: %s", f.name, why)
			}
		}
	}
	if !seen["cmd/thuky"] || !seen["store"] {
		t.Fatalf("read no sources: %v", seen)
	}
}

func TestOnlyTheProgramReadsTheClock(t *testing.T) {
	for _, f := range sourceFiles(t) {
		if f.test || slices.Contains(clocks, f.room) {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Local"}, s.Sel.Name) {
					t.Errorf("%s: time.%s: only %v may read the clock or the machine's zone", f.position(s.Pos()), s.Sel.Name, clocks)
				}
			}
			return true
		})
	}
}

// A sourceFile is one Go file of the module.
type sourceFile struct {
	name string // from the module's root
	room string // its folder
	test bool
	tree *ast.File
	set  *token.FileSet
}

func (f sourceFile) position(p token.Pos) string {
	return fmt.Sprintf("%s:%d", f.name, f.set.Position(p).Line)
}

// objection says why the file may not import the target, "" if it may.
func (f sourceFile) objection(target string) string {
	if ours, ok := strings.CutPrefix(target, "thuky/"); ok {
		switch {
		case slices.Contains(rooms[f.room], ours), f.test && (ours == f.room || slices.Contains(testRooms[f.room], ours)):
			return ""
		}
		return fmt.Sprintf("no arrow from %s to %s", f.room, ours)
	}
	for _, library := range testLibraries {
		if f.test && strings.HasPrefix(target, library) {
			return ""
		}
	}
	for library, allowed := range libraries {
		if target != library && !strings.HasPrefix(target, library+"/") {
			continue
		}
		if slices.Equal(allowed, anywhere) || slices.Contains(allowed, f.room) {
			return ""
		}
		return fmt.Sprintf("%s is for %v, not for %s", target, allowed, f.room)
	}
	first, _, _ := strings.Cut(target, "/")
	if !strings.Contains(first, ".") {
		return "" // the standard library
	}
	return fmt.Sprintf("%s is in no room's list of libraries", target)
}

// sourceFiles parses every Go file of the module.
func sourceFiles(t *testing.T) []sourceFile {
	t.Helper()
	const root = "../.."
	var files []sourceFile
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() && (base == "testdata" || strings.HasPrefix(base, ".") && name != root) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(base, ".go") {
			return nil
		}
		short, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		short = filepath.ToSlash(short)
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, sourceFile{name: short, room: path.Dir(short), test: strings.HasSuffix(base, "_test.go"), tree: tree, set: set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
