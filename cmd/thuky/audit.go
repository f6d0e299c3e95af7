package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"thuky/store"
)

type auditCommands struct {
	Verify auditVerify `cmd:"" help:"Tính lại chuỗi nhật ký; chỉ ra dòng đầu tiên không còn nguyên."`
	Export auditExport `cmd:"" help:"In nhật ký thành CSV, dòng cũ nhất trước."`
}

type auditVerify struct {
	Noted []string `arg:"" optional:"" name:"dấu" help:"Các dấu đã ghi lại ở những lần kiểm trước, như 120:9f86…; nhật ký phải còn khớp."`
}

// Run recomputes the chain. Its last word is the mark of the last entry: whoever
// notes it outside the machine can find out a chain that was rewritten as a whole.
func (c *auditVerify) Run(p *program) error {
	known := map[int64]string{}
	for _, mark := range c.Noted {
		number, digest, _ := strings.Cut(mark, ":")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil || n < 1 || len(digest) != 64 {
			return misuse("%q không phải một dấu của nhật ký. Dấu có dạng SỐ:64 chữ số, do thuky audit verify in ra.", mark)
		}
		known[n] = strings.ToLower(digest)
	}
	config, _, err := p.settings()
	if err != nil {
		return err
	}
	var last store.Entry
	err = p.reading(config, func(tx *store.Tx) (err error) {
		last, err = tx.VerifyAudit(known)
		return err
	})
	if broken := (*store.BrokenAudit)(nil); errors.As(err, &broken) {
		return refuse("%s", brokenSentence(broken))
	}
	if err != nil {
		return err
	}
	if last.Number == 0 {
		_, err = fmt.Fprintln(p.stdout, "Nhật ký còn trống.")
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "Nhật ký còn nguyên: %d dòng. Ghi dấu này ở nơi khác để đối chiếu lần sau: %d:%s\n", last.Number, last.Number, last.Digest)
	return err
}

func brokenSentence(b *store.BrokenAudit) string {
	switch b.Fault {
	case store.Altered:
		return fmt.Sprintf("Nhật ký đã bị sửa: dòng %d không còn như lúc ghi. Giữ nguyên tệp dữ liệu và đối chiếu với bản sao lưu.", b.Number)
	case store.Missing:
		return fmt.Sprintf("Nhật ký đã bị xoá bớt: thiếu dòng %d. Giữ nguyên tệp dữ liệu và đối chiếu với bản sao lưu.", b.Number)
	}
	return "Nhật ký còn khớp nhưng khoá chống sửa đã bị gỡ khỏi tệp dữ liệu. Đối chiếu với bản sao lưu."
}

type auditExport struct{}

// Run prints the audit as a spreadsheet opens it.
func (*auditExport) Run(p *program) error {
	config, _, err := p.settings()
	if err != nil {
		return err
	}
	w := csv.NewWriter(p.stdout)
	err = p.reading(config, func(tx *store.Tx) error {
		if _, err := io.WriteString(p.stdout, "\uFEFF"); err != nil { // or spreadsheets take it for another encoding
			return err
		}
		if err := w.Write([]string{"so", "luc", "nguoi", "vai_tro", "viec", "loai", "doi_tuong", "cu", "moi", "ly_do", "nguon", "dau"}); err != nil {
			return err
		}
		return tx.EachEntry(func(e store.Entry) error {
			return w.Write([]string{strconv.FormatInt(e.Number, 10), e.At.In(config.Office.zone).Format(time.RFC3339), cell(e.Actor), cell(e.Roles), cell(string(e.Act)),
				cell(e.Subject.Kind), cell(e.Subject.Key), cell(e.Old), cell(e.New), cell(e.Reason), cell(e.Source), e.Digest})
		})
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// cell keeps a spreadsheet from taking what a person typed for a formula.
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
