package render

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"thuky/store"
	"thuky/store/staff"
)

// noticeGallery is what people see of a notice and of a broadcast.
func noticeGallery(d *staff.Directory) map[string][]store.Message {
	zone := time.FixedZone("", 7*3600)
	at := time.Date(2021, 10, 21, 14, 0, 0, 0, zone)
	thao, _ := d.Person("thao")
	text := "Kính gửi các đồng chí <Trưởng phòng> & tương đương,\n\n" +
		"Chiều nay 14h00 họp giao ban tại hội trường.\nThành phần:\n- Lãnh đạo Viện;\n- Trưởng các phòng.\n\n\n\nĐề nghị đúng giờ."
	long := strings.Repeat(strings.Repeat("Nội dung rất dài của một thông báo, không xuống dòng. ", 40)+"\n\n", 5) + strings.Repeat("x", 4500)
	notice := store.Broadcast{ID: 7, Kind: KindNotice, Title: NoticeTitle(text), Sender: "thao", State: store.Running, Receipts: true, Version: 1, Due: at}
	in := func(state store.BroadcastState) store.Broadcast {
		b := notice
		b.State = state
		return b
	}
	noRight, corrected := in(store.Cancelled), in(store.Running)
	noRight.Reason = store.NoRight
	corrected.Version, corrected.Reminded = 3, 2
	missing := Audience{Missing: []string{"Liên", "Thanh <x>"}}
	many := Audience{People: 12, Groups: 2, Missing: strings.Split(strings.Repeat("Đầu mối Phòng,", 20)+"Hết", ",")}
	draft := NoticeDraft{Text: text, Files: []string{"kế hoạch <1>.docx", "quet.pdf"}, Unread: []string{"quet.pdf"}, Fetching: 1}
	report := []store.RecipientReport{
		{Recipient: store.Recipient{Person: "thao", Name: "Thảo"}, State: store.Reached, At: at, Acknowledged: at.Add(time.Hour)},
		{Recipient: store.Recipient{Person: "lien", Name: "Liên"}, State: store.Reached, At: at, Uncorrected: true},
		{Recipient: store.Recipient{Person: "x"}, State: store.Unenrolled},
		{Recipient: store.Recipient{Chat: -1, Name: "Giao ban <1>"}, State: store.UnknownReach, Reason: "stopped while sending"},
		{Recipient: store.Recipient{Chat: -2, Name: "Phòng 9"}, State: store.Unenrolled},
		{Recipient: store.Recipient{Person: "a", Name: "An"}, State: store.Awaited},
		{Recipient: store.Recipient{Person: "b", Name: "Bình"}, State: store.Unsent},
		{Recipient: store.Recipient{Person: "c", Name: "Châu"}, State: store.Refused, Reason: "Bad Request: something <new>"},
		{Recipient: store.Recipient{Person: "c", Name: "Dũng"}, State: store.Refused},
	}
	for _, r := range refusals {
		report = append(report, store.RecipientReport{Recipient: store.Recipient{Person: "g", Name: "Giang"}, State: store.Gone, Reason: "Forbidden: " + r[0]})
	}
	count := store.BroadcastCount{All: 200, Sent: 134, Refused: 1, Gone: 1, Unknown: 1, Unenrolled: 3, Waiting: 60, People: 130, Acknowledged: 40, Correcting: 4, Uncorrected: 2}
	over := store.BroadcastCount{All: 3, Sent: 3, People: 3, Acknowledged: 3}
	list, _ := BroadcastList(notice, report, false, 0, zone)
	unread, _ := BroadcastList(notice, report[1:2], true, 0, zone)
	nobody, _ := BroadcastList(notice, nil, true, 0, zone)
	page := NoticePages(text, thao, false, true)[0]
	return map[string][]store.Message{
		"notice":           NoticePages(text, thao, false, true),
		"notice long":      NoticePages(long, thao, true, false),
		"notice file":      {NoticeFile(store.File{Name: "x.pdf"})},
		"notice write":     {NoticeWrite(NoticeDraft{}), NoticeWrite(draft), NoticeWrite(NoticeDraft{Corrects: "Họp <1>"}), NoticeWrite(NoticeDraft{Files: []string{"a.pdf"}})},
		"notice to":        {NoticeTo(Audience{}), NoticeTo(missing), NoticeTo(many)},
		"notice preview":   {NoticePreview(many), NoticeCorrecting(count)},
		"notice when":      {NoticeWhen(""), NoticeWhen(WhenPast), NoticeWhen(WhenFar), NoticeWhen(WhenNoHour), NoticeWhen(WhenUnclear), NoticeWhen(WhenNoDay)},
		"notice refused":   {NoticeTooLong(12), NoticeTooManyFiles(5), NoticeFileLost(), NoticeGivenUp()},
		"notice done":      {NoticeDone(notice, false, zone), NoticeDone(notice, true, zone), NoticeCorrected()},
		"notice list":      {NoticeList(0), NoticeList(3)},
		"notice toasts":    {{Text: NoticeEmpty}, {Text: NoticeFetching}, {Text: NoticeNobody}, {Text: NoticeNoAccount}},
		"broadcast copies": {StruckPart(page), ReceivedPart(page, at), RemindReceipt(notice), RemindedReceipt(notice)},
		"broadcast progress": {BroadcastProgress(in(store.Scheduled), store.BroadcastCount{All: 5}, zone), BroadcastProgress(notice, count, zone),
			BroadcastProgress(in(store.Paused), count, zone), BroadcastProgress(in(store.Cancelled), count, zone),
			BroadcastProgress(in(store.Cancelled), store.BroadcastCount{All: 5, Unsent: 5}, zone), BroadcastProgress(noRight, store.BroadcastCount{All: 5, Unsent: 5}, zone),
			BroadcastProgress(in(store.Struck), over, zone), BroadcastProgress(corrected, over, zone), BroadcastProgress(store.Broadcast{Kind: "?", State: store.Running}, over, zone)},
		"broadcast list": {list, unread, nobody},
		"broadcast asks": {AskCancelBroadcast(notice, count), AskStrikeBroadcast(notice, count), BroadcastNoRight(notice)},
		"broadcast toasts": {{Text: ToastReceipt}, {Text: ToastReceiptAgain}, {Text: ToastReceiptOld}, {Text: ToastNotEnrolled}, {Text: ToastPreview},
			{Text: ToastResent(0)}, {Text: ToastResent(2)}, {Text: ToastReminded(0)}, {Text: ToastReminded(3)}},
	}
}

// Whatever is typed, each page of a notice is one that the messenger takes, also struck
// out, and no word is lost.
func FuzzNotice(f *testing.F) {
	f.Add("Họp lúc <14h>\n\n& kết thúc", true)
	f.Add(strings.Repeat("a b\n", 3000), false)
	f.Add(strings.Repeat("ơ", 9000), true)
	f.Fuzz(func(t *testing.T, text string, corrected bool) {
		if utf8.RuneCountInString(text) > 12_000 {
			return
		}
		var all strings.Builder
		for _, m := range NoticePages(text, staff.Person{Name: "Hà"}, corrected, true) {
			for _, m := range []store.Message{m, StruckPart(m), ReceivedPart(m, time.Unix(0, 0))} {
				if why := refused(m); why != "" {
					t.Errorf("%s: %q", why, m.Text)
				}
			}
			all.WriteString(Plain(m.Text))
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		for line := range strings.SplitSeq(text, "\n") {
			for word := range strings.FieldsSeq(oneLine(line)) {
				if utf8.RuneCountInString(word) < 1000 && !strings.Contains(bare(all.String()), word) {
					t.Errorf("%q is lost", word)
				}
			}
		}
		if n := utf8.RuneCountInString(NoticeTitle(text)); n > 80 {
			t.Errorf("title of %d", n)
		}
	})
}

func TestNoticeTitle(t *testing.T) {
	for text, want := range map[string]string{
		"Họp <14h>": "Họp <14h>",
		"Kính gửi các đồng chí,\n\nHọp.": "Họp.",
		"Kính gửi các đồng chí":          "Kính gửi các đồng chí",
		"\n \n":                          "",
	} {
		if got := NoticeTitle(text); got != want {
			t.Errorf("title of %q is %q, want %q", text, got, want)
		}
	}
}
