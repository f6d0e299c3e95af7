package main

import (
	"fmt"
	"strings"
	"time"

	"thuky/bot/sim"
	"thuky/bot/vi"
)

const demoWelcome = `THUKY · trò chuyện thử với thư ký của Văn phòng (dữ liệu mẫu: VKSND tỉnh Phú Yên, tuần 18–24/10/2021)
Gõ câu hỏi như nhắn tin: lịch hôm nay · chiều mai đ/c Liên có lịch gì · tuần này Phòng 8 làm gì
Thi đua: /là Phòng 9 rồi /chamdiem chấm phiếu của Phòng 9; /là Văn phòng rồi /dotthidua xem cả đợt
  số          bấm nút mang số đó        /nhắn 5    nhắn số 5, không bấm nút
  /là TÊN     đóng vai người khác: /là Liên, /là Văn phòng, /là Phòng 9, /là người lạ
  /nhóm       vào Nhóm cơ quan; ở đó Văn phòng gõ /dangky, mọi người hỏi /lich; /là để ra
  /giờ GIỜ    chỉnh đồng hồ: /giờ 14:00, /giờ 22/10/2021 06:30, /giờ +30 (phút)
  /dán        dán lịch nhiều dòng       /gửi TỆP   gửi một tệp; /lưu TỆP lưu tệp vừa nhận
  /người      ai có trong danh bạ       /thoát     kết thúc
`

// see prints one change that people see, as it happens.
func (d *demo) see(e sim.Event) {
	to := d.people[e.Chat].Name
	switch {
	case to == "" && e.Chat < 0:
		to = demoGroupName
	case to == "":
		to = "Người lạ"
	}
	at := d.clock.now().Format("15h04")
	switch {
	case e.Kind == sim.Answered && e.Text != "":
		fmt.Fprintf(d.out, "\n%s · %s thấy thông báo: %s\n", at, d.people[e.Person].Name, e.Text)
	case e.Kind == sim.Sent && !e.Message.Bot && !e.Message.Notice:
		fmt.Fprintf(d.out, "\n%s · %s: %s\n", at, e.Message.From, indent(spoken(e.Message)))
	case e.Kind == sim.Sent && e.Message.Bot:
		fmt.Fprintf(d.out, "\n%s · Thư ký → %s (tin %d):\n  %s\n", at, to, e.Message.ID, indent(spoken(e.Message)))
	case e.Kind == sim.Edited && e.Message.Bot:
		fmt.Fprintf(d.out, "\n%s · Thư ký → %s (sửa tin %d):\n  %s\n", at, to, e.Message.ID, indent(spoken(e.Message)))
	}
}

func spoken(m sim.Seen) string {
	if m.File != "" {
		return strings.TrimSpace("[tệp " + m.File + "] " + m.Text)
	}
	return m.Text
}

func indent(text string) string { return strings.ReplaceAll(text, "\n", "\n  ") }

// number prints what can be pressed: the buttons of the newest message that has
// some, then the keys of the keyboard.
func (d *demo) number() {
	d.choice = nil
	var buttons, keys []string
	seen := d.me.Sees()
	of := 0 // the message that has them
	for i := len(seen) - 1; i >= 0 && len(buttons) == 0; i-- {
		of = seen[i].ID
		for _, row := range seen[i].Labels() {
			for _, label := range row {
				d.choice = append(d.choice, choice{seen[i].ID, label})
				buttons = append(buttons, fmt.Sprintf("%d) %s", len(d.choice), label))
			}
		}
	}
	for _, row := range d.me.Keyboard() {
		for _, key := range row {
			d.choice = append(d.choice, choice{0, key.Text})
			keys = append(keys, fmt.Sprintf("%d) %s", len(d.choice), key.Text))
		}
	}
	if len(buttons) > 0 {
		fmt.Fprintf(d.out, "  Nút của tin %d:  %s\n", of, strings.Join(buttons, "   "))
	}
	if len(keys) > 0 {
		fmt.Fprintf(d.out, "  Phím: %s\n", strings.Join(keys, "   "))
	}
}

// shift moves the clock: "14:00" today, "22/10/2021 06:30", or "+30" minutes.
func (d *demo) shift(typed string) {
	now := d.clock.now()
	to, ok := readShift(typed, now)
	if !ok {
		fmt.Fprintln(d.out, "Không đọc được giờ. Ví dụ: /giờ 14:00, /giờ 22/10/2021 06:30, /giờ +30.")
		return
	}
	d.clock.set(to)
	d.office.knock()
	at := d.clock.now()
	fmt.Fprintf(d.out, "\n=== Bây giờ là %s, %s ===\n", at.Format("15h04"), vi.WeekdayName(at.Weekday())+at.Format(" 02/01/2006"))
}

func readShift(typed string, now time.Time) (time.Time, bool) {
	if minutes, ok := strings.CutPrefix(typed, "+"); ok {
		by, err := time.ParseDuration(strings.TrimSpace(minutes) + "m")
		return now.Add(by), err == nil && by >= 0
	}
	typed = strings.ReplaceAll(typed, "h", ":")
	if to, err := time.ParseInLocation("2/1/2006 15:04", typed, now.Location()); err == nil {
		return to, true
	}
	if clock, err := time.ParseInLocation("15:04", typed, now.Location()); err == nil {
		return time.Date(now.Year(), now.Month(), now.Day(), clock.Hour(), clock.Minute(), 0, 0, now.Location()), true
	}
	return now, typed == ""
}

func (d *demo) listPeople() {
	for _, p := range d.staff.People {
		fmt.Fprintf(d.out, "  %-28s %s\n", p.Name, p.RoleNames())
	}
}
