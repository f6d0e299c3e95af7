package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"cloud.google.com/go/civil"
)

// An Announcement is the announcement of a period's results on its way (dự thảo công
// bố): the office drafts it, a leader confirms it, and it is published; see Publish.
type Announcement struct {
	ID       int64
	Period   int64
	Replaces int64 // the published one that it corrects, 0 for none
	State    AnnouncementState
	Draft
	Drafters  []string // keys of all who had a hand in it, who drafted it last at the end
	Revision  int64    // grows with every change of the draft
	Digest    string   // of the snapshot that was previewed last; "" before
	Files     []File   // what was drawn of that
	Broadcast int64    // that sent it, or 0
	Changed   time.Time
}

// A Draft is what the office decides of an announcement.
type Draft struct {
	Number     string      `json:"number,omitempty"` // số, ký hiệu: "15/TB-VKS"
	Day        civil.Date  `json:"day,omitzero"`     // of the document
	Bases      []string    `json:"bases,omitempty"`  // căn cứ
	Complaints civil.Date  `json:"complaints,omitzero"`
	Text       int64       `json:"text,omitempty"`   // version of the text, 0 for the one that comes with the program
	Signer     string      `json:"signer,omitempty"` // key of the leader who is to confirm
	Why        string      `json:"why,omitempty"`    // of a correction
	Amendments []Amendment `json:"amendments,omitempty"`
}

// An Amendment is what a correction changes of a published result: an answer, or a
// veto, of one unit.
type Amendment struct {
	Unit   string `json:"unit"`
	Code   string `json:"code"`
	Value  string `json:"value"` // as score.Sheet.Text writes it; of a veto why it holds, "" that it no longer does
	Reason string `json:"reason"`
}

// An AnnouncementState is where an announcement stands.
type AnnouncementState string

// The states of an announcement.
const (
	Drafted    AnnouncementState = "draft"     // dự thảo
	PutForward AnnouncementState = "proposed"  // đã trình
	Announced  AnnouncementState = "published" // đã công bố
	GivenUp    AnnouncementState = "dropped"   // bỏ
)

// Why an announcement is refused.
var (
	ErrNoAnnouncement = errors.New("no such announcement")
	ErrNotApprovedYet = errors.New("the period is not approved")
	ErrUnderWay       = errors.New("another announcement of the period is under way")
	ErrNotPreviewed   = errors.New("the announcement has changed since it was previewed")
	ErrSamePerson     = errors.New("who drafted it does not confirm it")
	ErrNotProposed    = errors.New("the announcement is not put forward")
)

func (a Announcement) subject() Subject {
	return Subject{AboutAnnouncement, strconv.FormatInt(a.ID, 10)}
}

// Drafter is who worked on the draft last.
func (a Announcement) Drafter() string {
	if len(a.Drafters) == 0 {
		return ""
	}
	return a.Drafters[len(a.Drafters)-1]
}

const announcementColumns = `id, period, coalesce(replaces, 0), state, content, drafters, revision, digest, files, coalesce(broadcast, 0), changed_at`

func scanAnnouncement(rows *sql.Rows) (a Announcement, err error) {
	var content, files string
	var changed int64
	if err := rows.Scan(&a.ID, &a.Period, &a.Replaces, &a.State, &content, (*names)(&a.Drafters), &a.Revision, &a.Digest, &files, &a.Broadcast, &changed); err != nil {
		return a, err
	}
	a.Changed = time.UnixMilli(changed)
	return a, errors.Join(json.Unmarshal([]byte(content), &a.Draft), json.Unmarshal([]byte(files), &a.Files))
}

func (tx *Tx) announcements(where string, args ...any) ([]Announcement, error) {
	all, err := collect(tx, scanAnnouncement, `SELECT `+announcementColumns+` FROM announcement WHERE `+where, args...)
	return all, wrapRead("announcements", err)
}

func (tx *Tx) announcement(where string, args ...any) (Announcement, bool, error) {
	all, err := tx.announcements(where, args...)
	if err != nil || len(all) == 0 {
		return Announcement{}, false, err
	}
	return all[0], true, nil
}

// Announcement finds an announcement by id.
func (tx *Tx) Announcement(id int64) (Announcement, bool, error) {
	return tx.announcement(`id = ?`, id)
}

// OpenAnnouncement finds the announcement of a period that is being drafted or waits for
// a leader.
func (tx *Tx) OpenAnnouncement(period int64) (Announcement, bool, error) {
	return tx.announcement(`period = ? AND state IN ('draft', 'proposed')`, period)
}

// LastPublished finds the announcement of a period that was published last.
func (tx *Tx) LastPublished(period int64) (Announcement, bool, error) {
	return tx.announcement(`period = ? AND state = 'published' ORDER BY id DESC LIMIT 1`, period)
}

// LastDraft finds the announcement, of any period, that was published last: the next one
// begins with what it said.
func (tx *Tx) LastDraft() (Announcement, bool, error) {
	return tx.announcement(`state = 'published' ORDER BY id DESC LIMIT 1`)
}

// NumberTaken reports whether another announcement of the year has been published under
// the number.
func (tx *Tx) NumberTaken(a Announcement) (bool, error) {
	all, err := tx.announcements(`state = 'published'`)
	return slices.ContainsFunc(all, func(other Announcement) bool {
		return other.ID != a.ID && other.Number == a.Number && other.Day.Year == a.Day.Year
	}), err
}

// NewAnnouncement begins the announcement of an approved period, or a correction of what
// was published of one.
func (tx *Tx) NewAnnouncement(a Announcement, by string, now time.Time) (Announcement, error) {
	if _, found, err := tx.OpenAnnouncement(a.Period); err != nil || found {
		return a, errors.Join(err, orErr(!found, ErrUnderWay))
	}
	last, published, err := tx.LastPublished(a.Period)
	if err != nil {
		return a, err
	}
	a.State, a.Drafters, a.Revision, a.Digest, a.Files, a.Changed = Drafted, []string{by}, 1, "", nil, now
	if a.Replaces = 0; published {
		a.Replaces = last.ID
	} else if err := tx.approved(a.Period); err != nil {
		return a, err
	}
	content, err := json.Marshal(a.Draft)
	if err != nil {
		return a, fmt.Errorf("new announcement: %w", err)
	}
	if a.ID, err = tx.insert(`INSERT INTO announcement (period, replaces, state, content, drafters, revision, changed_at) VALUES (?, ?, ?, ?, ?, 1, ?)`,
		a.Period, orNone(a.Replaces), string(a.State), string(content), list(a.Drafters), instant(now)); err != nil {
		return a, fmt.Errorf("new announcement: %w", err)
	}
	return a, tx.Record(Entry{At: now, Actor: by, Act: DidDraft, Subject: a.subject(), New: strconv.FormatInt(a.Period, 10)})
}

// Redraft keeps a changed draft: it must be previewed and put forward anew.
func (tx *Tx) Redraft(a Announcement, by string, now time.Time) (Announcement, error) {
	if a.State != Drafted && a.State != PutForward {
		return a, ErrNotProposed
	}
	a.Drafters = append(slices.DeleteFunc(slices.Clone(a.Drafters), func(key string) bool { return key == by }), by)
	a.State, a.Revision, a.Digest, a.Files, a.Changed = Drafted, a.Revision+1, "", nil, now
	content, err := json.Marshal(a.Draft)
	if err != nil {
		return a, fmt.Errorf("change announcement %d: %w", a.ID, err)
	}
	if _, err := tx.exec(`UPDATE announcement SET state = ?, content = ?, drafters = ?, revision = ?, digest = '', files = '[]', changed_at = ? WHERE id = ?`,
		string(a.State), string(content), list(a.Drafters), a.Revision, instant(now), a.ID); err != nil {
		return a, fmt.Errorf("change announcement %d: %w", a.ID, err)
	}
	return a, tx.Record(Entry{At: now, Actor: by, Act: DidRedraft, Subject: a.subject(), New: strconv.FormatInt(a.Revision, 10)})
}

// KeepPreview keeps what was drawn of an announcement as it stands, under the digest of
// its snapshot.
func (tx *Tx) KeepPreview(a Announcement, digest string, files []File) (Announcement, error) {
	raw, err := json.Marshal(append([]File{}, files...))
	if err != nil {
		return a, fmt.Errorf("keep preview %d: %w", a.ID, err)
	}
	if _, err := tx.exec(`UPDATE announcement SET digest = ?, files = ? WHERE id = ?`, digest, string(raw), a.ID); err != nil {
		return a, fmt.Errorf("keep preview %d: %w", a.ID, err)
	}
	a.Digest, a.Files = digest, files
	return a, nil
}

// StepAnnouncement puts a draft forward, takes it back, or drops it; reason is the
// leader's who returns it.
func (tx *Tx) StepAnnouncement(a Announcement, to AnnouncementState, by, reason string, now time.Time) (Announcement, error) {
	acts := map[AnnouncementState]AuditAct{PutForward: DidPutForward, Drafted: DidSendDraftBack, GivenUp: DidDropDraft}
	if acts[to] == "" || a.State != Drafted && a.State != PutForward || a.State == to {
		return a, ErrNotProposed
	}
	if _, err := tx.exec(`UPDATE announcement SET state = ?, changed_at = ? WHERE id = ?`, string(to), instant(now), a.ID); err != nil {
		return a, fmt.Errorf("step announcement %d: %w", a.ID, err)
	}
	a.State, a.Changed = to, now
	return a, tx.Record(Entry{At: now, Actor: by, Act: acts[to], Subject: a.subject(), New: a.Number, Reason: reason})
}

// OutdateAnnouncement takes back a draft that was put forward, and what was drawn of it,
// because the result is another one since: by is who was about to publish it, and returned
// nothing.
func (tx *Tx) OutdateAnnouncement(a Announcement, by string, now time.Time) (Announcement, error) {
	if a.State != PutForward {
		return a, ErrNotProposed
	}
	if _, err := tx.exec(`UPDATE announcement SET state = ?, digest = '', files = '[]', changed_at = ? WHERE id = ?`, string(Drafted), instant(now), a.ID); err != nil {
		return a, fmt.Errorf("outdate announcement %d: %w", a.ID, err)
	}
	a.State, a.Changed, a.Digest, a.Files = Drafted, now, "", nil
	return a, tx.Record(Entry{At: now, Actor: by, Act: DidOutdateDraft, Subject: a.subject(), New: a.Number})
}

// SetAnnouncementBroadcast notes which broadcast sends it.
func (tx *Tx) SetAnnouncementBroadcast(id, broadcast int64) error {
	_, err := tx.exec(`UPDATE announcement SET broadcast = ? WHERE id = ?`, orNone(broadcast), id)
	return wrapRead("announcement", err)
}

// AnnouncementText reads a version of the text, the last one for 0; version is 0 where
// the office has written none.
func (tx *Tx) AnnouncementText(version int64) (text string, found int64, err error) {
	_, err = tx.one([]any{&found, &text}, `SELECT version, text FROM announcement_text WHERE ?1 = 0 OR version = ?1 ORDER BY version DESC LIMIT 1`, version)
	return text, found, wrapRead("announcement text", err)
}

// WriteAnnouncementText keeps a new version of the text.
func (tx *Tx) WriteAnnouncementText(text, by string, now time.Time) (version int64, err error) {
	if version, err = tx.insert(`INSERT INTO announcement_text (text, made_by, made_at) VALUES (?, ?, ?)`, text, by, instant(now)); err != nil {
		return 0, fmt.Errorf("write announcement text: %w", err)
	}
	return version, tx.Record(Entry{At: now, Actor: by, Act: DidWriteText, Subject: Subject{Kind: AboutAnnouncement}, New: strconv.FormatInt(version, 10)})
}
