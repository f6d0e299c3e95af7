package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// ErrLocked says that another process serves this ledger.
var ErrLocked = errors.New("ledger is being served by another process")

// A Lock keeps a second server away from a ledger. The kernel drops it when the
// process ends, however it ends.
type Lock struct{ file *os.File }

// LockFile takes the lock that belongs to the ledger at path. It does not wait:
// ErrLocked means that somebody else has it.
func LockFile(path string) (*Lock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	file, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = ErrLocked
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return &Lock{file}, nil
}

// Release gives the ledger free. The file stays: removing it could take away the
// lock of a process that has just opened it.
func (l *Lock) Release() error { return l.file.Close() }
