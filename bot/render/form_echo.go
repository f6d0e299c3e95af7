package render

import (
	"fmt"
	"strings"

	"thuky/bot/form"
	"thuky/bot/vi"
	"thuky/store/score"
)

// echoes tells how the last input went, a line an answer; of very many the first ones.
func (p FormPage) echoes() string {
	told := p.State.Told
	var said []string
	for _, e := range p.State.Echo {
		said = append(said, FormEcho(p.Desk.Sheet, e))
	}
	if rest := told.All - len(said); rest > 0 {
		said = append(said, fmt.Sprintf("… và %d dòng nữa.", rest))
	}
	switch {
	case told.All <= 3:
	case told.Refused > 0 && told.Saved == 0:
		said = append([]string{bold(fmt.Sprintf("%d dòng chưa nhận được.", told.Refused))}, said...)
	case told.Refused > 0:
		said = append([]string{bold(fmt.Sprintf("Đã lưu %d câu trả lời, %d dòng chưa được.", told.Saved, told.Refused))}, said...)
	default:
		said = append([]string{bold(fmt.Sprintf("Đã lưu %d câu trả lời.", told.Saved))}, said...)
	}
	return capped(said, 1200)
}

// FormEcho is one answer as it went: "✓ A.I.1: 92% → 4/4 điểm (102% chỉ tiêu)".
func FormEcho(s *score.Sheet, e form.Echo) string {
	l, _ := s.Leaf(e.Code)
	code := escape(clip(e.Code, 40))
	place := code
	if e.Line > 0 {
		place = strings.TrimSuffix(fmt.Sprintf("dòng %d, %s", e.Line, code), ", ")
	}
	refused := func(why string) string { return markWarning + " " + place + ": " + why }
	switch e.Kind {
	case form.Refused:
		return refused(escape(clip(FormMistake(l, e.Mistake), 200)))
	case form.Locked:
		return refused("không sửa được lúc này")
	case form.ForOthers:
		return refused(theirs(l))
	case form.Valueless:
		return refused("chưa có câu trả lời sau mã")
	case form.OfOthers:
		return refused("là dòng của đơn vị " + escape(clip(e.Value, 40)))
	case form.ProofLong:
		return refused("minh chứng hoặc giải thích quá dài")
	case form.Cleared:
		return markDone + " " + code + ": đã xoá câu trả lời"
	case form.ProofSaved:
		return markDone + " " + code + ": đã ghi minh chứng"
	case form.NoteSaved:
		return markDone + " " + code + ": đã ghi là giải thích"
	case form.Unchanged:
		return code + ": vẫn là " + FormValue(l, e.Value)
	case form.Kept:
		return code + ": giữ " + FormValue(l, e.Value)
	}
	said := code + ": " + FormValue(l, e.Value)
	if e.Value != "" {
		said += gives(l, e.Value, e.Points)
	}
	if e.Share != "" {
		said += " (" + figure(e.Share) + "% chỉ tiêu)"
	}
	if e.Kind == form.Undone {
		return markDone + " Đã hoàn tác. " + said
	}
	return markDone + " " + said
}

// theirs says that the unit does not enter what stands under a code: a criterion, or a veto.
func theirs(l score.Leaf) string {
	if l.Criterion == nil {
		return "do Tổ chấm điểm xem xét, đơn vị không nhập"
	}
	return "do Tổ chấm điểm cho điểm, đơn vị không nhập"
}

// FormMistake says why an answer to a leaf is refused, and what is allowed.
func FormMistake(l score.Leaf, m *score.Mistake) string {
	switch {
	case m == nil:
		return "chưa hiểu câu trả lời"
	case m.Fault == score.UnknownCode:
		return "phiếu không có mã này"
	case m.Fault == score.Duplicate:
		return "mã này có hai lần, chỉ lấy câu đầu"
	}
	said := *m
	said.Line, said.Unit, said.Code, said.Table = 0, "", "", ""
	return SheetMistake(&said)
}

// reason says why the last input was refused; the screen stayed.
func (p FormPage) reason() string {
	r := p.State.Reason
	if r == nil {
		return ""
	}
	code := escape(clip(r.Code, 40))
	switch r.Kind {
	case form.NotAnswer:
		l := p.leaf()
		return capital(escape(clip(FormMistake(l, r.Mistake), 300))) + ". Cần gõ " + wanted(l, p.Desk.Sheet.ScoreStep) + "."
	case form.NotOpen:
		return "Mã " + code + " không sửa được lúc này."
	case form.TooLong:
		return fmt.Sprintf("Nội dung dài %s chữ, chỉ nhận đến %s chữ. Đồng chí ghi số, ngày văn bản và trích yếu ngắn.", vi.Integer(int64(r.Length)), vi.Integer(int64(r.Most)))
	case form.NoDay:
		return "Chưa hiểu ngày. Gõ như 05/06/2021."
	case form.NothingDone:
		return "Không còn gì để hoàn tác."
	case form.UndoLate:
		return "Không hoàn tác được " + code + ": câu trả lời đã được sửa sau đó."
	case form.NotNow:
		return "Cơ quan không nhận tệp, ảnh làm minh chứng. Đồng chí ghi số, ngày và trích yếu văn bản."
	case form.Theirs:
		l, _ := p.Desk.Sheet.Leaf(r.Code)
		return "Mã " + code + " " + theirs(l) + "."
	case form.Missing:
		return "Phiếu chưa nộp được; các mục còn thiếu ở dưới."
	case form.NoProof:
		typed := clip(oneLine(r.Text), 40)
		return quote(typed) + " là câu trả lời, chưa phải minh chứng. Sửa câu trả lời thì gõ cả mã: " + quote(clip(r.Code, 40)+" "+typed) + "."
	case form.NoAnswerYet:
		return "Đồng chí trả lời " + code + " trước, rồi gửi minh chứng."
	case form.TooMany:
		return fmt.Sprintf("Mỗi mã chỉ ghi đến %d minh chứng.", r.Most)
	}
	return ""
}

// FormToast answers a press in one line: how the answer went.
func FormToast(s *score.Sheet, e form.Echo) string { return clip(Plain(FormEcho(s, e)), 180) }
