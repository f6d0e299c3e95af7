package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"thuky/store/score"
)

// A PublishedResult is an announcement as it was published (bản công bố). It never changes: a
// correction is another one, which names it.
type PublishedResult struct {
	Announcement int64
	Period       int64
	Replaces     int64  // that it corrects, 0 for none
	Snapshot     []byte // score.Report as canonical JSON
	Digest       string // hexadecimal SHA-256 of it
	DraftedBy    string // key
	ConfirmedBy  string // key
	At           time.Time
}

// DigestOf is the digest by which a snapshot is known.
func DigestOf(snapshot []byte) string {
	sum := sha256.Sum256(snapshot)
	return hex.EncodeToString(sum[:])
}

// Publish publishes an announcement that was put forward, as it was previewed: the
// report must give the snapshot of the preview's digest, and by is somebody who had no
// hand in the draft. Whether they may confirm has been judged. The period is published
// by it, unless it was before.
func (tx *Tx) Publish(a Announcement, r *score.Report, by string, now time.Time) (PublishedResult, error) {
	snapshot, err := r.Snapshot()
	if err != nil {
		return PublishedResult{}, err
	}
	p := PublishedResult{Announcement: a.ID, Period: a.Period, Replaces: a.Replaces, Snapshot: snapshot, Digest: DigestOf(snapshot),
		DraftedBy: a.Drafter(), ConfirmedBy: by, At: now}
	switch {
	case a.State != PutForward:
		return p, ErrNotProposed
	case p.Digest != a.Digest:
		return p, ErrNotPreviewed
	case by == "" || slices.Contains(a.Drafters, by) || p.DraftedBy == "":
		return p, ErrSamePerson
	}
	if _, err := score.ReadSnapshot(snapshot); err != nil {
		return p, fmt.Errorf("publish %d: snapshot %w", a.ID, err)
	}
	if _, err := tx.exec(`INSERT INTO publication (announcement, period, replaces, snapshot, digest, drafted_by, confirmed_by, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		p.Announcement, p.Period, orNone(p.Replaces), string(p.Snapshot), p.Digest, p.DraftedBy, p.ConfirmedBy, instant(now)); err != nil {
		return p, fmt.Errorf("publish %d: %w", a.ID, err)
	}
	if _, err := tx.exec(`UPDATE announcement SET state = 'published', changed_at = ? WHERE id = ?`, instant(now), a.ID); err != nil {
		return p, fmt.Errorf("publish %d: %w", a.ID, err)
	}
	if err := tx.Record(Entry{At: now, Actor: by, Act: DidAnnounce, Subject: a.subject(), Old: a.Number, New: p.Digest, Reason: a.Why}); err != nil {
		return p, err
	}
	if a.Replaces != 0 {
		return p, nil
	}
	_, err = tx.StepPeriod(a.Period, score.PeriodPublished, by, "", now)
	return p, err
}

func (tx *Tx) published(where string, args ...any) ([]PublishedResult, error) {
	all, err := collect(tx, func(rows *sql.Rows) (p PublishedResult, err error) {
		var at int64
		err = rows.Scan(&p.Announcement, &p.Period, &p.Replaces, &p.Snapshot, &p.Digest, &p.DraftedBy, &p.ConfirmedBy, &at)
		p.At = time.UnixMilli(at)
		return p, err
	}, `SELECT announcement, period, coalesce(replaces, 0), snapshot, digest, drafted_by, confirmed_by, at FROM publication WHERE `+where, args...)
	return all, wrapRead("publications", err)
}

// PublishedLast finds what was published last of a period.
func (tx *Tx) PublishedLast(period int64) (PublishedResult, bool, error) {
	all, err := tx.published(`period = ? ORDER BY announcement DESC LIMIT 1`, period)
	if err != nil || len(all) == 0 {
		return PublishedResult{}, false, err
	}
	return all[0], true, nil
}

// PublishedAll lists everything that was published, the oldest first.
func (tx *Tx) PublishedAll() ([]PublishedResult, error) {
	return tx.published(`true ORDER BY announcement`)
}

// Why what was published is not to be trusted.
var (
	ErrDigest   = errors.New("is not what its digest says")
	ErrAudit    = errors.New("is not what the audit tells")
	ErrUnlocked = errors.New("can be altered: its guard is gone")
)

// publicationGuards are the triggers that keep publications as they are.
const publicationGuards = 3

// VerifyPublished computes the digest and the rankings of what was published anew, and
// compares them with what stands there and in the audit. The error is one of those above
// or of score.ReadSnapshot.
func (tx *Tx) VerifyPublished(p PublishedResult) (*score.Report, error) {
	if DigestOf(p.Snapshot) != p.Digest {
		return nil, ErrDigest
	}
	var told, guards int64
	_, err1 := tx.one([]any{&told}, `SELECT count(*) FROM audit WHERE act = ? AND kind = ? AND subject = ? AND new = ?`,
		string(DidAnnounce), AboutAnnouncement, fmt.Sprint(p.Announcement), p.Digest)
	_, err2 := tx.one([]any{&guards}, `SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'publication'`)
	switch {
	case err1 != nil || err2 != nil:
		return nil, wrapRead("publication", errors.Join(err1, err2))
	case told == 0:
		return nil, ErrAudit
	case guards != publicationGuards:
		return nil, ErrUnlocked
	}
	return score.ReadSnapshot(p.Snapshot)
}

// ErrNotAnnounced is returned for a period of which nothing was published: Publish is the
// one way there.
var ErrNotAnnounced = errors.New("nothing of the period is published")

func (tx *Tx) announced(period int64) error {
	_, found, err := tx.PublishedLast(period)
	return errors.Join(err, orErr(found, ErrNotAnnounced))
}
