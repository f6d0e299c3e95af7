package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrNoPerson is returned for a key that is nobody's.
var ErrNoPerson = errors.New("no such person")

// personTables are the tables that know a person by key: which of their rows, and
// whether forgetting the person removes these. What stays is the office's own record
// (who acted in which post), and there the key is all that is kept.
var personTables = []struct {
	name, where string
	goes        bool
}{
	{"person", `key = ?1`, false}, // goes if it was made by an invitation: see ForgetPerson
	{"person_role", `person = ?1`, false},
	{"account", `person = ?1`, false}, // unlinked: see ForgetPerson
	{"invitation", `person = ?1`, true},
	{"feed", `person = ?1`, true},
	{"preference", `person = ?1`, true},
	{"screen", `person = ?1`, true},
	{"errand", `person = ?1`, true},
	{"missed", `person = ?1`, true},
	{"unreached", `person = ?1`, true},
	{"receipt", `person = ?1`, true},
	{"unacknowledged", `person = ?1`, true},
	{"again", `person = ?1`, true},
	{"stand_in", `person = ?1 OR substitute = ?1`, true},
	{"broadcast", `sender = ?1`, false},
	{"broadcast_recipient", `person = ?1`, false}, // whom the office told stays its record: see ForgetPerson
	{"broadcast_receipt", `person = ?1`, true},
	{"team_member", `person = ?1`, false},
	{"team_charge", `person = ?1`, false},
	{"appraisal", `appraiser = ?1 OR absent = ?1`, false},
	{"inquiry", `asked_by = ?1 OR answered_by = ?1`, false},
	{"explanation", `by = ?1`, false},
	{"penalty", `proposed_by = ?1 OR decided_by = ?1`, false},
	{"council_session", `recorded_by = ?1 OR EXISTS (SELECT 1 FROM json_each(present) WHERE value = ?1)`, false},
	{"outbox", `chat IN (SELECT account FROM account WHERE person = ?1)`, false}, // emptied: see ForgetPerson
	{"wrong_code", `account IN (SELECT account FROM account WHERE person = ?1)`, true},
	{"pace", `account IN (SELECT account FROM account WHERE person = ?1)`, true},
	{"handover", `predecessor = ?1 OR successor = ?1`, false},
	{"chase", `person = ?1 OR chased_by = ?1`, false},
	{"audit", `actor = ?1 OR kind = 'person' AND subject = ?1`, false},
}

// PersonData is all that the ledger keeps of a person: rows, column by column, by
// the name of their table. The digests of secrets are left out. It is an act that the
// caller records.
func (tx *Tx) PersonData(key string) (map[string][]map[string]any, error) {
	if _, found, err := tx.person(key); err != nil || !found {
		return nil, errors.Join(err, notFound(found))
	}
	all := map[string][]map[string]any{}
	for _, table := range personTables {
		rows, err := tx.rowsOf(`SELECT * FROM `+table.name+` WHERE `+table.where, key)
		if err != nil {
			return nil, fmt.Errorf("read %s of %s: %w", table.name, key, err)
		}
		all[table.name] = rows
	}
	return all, nil
}

func notFound(found bool) error {
	if found {
		return nil
	}
	return ErrNoPerson
}

// rowsOf reads rows whatever their columns are; blobs are left out.
func (tx *Tx) rowsOf(statement string, args ...any) ([]map[string]any, error) {
	all, err := collect(tx, func(rows *sql.Rows) (map[string]any, error) {
		columns, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := map[string]any{}
		for i, column := range columns {
			if _, blob := values[i].([]byte); !blob {
				row[column] = values[i]
			}
		}
		return row, nil
	}, statement, args...)
	if all == nil {
		all = []map[string]any{}
	}
	return all, err
}

// ForgetPerson removes what is kept of a person: accounts, invitations, feed, wishes,
// screens, and the words of what was sent to them. listed is true if the person stays
// in the directory because the imported file names them. The audit and the published
// weeks keep the key: they are the office's record.
func (tx *Tx) ForgetPerson(key string, now time.Time) (listed bool, err error) {
	found, err := tx.one([]any{&listed}, `SELECT listed FROM person WHERE key = ?`, key)
	if err != nil || !found {
		return false, errors.Join(err, notFound(found))
	}
	accounts, err := tx.AccountsOf(key)
	if err != nil {
		return listed, err
	}
	// First what is found by the accounts, then these.
	for _, table := range personTables {
		if !table.goes {
			continue
		}
		if _, err := tx.exec(`DELETE FROM `+table.name+` WHERE `+table.where, key); err != nil {
			return listed, fmt.Errorf("forget %s in %s: %w", key, table.name, err)
		}
	}
	for _, statement := range []string{
		`DELETE FROM broadcast_part WHERE recipient IN (SELECT id FROM broadcast_recipient WHERE person = ?)`,
		`UPDATE broadcast_recipient SET name = '' WHERE person = ?`,
	} {
		if _, err := tx.exec(statement, key); err != nil {
			return listed, fmt.Errorf("forget what %s was told: %w", key, err)
		}
	}
	for _, account := range accounts {
		if err := tx.silence(account, now); err != nil {
			return listed, fmt.Errorf("forget %s: %w", key, err)
		}
		if _, err := tx.exec(`UPDATE outbox SET body = '{}' WHERE chat = ? AND settled_at IS NOT NULL`, account); err != nil {
			return listed, fmt.Errorf("forget %s: %w", key, err)
		}
		if _, err := tx.Unlink(account, "", "", now); err != nil {
			return listed, err
		}
	}
	if !listed {
		if _, err := tx.exec(`DELETE FROM person WHERE key = ?`, key); err != nil {
			return listed, fmt.Errorf("forget %s: %w", key, err)
		}
	}
	if err := tx.Record(Entry{At: now, Act: DidForget, Subject: Subject{AboutPerson, key}}); err != nil {
		return listed, err
	}
	return listed, tx.touchDirectory()
}
