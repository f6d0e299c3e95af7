package render

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// NoticePages words a notice (thông báo) as everybody will see it, a message a page; with
// receipt the last asks for an acknowledgement.
func NoticePages(text string, sender staff.Person, corrected, receipt bool) []store.Message {
	title := bold("Thông báo")
	if corrected {
		title = bold("Thông báo (đã đính chính)")
	}
	var blocks []block
	for paragraph := range strings.SplitSeq(vi.Clean(text), "\n\n") {
		var b block
		for line := range strings.SplitSeq(paragraph, "\n") {
			if line = escape(line); line != "" {
				b.lines = append(b.lines, line)
			}
		}
		if len(b.lines) > 0 {
			blocks = append(blocks, b)
		}
	}
	blocks = append(blocks, block{lines: []string{italic("Người gửi: " + comrade(sender))}})
	pages := paginate(title, blocks)
	all := make([]store.Message, len(pages))
	for i, page := range pages {
		all[i].Text = page
	}
	if receipt {
		all[len(all)-1].Buttons = [][]store.Button{ReceiptButton()}
	}
	return all
}

// NoticeFile is a file that goes with a notice.
func NoticeFile(f store.File) store.Message {
	m := message("Tệp kèm thông báo.")
	m.File = &f
	return m
}

// NoticeTitle is the line by which people know a notice.
func NoticeTitle(text string) (title string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = oneLine(line); line == "" {
			continue
		}
		title = clip(line, 80)
		if !strings.HasPrefix(vi.Fold(line), "kinh gui") { // that begins every letter
			return title
		}
	}
	return title
}

// A NoticeDraft is a notice that is being written, as far as its writer is shown it.
type NoticeDraft struct {
	Text     string
	Files    []string // names
	Unread   []string // names of those whose text could not be looked through
	Fetching int      // files on their way
	Corrects string   // title of the notice that it corrects, or ""
}

// NoticeWrite asks for the words of a notice.
func NoticeWrite(d NoticeDraft) store.Message {
	title := bold("Soạn thông báo")
	if d.Corrects != "" {
		title = bold("Đính chính") + " " + quote(d.Corrects)
	}
	if d.Text == "" && len(d.Files) == 0 && d.Fetching == 0 {
		ask := "Đồng chí gõ hoặc dán nội dung vào đây. Nội dung dài thì gửi nhiều tin. Kèm tệp thì gửi tệp."
		if d.Corrects != "" {
			ask = "Đồng chí gõ hoặc dán toàn bộ nội dung mới. Tin đã gửi sẽ được sửa theo nội dung này."
		}
		return message(title, ask, "Không gửi bí mật nhà nước.")
	}
	words := "Chưa có nội dung."
	if d.Text != "" {
		words = fmt.Sprintf("Nội dung (%d ký tự): ", utf8.RuneCountInString(d.Text)) + quote(clip(d.Text, 300))
	}
	return message(title, lines(words, noticeFiles(d)), "Gửi tiếp để thêm, hoặc bấm nút để sang bước sau.")
}

func noticeFiles(d NoticeDraft) string {
	var all []string
	for _, name := range d.Files {
		all = append(all, "Tệp kèm: "+escape(clip(name, 60)))
	}
	if d.Fetching > 0 {
		all = append(all, fmt.Sprintf("Đang nhận %d tệp…", d.Fetching))
	}
	if len(d.Unread) > 0 {
		all = append(all, markWarning+" Không đọc được chữ trong tệp: "+escape(clip(strings.Join(d.Unread, ", "), 150))+". Đồng chí tự kiểm tra không có bí mật nhà nước.")
	}
	return lines(all...)
}

// An Audience is whom a notice would reach.
type Audience struct {
	People  int // who can be reached
	Groups  int
	Missing []string // names of those who have no account
}

func (a Audience) words() string {
	var parts []string
	if a.People > 0 {
		parts = append(parts, fmt.Sprintf("%d người", a.People))
	}
	if a.Groups > 0 {
		parts = append(parts, fmt.Sprintf("%d nhóm", a.Groups))
	}
	if len(parts) == 0 {
		return "chưa tới ai"
	}
	return strings.Join(parts, " và ")
}

// mostMissing is how many names of people who cannot be reached are told.
const mostMissing = 8

func (a Audience) missing() string {
	if len(a.Missing) == 0 {
		return ""
	}
	names, more := a.Missing, ""
	if len(names) > mostMissing {
		more = fmt.Sprintf(" và %d người nữa", len(names)-mostMissing)
		names = names[:mostMissing]
	}
	return fmt.Sprintf("%s Chưa kích hoạt, không nhận được: %s%s.", markWarning, escape(clip(strings.Join(names, ", "), 400)), more)
}

// NoticeTo asks to whom a notice goes.
func NoticeTo(a Audience) store.Message {
	return message(bold("Gửi thông báo tới ai?"), lines("Đang chọn: "+a.words()+".", a.missing()), "Bấm để chọn hoặc bỏ chọn.")
}

// NoticePreview stands under the notice as it will look.
func NoticePreview(a Audience) store.Message {
	return message(bold("Trên đây là tin đúng như người nhận sẽ thấy."), lines("Gửi tới: "+a.words()+".", a.missing()), "Gửi ngay hay hẹn giờ?")
}

// NoticeCorrecting stands under a corrected notice as it will look.
func NoticeCorrecting(c store.BroadcastCount) store.Message {
	return message(bold("Trên đây là tin sau khi đính chính."),
		fmt.Sprintf("Tin ở %d nơi đã nhận sẽ được sửa; nơi chưa nhận sẽ nhận bản mới. Ai đã xác nhận bản cũ được hỏi lại.", c.Sent))
}

// NoticeWhen asks for the moment to send at.
func NoticeWhen(problem string) store.Message {
	if problem != "" {
		problem = markWarning + " " + problem
	}
	return message(lines(bold("Hẹn gửi lúc nào?"), problem), "Đồng chí gõ giờ và ngày, ví dụ "+quote("14h00 mai")+" hoặc "+quote("8h thứ hai")+".")
}

// Why a moment cannot be taken.
const (
	WhenNoHour  = "Chưa rõ giờ."
	WhenUnclear = "Chưa hiểu lúc nào."
	WhenNoDay   = "Không có ngày đó."
	WhenPast    = "Lúc đó đã qua."
	WhenFar     = "Chỉ hẹn trước được 90 ngày."
)

// What is wrong with a notice.
const (
	NoticeEmpty     = "Chưa có nội dung. Đồng chí gõ nội dung trước."
	NoticeFetching  = "Tệp đang được nhận, đồng chí chờ một chút."
	NoticeNobody    = "Chưa chọn nơi nhận."
	NoticeNoAccount = "Chưa ai trong số này kích hoạt bot, nên không gửi được."
)

// NoticeTooLong refuses further words; most is in thousands.
func NoticeTooLong(most int) store.Message {
	return message(fmt.Sprintf("Thông báo dài quá %d.000 ký tự. Tin vừa gửi không được thêm; đồng chí rút ngắn hoặc gửi dạng tệp.", most))
}

// NoticeTooManyFiles refuses a further file.
func NoticeTooManyFiles(most int) store.Message {
	return message(fmt.Sprintf("Mỗi thông báo kèm nhiều nhất %d tệp. Tệp vừa gửi không được thêm.", most))
}

// NoticeFileLost tells that a file could not be fetched.
func NoticeFileLost() store.Message {
	return message("Không nhận được tệp vừa gửi. Đồng chí gửi lại giúp.")
}

// NoticeGivenUp ends a notice that was not sent.
func NoticeGivenUp() store.Message { return message("Đã thôi, không gửi gì.") }

// NoticeDone takes the place of the last question.
func NoticeDone(b store.Broadcast, scheduled bool, zone *time.Location) store.Message {
	if scheduled {
		return message("Đã hẹn gửi lúc " + hourAndDay(b.Due.In(zone)) + ". Theo dõi ở tin bên dưới.")
	}
	return message("Đã chuyển gửi. Theo dõi ở tin bên dưới.")
}

// NoticeCorrected takes the place of the last question of a correction.
func NoticeCorrected() store.Message {
	return message(markDone + " Đang sửa các tin đã gửi. Theo dõi ở tin bên dưới.")
}

// NoticeList offers the notices that were sent or wait for their time.
func NoticeList(count int) store.Message {
	if count == 0 {
		return message(bold("Thông báo đã gửi, đã hẹn"), "Chưa có thông báo nào.")
	}
	return message(bold("Thông báo đã gửi, đã hẹn"), "Bấm để xem kết quả gửi, gửi lại, đính chính hoặc huỷ hẹn.")
}
