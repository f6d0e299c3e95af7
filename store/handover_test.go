package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"
	"github.com/google/go-cmp/cmp"

	"thuky/store/staff"
	"thuky/store/week"
)

var handoverOffice = staff.Directory{
	Units: []staff.Unit{{Code: "VP", Name: "Văn phòng", Kind: "van-phong"}, {Code: "P9", Name: "Phòng 9"}, {Code: "P1", Name: "Phòng 1"}},
	People: []staff.Person{
		{Key: "ha", Name: "Hà", Unit: "VP", Roles: []staff.Role{staff.Clerk}},
		{Key: "lan", Name: "Lan", Unit: "VP", Roles: []staff.Role{staff.OfficeHead, staff.UnitHead}},
		{Key: "an", Name: "An", Unit: "P9", Roles: []staff.Role{staff.UnitContact, staff.Appraiser}},
		{Key: "ba", Name: "Ba", Unit: "P1", Roles: []staff.Role{staff.UnitContact}},
		{Key: "moi", Name: "Mới"},
	},
	Groups: []staff.Group{{Name: "Tổ", Members: []string{"ha", "an"}}},
}

// handoverTest is such an office, with an account for each of the first four: 1, 2, 3, 4.
func handoverTest(t *testing.T, now time.Time) *Store {
	s := openTest(t, Options{})
	write(t, s, func(tx *Tx) error {
		if err := tx.SaveDirectory(handoverOffice); err != nil {
			return err
		}
		for i, key := range []string{"ha", "lan", "an", "ba"} {
			if err := tx.link(int64(i+1), key, now); err != nil {
				return err
			}
		}
		return nil
	})
	return s
}

// TestAHandoverOutlivesTheFile imports the file again and again: what it says as before
// gives nothing back, what it says anew holds.
func TestAHandoverOutlivesTheFile(t *testing.T) {
	now := time.Date(2021, 10, 21, 8, 0, 0, 0, time.UTC)
	s := handoverTest(t, now)
	d := handoverOffice
	type post struct {
		Unit  string
		Roles []staff.Role
	}
	check := func(what string, want map[string]post, group ...string) {
		t.Helper()
		write(t, s, func(tx *Tx) error {
			if err := tx.SaveDirectory(d); err != nil {
				return err
			}
			holds, err := tx.Directory()
			got := map[string]post{}
			for key := range want {
				p, _ := holds.Person(key)
				got[key] = post{p.Unit, p.Roles}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
			if members := holds.Members("Tổ"); !slices.Equal(members, group) {
				t.Errorf("%s: the group is %v, want %v", what, members, group)
			}
			return err
		})
	}
	roles := func(all ...staff.Role) []staff.Role { return all }
	say := func(key string, change func(*staff.Person)) {
		d.People = slices.Clone(d.People)
		change(&d.People[slices.IndexFunc(d.People, func(p staff.Person) bool { return p.Key == key })])
	}
	write(t, s, func(tx *Tx) error {
		_, err := tx.HandOver(Handing{From: "ha", To: "moi", Roles: roles(staff.Clerk), By: "lan"}, now)
		return err
	})
	check("the same file", map[string]post{"ha": {"VP", nil}, "moi": {"VP", roles(staff.Clerk)}}, "an", "moi")
	check("and once more", map[string]post{"ha": {"VP", nil}, "moi": {"VP", roles(staff.Clerk)}}, "an", "moi")
	say("moi", func(p *staff.Person) { p.Unit = "P1" })
	check("another unit", map[string]post{"ha": {"VP", nil}, "moi": {"P1", roles(staff.Clerk)}}, "an", "moi")
	say("ha", func(p *staff.Person) { p.Roles = nil })
	check("the role no more", map[string]post{"ha": {"VP", nil}}, "an", "moi")
	say("ha", func(p *staff.Person) { p.Roles = roles(staff.Clerk) })
	check("the role anew", map[string]post{"ha": {"VP", roles(staff.Clerk)}}, "an", "moi")
	write(t, s, func(tx *Tx) error {
		_, err := tx.HandOver(Handing{From: "ha", To: "", Roles: roles(staff.Clerk), By: "lan"}, now)
		return errors.Join(err, tx.AddPerson(staff.Person{Key: "ha", Name: "Hà", Unit: "VP", Roles: roles(staff.Clerk)}))
	})
	check("given back in chat", map[string]post{"ha": {"VP", roles(staff.Clerk)}}, "an", "moi")
}

// TestAHandoverThatWaitsGoesOn hands a post on before its successor ever used the bot:
// the work of the first goes to the last.
func TestAHandoverThatWaitsGoesOn(t *testing.T) {
	now := time.Date(2021, 10, 21, 8, 0, 0, 0, time.UTC)
	s := handoverTest(t, now)
	write(t, s, func(tx *Tx) error {
		screen, err := tx.NewScreen(Screen{Chat: 1, Person: "ha", Duty: "week"}, "nháp", now)
		clerk := []staff.Role{staff.Clerk}
		_, err1 := tx.HandOver(Handing{From: "ha", To: "moi", Roles: clerk, By: "lan", Work: map[staff.Role][]int64{staff.Clerk: {screen.ID}}}, now)
		_, err2 := tx.HandOver(Handing{From: "moi", To: "ba", Roles: clerk, By: "lan"}, now)
		open, err3 := tx.OpenHandovers()
		d, err4 := tx.Directory()
		last, _ := d.Person("ba")
		open = slices.DeleteFunc(open, func(h Handover) bool { return !h.Suits(last, &d, civil.DateOf(now)) })
		taken, err5 := tx.TakeOver(open, "ba", 4, now)
		if len(open) != 2 || len(taken) != 1 || taken[0].ID != screen.ID || taken[0].Person != "ba" {
			t.Errorf("of %+v was taken %+v", open, taken)
		}
		return errors.Join(err, err1, err2, err3, err4, err5)
	})
}

func TestHandoverMovesThePost(t *testing.T) {
	now := time.Date(2021, 10, 21, 8, 0, 0, 0, time.UTC)
	s := handoverTest(t, now)
	var code string
	var screen Screen
	write(t, s, func(tx *Tx) (err error) {
		if screen, err = tx.NewScreen(Screen{Chat: 1, Person: "ha", Duty: "week", Awaits: true}, "nháp", now); err != nil {
			return err
		}
		if err := tx.Queue(Delivery{Deed: "a", Chat: 1, Class: Answer, Kind: Send, Screen: screen.ID, Message: Message{Text: "cũ"}}, now); err != nil {
			return err
		}
		if _, err := tx.NewFeed("ha", now); err != nil {
			return err
		}
		if _, code, err = tx.NewInvitation(Invitation{Person: "ha", Device: SecondDevice, By: "lan"}, now); err != nil {
			return err
		}
		ended, err := tx.HandOver(Handing{From: "ha", To: "moi", Roles: []staff.Role{staff.Clerk}, By: "lan",
			Work: map[staff.Role][]int64{staff.Clerk: {screen.ID}}}, now)
		if !slices.Equal(ended, []int64{1}) {
			t.Errorf("accounts that ended: %v", ended)
		}
		return err
	})
	write(t, s, func(tx *Tx) error {
		if person, _ := tx.PersonOf(1); person != "" {
			t.Errorf("the account is still %q", person)
		}
		if _, err := tx.InvitationOf(code, 77, now); !errors.Is(err, ErrInvitationUsed) {
			t.Errorf("a code lets the predecessor in again: %v", err)
		}
		if made, _ := tx.FeedMade("ha"); !made.IsZero() {
			t.Error("the calendar of the predecessor is still there")
		}
		if counts, _ := tx.Counts(); counts.Queued != 0 {
			t.Errorf("%d deliveries still wait", counts.Queued)
		}
		d, err := tx.Directory()
		ha, _ := d.Person("ha")
		successor, _ := d.Person("moi")
		if len(ha.Roles) != 0 || !slices.Equal(successor.Roles, []staff.Role{staff.Clerk}) || successor.Unit != "VP" {
			t.Errorf("Hà has %v, Mới %v in %q", ha.Roles, successor.Roles, successor.Unit)
		}
		if got := d.Members("Tổ"); !slices.Equal(got, []string{"moi", "an"}) {
			t.Errorf("the group reaches %v", got)
		}
		open, err2 := tx.OpenHandovers()
		if len(open) != 1 || !open[0].Suits(successor, &d, civil.DateOf(now)) || open[0].Suits(ha, &d, civil.DateOf(now)) {
			t.Errorf("handovers that wait: %+v", open)
		}
		for range 2 { // taking it twice changes nothing
			screens, err := tx.TakeOver(open, "moi", 9, now)
			if err != nil {
				return err
			}
			for _, held := range screens {
				if held.ID != screen.ID || held.Chat != 9 || held.Person != "moi" || held.Message != 0 || string(held.State) != `"nháp"` {
					t.Errorf("taken over as %+v", held)
				}
			}
		}
		_, err3 := tx.HandOver(Handing{From: "ha", To: "moi", Roles: []staff.Role{staff.Clerk}, By: "lan"}, now)
		if !errors.Is(err3, ErrNotTheirs) {
			t.Errorf("handed over twice: %v", err3)
		}
		entries, err4 := tx.Audit(AuditQuery{Of: "ha"})
		var acts []AuditAct
		for _, e := range entries {
			acts = append(acts, e.Act)
		}
		if want := []AuditAct{DidTakeOver, DidRevoke, DidUnlink, DidHandOver, DidInvite}; !slices.Equal(acts, want) {
			t.Errorf("the audit of Hà tells %v, want %v", acts, want)
		}
		_, err5 := tx.VerifyAudit(nil)
		return errors.Join(err, err2, err4, err5)
	})
}

func TestHandoverThatCannotBe(t *testing.T) {
	now := time.Date(2021, 10, 21, 8, 0, 0, 0, time.UTC)
	s := handoverTest(t, now)
	clerk, contact := []staff.Role{staff.Clerk}, []staff.Role{staff.UnitContact}
	for name, c := range map[string]struct {
		h    Handing
		want error
	}{
		"to oneself":                   {Handing{From: "ha", To: "ha", Roles: clerk}, ErrSameHands},
		"what is not theirs":           {Handing{From: "an", To: "moi", Roles: clerk}, ErrNotTheirs},
		"nothing":                      {Handing{From: "an", To: "moi"}, ErrNotTheirs},
		"by nobody":                    {Handing{From: "nobody", To: "moi", Roles: clerk}, ErrNotTheirs},
		"to nobody known":              {Handing{From: "ha", To: "nobody", Roles: clerk}, ErrNoPerson},
		"to who speaks for another":    {Handing{From: "an", To: "ba", Roles: contact}, ErrOtherUnit},
		"appraising, to anybody":       {Handing{From: "an", To: "ba", Roles: []staff.Role{staff.Appraiser}}, nil},
		"the clerk, with a head left":  {Handing{From: "ha", Roles: clerk}, nil},
		"the contact, to nobody":       {Handing{From: "an", Roles: contact}, nil},
		"the clerk, to who is to come": {Handing{From: "ha", To: "moi", Roles: clerk}, nil},
	} {
		undone := errors.New("undone")
		write(t, s, func(tx *Tx) error {
			err := tx.Savepoint(func() error {
				if _, err := tx.HandOver(c.h, now); !errors.Is(err, c.want) {
					t.Errorf("%s: %v, want %v", name, err, c.want)
				}
				return undone
			})
			if !errors.Is(err, undone) {
				return err
			}
			return nil
		})
	}
	write(t, s, func(tx *Tx) error {
		if _, err := tx.HandOver(Handing{From: "lan", Roles: []staff.Role{staff.OfficeHead}, By: "ha"}, now); err != nil {
			return err
		}
		for to, want := range map[string]error{"": ErrLastOffice, "moi": ErrLastOffice} {
			if _, err := tx.HandOver(Handing{From: "ha", To: to, Roles: clerk}, now); !errors.Is(err, want) {
				t.Errorf("the last of the Office to %q: %v", to, err)
			}
		}
		_, err := tx.HandOver(Handing{From: "ha", To: "ba", Roles: clerk}, now) // who uses the bot
		return err
	})
}

// TestVacancy: the work waits for who has the role in the unit, or in the one that stands
// for it by then.
func TestVacancy(t *testing.T) {
	d := handoverOffice
	d.Units = slices.Clone(d.Units)
	d.Units[1].To, d.Units[1].Successor = civil.Date{Year: 2025, Month: 6, Day: 30}, "P1"
	before, after := civil.Date{Year: 2025, Month: 6, Day: 30}, civil.Date{Year: 2025, Month: 7, Day: 1}
	vacant := Handover{Predecessor: "an", Role: staff.UnitContact, Unit: "P9"}
	of := func(key, unit string, role staff.Role) staff.Person {
		return staff.Person{Key: key, Unit: unit, Roles: []staff.Role{role}}
	}
	for _, c := range []struct {
		h    Handover
		p    staff.Person
		day  civil.Date
		want bool
	}{
		{vacant, of("x", "P9", staff.UnitContact), before, true},
		{vacant, of("x", "P9", staff.UnitHead), before, false},
		{vacant, of("x", "P1", staff.UnitContact), before, false},
		{vacant, of("x", "P1", staff.UnitContact), after, true},
		{vacant, of("x", "", staff.UnitContact), before, false},
		{vacant, of("an", "P9", staff.UnitContact), before, false}, // who gave it away
		{Handover{Predecessor: "ha", Role: staff.Clerk, Unit: "VP"}, of("x", "", staff.Clerk), before, true},
		{Handover{Predecessor: "ha", Successor: "y", Role: staff.Clerk}, of("x", "VP", staff.Clerk), before, false},
		{Handover{Predecessor: "ha", Successor: "x", Role: staff.Clerk}, of("x", "", staff.Staff), before, true},
	} {
		if got := c.h.Suits(c.p, &d, c.day); got != c.want {
			t.Errorf("%+v for %+v on %s: %t", c.h, c.p, c.day, got)
		}
	}
}

func TestOpenWorkAndTheYearBefore(t *testing.T) {
	zone := time.FixedZone("", 7*3600)
	lastYear, now := time.Date(2020, 11, 2, 8, 0, 0, 0, zone), time.Date(2021, 10, 21, 8, 0, 0, 0, zone)
	s := handoverTest(t, lastYear)
	write(t, s, func(tx *Tx) error {
		for i, at := range []time.Time{lastYear.AddDate(0, -2, 0), lastYear, lastYear.AddDate(0, 0, 7), lastYear.AddDate(0, 1, 0), lastYear.AddDate(0, 3, 0)} {
			monday := civil.DateOf(at)
			if _, err := tx.PublishWeek(week.Week{From: week.Monday(monday), To: week.Monday(monday).AddDays(6),
				Events: []week.Event{{Date: monday, Days: 1, Text: "Họp"}}}, []string{"ha", "ha", "ha", "ha", "an"}[i], at); err != nil {
				return err
			}
		}
		if _, err := tx.PublishWeek(week.Week{From: civil.Date{Year: 2021, Month: 10, Day: 18}, To: civil.Date{Year: 2021, Month: 10, Day: 24},
			Events: []week.Event{{Date: civil.DateOf(now), Days: 1, Text: "Họp", People: []string{"an"}, Units: []string{"P9"}}}}, "ha", now); err != nil {
			return err
		}
		_, _, err := tx.NewInvitation(Invitation{Name: "Tám", By: "ha"}, now)
		return err
	})
	write(t, s, func(tx *Tx) error {
		office, err := tx.OpenWork(Post{Person: "ha", Unit: "VP", Roles: []staff.Role{staff.Clerk}}, now)
		contact, err2 := tx.OpenWork(Post{Person: "an", Unit: "P9", Roles: []staff.Role{staff.UnitContact}}, now)
		past, err3 := tx.YearBefore([]staff.Role{staff.Clerk}, now)
		if diff := cmp.Diff([]Task{
			{Kind: WeekMissing, Key: "2021-10-25", Due: time.Date(2021, 10, 25, 0, 0, 0, 0, zone)},
			{Kind: InvitationOpen, Key: "Tám", Due: now.Add(InvitationLife), Count: 1},
		}, office, cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })); diff != "" {
			t.Errorf("open work of the office (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]Task{{Kind: ItemsOfPerson, Key: "an", Count: 1}, {Kind: ItemsOfUnit, Key: "P9", Count: 1}}, contact); diff != "" {
			t.Errorf("open work of the contact (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]PastMonth{
			{civil.Date{Year: 2020, Month: 11, Day: 1}, []ActCount{{DidPublish, 2}}},
			{civil.Date{Year: 2020, Month: 12, Day: 1}, []ActCount{{DidPublish, 1}}},
		}, past); diff != "" {
			t.Errorf("the year before (-want +got):\n%s", diff)
		}
		return errors.Join(err, err2, err3)
	})
}
