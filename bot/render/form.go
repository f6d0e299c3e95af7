package render

import (
	"fmt"
	"time"

	"thuky/bot/form"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A FormPage is all that a screen of a unit's form tells (phiếu tự chấm). What a view
// does not tell is left empty.
type FormPage struct {
	State     form.State
	Desk      *form.Desk
	Unit      string // its name
	Period    store.Period
	Sub       store.Submission
	Directory *staff.Directory
	Asker     string // key of who reads it
	Now       time.Time
	Lock      FormLock

	Due      time.Time         // until when the unit may submit without being late
	DaysLate int64             // working days by which a submission now would be late
	Late     score.Points      // what those cost
	TooLate  bool              // past the due date, and only an extension helps
	Returned map[string]string // why a returned sheet came back, by code
	Changed  bool              // the cluster has another version of the sheet by now

	Entry    store.FormEntry       // of Question and Proof
	Covenant *score.CovenantTarget // target that the unit signed for it; nil for none
	Last     *store.LastAnswer     // what it answered the last time; nil for nothing

	Head     bool           // the reader may submit
	Review   form.Reviewed  // of Review and Confirm
	Result   score.Result   // the self total, late deduction included
	Changes  []score.Change // of Start, if Changed
	Contacts []string       // names, of SendBack
}

// A FormLock is why a sheet may only be read.
type FormLock string

// The locks.
const (
	FormOpen      FormLock = ""
	FormNotYet    FormLock = "not-yet"   // the period has not begun
	FormClosed    FormLock = "closed"    // it takes no answers any more
	FormHandedIn  FormLock = "submitted" // the unit has handed it in
	FormReturned  FormLock = "returned"  // only what was returned is open
	FormSeparated FormLock = "separated" // the reader has appraised it
)

// Form words a screen of a form.
func Form(p FormPage) store.Message {
	switch p.State.View {
	case form.Question:
		return p.page(p.question()...)
	case form.Proof:
		return p.page(p.proof()...)
	case form.Overview:
		return p.page(p.overview()...)
	case form.Section:
		return p.page(p.section()...)
	case form.Differ:
		return p.page(p.differ()...)
	case form.Review:
		return p.page(p.review()...)
	case form.Confirm:
		return p.page(p.confirm()...)
	case form.SendBack:
		return p.page(p.sendBack()...)
	case form.Files:
		return p.page(p.files()...)
	}
	return p.page(p.start()...)
}

// page puts the head of a form over its paragraphs, and what the last input made under
// the head.
func (p FormPage) page(paragraphs ...string) store.Message {
	progress := p.Desk.Progress()
	head := lines(
		bold(escape(clip(p.Unit, 60))+" · "+escape(clip(p.Period.Title, 80))),
		fmt.Sprintf("%d/%d · tạm tính %s/%s điểm", progress.Done, progress.All, Score(progress.Earned), Score(progress.Most)),
		p.editing(), p.locked(), p.changedLine(), p.dueLine())
	all := []string{head}
	if said := p.echoes(); said != "" {
		all = append(all, said)
	}
	if said := p.reason(); said != "" {
		all = append(all, bold(markWarning)+" "+said)
	}
	for _, paragraph := range paragraphs {
		if paragraph != "" {
			all = append(all, paragraph)
		}
	}
	return message(all...)
}

// editingFor is how long somebody is told to be at work on the same sheet.
const editingFor = 15 * time.Minute

// editing says who else has just entered something.
func (p FormPage) editing() string {
	ago := p.Now.Sub(p.Sub.Edited)
	if p.Lock == FormHandedIn || p.Sub.Editor == "" || p.Sub.Editor == p.Asker || ago > editingFor || ago < 0 {
		return ""
	}
	when := "vừa nhập"
	if minutes := int(ago.Minutes()); minutes > 0 {
		when = fmt.Sprintf("vừa nhập %d phút trước", minutes)
	}
	return italic(escape(capital(clip(author(p.Sub.Editor, p.Directory), 60))) + " " + when)
}

// locked says why the sheet may only be read.
func (p FormPage) locked() string {
	switch p.Lock {
	case FormNotYet:
		return markWarning + " Đợt chưa mở tự chấm; chỉ xem được."
	case FormClosed:
		return markWarning + " Đợt đã khóa nộp; chỉ xem được. Cần gia hạn thì liên hệ Văn phòng."
	case FormHandedIn:
		return markDone + " Phiếu " + p.Sub.State.Name() + "; chỉ xem được."
	case FormReturned:
		return markWarning + " Phiếu bị trả lại: chỉ sửa được các mã bị trả lại."
	case FormSeparated:
		return markWarning + " " + Separated(staff.AppraisedIt).Text + " Chỉ xem được."
	}
	return ""
}

// changedLine tells that the sheet has changed, where that is not told at length.
func (p FormPage) changedLine() string {
	if !p.Changed || p.State.View == form.Start {
		return ""
	}
	return markWarning + " Văn phòng đã đổi phiếu; bấm " + quote("◀ Phiếu") + " để chuyển trước khi nộp."
}

// dueLine tells the deadline where it has passed, and what follows.
func (p FormPage) dueLine() string {
	switch {
	case p.Lock != FormOpen || p.Due.IsZero() || !p.Now.After(p.Due):
		return ""
	case p.TooLate:
		return markWarning + " Đã quá hạn " + hourAndDay(p.Due.In(p.Now.Location())) + "; chỉ nộp được khi Văn phòng gia hạn."
	}
	return markWarning + " Đã quá hạn " + hourAndDay(p.Due.In(p.Now.Location())) + ": " + p.lateWords()
}

// lateWords is "chậm 02 ngày làm việc, bị trừ 1 điểm".
func (p FormPage) lateWords() string {
	if p.DaysLate == 0 {
		return "chưa sang ngày làm việc sau, chưa bị trừ điểm."
	}
	return fmt.Sprintf("chậm %02d ngày làm việc, bị trừ %s điểm.", p.DaysLate, Score(p.Late))
}
