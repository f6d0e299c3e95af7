package render

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// A Handing is a handover as it is shown.
type Handing struct {
	From     staff.Person
	To       staff.Person // without a name if nobody has the post yet
	Enrolled bool         // To uses the bot
	Roles    []staff.Role // that go
	Whole    bool         // they are all that From has
	Drafts   int          // screens under way that go along
	Tasks    []store.Task // what is open
}

func (h Handing) roles() string { return escape(staff.Person{Roles: h.Roles}.RoleNames()) }

// to is who receives, with what that means.
func (h Handing) to() string {
	switch {
	case h.To.Name == "":
		return "chưa có người; việc chờ người được mời vào vai trò này (/moi)"
	case !h.Enrolled:
		return comrade(h.To) + " (chưa dùng bot, sẽ có thẻ mời)"
	}
	return comrade(h.To)
}

// HandoverFrom asks who hands over.
func HandoverFrom() store.Message {
	return message(bold("Bàn giao công việc") + "\nĐồng chí nào bàn giao? Bấm tên hoặc gõ tên.")
}

// HandoverNobody answers a name under which nobody with a role is known.
func HandoverNobody(name string) store.Message {
	return message("Không có ai tên " + quote(clip(name, 60)) + " đang giữ vai trò nào. Đồng chí chọn trong danh sách.")
}

// HandoverRole asks which of several roles are handed over.
func HandoverRole(from staff.Person) store.Message {
	return message(bold("Bàn giao từ "+comrade(from)), "Bàn giao vai trò nào?")
}

// HandoverTo asks to whom.
func HandoverTo(from staff.Person, roles []staff.Role) store.Message {
	return message(lines(bold("Bàn giao từ "+comrade(from)), "Vai trò: "+escape(staff.Person{Roles: roles}.RoleNames())),
		"Bàn giao cho ai? Bấm tên, hoặc gõ họ tên người chưa có trong danh bạ.")
}

// HandoverCancelled ends a handover that was not made.
func HandoverCancelled() store.Message { return message("Đã thôi, chưa bàn giao gì.") }

// HandoverAsked asks whether it is to be so.
func HandoverAsked(h Handing, d *staff.Directory) store.Message {
	ends := "Đồng chí này thôi vai trò trên ngay; các vai trò khác giữ nguyên."
	if h.Whole {
		ends = "Tài khoản của đồng chí này bị gỡ ngay; những việc đã làm vẫn ghi theo tên."
	}
	carried := ""
	if h.Drafts > 0 {
		carried = fmt.Sprintf("Việc dở dang chuyển theo: %d.", h.Drafts)
	}
	named := ""
	for _, task := range h.Tasks {
		if task.Kind == store.ItemsOfPerson {
			named = markWarning + " " + capital(taskLine(task, d)) + ". Cần thì sửa bằng /sualich."
		}
	}
	return message(bold("Bàn giao công việc?"),
		lines("Người bàn giao: "+comrade(h.From), "Vai trò: "+h.roles(), "Người nhận: "+h.to()),
		lines(ends, carried, named, h.charges()))
}

// charges says that what the predecessor appraises does not go along.
func (h Handing) charges() string {
	var titles []string
	for _, task := range h.Tasks {
		if task.Kind == store.SheetsToJudge {
			titles = append(titles, quote(clip(task.Key, 80)))
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return markWarning + " Phần thẩm định của " + comrade(h.From) + " trong đợt " + strings.Join(titles[:min(len(titles), 3)], ", ") +
		" chưa chuyển theo: phân công người khác trong /dotthidua, " + quote("Tổ chấm điểm") + "."
}

// HandoverDone tells who did it how it ended.
func HandoverDone(h Handing) store.Message {
	return paragraphs(lines(bold(markDone+" Đã bàn giao."), "Người bàn giao: "+comrade(h.From), "Vai trò: "+h.roles(), "Người nhận: "+h.to()), h.charges(),
		"Muốn trả lại thì bàn giao ngược lại: /bangiao. Nên sửa cả tệp danh bạ; nạp lại tệp cũ không đổi việc bàn giao.")
}

// HandoverRefused says why a handover cannot be; refused is false for an error of
// another kind, and for none.
func HandoverRefused(err error, from staff.Person) (m store.Message, refused bool) {
	switch {
	case errors.Is(err, store.ErrSameHands):
		return message("Người nhận phải là người khác."), true
	case errors.Is(err, store.ErrNotTheirs), errors.Is(err, store.ErrNoPerson):
		return message("Vai trò của " + comrade(from) + " vừa thay đổi nên chưa bàn giao gì. Đồng chí làm lại: /bangiao"), true
	case errors.Is(err, store.ErrOtherUnit):
		return message("Người nhận đang là thủ trưởng hoặc đầu mối của đơn vị khác. Bàn giao vai trò đó trước, rồi làm lại: /bangiao"), true
	case errors.Is(err, store.ErrLastOffice):
		return message(capital(comrade(from)) + " là người cuối cùng của Văn phòng đang dùng bot. Bàn giao cho người đã dùng bot; chưa có thì mời trước: /moi"), true
	}
	return store.Message{}, false
}

// HandedOver is what the predecessor reads.
func HandedOver(h Handing) store.Message {
	who := "Người nhận: " + comrade(h.To)
	if h.To.Name == "" {
		who = "Người nhận: chưa có"
	}
	last := "Các vai trò khác của đồng chí giữ nguyên."
	if h.Whole {
		last = "Tài khoản này không dùng bot nữa. Cảm ơn đồng chí."
	}
	return message(lines(bold("Đã bàn giao công việc của đồng chí"), "Vai trò: "+h.roles(), who), last+" Nếu chưa đúng, báo ngay Văn phòng.")
}

// LeaderHandedOver tells the other leaders.
func LeaderHandedOver(h Handing) store.Message {
	return message("Văn phòng vừa ghi bàn giao vai trò " + h.roles() + " của " + comrade(h.From) + ". Người nhận: " + h.to() + ".")
}

// Received is what a successor gets.
type Received struct {
	Handovers []store.Handover
	Tasks     []store.Task
	Drafts    []store.Screen // they follow, one message each
	Past      []store.PastMonth
	Contacts  []staff.Person
}

// mostLines is how many lines a part of a handover has.
const mostLines = 12

// WorkReceived tells the successor all that waits for them (nhận bàn giao).
func WorkReceived(r Received, p staff.Person, d *staff.Directory, now time.Time) store.Message {
	var from []string
	for _, h := range r.Handovers {
		line := "• " + escape(h.Role.Name()) + ", từ " + escape(clip(author(h.Predecessor, d), 60))
		if unit, found := d.Unit(h.Unit); found && !unit.HoldsLeaders() {
			line += " (" + escape(clip(unit.Name, 60)) + ")"
		}
		from = append(from, line)
	}
	tasks := []string{bold("Việc đang mở")}
	for _, task := range r.Tasks {
		tasks = append(tasks, "• "+capital(taskLine(task, d))+due(task, now))
	}
	if len(r.Drafts) > 0 {
		tasks = append(tasks, fmt.Sprintf("• Việc dở dang: %d, gửi tiếp bên dưới, đồng chí làm tiếp từ đó", len(r.Drafts)))
	}
	if len(tasks) == 1 {
		tasks = append(tasks, "Không có.")
	}
	past := []string{bold("Năm trước, vào dịp này")}
	for _, month := range r.Past {
		past = append(past, "• "+pastMonth(month))
	}
	if len(past) == 1 {
		past = append(past, "Chưa có nhật ký.")
	}
	contacts := []string{bold("Người liên hệ")}
	for _, c := range r.Contacts {
		contacts = append(contacts, "• "+capital(comrade(c))+": "+escape(c.RoleNames()))
	}
	m := message(lines(bold("Đồng chí nhận bàn giao"), lines(most(from)...)), lines(most(tasks)...), lines(most(past)...), lines(most(contacts)...),
		"Việc đã làm trước đây: /nhatky. Hướng dẫn: /huongdan.")
	m.Keyboard = keyboard(p)
	return m
}

// most cuts a part to so many lines and says how many are left out.
func most(all []string) []string {
	if len(all) <= mostLines {
		return all
	}
	return append(slices.Clone(all[:mostLines-1]), fmt.Sprintf("… và %d việc khác", len(all)-mostLines+1))
}

// taskLine words one piece of open work.
func taskLine(task store.Task, d *staff.Directory) string {
	switch task.Kind {
	case store.WeekMissing:
		if monday, err := civil.ParseDate(task.Key); err == nil {
			return "lịch tuần " + between(monday, monday.AddDays(6)) + " chưa công bố"
		}
	case store.InvitationOpen:
		if task.Count > 1 {
			return fmt.Sprintf("%d mã mời chưa dùng", task.Count)
		}
		return "mã mời " + escape(clip(author(task.Key, d), 60)) + " chưa dùng"
	case store.FormOpen:
		return "phiếu chấm điểm " + quote(clip(task.Key, 80)) + " chưa nộp"
	case store.PeriodOpen:
		return "đợt thi đua " + quote(clip(task.Key, 80)) + " đang thực hiện"
	case store.SheetsToJudge:
		return "phần thẩm định trong đợt " + quote(clip(task.Key, 80)) + ", Văn phòng phân công lại"
	case store.ItemsOfPerson:
		return fmt.Sprintf("%d mục lịch trong 14 ngày tới ghi tên %s", task.Count, escape(clip(author(task.Key, d), 60)))
	case store.ItemsOfUnit:
		unit, _ := d.Unit(task.Key)
		return fmt.Sprintf("%d mục lịch của %s trong 14 ngày tới", task.Count, escape(clip(unit.Name, 60)))
	}
	return "việc khác"
}

// due words until when the work is to be done: a day, unless an hour is meant.
func due(task store.Task, now time.Time) string {
	at := task.Due.In(now.Location())
	said := hourAndDay(at)
	if at.Format("1504") == "0000" {
		said = vi.Day(civil.DateOf(at))
	}
	switch {
	case task.Due.IsZero():
		return ""
	case now.After(at):
		return " (" + markWarning + " quá hạn " + said + ")"
	}
	return ", hạn " + said
}

// pastMonth is "Tháng 10/2020: công bố lịch tuần 4 lần, đổi lịch tuần 7 lần".
func pastMonth(month store.PastMonth) string {
	var acts []string
	for _, a := range month.Acts[:min(len(month.Acts), 6)] {
		word := auditActs[a.Act]
		for _, tail := range []string{" cho", " của", ": tài khoản"} {
			word = strings.TrimSuffix(word, tail)
		}
		if word != "" {
			acts = append(acts, fmt.Sprintf("%s %d lần", word, a.Count))
		}
	}
	return fmt.Sprintf("Tháng %d/%d: %s", int(month.Month.Month), month.Month.Year, strings.Join(acts, ", "))
}
