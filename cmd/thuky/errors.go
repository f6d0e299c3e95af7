package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"

	"thuky/bot/doc"
	"thuky/store"
	"thuky/store/staff"
)

// This file is the one place where errors become what people read: one
// Vietnamese line that says what is wrong and what to do. The chain behind it is
// for operators and goes to the log at level debug.

// A refusal is an error that already is such a line.
type refusal string

func (r refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error { return refusal(fmt.Sprintf(format, args...)) }

// A usageError is a refusal of the command line itself: the exit code says so.
type usageError struct{ refusal }

func misuse(format string, args ...any) error {
	return usageError{refusal(fmt.Sprintf(format, args...))}
}

// A ledgerError is a ledger that does not open.
type ledgerError struct {
	path string
	err  error
}

func (e *ledgerError) Error() string { return e.err.Error() }
func (e *ledgerError) Unwrap() error { return e.err }

// sentence words any error for people.
func sentence(err error) string {
	var (
		parse  *kong.ParseError
		usage  usageError
		said   refusal
		bad    *configError
		wrong  *staff.Mistake
		syntax toml.ParseError
		path   *fs.PathError
		ledger *ledgerError
	)
	switch {
	case errors.As(err, &parse):
		return usageSentence(parse.Error())
	case errors.As(err, &usage):
		return usage.Error()
	case errors.As(err, &said):
		return said.Error()
	case errors.As(err, &bad):
		return configSentence(bad)
	case errors.As(err, &wrong):
		return "Danh bạ chưa nạp được: " + mistakeSentence(wrong)
	case errors.As(err, &syntax):
		return fmt.Sprintf("Danh bạ chưa nạp được: dòng %d viết sai cú pháp TOML.", syntax.Position.Line)
	case typeFault.MatchString(err.Error()):
		at := typeFault.FindStringSubmatch(err.Error())
		return fmt.Sprintf("Danh bạ chưa nạp được: dòng %s, khoá %s có giá trị sai kiểu.", at[1], at[2])
	case errors.Is(err, doc.ErrTooLarge):
		return fmt.Sprintf("Tệp lớn quá %d MB. Chỉ nạp tệp lịch của một tuần.", doc.MaxSize>>20)
	case errors.Is(err, doc.ErrUnknownFormat):
		return "Không đọc được loại tệp này. Lưu lịch thành docx, xlsx, html, csv hoặc txt rồi nạp lại."
	case errors.Is(err, doc.ErrBroken):
		return "Tệp hỏng hoặc có mật khẩu. Mở và lưu lại tệp, không đặt mật khẩu."
	case errors.Is(err, store.ErrNewer):
		return "Dữ liệu do bản Thuky mới hơn ghi. Dùng bản mới đó, hoặc mở bản sao lưu cũ hơn."
	case store.Grave(err):
		return "Không ghi được dữ liệu: đĩa đầy, hỏng hoặc tệp dữ liệu hỏng. Kiểm tra đĩa rồi chạy thuky check."
	case errors.As(err, &path):
		return pathSentence(path)
	case errors.As(err, &ledger):
		return fmt.Sprintf("Không mở được dữ liệu %s. Kiểm tra đường dẫn ở khoá store.path và quyền của người chạy Thuky.", ledger.path)
	case errors.Is(err, context.Canceled):
		return "Đã dừng theo yêu cầu."
	}
	return `Chưa làm được vì một lỗi không lường trước. Đặt level = "debug" ở mục [log] của tệp cấu hình rồi chạy lại để xem nguyên nhân.`
}

func pathSentence(err *fs.PathError) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("Không có tệp hoặc thư mục %s. Kiểm tra lại đường dẫn.", err.Path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Sprintf("Không có quyền mở %s. Cấp quyền cho người chạy Thuky.", err.Path)
	}
	return fmt.Sprintf("Đường dẫn %s không đọc hoặc ghi được. Kiểm tra tệp và đĩa.", err.Path)
}

var configWords = map[configFault]string{
	badSyntax:   "viết sai cú pháp TOML",
	badType:     "khoá %k có giá trị sai kiểu; xem config.example.toml",
	unknownKeys: "không có khoá tên là %k; xem config.example.toml",
	badZone:     `khoá %k: không có múi giờ "%v"; dùng "Asia/Ho_Chi_Minh"`,
	badURL:      "khoá %k phải là địa chỉ http:// hoặc https://",
	badProxy:    "khoá %k phải là địa chỉ http://, https:// hoặc socks5://, có tên máy",
	badNumber:   "khoá %k: số %v ngoài khoảng cho phép",
	badLevel:    `khoá %k: không có mức "%v"; dùng debug, info, warn hoặc error`,
	badReminder: `khoá %k: không dùng được "%v"; xem config.example.toml`,
	badLegal:    `khoá %k: "%v" chưa đúng; viết như "98/2023/NĐ-CP; 01/01/2024; 30/06/2025; 152/2025/NĐ-CP"`,
	badPattern:  `khoá %k: mẫu "%v" không phải biểu thức chính quy đúng`,
	namelessOne: `khoá %k: mỗi mẫu cần đủ name và match (mẫu "%v")`,
	empty:       "khoá %k không được để trống",
}

func configSentence(e *configError) string {
	var path *fs.PathError
	if e.Fault == noFile && errors.As(e.err, &path) {
		return "Tệp cấu hình: " + pathSentence(path)
	}
	where := "Cấu hình"
	if e.File != "" {
		where = "Tệp cấu hình " + e.File
	}
	if e.Line > 0 {
		where += fmt.Sprintf(", dòng %d", e.Line)
	}
	what := strings.NewReplacer("%k", e.Key, "%v", e.Value).Replace(configWords[e.Fault])
	return where + ": " + what + "."
}

var entryWords = map[string]string{"unit": "đơn vị", "person": "người", "group": "nhóm"}

func mistakeSentence(m *staff.Mistake) string {
	entry := entryWords[m.Kind]
	switch m.Fault {
	case staff.UnknownKey:
		return fmt.Sprintf("không có khoá tên là %s.", m.Key)
	case staff.Unnamed:
		return fmt.Sprintf("có %s thiếu mã hoặc tên (%q, %q).", entry, m.Key, m.Value)
	case staff.Twice:
		return fmt.Sprintf("%s %q có hai lần.", entry, m.Key)
	case staff.NoUnit:
		return fmt.Sprintf("%s %q thuộc đơn vị %q, nhưng không có đơn vị này.", entry, m.Key, m.Value)
	case staff.NoRole:
		return fmt.Sprintf("%s %q có vai trò %q, nhưng không có vai trò này; các vai trò: %s.", entry, m.Key, m.Value, roleList())
	case staff.NoMember:
		return fmt.Sprintf("%s %q có thành viên %q, nhưng không có người này.", entry, m.Key, m.Value)
	case staff.Backwards:
		return fmt.Sprintf("%s %q có valid_to trước valid_from.", entry, m.Key)
	case staff.Endless:
		return fmt.Sprintf("%s %q có successor (%s) nhưng thiếu valid_to, ngày hoạt động cuối cùng.", entry, m.Key, m.Value)
	case staff.NoHeir:
		return fmt.Sprintf("%s %q có successor %q, nhưng không có đơn vị này.", entry, m.Key, m.Value)
	case staff.Circle:
		return fmt.Sprintf("%s %q có successor %q, cuối cùng lại là chính nó.", entry, m.Key, m.Value)
	}
	return fmt.Sprintf("%s %q chưa đúng.", entry, m.Key)
}

// usageWords read the parser's English, which is all it gives. What is not in
// the table still gets a line.
var usageWords = []struct {
	match *regexp.Regexp
	say   string
}{
	{regexp.MustCompile(`^unknown flag (\S+?),?(?: |$)`), "không có tuỳ chọn $1"},
	{regexp.MustCompile(`^unexpected argument (\S+?),?(?: |$)`), `không hiểu "$1"`},
	{regexp.MustCompile(`^missing flags: (.*)`), "còn thiếu $1"},
	{regexp.MustCompile(`^expected one of (.*)`), "còn thiếu một trong các lệnh $1"},
	{regexp.MustCompile(`^expected (.*)`), "còn thiếu $1"},
	{regexp.MustCompile(`^missing positional arguments (.*)`), "còn thiếu $1"},
	{regexp.MustCompile(`^(--\S+): .*`), "tuỳ chọn $1 có giá trị chưa đúng"},
}

func usageSentence(english string) string {
	const hint = " Gõ thuky --help để xem cách dùng."
	for _, w := range usageWords {
		if at := w.match.FindStringSubmatchIndex(english); at != nil {
			return "Lệnh chưa đúng: " + string(w.match.ExpandString(nil, w.say, english, at)) + "." + hint
		}
	}
	return "Lệnh chưa đúng." + hint
}
