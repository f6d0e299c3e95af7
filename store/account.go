package store

import (
	"database/sql"
	"fmt"
	"strconv"
	"time"

	"thuky/store/staff"
)

// An Account is a messenger's account of a person.
type Account struct {
	ID     int64 // also the private chat
	Linked time.Time
}

// PersonOf is the key of the person behind an account, "" for a stranger.
func (tx *Tx) PersonOf(account int64) (person string, err error) {
	if _, err := tx.one([]any{&person}, `SELECT person FROM account WHERE account = ?`, account); err != nil {
		return "", fmt.Errorf("read account: %w", err)
	}
	return person, nil
}

// AccountsOf lists the accounts of a person, oldest first.
func (tx *Tx) AccountsOf(person string) ([]int64, error) {
	accounts, err := tx.Accounts(person)
	ids := make([]int64, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	return ids, err
}

// Accounts lists the accounts of a person, oldest first, with what is known of them.
func (tx *Tx) Accounts(person string) ([]Account, error) {
	accounts, err := collect(tx, func(rows *sql.Rows) (a Account, err error) {
		var linked int64
		err = rows.Scan(&a.ID, &linked)
		a.Linked = time.UnixMilli(linked)
		return a, err
	}, `SELECT account, linked_at FROM account WHERE person = ? ORDER BY linked_at, account`, person)
	if err != nil {
		return nil, fmt.Errorf("read accounts of %s: %w", person, err)
	}
	return accounts, nil
}

// link makes the account the person's; whoever had it before has it no more.
func (tx *Tx) link(account int64, person string, now time.Time) error {
	if err := tx.ForgetWrongCodes(account); err != nil {
		return err
	}
	if before, err := tx.PersonOf(account); err != nil || before == person {
		return err
	} else if before != "" {
		if _, err := tx.Unlink(account, person, "", now); err != nil {
			return err
		}
	}
	if _, err := tx.exec(`INSERT INTO account (account, person, linked_at) VALUES (?, ?, ?)`, account, person, instant(now)); err != nil {
		return fmt.Errorf("link account of %s: %w", person, err)
	}
	return nil
}

// Unlink ends the link between an account and its person (gỡ liên kết): nobody is
// behind the account any more, what waited for it is withdrawn and its screens are
// forgotten, but those in keep. With the last account goes the person's calendar
// feed. What the person did stays under their post. It returns the person, "" if
// there was none.
func (tx *Tx) Unlink(account int64, by, reason string, now time.Time, keep ...int64) (person string, err error) {
	person, err = tx.PersonOf(account)
	if err != nil || person == "" {
		return "", err
	}
	for _, step := range []func() error{
		func() error { return tx.silence(account, now) },
		func() error {
			_, err := tx.exec(`DELETE FROM screen WHERE chat = ? AND id NOT IN (SELECT value FROM json_each(?))`, account, ids(keep))
			return err
		},
		func() error { _, err := tx.exec(`DELETE FROM account WHERE account = ?`, account); return err },
		func() error {
			left, err := tx.AccountsOf(person)
			if err == nil && len(left) == 0 {
				_, err = tx.RevokeFeed(person)
			}
			return err
		},
	} {
		if err := step(); err != nil {
			return person, fmt.Errorf("unlink account of %s: %w", person, err)
		}
	}
	return person, tx.Record(Entry{At: now, Actor: by, Act: DidUnlink, Subject: Subject{AboutPerson, person}, Reason: reason})
}

// silence withdraws what waits for a chat.
func (tx *Tx) silence(chat int64, now time.Time) error {
	_, err := tx.exec(`UPDATE outbox SET state = 'withdrawn', reason = 'account unlinked', settled_at = ?, `+erased+` WHERE chat = ? AND settled_at IS NULL AND state = 'waiting'`,
		instant(now), chat)
	return err
}

// WrongCode counts a wrong code of an account and tells until when no further one
// is looked at (staff.WrongCodePause).
func (tx *Tx) WrongCode(account int64, now time.Time) (until time.Time, err error) {
	var times int
	if _, err := tx.one([]any{&times}, `INSERT INTO wrong_code (account, times, last_at) VALUES (?1, 1, ?2)
		ON CONFLICT (account) DO UPDATE SET last_at = ?2, times = CASE WHEN last_at < ?3 THEN 1 ELSE times + 1 END RETURNING times`,
		account, instant(now), instant(now.Add(-staff.WrongCodeMemory))); err != nil {
		return until, fmt.Errorf("count wrong code: %w", err)
	}
	if times == staff.MostWrongCodes {
		if err := tx.Record(Entry{At: now, Act: DidLockOut, Subject: Subject{AboutAccount, strconv.FormatInt(account, 10)}}); err != nil {
			return until, err
		}
	}
	return now.Add(staff.WrongCodePause(times)), nil
}

// CodesWait tells until when no code of the account is looked at; it is past for
// most.
func (tx *Tx) CodesWait(account int64) (until time.Time, err error) {
	var times int
	var last sql.NullInt64
	found, err := tx.one([]any{&times, &last}, `SELECT times, last_at FROM wrong_code WHERE account = ?`, account)
	if err != nil || !found {
		return until, wrapRead("wrong codes", err)
	}
	return fromInstant(last).Add(staff.WrongCodePause(times)), nil
}

// ForgetWrongCodes forgives an account its wrong codes.
func (tx *Tx) ForgetWrongCodes(account int64) error {
	if _, err := tx.exec(`DELETE FROM wrong_code WHERE account = ?`, account); err != nil {
		return fmt.Errorf("forget wrong codes: %w", err)
	}
	return nil
}
