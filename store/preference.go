package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

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
}

// SetPreference keeps what a person wants.
func (tx *Tx) SetPreference(person string, p Preference) error {
	wish, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("set preference of %s: %w", person, err)
	}
	if _, err := tx.exec(`INSERT INTO preference (person, wish) VALUES (?, ?)
		ON CONFLICT (person) DO UPDATE SET wish = excluded.wish`, person, string(wish)); err != nil {
		return fmt.Errorf("set preference of %s: %w", person, err)
	}
	return nil
}

// Preferences are the wishes of those who have any.
func (tx *Tx) Preferences() (map[string]Preference, error) {
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
	}, `SELECT person, wish FROM preference`)
	if err != nil {
		return nil, fmt.Errorf("read preferences: %w", err)
	}
	all := make(map[string]Preference, len(rows))
	for _, r := range rows {
		all[r.person] = r.Preference
	}
	return all, nil
}
