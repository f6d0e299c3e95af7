package render

import (
	"fmt"
	"strings"
	"time"

	"thuky/store"
)

// broadcastKinds names what is sent to many, by its kind.
var broadcastKinds = map[string]string{KindNotice: "Thông báo", KindPeriod: "Đợt thi đua", KindPublication: "Kết quả"}

// KindNotice is the kind of broadcast that is a notice (thông báo).
const KindNotice = "notice"

// KindPeriod is the kind of broadcast that tells of an emulation period (đợt thi đua).
const KindPeriod = "period"

// broadcastName is a broadcast as a heading, broadcastWords in a sentence.
func broadcastName(b store.Broadcast) string {
	return bold(capital(broadcastKind(b))) + " " + quote(clip(b.Title, 80))
}

func broadcastWords(b store.Broadcast) string {
	return broadcastKind(b) + " " + quote(clip(b.Title, 80))
}

func broadcastKind(b store.Broadcast) string {
	if kind := broadcastKinds[b.Kind]; kind != "" {
		return kind
	}
	return "tin gửi nhiều nơi"
}

// BroadcastLabel is a broadcast on a button.
func BroadcastLabel(b store.Broadcast, zone *time.Location) string {
	when := b.Due.In(zone).Format("15h04 02/01")
	switch b.State {
	case store.Scheduled:
		when = "hẹn " + when
	case store.Cancelled:
		when += ", đã huỷ"
	case store.Struck:
		when += ", đã thu hồi"
	}
	return clip(when+" · "+b.Title, 50)
}

// BroadcastProgress shows the sender how a broadcast goes; the last state is exact.
func BroadcastProgress(b store.Broadcast, c store.BroadcastCount, zone *time.Location) store.Message {
	paragraphs := []string{lines(broadcastName(b), broadcastStands(b, c, zone))}
	if b.State != store.Scheduled {
		paragraphs = append(paragraphs, bold(countLine(c)))
		if more := countMore(b, c); more != "" {
			paragraphs = append(paragraphs, more)
		}
	}
	return message(paragraphs...)
}

func broadcastStands(b store.Broadcast, c store.BroadcastCount, zone *time.Location) string {
	switch {
	case b.State == store.Scheduled:
		return "Hẹn gửi lúc " + hourAndDay(b.Due.In(zone)) + " tới " + fmt.Sprintf("%d nơi.", c.All)
	case b.State == store.Cancelled && b.Reason == store.NoRight:
		return markWarning + " Không gửi: đến giờ hẹn, người hẹn không còn quyền gửi."
	case b.State == store.Cancelled && c.Sent > 0:
		return "Đã huỷ. Nơi đã nhận vẫn giữ tin."
	case b.State == store.Cancelled:
		return "Đã huỷ, không gửi."
	case b.State == store.Struck:
		return "Đã thu hồi: tin đã gửi bị gạch bỏ."
	case b.State == store.Paused:
		return markWarning + " Đang tạm dừng."
	case !c.Done():
		return "Đang gửi…"
	}
	return markDone + " Đã gửi xong."
}

// countLine is "134/200, lỗi 2, chưa rõ 1".
func countLine(c store.BroadcastCount) string {
	text := fmt.Sprintf("%d/%d", c.Sent, c.All)
	for _, part := range []struct {
		name  string
		count int
	}{{"lỗi", c.Refused + c.Gone}, {"chưa rõ", c.Unknown}, {"chưa kích hoạt", c.Unenrolled}, {"không gửi", c.Unsent}} {
		if part.count > 0 {
			text += fmt.Sprintf(", %s %d", part.name, part.count)
		}
	}
	return text
}

func countMore(b store.Broadcast, c store.BroadcastCount) string {
	receipts, corrected, correcting, uncorrected := "", "", "", ""
	if b.Receipts && c.People > 0 && b.State != store.Struck {
		receipts = fmt.Sprintf("Đã xác nhận: %d/%d người.", c.Acknowledged, c.People)
		if b.Reminded > 0 {
			receipts += fmt.Sprintf(" Đã nhắc %d lần.", b.Reminded)
		}
	}
	if b.Version > 1 && b.State != store.Struck {
		corrected = fmt.Sprintf("Đã đính chính %d lần.", b.Version-1)
	}
	if c.Correcting > 0 && b.State == store.Paused {
		correcting = fmt.Sprintf("Tin đã gửi: còn %d nơi chưa sửa.", c.Correcting)
	} else if c.Correcting > 0 {
		correcting = fmt.Sprintf("Đang sửa tin đã gửi: còn %d nơi.", c.Correcting)
	}
	if c.Uncorrected > 0 {
		uncorrected = fmt.Sprintf("%s %d nơi chưa sửa được tin đã gửi.", markWarning, c.Uncorrected)
	}
	return lines(receipts, corrected, correcting, uncorrected)
}

// BroadcastList shows a page of who got what; only says that it is a part of them.
func BroadcastList(b store.Broadcast, report []store.RecipientReport, missing bool, page int, zone *time.Location) (m store.Message, pages int) {
	title := broadcastName(b)
	if missing {
		title += "\nChưa xác nhận đã nhận:"
	}
	var all []string
	for _, r := range report {
		all = append(all, "• "+reportLine(r, missing, zone))
	}
	if len(all) == 0 {
		all = []string{"Không còn ai."}
	}
	text, pages := pick(paginate(title, []block{{lines: all}}), page)
	return store.Message{Text: text}, pages
}

func reportLine(r store.RecipientReport, short bool, zone *time.Location) string {
	name := r.Name
	switch {
	case r.Person == "":
		name = "nhóm " + name
	case name == "":
		name = "người đã xoá dữ liệu"
	}
	name = escape(clip(name, 60))
	if short {
		return name
	}
	said := ReachWords(r)
	if r.State == store.Reached {
		said = markDone + " " + r.At.In(zone).Format("15h04 02/01")
		if !r.Acknowledged.IsZero() {
			said += ", xác nhận " + r.Acknowledged.In(zone).Format("15h04 02/01")
		}
		if r.Uncorrected {
			said += ", chưa sửa được tin"
		}
	}
	return name + ": " + said
}

// ReachWords says how far a broadcast has come to a recipient, and why not further.
func ReachWords(r store.RecipientReport) string {
	switch r.State {
	case store.Reached:
		return "đã nhận tin"
	case store.Awaited:
		return "đang chờ gửi"
	case store.UnknownReach:
		return "chưa rõ: mất kết nối khi đang gửi, có thể đã đến"
	case store.Unsent:
		return "không gửi: đã huỷ trước"
	case store.Unenrolled:
		if r.Person == "" {
			return "nhóm không còn đăng ký"
		}
		return "chưa kích hoạt tài khoản"
	}
	return "lỗi: " + refusalWords(r.Reason)
}

// refusals words the messenger's refusals.
var refusals = [][2]string{
	{"blocked by the user", "người nhận đã chặn bot"},
	{"user is deactivated", "tài khoản Telegram không còn"},
	{"account unlinked", "tài khoản đã gỡ khỏi bot"},
	{"taken out of the group", "bot đã bị đưa ra khỏi nhóm"},
	{"kicked", "bot đã bị đưa ra khỏi nhóm"},
	{"not a member", "bot không còn trong nhóm"},
	{"chat was deleted", "nhóm đã giải tán"},
	{"chat not found", "không tìm thấy cuộc trò chuyện"},
	{"not enough rights", "nhóm không cho bot gửi tin"},
	{"no write access", "nhóm không cho bot gửi tin"},
	{"file is not kept", "tệp không còn lưu"},
	{"paused", "khi gửi tiếp thì không còn nơi nhận"},
	{"unreadable", "không đọc được nội dung đã lưu"},
}

func refusalWords(reason string) string {
	for _, r := range refusals {
		if strings.Contains(reason, r[0]) {
			return r[1]
		}
	}
	if reason == "" {
		return "dừng khi đang gửi"
	}
	return "Telegram từ chối"
}

// AskCancelBroadcast asks whether the rest is not to be sent.
func AskCancelBroadcast(b store.Broadcast, c store.BroadcastCount) store.Message {
	return message(broadcastName(b), fmt.Sprintf("Huỷ gửi tới %d nơi còn lại? Việc này không làm lại được.", c.Waiting))
}

// AskStrikeBroadcast asks whether it is to be taken back.
func AskStrikeBroadcast(b store.Broadcast, c store.BroadcastCount) store.Message {
	return message(broadcastName(b), fmt.Sprintf("Thu hồi? Tin ở %d nơi đã nhận sẽ bị gạch bỏ; nơi chưa nhận thì không gửi nữa. Việc này không làm lại được.", c.Sent))
}

// StruckPart is a message of a broadcast that is taken back.
func StruckPart(m store.Message) store.Message {
	m.Text, m.Buttons = struck(m.Text)+"\n\n"+bold(markWarning+" Tin này đã được thu hồi."), nil
	return m
}

// ReceivedPart is a message that the person has acknowledged at that moment.
func ReceivedPart(m store.Message, at time.Time) store.Message {
	m.Text += "\n\n" + italic(markDone+" Đồng chí đã xác nhận lúc "+hourAndDay(at)+".")
	m.Buttons = nil
	return m
}

// ReceiptButton asks for an acknowledgement.
func ReceiptButton() []store.Button {
	return []store.Button{{Label: markDone + " Đã nhận", Action: ActReceived}}
}

// RemindReceipt reminds somebody to acknowledge; it answers the message it is about.
func RemindReceipt(b store.Broadcast) store.Message {
	m := message("Nhắc đồng chí: chưa xác nhận đã nhận "+broadcastWords(b)+".", "Đồng chí đọc tin này rồi bấm nút bên dưới.")
	m.Buttons = [][]store.Button{ReceiptButton()}
	return m
}

// RemindedReceipt is such a reminder once it is acknowledged.
func RemindedReceipt(b store.Broadcast) store.Message {
	return message(markDone + " Đồng chí đã xác nhận " + broadcastWords(b) + ".")
}

// BroadcastNoRight tells those who may send that one did not begin.
func BroadcastNoRight(b store.Broadcast) store.Message {
	return message(markWarning+" Không gửi "+broadcastWords(b)+".", "Đến giờ hẹn, người hẹn không còn quyền gửi. Cần thì đồng chí soạn lại: /thongbao.")
}

// What answers a press on a copy of a broadcast.
const (
	ToastReceipt      = "Đã ghi nhận."
	ToastReceiptAgain = "Đồng chí đã xác nhận trước đó."
	ToastReceiptOld   = "Tin này đã được thu hồi."

	// ToastReceiptCorrected answers who acknowledged words that are corrected meanwhile.
	ToastReceiptCorrected = "Đã ghi nhận bản cũ. Tin vừa được đính chính: đồng chí đọc bản mới rồi xác nhận lại."
	ToastNotEnrolled      = "Chỉ người đã kích hoạt bot mới xác nhận được."
	ToastPreview          = "Đây là bản xem trước."
)

// ToastResent says to how many recipients it is sent again.
func ToastResent(count int) string {
	if count == 0 {
		return "Không còn nơi nào cần gửi lại."
	}
	return fmt.Sprintf("Đang gửi lại cho %d nơi.", count)
}

// ToastReminded says how many people are reminded.
func ToastReminded(count int) string {
	if count == 0 {
		return "Không còn ai cần nhắc."
	}
	return fmt.Sprintf("Đang nhắc %d người.", count)
}
