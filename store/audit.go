package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"thuky/store/staff"
)

// An AuditAct is what the audit tells that somebody did.
type AuditAct string

// The acts of the audit.
const (
	DidPublish    AuditAct = "week-published"     // công bố lịch tuần
	DidChange     AuditAct = "week-changed"       // đổi một việc trong lịch
	DidUndo       AuditAct = "week-undone"        // hoàn tác
	DidRegister   AuditAct = "group-registered"   // đăng ký nhóm
	DidLeave      AuditAct = "group-left"         // thôi phục vụ nhóm
	DidImport     AuditAct = "directory-imported" // nạp danh bạ
	DidInvite     AuditAct = "invited"            // cấp mã mời, giao vai trò
	DidRevoke     AuditAct = "invitation-revoked" // thu hồi mã mời
	DidEnrol      AuditAct = "enrolled"           // xác nhận, bắt đầu sử dụng
	DidUnlink     AuditAct = "account-unlinked"   // gỡ liên kết tài khoản
	DidLockOut    AuditAct = "account-locked"     // khoá vì sai mã nhiều lần
	DidReadOthers AuditAct = "read-others"        // xem dữ liệu của người khác
	DidForget     AuditAct = "person-forgotten"   // xoá dữ liệu cá nhân
	DidHandOver   AuditAct = "handed-over"        // bàn giao công việc
	DidTakeOver   AuditAct = "taken-over"         // nhận bàn giao

	DidTakeSheet      AuditAct = "sheet-taken"        // nạp phiếu chấm điểm
	DidMakePeriod     AuditAct = "period-made"        // lập đợt thi đua
	DidChangePeriod   AuditAct = "period-changed"     // sửa đợt thi đua
	DidStepPeriod     AuditAct = "period-stepped"     // chuyển bước đợt thi đua
	DidSetSheet       AuditAct = "sheet-set"          // chọn phiếu
	DidEnterUnit      AuditAct = "unit-entered"       // đơn vị dự đợt
	DidLeaveOut       AuditAct = "unit-left-out"      // đơn vị không dự đợt
	DidExtend         AuditAct = "extended"           // gia hạn nộp
	DidSetTarget      AuditAct = "target-set"         // giao chỉ tiêu
	DidStepSubmission AuditAct = "submission-stepped" // chuyển bước phiếu
	DidAnswer         AuditAct = "answered"           // trả lời một tiêu chí
	DidPresent        AuditAct = "presented"          // trình thủ trưởng
	DidHandBack       AuditAct = "handed-back"        // thủ trưởng trả lại đầu mối
	DidSubmit         AuditAct = "submitted"          // nộp phiếu
	DidChase          AuditAct = "chased"             // đôn đốc

	DidDraft         AuditAct = "announcement-drafted"  // dự thảo công bố
	DidRedraft       AuditAct = "announcement-changed"  // sửa dự thảo công bố
	DidPutForward    AuditAct = "announcement-proposed" // trình công bố
	DidSendDraftBack AuditAct = "announcement-returned" // trả lại dự thảo công bố
	DidDropDraft     AuditAct = "announcement-dropped"  // bỏ dự thảo công bố
	DidOutdateDraft  AuditAct = "announcement-outdated" // không công bố được: kết quả đã khác bản trình
	DidWriteText     AuditAct = "announcement-text"     // sửa lời văn công bố
	DidAnnounce      AuditAct = "announced"             // công bố kết quả

	DidBroadcast AuditAct = "broadcast"           // gửi hàng loạt
	DidPause     AuditAct = "broadcast-paused"    // tạm dừng gửi
	DidResume    AuditAct = "broadcast-resumed"   // gửi tiếp
	DidCancel    AuditAct = "broadcast-cancelled" // huỷ gửi
	DidResend    AuditAct = "broadcast-resent"    // gửi lại
	DidCorrect   AuditAct = "broadcast-corrected" // đính chính
	DidStrike    AuditAct = "broadcast-struck"    // thu hồi nội dung
	DidPress     AuditAct = "broadcast-reminded"  // nhắc xác nhận

	DidSetTeam    AuditAct = "team-set"           // lập Tổ chấm điểm
	DidCharge     AuditAct = "charged"            // phân công trong Tổ chấm điểm
	DidMarkAbsent AuditAct = "marked-absent"      // thành viên vắng, Văn phòng chấm thay
	DidAccept     AuditAct = "appraisal-accepted" // thẩm định: theo tự chấm
	DidAlter      AuditAct = "appraisal-changed"  // thẩm định: sửa
	DidSendBack   AuditAct = "appraisal-returned" // thẩm định: trả lại
	DidUphold     AuditAct = "appraisal-upheld"   // sau giải trình: giữ nguyên
	DidAsk        AuditAct = "asked-unit"         // hỏi đơn vị
	DidReply      AuditAct = "unit-replied"       // đơn vị trả lời
	DidPropose    AuditAct = "penalty-proposed"   // đề xuất điểm trừ, điểm liệt
	DidDecide     AuditAct = "penalty-holds"      // áp dụng điểm trừ, điểm liệt
	DidDrop       AuditAct = "penalty-dropped"    // không áp dụng điểm trừ, điểm liệt
	DidAgree      AuditAct = "agreed"             // đồng ý với điểm thẩm định
	DidExplain    AuditAct = "explained"          // giải trình một tiêu chí
	DidSendWhy    AuditAct = "explanation-sent"   // gửi giải trình
	DidApprove    AuditAct = "council-approved"   // Hội đồng thông qua
	DidRefuse     AuditAct = "council-returned"   // Hội đồng trả lại Tổ chấm điểm

	DidAskStandIn     AuditAct = "stand-in-asked"    // cử người dự thay
	DidStandIn        AuditAct = "stand-in-accepted" // nhận dự thay
	DidDeclineStandIn AuditAct = "stand-in-declined" // không dự thay
	DidEndStandIn     AuditAct = "stand-in-ended"    // thôi cử, tự dự

	DidSetWishes AuditAct = "wishes-set" // đặt giờ nhắc của mình
)

// A Subject is what an act was about: a kind, and a key within it.
type Subject struct{ Kind, Key string }

// The kinds of subject.
const (
	AboutWeek      = "week"      // key: its Monday
	AboutPerson    = "person"    // key of the person
	AboutGroup     = "group"     // key: the chat
	AboutDirectory = "directory" // no key
	AboutBroadcast = "broadcast" // key: its number
	AboutAccount   = "account"   // key: the messenger's id of somebody who is nobody's yet

	AboutSheet      = "sheet"      // key: its id
	AboutPeriod     = "period"     // key: its number
	AboutSubmission = "submission" // key: period/unit
	AboutEntry      = "entry"      // key: period/unit/code
	AboutAppraisal  = "appraisal"  // key: period/unit/code

	AboutAnnouncement = "announcement" // key: its number in the ledger
)

// An Entry is one row of the audit (nhật ký): who did what, in which role, and what
// changed by it. It never holds the text of a message.
type Entry struct {
	Number   int64 // 1, 2, ... without a gap
	At       time.Time
	Actor    string // key of a person, "" from the command line
	Roles    string // the actor's roles then, as typed, with commas
	Act      AuditAct
	Subject  Subject
	Old, New string // short, "" where nothing stood or stands
	Reason   string // in the person's words, or ""
	Source   string // what it answered: "telegram/<update>", "errand/<id>"; "" from the command line
	Digest   string // hexadecimal SHA-256 over all of the above and the digest of the entry before
}

// hadRole reports whether the actor held the role then.
func (e Entry) hadRole(role staff.Role) bool {
	return slices.Contains(strings.Split(e.Roles, ","), string(role))
}

// Serve tells the ledger which arrival the transaction answers from now on: the
// audit names it.
func (tx *Tx) Serve(a Arrival) { tx.source = fmt.Sprintf("%s/%d", a.Source, a.SourceID) }

// Record puts an entry at the end of the audit; it fills in number, roles, source
// and digest. The ledger records its own acts by itself, in the transaction of the
// act: there is no way to act without it. The rows cannot be changed or removed.
func (tx *Tx) Record(e Entry) error {
	var before string
	if _, err := tx.one([]any{&e.Roles, &e.Number, &before}, `SELECT (SELECT coalesce(group_concat(role, ',' ORDER BY role), '') FROM person_role WHERE person = ? AND handed = 0),
		coalesce(last.number, 0), coalesce(last.digest, '') FROM (SELECT 1) LEFT JOIN (SELECT number, digest FROM audit ORDER BY number DESC LIMIT 1) AS last`, e.Actor); err != nil {
		return fmt.Errorf("record %s: %w", e.Act, err)
	}
	e.Number, e.Source = e.Number+1, tx.source
	e.Old, e.New, e.Reason = short(e.Old), short(e.New), short(e.Reason)
	e.Digest = e.digest(before)
	if _, err := tx.exec(`INSERT INTO audit (number, at, actor, roles, act, kind, subject, old, new, reason, source, digest)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.Number, instant(e.At), e.Actor, e.Roles, string(e.Act),
		e.Subject.Kind, e.Subject.Key, e.Old, e.New, e.Reason, e.Source, e.Digest); err != nil {
		return fmt.Errorf("record %s: %w", e.Act, err)
	}
	return nil
}

// RecordReading tells the audit that somebody read what is another's, such as the result
// of a unit: of names it. Whoever shows such a thing to a person calls it in the same
// transaction.
func (tx *Tx) RecordReading(by string, of Subject, now time.Time) error {
	if of == (Subject{AboutPerson, by}) {
		return nil
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidReadOthers, Subject: of})
}

// shortest is how many code points of an old or new value the audit keeps.
const shortest = 200

func short(text string) string {
	runes := []rune(strings.ToValidUTF8(text, "\uFFFD"))
	if len(runes) > shortest {
		return string(runes[:shortest-1]) + "…"
	}
	return string(runes)
}

// digest chains the entry to the one before. A JSON array keeps its fields apart.
func (e Entry) digest(before string) string {
	raw, _ := json.Marshal([]any{before, e.Number, instant(e.At), e.Actor, e.Roles, e.Act,
		e.Subject.Kind, e.Subject.Key, e.Old, e.New, e.Reason, e.Source}) // strings and numbers always marshal
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

const auditColumns = `number, at, actor, roles, act, kind, subject, old, new, reason, source, digest`

func scanEntry(rows *sql.Rows) (e Entry, err error) {
	var at int64
	err = rows.Scan(&e.Number, &at, &e.Actor, &e.Roles, &e.Act, &e.Subject.Kind, &e.Subject.Key, &e.Old, &e.New, &e.Reason, &e.Source, &e.Digest)
	e.At = time.UnixMilli(at)
	return e, err
}

// An AuditQuery chooses entries; its zero value chooses all.
type AuditQuery struct {
	Kind  string // of the subject; "" is any
	Of    string // only what this person did, or what was about them; "" is everybody's
	Limit int    // 0 is no limit
	Skip  int
}

// Audit lists entries, the newest first.
func (tx *Tx) Audit(q AuditQuery) ([]Entry, error) {
	if q.Limit == 0 {
		q.Limit = -1
	}
	entries, err := collect(tx, scanEntry, `SELECT `+auditColumns+` FROM audit
		WHERE (?1 = '' OR kind = ?1) AND (?2 = '' OR actor = ?2 OR kind = 'person' AND subject = ?2)
		ORDER BY number DESC LIMIT ?3 OFFSET ?4`, q.Kind, q.Of, q.Limit, q.Skip)
	return entries, wrapRead("audit", err)
}

// EachEntry visits the whole audit, the oldest first, until visit fails.
func (tx *Tx) EachEntry(visit func(Entry) error) error {
	rows, err := tx.query(`SELECT ` + auditColumns + ` FROM audit ORDER BY number`)
	if err != nil {
		return wrapRead("audit", err)
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return wrapRead("audit", err)
		}
		if err := visit(e); err != nil {
			return err
		}
	}
	return wrapRead("audit", rows.Err())
}

// A BrokenAudit says where the audit was tampered with.
type BrokenAudit struct {
	Number int64 // the first entry that is not as it was recorded, or is missing
	Fault  AuditFault
}

// An AuditFault says what is wrong with an audit.
type AuditFault string

// The faults of an audit.
const (
	Altered  AuditFault = "is not as it was recorded"
	Missing  AuditFault = "is missing"
	Unlocked AuditFault = "can be altered: its guard is gone" // the triggers; Number is 0
)

func (b *BrokenAudit) Error() string { return fmt.Sprintf("audit entry %d %s", b.Number, b.Fault) }

// auditGuards are the triggers that keep the rows as they are.
const auditGuards = 3

// VerifyAudit recomputes the chain and returns its last entry, the zero Entry if it
// is empty. A *BrokenAudit names the first entry that is wrong. Whoever rewrites the
// whole chain is found out by an entry noted before: known gives the digests that
// somebody remembers, by number.
func (tx *Tx) VerifyAudit(known map[int64]string) (last Entry, err error) {
	err = tx.EachEntry(func(e Entry) error {
		noted, isNoted := known[e.Number]
		switch {
		case e.Number != last.Number+1:
			return &BrokenAudit{last.Number + 1, Missing}
		case e.Digest != e.digest(last.Digest) || isNoted && e.Digest != noted:
			return &BrokenAudit{e.Number, Altered}
		}
		last = e
		return nil
	})
	if err != nil {
		return last, err
	}
	for number := range known {
		if number > last.Number {
			return last, &BrokenAudit{last.Number + 1, Missing}
		}
	}
	var ever, guards int64
	_, err1 := tx.one([]any{&ever}, `SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'audit'`)
	_, err2 := tx.one([]any{&guards}, `SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'`)
	switch {
	case err1 != nil || err2 != nil:
		return last, wrapRead("audit", errors.Join(err1, err2))
	case ever != last.Number:
		return last, &BrokenAudit{last.Number + 1, Missing}
	case guards != auditGuards:
		return last, &BrokenAudit{0, Unlocked}
	}
	return last, nil
}
