package render

import (
	"slices"
	"strings"
	"unicode/utf8"

	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// AnnouncementText is the text of an announcement as long as the office has written none
// of its own. A placeholder stands in braces; the tables come where {bảng} stands.
const AnnouncementText = `{cơ quan} thông báo kết quả chấm điểm thi đua {đợt} (tính từ ngày {từ ngày} đến ngày {đến ngày}) như sau:
{bảng}
Khiếu nại, giải trình gửi Văn phòng tổng hợp trước ngày {hạn khiếu nại}.`

// The placeholders of the text.
const (
	tablesHere     = "{bảng}"
	complaintsHere = "{hạn khiếu nại}"
)

var textPlaceholders = []string{tablesHere, complaintsHere, "{cơ quan}", "{đợt}", "{từ ngày}", "{đến ngày}", "{số}", "{ngày}"}

// LongestAnnouncementText is how many code points the text may have.
const LongestAnnouncementText = 1500

// AnnouncementTextFault says what is wrong with a text that the office has written, ""
// for nothing.
func AnnouncementTextFault(text string) string {
	rest := text
	for {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			break
		}
		name, behind, closed := strings.Cut(after, "}")
		if !closed || !slices.Contains(textPlaceholders, "{"+name+"}") {
			return "Không có chỗ điền " + quote("{"+clip(name, 30)+"}") + ". Dùng được: " + escape(strings.Join(textPlaceholders, ", ")) + "."
		}
		rest = behind
	}
	alone := false
	for line := range strings.Lines(text) {
		alone = alone || strings.TrimSpace(line) == tablesHere
	}
	switch {
	case strings.Count(text, tablesHere) != 1 || !alone:
		return "Cần đúng một dòng chỉ có " + tablesHere + ", là chỗ đặt bảng xếp hạng."
	case !strings.Contains(text, complaintsHere):
		return "Thiếu " + complaintsHere + "."
	case strings.Count(text, "{") != strings.Count(text, "}"):
		return "Thừa dấu }."
	case utf8.RuneCountInString(text) > LongestAnnouncementText:
		return "Lời văn dài quá 1.500 chữ."
	}
	return ""
}

// An Issuer is who issues documents: the office's name, a line each with the office above
// first, and the place that stands before the date.
type Issuer struct{ Name, Place string }

// AnnouncementPaper is what an announcement says besides the results. replaced is the
// paper of the one that it corrects, nil for none.
func AnnouncementPaper(r *score.Report, d store.Draft, text string, signer staff.Person, replaced *score.Paper, issuer Issuer) score.Paper {
	p := score.Paper{Issuer: strings.TrimSpace(vi.Clean(issuer.Name)), Place: oneLine(issuer.Place), Number: oneLine(d.Number), Day: d.Day, Bases: d.Bases,
		Signer: signedAs(signer), Recipients: []string{"Lãnh đạo Viện", "Các đơn vị trực thuộc", "Các thành viên Hội đồng Thi đua - Khen thưởng"}}
	if replaced != nil {
		p.Replaces = strings.TrimPrefix(numbered(*replaced), "số ")
		p.Why = oneLine(d.Why)
	}
	names := paragraphsOf(p.Issuer)
	name := ""
	if len(names) > 0 {
		name = capital(names[len(names)-1])
	}
	fill := strings.NewReplacer("{cơ quan}", name, "{đợt}", periodName(r.Title), "{từ ngày}", vi.Day(r.From), "{đến ngày}", vi.Day(r.To),
		complaintsHere, vi.Day(d.Complaints), "{số}", p.Number, "{ngày}", vi.Day(d.Day))
	before, after, _ := strings.Cut(vi.Clean(text), tablesHere)
	p.Before, p.After = strings.TrimSpace(fill.Replace(before)), strings.TrimSpace(fill.Replace(after))
	return p
}

// signedAs is what a leader signs as (chức danh ký).
func signedAs(p staff.Person) string {
	title := strings.ToUpper(oneLine(p.Title))
	switch title {
	case "":
		return ""
	case "VIỆN TRƯỞNG":
		return title
	}
	return "KT. VIỆN TRƯỞNG\n" + title
}

// ReplacedPart is a message that was sent, struck out because another announcement has
// taken its place.
func ReplacedPart(m store.Message, replacedBy string) store.Message {
	note := bold(markWarning + " Đã được thay bằng Thông báo " + escape(replacedBy) + ".")
	switch {
	case m.Text == "":
		m.Text = note
	default:
		m.Text = note + "\n\n" + struck(m.Text)
	}
	return m
}

// NumberedPaper is how a document is called in a sentence: "số 15/TB-VKS ngày 05/12/2021".
func NumberedPaper(p score.Paper) string { return numbered(p) }
