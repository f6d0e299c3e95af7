package store

import (
	"slices"
	"testing"
)

// TestAttending: who has accepted goes instead, as long as they work in the office;
// nobody stands twice, and who was sent away does not come back by another's place.
func TestAttending(t *testing.T) {
	works := func(person string) bool { return person != "gone" }
	in := func(person, substitute, state string) StandIn {
		return StandIn{Event: 1, Person: person, Substitute: substitute, State: state}
	}
	for name, c := range map[string]struct {
		people []string
		all    []StandIn
		want   []string
	}{
		"nobody was asked":            {[]string{"thao", "lien"}, nil, []string{"thao", "lien"}},
		"asked only":                  {[]string{"thao"}, []StandIn{in("thao", "lien", Asked)}, []string{"thao"}},
		"declined":                    {[]string{"thao"}, []StandIn{in("thao", "lien", Declined)}, []string{"thao"}},
		"accepted":                    {[]string{"thao", "ha"}, []StandIn{in("thao", "lien", Accepted)}, []string{"ha", "lien"}},
		"accepted, goes anyway":       {[]string{"thao", "lien"}, []StandIn{in("thao", "lien", Accepted)}, []string{"lien"}},
		"left the office":             {[]string{"thao"}, []StandIn{in("thao", "gone", Accepted)}, []string{"thao"}},
		"of an item no longer theirs": {[]string{"ha"}, []StandIn{in("thao", "lien", Accepted)}, []string{"ha"}},
		"two are replaced by one":     {[]string{"thao", "ha"}, []StandIn{in("thao", "lien", Accepted), in("ha", "lien", Accepted)}, []string{"lien"}},
		"the substitute is replaced":  {[]string{"thao", "lien"}, []StandIn{in("thao", "lien", Accepted), in("lien", "ha", Accepted)}, []string{"ha"}},
		"nobody is concerned":         {nil, []StandIn{in("thao", "lien", Accepted)}, nil},
	} {
		people := slices.Clone(c.people)
		if got := Attending(c.people, c.all, works); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q go, want %q", name, got, c.want)
		}
		if !slices.Equal(people, c.people) {
			t.Errorf("%s: the list that was given has changed: %q", name, c.people)
		}
	}
}
