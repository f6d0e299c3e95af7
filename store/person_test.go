package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"thuky/store/staff"
)

// TestEveryTableThatKnowsAPersonIsForgotten finds the tables by their columns, so that
// one that is added later is not left out.
func TestEveryTableThatKnowsAPersonIsForgotten(t *testing.T) {
	s := openTest(t, Options{})
	write(t, s, func(tx *Tx) error {
		tables, err := collect(tx, func(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) },
			`SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND c.name IN ('person', 'account', 'actor', 'substitute')`)
		for _, name := range tables {
			if !slices.ContainsFunc(personTables, func(p struct {
				name, where string
				goes        bool
			}) bool {
				return p.name == name
			}) {
				t.Errorf("table %s knows people and is in no list", name)
			}
		}
		if len(tables) < 10 {
			t.Errorf("found only the tables %v", tables)
		}
		return err
	})
}

func TestForgetPerson(t *testing.T) {
	now := time.Date(2021, 10, 21, 6, 0, 0, 0, time.UTC)
	for _, inFile := range []bool{false, true} {
		s := openTest(t, Options{})
		write(t, s, func(tx *Tx) error {
			an := staff.Person{Key: "an", Name: "Nguyễn Văn An", Roles: []staff.Role{staff.Staff}}
			var err error
			if inFile {
				err = tx.SaveDirectory(staff.Directory{People: []staff.Person{an}})
			} else {
				err = tx.AddPerson(an)
			}
			if err != nil {
				return err
			}
			if err := tx.link(4711, "an", now); err != nil {
				return err
			}
			if _, err := tx.Invite("an", "ha", now); err != nil {
				return err
			}
			if err := tx.SetPreference("an", Preference{NoMorning: true}, now); err != nil {
				return err
			}
			if _, err := tx.NewScreen(Screen{Chat: 4711, Person: "an", Duty: "x"}, "riêng", now); err != nil {
				return err
			}
			if err := tx.Queue(Delivery{Deed: "d", Chat: 4711, Class: Answer, Kind: Send, Message: Message{Text: "lời riêng"}}, now); err != nil {
				return err
			}
			if _, err := tx.exec(`UPDATE outbox SET state = 'sent', settled_at = 1`); err != nil {
				return err
			}
			if _, _, err := tx.Admit(4711, PaceMessages, Pace{Burst: 1, Per: time.Minute}, now); err != nil {
				return err
			}
			data, err := tx.PersonData("an")
			if err != nil {
				return err
			}
			raw, err := json.Marshal(data)
			for _, want := range []string{"Nguyễn Văn An", "4711", "lời riêng", "riêng", "no_morning", "invited"} {
				if !strings.Contains(string(raw), want) {
					t.Errorf("the data has no %q: %s", want, raw)
				}
			}
			return err
		})
		write(t, s, func(tx *Tx) error {
			listed, err := tx.ForgetPerson("an", now)
			if err != nil || listed != inFile {
				t.Errorf("forgotten: listed %t, %v", listed, err)
			}
			_, there, err := tx.person("an")
			if there != inFile {
				t.Errorf("in the directory: %t", there)
			}
			for _, table := range personTables {
				rows, err := tx.rowsOf(`SELECT * FROM `+table.name+` WHERE `+table.where, "an")
				if err != nil {
					return err
				}
				if table.goes && len(rows) > 0 {
					t.Errorf("%s still has %v", table.name, rows)
				}
			}
			left, err4 := tx.rowsOf(`SELECT account FROM account UNION ALL SELECT account FROM pace`)
			if err4 != nil || len(left) > 0 {
				t.Errorf("accounts are still known: %v %v", left, err4)
			}
			rows, err2 := tx.rowsOf(`SELECT body FROM outbox`)
			if len(rows) != 1 || rows[0]["body"] != "{}" {
				t.Errorf("what was sent is still there: %v", rows)
			}
			_, err3 := tx.VerifyAudit(nil)
			return errors.Join(err, err2, err3)
		})
	}
	s := openTest(t, Options{})
	write(t, s, func(tx *Tx) error {
		_, err1 := tx.ForgetPerson("nobody", now)
		_, err2 := tx.PersonData("nobody")
		if !errors.Is(err1, ErrNoPerson) || !errors.Is(err2, ErrNoPerson) {
			t.Errorf("nobody: %v, %v", err1, err2)
		}
		return nil
	})
}
