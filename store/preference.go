package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// A Preference is what one person wants of the clock (nhắc việc). The zero
// Preference wants what the office's settings say.
type Preference struct {
	Morning    week.Clock     `json:"morning,omitempty"` // own hour of the morning list; "" the office's
	Evening    week.Clock     `json:"evening,omitempty"` // … of the evening list
	NoMorning  bool           `json:"no_morning,omitempty"`
	NoEvening  bool           `json:"no_evening,omitempty"`
	Leads      []int          `json:"leads,omitempty"` // minutes before an item; none: the office's
	NoLeads    bool           `json:"no_leads,omitempty"`
	DaysOff    []time.Weekday `json:"days_off,omitempty"` // days of which no list is wanted
	QuietFrom  week.Clock     `json:"quiet_from,omitempty"`
	QuietTo    week.Clock     `json:"quiet_to,omitempty"`     // both or neither; the same twice is no quiet
	EvenIfFree bool           `json:"even_if_free,omitempty"` // a list also of a day without items (không có lịch cũng báo)

	// The last day on which a list was still to come when its hour was set to one that
	// had passed: it comes at once.
	MorningOwed civil.Date `json:"morning_owed,omitzero"`
	EveningOwed civil.Date `json:"evening_owed,omitzero"`
}

// Over is what holds for a person where the office's settings say what the office
// wants: its hours, leads and quiet hours.
func (p Preference) Over(office Preference) Preference {
	if p.Morning == "" {
		p.Morning = office.Morning
	}
	if p.Evening == "" {
		p.Evening = office.Evening
	}
	if len(p.Leads) == 0 && !p.NoLeads {
		p.Leads = office.Leads
	}
	if p.QuietFrom == "" {
		p.QuietFrom, p.QuietTo = office.QuietFrom, office.QuietTo
	}
	return p
}

// SetLeads wishes these leads, none at all if there are none.
func (p *Preference) SetLeads(leads []int) {
	p.Leads, p.NoLeads = leads, len(leads) == 0
}

// Equal reports whether both want the same.
func (p Preference) Equal(other Preference) bool { return reflect.DeepEqual(p, other) }

// IsZero reports whether nothing is wished: the office's settings hold.
func (p Preference) IsZero() bool {
	p.MorningOwed, p.EveningOwed = civil.Date{}, civil.Date{}
	if len(p.DaysOff) == 0 {
		p.DaysOff = nil
	}
	return p.Equal(Preference{})
}

// Quiet reports whether the moment is in quiet hours that are stated, and when they
// end.
func (p Preference) Quiet(t time.Time) (end time.Time, quiet bool) {
	from, to := p.QuietFrom, p.QuietTo
	day, clock := civil.DateOf(t), week.Clock(t.Format("15:04"))
	switch {
	case from < to && from <= clock && clock < to, from > to && clock < to:
		return to.On(day, t.Location()), true
	case from > to && clock >= from:
		return to.On(day.AddDays(1), t.Location()), true
	}
	return t, false
}

// Owing is the preference as it replaces another at that moment, what both leave
// open filled in: a list whose hour it moves from the rest of the day to what has
// passed of it is owed.
func (p Preference) Owing(old, office Preference, now time.Time) Preference {
	before, after := old.Over(office), p.Over(office)
	today, clock := civil.DateOf(now), week.Clock(now.Format("15:04"))
	if !p.NoMorning && !old.NoMorning && before.Morning > clock && after.Morning <= clock {
		p.MorningOwed = today
	}
	if !p.NoEvening && !old.NoEvening && before.Evening > clock && after.Evening <= clock {
		p.EveningOwed = today
	}
	return p
}

// SetPreference keeps what a person wants. What the clock has queued for them by
// their old wishes and has not left yet is withdrawn; it queues anew what they still
// want.
func (tx *Tx) SetPreference(person string, p Preference, now time.Time) error {
	wish, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("set preference of %s: %w", person, err)
	}
	if _, err := tx.exec(`INSERT INTO preference (person, wish) VALUES (?, ?)
		ON CONFLICT (person) DO UPDATE SET wish = excluded.wish`, person, string(wish)); err != nil {
		return fmt.Errorf("set preference of %s: %w", person, err)
	}
	if err := tx.Record(Entry{At: now, Actor: person, Act: DidSetWishes, Subject: Subject{AboutPerson, person}}); err != nil {
		return err
	}
	return tx.withdrawFrom(person, "wishes changed", now)
}

// PreferenceOf is what one person wants.
func (tx *Tx) PreferenceOf(person string) (p Preference, err error) {
	all, err := tx.preferences(`WHERE person = ?`, person)
	return all[person], err
}

// Preferences are the wishes of those who have any.
func (tx *Tx) Preferences() (map[string]Preference, error) { return tx.preferences(``) }

func (tx *Tx) preferences(where string, args ...any) (map[string]Preference, error) {
	type row struct {
		person string
		Preference
	}
	rows, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		var wish []byte
		if err := rows.Scan(&r.person, &wish); err != nil {
			return r, err
		}
		return r, json.Unmarshal(wish, &r.Preference)
	}, `SELECT person, wish FROM preference `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read preferences: %w", err)
	}
	all := make(map[string]Preference, len(rows))
	for _, r := range rows {
		all[r.person] = r.Preference
	}
	return all, nil
}
