package week

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"cloud.google.com/go/civil"
)

// Inherit gives the events of a new version that came from a document (ID 0) the
// identities of the old events that they continue, so that what hangs on an event
// (reminders, acknowledgements, calendar entries) follows it. Each old event is
// continued at most once; an event of the new version that has its identity
// already keeps it.
//
// What continues what is an assignment at the least cost (see cost): first what
// is the same in every respect, then the rest by its words, day, hour and
// participants; two events that are too unlike stay two. Events with the same
// words never cross: the earlier one continues the earlier one.
//
// A document knows nothing of what was decided in chat. So an event that was for
// paper only, or important, stays so, and one that was postponed or cancelled stays so while the
// document leaves its day and hour as they were.
func Inherit(old, new []Event) { inherit(old, new) }

// inherit is Inherit; it returns for each new event the index of the old one that
// it continues, -1 for none.
func inherit(old, new []Event) []int {
	continues := pair(old, new)
	for j, i := range continues {
		if i < 0 || new[j].ID != 0 {
			continue
		}
		o, e := old[i], &new[j]
		e.ID = o.ID
		e.Paper = e.Paper || o.Paper
		e.Important = e.Important || o.Important
		if e.Status == "" && sameSlot(o, *e) {
			e.Status = o.Status
		}
	}
	return continues
}

// pair finds for each new event the index of the old one that it continues, -1
// for none.
func pair(old, new []Event) []int {
	p := pairing{old: sketches(old), new: sketches(new), continues: make([]int, len(new)), taken: make([]bool, len(old))}
	for j := range p.continues {
		p.continues[j] = -1
	}
	p.byIdentity()
	p.unchanged()
	p.alike()
	p.uncross()
	return p.continues
}

// A sketch is what two events are compared by.
type sketch struct {
	*Event
	words    []string // of the text, sorted
	wording  string   // words, in their order, and participants: the same wording is the same matter
	unedited string   // everything that a Change would name
}

func sketches(events []Event) []sketch {
	all := make([]sketch, len(events))
	for i := range events {
		e := &events[i]
		written := words(e.Text)
		s := sketch{Event: e, wording: fmt.Sprintf("%q %q %q %q", written, sorted(e.People), sorted(e.Groups), sorted(e.Units))}
		s.unedited = fmt.Sprintf("%s %s %s %s %d %q ", e.Date, e.Time, e.End, e.Session, max(e.Days, 1), e.Place) + s.wording
		slices.Sort(written)
		s.words = written
		all[i] = s
	}
	return all
}

// words are the words of a text in small letters, without punctuation.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

func sorted(names []string) []string { return slices.Sorted(slices.Values(names)) }

// A pairing is under way.
type pairing struct {
	old, new  []sketch
	continues []int  // of each new event
	taken     []bool // of each old event
}

func (p *pairing) join(i, j int) { p.continues[j], p.taken[i] = i, true }

// byIdentity joins what is known to be the same.
func (p *pairing) byIdentity() {
	known := map[int64]int{}
	for i, o := range p.old {
		if o.ID != 0 {
			known[o.ID] = i
		}
	}
	for j, n := range p.new {
		if i, ok := known[n.ID]; ok && n.ID != 0 && !p.taken[i] {
			p.join(i, j)
		}
	}
}

// free lists the old events that nothing continues yet, and the new ones from a
// document that continue nothing yet, both by date and time.
func (p *pairing) free() (old, new []int) {
	for i, o := range p.old {
		if !p.taken[i] && !o.Date.IsZero() {
			old = append(old, i)
		}
	}
	for j, n := range p.new {
		if p.continues[j] < 0 && n.ID == 0 && !n.Date.IsZero() {
			new = append(new, j)
		}
	}
	slices.SortStableFunc(old, func(a, b int) int { return byTime(*p.old[a].Event, *p.old[b].Event) })
	slices.SortStableFunc(new, func(a, b int) int { return byTime(*p.new[a].Event, *p.new[b].Event) })
	return old, new
}

// unchanged joins what is the same in every respect.
func (p *pairing) unchanged() {
	old, new := p.free()
	waiting := map[string][]int{}
	for _, i := range old {
		waiting[p.old[i].unedited] = append(waiting[p.old[i].unedited], i)
	}
	for _, j := range new {
		if same := waiting[p.new[j].unedited]; len(same) > 0 {
			p.join(same[0], j)
			waiting[p.new[j].unedited] = same[1:]
		}
	}
}

// most bounds the events that are compared each with each: an assignment of that
// many takes a tenth of a second. A week has fewer; what is longer is
// compared day by day, and of a day no more.
const most = 200

// alike joins what is left by the least cost.
func (p *pairing) alike() {
	old, new := p.free()
	if len(old) <= most && len(new) <= most {
		p.assign(old, new)
		return
	}
	before, after := byDay(p.old, old), byDay(p.new, new)
	for day, events := range after {
		same := before[day]
		p.assign(same[:min(len(same), most)], events[:min(len(events), most)])
	}
}

// byDay sorts events, given by their indices, into days.
func byDay(events []sketch, some []int) map[civil.Date][]int {
	days := map[civil.Date][]int{}
	for _, at := range some {
		days[events[at].Date] = append(days[events[at].Date], at)
	}
	return days
}

func (p *pairing) assign(old, new []int) {
	costs := make([][]int64, len(old))
	for a, i := range old {
		costs[a] = make([]int64, len(new))
		for b, j := range new {
			costs[a][b] = cost(p.old[i], p.new[j])
		}
	}
	for a, b := range cheapest(costs, len(new), apart) {
		if b >= 0 {
			p.join(old[a], new[b])
		}
	}
}

// uncross lets events of the same wording continue one another in the order of
// time: costs alone would let one that kept its hour overtake another. What is
// unchanged stays where it is.
func (p *pairing) uncross() {
	type family struct{ old, new []int }
	families := map[string]*family{}
	for j, i := range p.continues {
		if i < 0 || p.new[j].ID != 0 || p.old[i].wording != p.new[j].wording || p.old[i].unedited == p.new[j].unedited {
			continue
		}
		f := families[p.new[j].wording]
		if f == nil {
			f = &family{}
			families[p.new[j].wording] = f
		}
		f.old, f.new = append(f.old, i), append(f.new, j)
	}
	for _, f := range families {
		slices.Sort(f.old)
		slices.Sort(f.new)
		slices.SortStableFunc(f.old, func(a, b int) int { return byTime(*p.old[a].Event, *p.old[b].Event) })
		slices.SortStableFunc(f.new, func(a, b int) int { return byTime(*p.new[a].Event, *p.new[b].Event) })
		for k := range f.old {
			p.join(f.old[k], f.new[k])
		}
	}
}
