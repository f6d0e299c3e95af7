package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// An Inquiry is what the team asked a unit about an answer (hỏi đơn vị).
type Inquiry struct {
	ID         int64
	Period     int64
	Unit       string
	Code       string
	Question   string
	By         string // key
	At         time.Time
	Answer     string // "" until it is answered
	AnsweredBy string
	AnsweredAt time.Time
}

// ErrAnswered is returned for a question that was answered before.
var ErrAnswered = errors.New("already answered")

// Ask keeps a question of the team to a unit.
func (tx *Tx) Ask(s Submission, code, question, by string, now time.Time) (Inquiry, error) {
	q := Inquiry{Period: s.Period, Unit: s.Unit, Code: code, Question: question, By: by, At: now}
	if _, err := tx.appraisedNow(s); err != nil {
		return q, err
	}
	if question == "" {
		return q, ErrNeedsReason
	}
	var err error
	q.ID, err = tx.insert(`INSERT INTO inquiry (period, unit, code, question, asked_by, asked_at) VALUES (?, ?, ?, ?, ?, ?)`,
		q.Period, q.Unit, code, question, by, instant(now))
	if err != nil {
		return q, fmt.Errorf("ask %s: %w", s.Unit, err)
	}
	return q, tx.Record(Entry{At: now, Actor: by, Act: DidAsk, Subject: s.appraisalSubject(code)})
}

// Reply keeps the unit's answer to a question. An answer is not taken back.
func (tx *Tx) Reply(id int64, answer, by string, now time.Time) (Inquiry, error) {
	q, found, err := tx.Inquiry(id)
	switch {
	case err != nil || !found:
		return q, errors.Join(err, orErr(found, ErrNotNow))
	case q.Answer != "":
		return q, ErrAnswered
	case answer == "":
		return q, ErrNeedsReason
	}
	q.Answer, q.AnsweredBy, q.AnsweredAt = answer, by, now
	if _, err := tx.exec(`UPDATE inquiry SET answer = ?, answered_by = ?, answered_at = ? WHERE id = ?`, answer, by, instant(now), id); err != nil {
		return q, fmt.Errorf("reply to inquiry %d: %w", id, err)
	}
	return q, tx.Record(Entry{At: now, Actor: by, Act: DidReply, Subject: Submission{Period: q.Period, Unit: q.Unit}.appraisalSubject(q.Code)})
}

func (tx *Tx) inquiries(where string, args ...any) ([]Inquiry, error) {
	all, err := collect(tx, func(rows *sql.Rows) (q Inquiry, err error) {
		var asked int64
		var answered sql.NullInt64
		err = rows.Scan(&q.ID, &q.Period, &q.Unit, &q.Code, &q.Question, &q.By, &asked, &q.Answer, &q.AnsweredBy, &answered)
		q.At, q.AnsweredAt = time.UnixMilli(asked), fromInstant(answered)
		return q, err
	}, `SELECT id, period, unit, code, question, asked_by, asked_at, answer, answered_by, answered_at FROM inquiry WHERE `+where, args...)
	return all, wrapRead("inquiries", err)
}

// Inquiry finds a question.
func (tx *Tx) Inquiry(id int64) (Inquiry, bool, error) {
	all, err := tx.inquiries(`id = ?`, id)
	if err != nil || len(all) == 0 {
		return Inquiry{}, false, err
	}
	return all[0], true, nil
}

// Inquiries lists the questions to a unit in a period, the oldest first.
func (tx *Tx) Inquiries(period int64, unit string) ([]Inquiry, error) {
	return tx.inquiries(`period = ? AND unit = ? ORDER BY id`, period, unit)
}

// open reports whether a question about the code waits for its answer.
func open(all []Inquiry, code string) bool {
	for _, q := range all {
		if q.Code == code && q.Answer == "" {
			return true
		}
	}
	return false
}
