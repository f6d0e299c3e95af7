package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"

	"thuky/bot/doc"
	"thuky/store"
	"thuky/store/staff"
)

func TestSentences(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string // beginning
	}{
		{refuse("Không có ai tên %q.", "An"), `Không có ai tên "An".`},
		{fmt.Errorf("import: %w", refuse("Không được.")), "Không được."},
		{misuse("Không hiểu ngày."), "Không hiểu ngày."},
		{fmt.Errorf("open database: %w", fmt.Errorf("schema 9: %w", store.ErrNewer)), "Dữ liệu do bản Thuky mới hơn ghi."},
		{&ledgerError{"data/x.db", fmt.Errorf("open: %w", io.ErrUnexpectedEOF)}, "Không mở được dữ liệu data/x.db."},
		{&ledgerError{"data/x.db", &fs.PathError{Op: "mkdir", Path: "data", Err: fs.ErrPermission}}, "Không có quyền mở data."},
		{fmt.Errorf("read: %w", doc.ErrBroken), "Tệp hỏng hoặc có mật khẩu."},
		{fmt.Errorf("read: %w", doc.ErrTooLarge), "Tệp lớn quá 20 MB."},
		{fmt.Errorf("read: %w", doc.ErrUnknownFormat), "Không đọc được loại tệp này."},
		{fmt.Errorf("save: %w", &staff.Mistake{Fault: staff.NoUnit, Kind: "person", Key: "an", Value: "P1"}), `Danh bạ chưa nạp được: người "an" thuộc đơn vị "P1"`},
		{errors.New("secret chain: 0x1f"), "Chưa làm được vì một lỗi không lường trước."},
	} {
		got := sentence(test.err)
		if !strings.HasPrefix(got, test.want) {
			t.Errorf("%v\nis told as: %s\nwant:       %s…", test.err, got, test.want)
		}
		if strings.ContainsAny(got, "\n\r") || strings.Contains(got, "%!") {
			t.Errorf("%v is told as %q", test.err, got)
		}
	}
}

// Every fault has words of its own, and none shows its English name.
func TestEveryFaultHasWords(t *testing.T) {
	for _, fault := range []configFault{
		badSyntax, badType, unknownKeys, badZone, badURL, badProxy, badNumber, badLevel, badPattern, badLegal, namelessOne, empty,
	} {
		got := sentence(&configError{Fault: fault, File: "c.toml", Line: 3, Key: "a.b", Value: "v"})
		if configWords[fault] == "" || strings.Contains(got, string(fault)) || strings.ContainsAny(got, "%\n") {
			t.Errorf("%q is told as %q", fault, got)
		}
	}
	for _, fault := range []staff.Fault{staff.UnknownKey, staff.Unnamed, staff.Twice, staff.NoUnit, staff.NoRole, staff.NoMember,
		staff.Backwards, staff.Endless, staff.NoHeir, staff.Circle} {
		got := mistakeSentence(&staff.Mistake{Fault: fault, Kind: "person", Key: "k", Value: "v"})
		if strings.HasSuffix(got, "chưa đúng.") || strings.Contains(got, string(fault)) || strings.Contains(got, "%!") {
			t.Errorf("%q is told as %q", fault, got)
		}
	}
	for _, role := range staff.Roles {
		if role.Name() == "" || role.Name() == string(role) {
			t.Errorf("role %q has no name for people", role)
		}
	}
}
