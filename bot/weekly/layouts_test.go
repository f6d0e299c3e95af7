package weekly

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"thuky/bot/doc"
	"thuky/bot/names"
)

var update = flag.Bool("update", false, "write what was understood into testdata/layouts")

// TestLayouts reads further ways of writing a week. A file of testdata/layouts
// holds cases: NAME.txt (or .csv, .html) is followed by NAME.want, what was
// understood, an item a line (see describe).
func TestLayouts(t *testing.T) {
	index := office(t)
	files, err := filepath.Glob("testdata/layouts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no layouts", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var input txtar.File
		for i, f := range archive.Files {
			if !strings.HasSuffix(f.Name, ".want") {
				input = f
				continue
			}
			d, err := doc.Read(input.Name, input.Data)
			if err != nil {
				t.Fatal(input.Name, err)
			}
			got := describe(index, Read(d, index, today))
			if *update {
				archive.Files[i].Data = []byte(got)
				continue
			}
			if diff := cmp.Diff(string(f.Data), got); diff != "" {
				t.Errorf("%s %s (-want +got):\n%s", filepath.Base(file), input.Name, diff)
			}
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// describe prints a reading: the week, an item a line as
//
//	2021-10-18 07:00-11:00 sáng (2) trực | text | who: … | place: …
//
// and the codes of the warnings with their lines.
func describe(index *names.Index, r Reading) string {
	var b strings.Builder
	if !r.Week.From.IsZero() {
		fmt.Fprintf(&b, "%s → %s\n", r.Week.From, r.Week.To)
	}
	for i, e := range fields(index, r) {
		event := r.Week.Events[i]
		when := []string{"????-??-??"}
		if !event.Date.IsZero() {
			when[0] = event.Date.String()
		}
		if event.End != "" {
			when = append(when, string(event.Time+"-"+event.End))
		} else if event.Time != "" {
			when = append(when, string(event.Time))
		}
		if event.Session != "" {
			when = append(when, string(event.Session))
		}
		if event.Days > 1 {
			when = append(when, fmt.Sprintf("(%d)", event.Days))
		}
		if event.Duty {
			when = append(when, "trực")
		}
		fmt.Fprintf(&b, "%s | %s", strings.Join(when, " "), event.Text)
		who := append(append(append([]string{}, e["people"].([]string)...), event.Groups...), e["units"].([]string)...)
		if len(who) > 0 {
			fmt.Fprintf(&b, " | who: %s", strings.Join(who, ", "))
		}
		if event.Place != "" {
			fmt.Fprintf(&b, " | place: %s", event.Place)
		}
		b.WriteString("\n")
	}
	for _, w := range r.Warnings {
		fmt.Fprintf(&b, "! %s line %d: %s\n", w.Code, w.Line, w.Text)
	}
	return b.String()
}
