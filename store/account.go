package store

import (
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"
)

// InvitationLife is for how long an invitation can be used.
const InvitationLife = 7 * 24 * time.Hour

// Why an invitation does not open the bot. People are told the same for all
// three: which of them it was helps only a stranger.
var (
	ErrNoInvitation      = errors.New("no such invitation")
	ErrInvitationUsed    = errors.New("invitation already used")
	ErrInvitationExpired = errors.New("invitation expired")
)

// Invite makes a one-time code (mã mời) for the person and returns it; only its
// digest is kept. The code is 26 letters and digits: 128 bits, fit for a link.
func (tx *Tx) Invite(person, by string, now time.Time) (code string, err error) {
	secret := make([]byte, 16)
	_, _ = rand.Read(secret) // never fails
	code = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	if _, err := tx.exec(`INSERT INTO invitation (digest, person, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?)`,
		digest(code), person, by, instant(now), instant(now.Add(InvitationLife))); err != nil {
		return "", fmt.Errorf("invite %s: %w", person, err)
	}
	return code, tx.Record(Entry{At: now, Actor: by, Act: DidInvite, Subject: Subject{AboutPerson, person}})
}

// digest forgives what a person changes when copying a code by hand.
func digest(code string) []byte {
	sum := sha256.Sum256([]byte(strings.ToUpper(strings.TrimSpace(code))))
	return sum[:]
}

// Accept uses an invitation: the account is the person from now on. An account
// that was somebody else before is that person no more. Using one's own
// invitation again is no error.
func (tx *Tx) Accept(code string, account int64, now time.Time) (person string, err error) {
	var expires int64
	var usedBy sql.NullInt64
	key := digest(code)
	found, err := tx.one([]any{&person, &expires, &usedBy}, `SELECT person, expires_at, used_by FROM invitation WHERE digest = ?`, key)
	switch {
	case err != nil:
		return "", fmt.Errorf("accept invitation: %w", err)
	case !found:
		return "", ErrNoInvitation
	case usedBy.Valid && usedBy.Int64 != account:
		return "", ErrInvitationUsed
	case usedBy.Valid:
		if linked, err := tx.PersonOf(account); err != nil || linked == person {
			return linked, err
		}
		return "", ErrInvitationUsed
	case now.After(time.UnixMilli(expires)):
		return "", ErrInvitationExpired
	}
	if _, err := tx.exec(`UPDATE invitation SET used_at = ?, used_by = ? WHERE digest = ?`, instant(now), account, key); err != nil {
		return "", fmt.Errorf("accept invitation: %w", err)
	}
	if _, err := tx.exec(`INSERT INTO account (account, person, linked_at) VALUES (?, ?, ?)
		ON CONFLICT (account) DO UPDATE SET person = excluded.person, linked_at = excluded.linked_at`,
		account, person, instant(now)); err != nil {
		return "", fmt.Errorf("accept invitation: %w", err)
	}
	return person, nil
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
	accounts, err := collect(tx, func(rows *sql.Rows) (a int64, err error) {
		return a, rows.Scan(&a)
	}, `SELECT account FROM account WHERE person = ? ORDER BY linked_at, account`, person)
	if err != nil {
		return nil, fmt.Errorf("read accounts of %s: %w", person, err)
	}
	return accounts, nil
}
