package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// An AccountMenu says which command menu an account was last given.
type AccountMenu struct {
	Account int64
	Person  string // key
	Digest  string // of MenuDigest; "" if not known
}

// MenuDigest tells command menus apart.
func MenuDigest(menu []Command) string {
	raw, _ := json.Marshal(menu) // strings always marshal
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// AccountMenus lists all accounts with the menus that they were last given.
func (tx *Tx) AccountMenus() ([]AccountMenu, error) {
	all, err := collect(tx, func(rows *sql.Rows) (m AccountMenu, err error) {
		return m, rows.Scan(&m.Account, &m.Person, &m.Digest)
	}, `SELECT account, person, menu FROM account ORDER BY account`)
	return all, wrapRead("menus", err)
}

// KeepMenu notes that an account is given a command menu; of a stranger nothing is noted.
func (tx *Tx) KeepMenu(account int64, menu []Command) error {
	if _, err := tx.exec(`UPDATE account SET menu = ? WHERE account = ?`, MenuDigest(menu), account); err != nil {
		return fmt.Errorf("keep menu: %w", err)
	}
	return nil
}
