package week

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConcerned(t *testing.T) {
	everyone := []string{"vien-truong", "thao", "lien", "ha", "head-9", "contact-9", "staff-9", "head-8"}
	for name, c := range map[string]struct {
		before, after Event
		want          []string
	}{
		"nobody":                {Event{}, Event{Text: "Họp"}, nil},
		"named after":           {Event{}, Event{People: []string{"lien", "thao"}}, []string{"thao", "lien"}},
		"named before":          {Event{People: []string{"lien"}}, Event{People: []string{"thao"}}, []string{"thao", "lien"}},
		"a group":               {Event{}, Event{Groups: []string{"Lãnh đạo Viện"}}, []string{"vien-truong", "thao", "lien"}},
		"everyone":              {Event{Groups: []string{"Toàn thể công chức"}}, Event{}, everyone},
		"a group of nobody":     {Event{Groups: []string{"Toàn thể đảng viên"}}, Event{Groups: []string{"no such group"}}, nil},
		"a unit":                {Event{Units: []string{"P9"}}, Event{Units: []string{"P9"}}, []string{"head-9", "contact-9"}},
		"another unit":          {Event{Units: []string{"P9"}}, Event{Units: []string{"P8"}}, []string{"head-9", "contact-9", "head-8"}},
		"named, of the unit":    {Event{}, Event{Units: []string{"P9"}, People: []string{"staff-9"}}, []string{"head-9", "contact-9", "staff-9"}},
		"the leaders' own unit": {Event{}, Event{Units: []string{"LD"}}, nil},
		"a stranger":            {Event{}, Event{People: []string{"gone"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			change := Change{Kind: Edited, Before: c.before, After: c.after}
			got := Concerned(office(), change)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestFor(t *testing.T) {
	reasons := func(person string) map[int64]Reason {
		all := map[int64]Reason{}
		for _, call := range For(office(), seed().Events, person) {
			all[call.Event.ID] = call.Reason
		}
		return all
	}
	for person, want := range map[string]map[int64]Reason{
		"lien":    {2: ByGroup, 3: ByName, 6: ByName, 7: ByGroup, 9: ByName, 12: ByName},
		"staff-9": {3: ByUnit, 6: ByUnit, 7: ByGroup, 12: ByUnit},
		"ha":      {7: ByGroup},
		"nobody":  {},
		"":        {},
	} {
		if diff := cmp.Diff(want, reasons(person)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", person, diff)
		}
	}
}
