package render

import (
	"strings"

	"thuky/bot/vi"
	"thuky/store/score"
)

// tableNames are the tables of a sheet as people say them.
var tableNames = map[string]string{
	"sheet": "phiếu", "section": "mục", "criterion": "tiêu chí", "bonus": "điểm thưởng", "deduction": "điểm trừ", "veto": "điểm liệt",
	"limits": "giới hạn", "grade": "xếp loại", "ranking": "xếp hạng",
}

// mistakeWords are the sentences for what is wrong in a sheet or in entries: %e is
// the entry, %k the key, %v the figure that stands there, %n the name, %w what should, %s the step.
var mistakeWords = map[score.Fault]string{
	score.BadSyntax:      "viết sai cú pháp TOML",
	score.UnknownTable:   "không có bảng tên là %n",
	score.UnknownKey:     "%e: không có khoá tên là %n",
	score.WrongType:      "%e: %k có giá trị sai kiểu (%v)",
	score.WrongSchema:    "schema là “%v”, chỉ đọc được “%w”",
	score.Missing:        "%e: thiếu %k",
	score.TooLong:        "%e: %k dài quá 4.096 chữ",
	score.TooMany:        "phiếu có quá %w phần",
	score.TooFine:        "%e: %k là %v, có quá hai chữ số thập phân",
	score.TooLarge:       "%e: %k là %v, số quá lớn",
	score.NotPositive:    "%e: %k là %v, phải lớn hơn 0",
	score.Negative:       "%e: %k là %v, không được nhỏ hơn 0",
	score.OffStep:        "%e: %k là %v, lệch bước điểm %w",
	score.WrongSum:       "%e: các phần cộng lại không bằng %k: %v/%w",
	score.UnknownParent:  "%e: không có mục cha %n",
	score.ParentLoop:     "%e: mục cha %n lại nằm trong mục này",
	score.UnknownSection: "%e: không có mục %n",
	score.UnknownRule:    "%e: không có quy tắc %v; các quy tắc: %w",
	score.UnknownEffect:  "%e: không có hệ quả %v; các hệ quả: %w",
	score.UnknownGrade:   "%e: không có mức xếp loại %n",
	score.UnknownOrder:   "%e: không xếp theo %v được; dùng %w",
	score.Duplicate:      "%e: %k %n có hai lần",
	score.ZeroTarget:     "%e: chỉ tiêu (target) bằng 0",
	score.LowerMisused:   "%e: lower_better chỉ dùng với quy tắc target và proportional, không dùng với %v",
	score.NoZeroGrade:    "xếp loại: thiếu mức có min = 0 (thấp nhất đang là %v)",
	score.AboveMax:       "%e: %k là %v, quá %w",
	score.TwoWays:        "%e: chỉ dùng một trong hai khoá points_each và levels",
	score.BadLabel:       "%e: nhãn “%v” không được có cả dấu ; và dấu =",
	score.NoSuchSum:      "không có sai số %c: %v/%w để chấp nhận",

	score.NoHeader:      "thiếu dòng đầu có tên cột; cần %w",
	score.UnknownColumn: "không có cột tên là %n; các cột: %w",
	score.NoUnit:        "thiếu đơn vị (cột đơn vị)",
	score.UnknownCode:   "phiếu không có mã %n",
	score.NotNumber:     "“%v” không phải là số",
	score.NotWhole:      "%v không phải số nguyên",
	score.OutOfRange:    "%v ngoài khoảng cho phép (%w)",
	score.UnknownLabel:  "không có mức “%n”; các mức: %w",
	score.NotYesNo:      "“%v” không hiểu được; ghi đạt hoặc không đạt",
	score.NoTarget:      "tiêu chí này không có chỉ tiêu (cột chỉ tiêu ghi %v)",
	score.NeverNA:       "mã này không được ghi %v",
	score.BadTime:       "thời điểm nộp “%v” chưa đúng; viết như %w",
	score.NoCovenant:    "thiếu số bản giao ước (cột số bản giao ước); gõ thì ghi cuối dòng: giao ước 12/GƯ-VKS ngày 09/02/2021",
	score.BadDay:        "ngày “%v” chưa đúng (cột ngày ký); viết như 09/02/2023",
	score.UnknownUnit:   "không có đơn vị “%n” trong đợt này",
	score.NoSheet:       "cụm của đơn vị chưa chọn phiếu",
	score.NoReason:      "điểm liệt cần lý do; không áp dụng thì bỏ dòng này",
}

// entryWords replace those above where a row of entries is meant.
var entryWords = map[score.Fault]string{
	score.Duplicate:  "%n có hai lần",
	score.OffStep:    "%v lệch bước điểm %s (cho phép %w)",
	score.Negative:   "chỉ tiêu %v nhỏ hơn 0",
	score.ZeroTarget: "chỉ tiêu bằng 0",
	score.TooLarge:   "%v là số quá lớn",
}

// SheetMistake words one mistake in a sheet or in entries as one line without a
// full stop: "dòng 19: mục A.I: các phần cộng lại không bằng max: 11,5/12".
func SheetMistake(m *score.Mistake) string {
	words := mistakeWords[m.Fault]
	if special, ok := entryWords[m.Fault]; ok && m.Table == "" {
		words = special
	}
	if m.Fault == score.NoZeroGrade && m.Value == "" {
		words = "xếp loại: thiếu mức có min = 0"
	}
	if m.Fault == score.NotNumber && m.Value == "" {
		words = "thiếu số"
	}
	if m.Fault == score.UnknownUnit && m.Want != "" {
		words += "; gần nhất: %w"
	}
	if m.Fault == score.OutOfRange && m.Want == "" {
		words = "%v nhỏ hơn 0"
	}
	place := ""
	if m.Page != "" {
		place = "trang " + m.Page + ", "
	}
	if m.Line > 0 {
		place += "dòng " + vi.Integer(int64(m.Line))
	}
	if m.Unit != "" {
		place += " (" + m.Unit + ", " + m.Code + ")"
	}
	if place != "" {
		place += ": "
	}
	code := m.Code
	if code == "" && m.Fault == score.NoSuchSum {
		code = score.WholeSheet
	}
	said := strings.NewReplacer("%e", entryName(m), "%c", code, "%k", m.Key, "%v", figure(m.Value), "%n", m.Value, "%w", figure(m.Want), "%s", Score(m.Step)).Replace(words)
	return oneLine(place + strings.TrimPrefix(said, ": "))
}

func entryName(m *score.Mistake) string {
	return strings.TrimSpace(tableNames[m.Table] + " " + m.Code)
}

// figure is a figure of a file as people read it: "29.5" is "29,5", "0..4" is
// "0 đến 4". Anything else comes back as it is.
func figure(text string) string {
	if from, to, ok := strings.Cut(text, ".."); ok {
		return figure(from) + " đến " + figure(to)
	}
	if _, number := score.ParseNumber(text); number {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

// mostMistakes is how many mistakes one sentence tells.
const mostMistakes = 3

// SheetMistakes words the first few mistakes in one line: "dòng 5: …; dòng 9: …; còn 4 lỗi khác".
func SheetMistakes(all score.Mistakes) string {
	told := make([]string, 0, mostMistakes+1)
	for i, m := range all {
		if i == mostMistakes {
			told = append(told, "còn "+vi.Integer(int64(len(all)-i))+" lỗi khác")
			break
		}
		told = append(told, SheetMistake(m))
	}
	return strings.Join(told, "; ")
}

// Score writes points as people read them: "92,25".
func Score(p score.Points) string { return vi.Decimal(int64(p)) }

// TieReason says why the unit stands before the next, whose total is the same:
// "cùng 92,25; hơn điểm mục A"; "" where the totals differ.
func TieReason(r *score.Result) string {
	if !r.Tie.Holds {
		return ""
	}
	reason := ""
	section, ok := r.Tie.By.Section()
	switch {
	case ok:
		reason = "hơn điểm mục " + section
	case r.Tie.By == score.ByDeduction:
		reason = "ít điểm trừ hơn"
	case r.Tie.By == score.ByBonus:
		reason = "hơn điểm thưởng"
	case r.Tie.By == score.BySubmitted:
		reason = "đồng hạng, nộp trước"
	default:
		reason = "đồng hạng"
	}
	return "cùng " + Score(r.Total) + "; " + reason
}

// OrderName is what a ranking goes by, as people say it.
func OrderName(key score.OrderKey) string {
	if section, ok := key.Section(); ok {
		return "điểm mục " + section
	}
	return map[score.OrderKey]string{
		score.ByTotal: "tổng điểm", score.ByDeduction: "ít điểm trừ", score.ByBonus: "điểm thưởng", score.BySubmitted: "nộp trước",
	}[key]
}

// AcceptedSum is a sum error that an officer accepted, as every report prints it.
func AcceptedSum(e score.Exception) string {
	section := e.Section
	if section == "" {
		section = score.WholeSheet
	}
	return oneLine("Chấp nhận sai số " + section + ": " + Score(e.Sum) + "/" + Score(e.Max) + ", lý do: " + e.Reason)
}
