package store

import (
	"errors"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

func TestSettledRowsAreForgotten(t *testing.T) {
	s := openTest(t, Options{})
	start := time.Date(2021, 10, 21, 6, 25, 0, 0, time.UTC)
	write(t, s, func(tx *Tx) error {
		for _, d := range []Delivery{{Deed: "sent", Chat: 1}, {Deed: "waits", Chat: 1}} {
			d.Class, d.Kind = Answer, Send
			if err := tx.Queue(d, start); err != nil {
				return err
			}
		}
		if err := tx.NewErrand("x", 1, "ha", nil, start); err != nil {
			return err
		}
		e, _, err := tx.NextErrand()
		if err != nil {
			return err
		}
		if err := tx.EndErrand(e, nil, start); err != nil {
			return err
		}
		return tx.EndDelivery(1, Delivered, "", start)
	})
	left := func(after time.Duration) (deliveries, errands int) {
		write(t, s, func(tx *Tx) error {
			if err := tx.Receive(start.Add(after)); err != nil {
				return err
			}
			_, err := tx.one([]any{&deliveries, &errands}, `SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM errand)`)
			return err
		})
		return deliveries, errands
	}
	if d, e := left(29 * 24 * time.Hour); d != 2 || e != 1 {
		t.Errorf("after 29 days %d deliveries and %d errands are left", d, e)
	}
	if d, e := left(31 * 24 * time.Hour); d != 2 || e != 0 {
		t.Errorf("after 31 days %d deliveries and %d errands are left", d, e)
	}
	if d, _ := left(91 * 24 * time.Hour); d != 1 {
		t.Errorf("after 91 days %d deliveries are left, want the one that waits", d)
	}
}

// TestEveryTableForgets puts a row into every table that perishes and looks at it right
// before and after its time.
func TestEveryTableForgets(t *testing.T) {
	rows := map[string]string{
		"inbox":          `INSERT INTO inbox (source, source_id, kind, chat, received_at, state, settled_at) VALUES ('telegram', 1, 'message', 1, ?1, 'done', ?1)`,
		"outbox":         `INSERT INTO outbox (deed, chat, class, kind, body, not_before, state, queued_at, settled_at) VALUES ('d', 1, 1, 'send', '{}', ?1, 'sent', ?1, ?1)`,
		"errand":         `INSERT INTO errand (kind, chat, person, task, not_before, state, settled_at) VALUES ('x', 1, 'ha', '{}', ?1, 'done', ?1)`,
		"screen":         `INSERT INTO screen (chat, person, duty, state, revision, changed_at) VALUES (1, 'ha', 'x', '{}', 1, ?1)`,
		"broadcast":      "",
		"week_file":      `INSERT INTO week_file (monday, version, kind, hashes, drawn_at) VALUES ('2021-10-18', 1, 'picture', '[]', ?1)`,
		"invitation":     `INSERT INTO invitation (digest, name, role, unit, device, made_by, made_at, expires_at) VALUES (x'00', 'Mai', '', '', '', '', ?1, ?1)`,
		"missed":         `INSERT INTO missed (event, person, starts) VALUES (1, 'ha', ?1)`,
		"receipt":        `INSERT INTO receipt (event, person, starts, at) VALUES (1, 'ha', ?1, ?1)`,
		"unacknowledged": `INSERT INTO unacknowledged (event, person, starts, told) VALUES (1, 'ha', ?1, ?1)`,
		"outage":         `INSERT INTO outage (since, until, told) VALUES (?1, ?1, 1)`,
		"again":          `INSERT INTO again (event, person, starts, lead) VALUES (1, 'ha', ?1, 30)`,
		"stand_in":       `INSERT INTO stand_in (event, person, substitute, state, at) VALUES (1, 'ha', 'lan', 'asked', ?1)`,
		"unreached":      `INSERT INTO unreached (deed, person, due) VALUES ('d', 'ha', ?1)`,
		"job_run":        `INSERT INTO job_run (name, scheduled_for, outcome, run_at) VALUES ('duty', ?1, 'done', ?1)`,
		"wrong_code":     `INSERT INTO wrong_code (account, times, last_at) VALUES (1, 1, ?1)`,
		"pace":           `INSERT INTO pace (account, kind, full_at, told) VALUES (1, 'message', ?1, 0)`,
	}
	start := time.Date(2021, 10, 21, 6, 25, 0, 0, time.UTC)
	for _, p := range DefaultRetention.perishables() {
		insert, known := rows[p.table]
		if !known {
			t.Errorf("table %s perishes and is not tried here", p.table)
		}
		if insert == "" {
			continue
		}
		s := openTest(t, Options{})
		write(t, s, func(tx *Tx) error {
			_, err := tx.exec(insert, instant(start))
			return err
		})
		for _, look := range []struct {
			after time.Duration
			left  int
		}{{p.memory - time.Minute, 1}, {p.memory + time.Minute, 0}} {
			write(t, s, func(tx *Tx) error {
				if err := tx.Receive(start.Add(look.after)); err != nil {
					return err
				}
				var left int
				_, err := tx.one([]any{&left}, `SELECT count(*) FROM `+p.table)
				if left != look.left {
					t.Errorf("%s keeps %d rows after %v", p.table, left, look.after)
				}
				return err
			})
		}
	}
}

// TestWeeksAreKeptUnlessToldOtherwise: with their versions, and the audit of them always.
func TestWeeksAreKeptUnlessToldOtherwise(t *testing.T) {
	from := civil.Date{Year: 2021, Month: 10, Day: 18}
	published := time.Date(2021, 10, 15, 15, 0, 0, 0, time.UTC)
	for weeks, want := range map[int]int{0: 2, 365: 1} {
		r := DefaultRetention
		r.Weeks = weeks
		s := openTest(t, Options{Retention: r})
		write(t, s, func(tx *Tx) error {
			for _, at := range []time.Time{published, published.Add(time.Hour), published.AddDate(1, 0, 0)} {
				monday := from
				if at.Year() > 2021 {
					monday = from.AddDays(364)
				}
				if _, err := tx.PublishWeek(week.Week{From: monday, To: monday.AddDays(6),
					Events: []week.Event{{Date: monday, Days: 1, Text: "Họp " + at.String()}}}, "ha", at); err != nil {
					return err
				}
			}
			for minutes := range 5 {
				if err := tx.Receive(published.AddDate(1, 1, 0).Add(time.Duration(minutes) * time.Minute)); err != nil {
					return err
				}
			}
			mondays, err := tx.Published(from, from.AddDays(700))
			entries, err2 := tx.Audit(AuditQuery{Kind: AboutWeek})
			if len(mondays) != want || len(entries) != 3 {
				t.Errorf("retention %d: the weeks %v and %d entries of the audit are left", weeks, mondays, len(entries))
			}
			_, err3 := tx.VerifyAudit(nil)
			return errors.Join(err, err2, err3)
		})
	}
}

// TestSettledAnswersHaveNoWords: however an answer ends, what it said is gone.
func TestSettledAnswersHaveNoWords(t *testing.T) {
	now := time.Date(2021, 10, 21, 6, 25, 0, 0, time.UTC)
	for name, end := range map[string]func(tx *Tx, d Delivery) error{
		"arrived":   func(tx *Tx, d Delivery) error { return tx.Arrived(d, 5, now) },
		"failed":    func(tx *Tx, d Delivery) error { return tx.EndDelivery(d.ID, Undelivered, "", now) },
		"expired":   func(tx *Tx, d Delivery) error { return tx.EndDelivery(d.ID, Expired, "", now) },
		"blocked":   func(tx *Tx, d Delivery) error { return tx.LoseChat(1, "", now) },
		"withdrawn": func(tx *Tx, d Delivery) error { return tx.Withdraw("d", "", now) },
		"unlinked":  func(tx *Tx, d Delivery) error { return tx.silence(1, now) },
	} {
		s := openTest(t, Options{})
		write(t, s, func(tx *Tx) error {
			if err := tx.Queue(Delivery{Deed: "d", Chat: 1, Class: Answer, Kind: Send, Message: Message{Text: "BÍMẬT"}}, now); err != nil {
				return err
			}
			if err := end(tx, Delivery{ID: 1, Deed: "d", Chat: 1, Kind: Send}); err != nil {
				return err
			}
			var body string
			_, err := tx.one([]any{&body}, `SELECT body FROM outbox WHERE settled_at IS NOT NULL`)
			if body != "{}" {
				t.Errorf("%s: %q is left", name, body)
			}
			return err
		})
	}
}
