package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"thuky/bot/doc"
	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store/score"
)

type sheetCommands struct {
	Check sheetCheck `cmd:"" help:"Kiểm tra một phiếu chấm điểm và in mọi lỗi tìm thấy."`
	Show  sheetShow  `cmd:"" help:"In phiếu theo từng mục, có cộng điểm; hoặc ghi thành tệp xlsx."`
	Score sheetScore `cmd:"" help:"Chấm điểm và xếp hạng các đơn vị của một cụm từ tệp câu trả lời."`

	Import sheetImport `cmd:"" help:"Nạp một phiếu thành bản mới, dùng được trong các đợt thi đua."`
	List   sheetList   `cmd:"" help:"In các phiếu đã nạp."`
}

// A sheetFile is what every command on sheets is given.
type sheetFile struct {
	Accept []string `sep:"none" placeholder:"SAI-SỐ" help:"Chấp nhận một sai số cộng điểm, như \"A.II: 29,5/30, lý do …\"; dùng được nhiều lần."`
	File   string   `arg:"" name:"phiếu" help:"Tệp phiếu chấm điểm (toml, xlsx)."`
}

// read reads and checks the sheet. Mistakes in it come back as score.Mistakes.
func (f *sheetFile) read() (score.Sheet, error) {
	var accepted []score.Exception
	for _, text := range f.Accept {
		e, err := score.ParseException(vi.Clean(text))
		if err != nil {
			return score.Sheet{}, misuse("Không hiểu sai số %q. Viết như \"A.II: 29,5/30, lý do …\".", text)
		}
		accepted = append(accepted, e)
	}
	data, err := readAll(f.File)
	if err != nil {
		return score.Sheet{}, err
	}
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return score.Decode(strings.NewReader(vi.Clean(string(data))), accepted...)
	}
	pages, err := tablesOf(f.File, data)
	if err != nil {
		return score.Sheet{}, err
	}
	return score.FromTables(pages, accepted...)
}

// sheet is read with its mistakes in one sentence.
func (f *sheetFile) sheet() (score.Sheet, error) {
	s, err := f.read()
	var wrong score.Mistakes
	if errors.As(err, &wrong) {
		return s, refuse("Phiếu %s chưa dùng được: %s.", f.File, render.SheetMistakes(wrong))
	}
	return s, err
}

// readAll reads a file of no more than a document's size.
func readAll(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, doc.MaxSize+1))
	if err == nil && len(data) > doc.MaxSize {
		return nil, refuse("Tệp %s lớn quá %d MB.", name, doc.MaxSize>>20)
	}
	return data, err
}

// tablesOf reads the rows of an xlsx or CSV file, in NFC.
func tablesOf(name string, data []byte) ([]score.Table, error) {
	pages, err := doc.Tables(data)
	var quotes *csv.ParseError
	switch {
	case errors.As(err, &quotes):
		return nil, refuse("Tệp %s sai dấu ngoặc kép ở dòng %d. Mỗi ô có dấu ngoặc kép phải mở và đóng đủ.", name, quotes.Line)
	case errors.Is(err, doc.ErrUnknownFormat):
		return nil, refuse("Không đọc được loại tệp của %s. Lưu thành xlsx hoặc csv rồi làm lại.", name)
	case errors.Is(err, doc.ErrTooLarge):
		return nil, refuse("Tệp %s quá lớn hoặc có quá nhiều dòng, cột.", name)
	case err != nil:
		return nil, err
	}
	if _, cell := doc.Formulas(data); cell != "" {
		return nil, refuse("Ô %s của tệp %s là công thức chưa có kết quả. Mở tệp bằng Excel, lưu lại rồi làm lại.", cell, name)
	}
	tables := make([]score.Table, len(pages))
	for i, page := range pages {
		tables[i] = score.Table{Name: page.Name}
		for _, row := range page.Rows {
			cells := make([]string, len(row.Cells))
			for j, c := range row.Cells {
				cells[j] = vi.Clean(c.Text)
			}
			tables[i].Rows = append(tables[i].Rows, score.Row{Line: row.Line, Cells: cells})
		}
	}
	return tables, nil
}

type sheetCheck struct {
	sheetFile
}

// Run says that the sheet is good, or lists everything that is not.
func (c *sheetCheck) Run(p *program) error {
	s, err := c.read()
	var wrong score.Mistakes
	if errors.As(err, &wrong) {
		for _, m := range wrong {
			fmt.Fprintln(p.stdout, render.SheetMistake(m))
		}
		return refuse("Phiếu %s có %d lỗi: %s.", c.File, len(wrong), render.SheetMistakes(wrong))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "Phiếu %s dùng được: %d mục, %d tiêu chí, %s điểm; %d điểm thưởng, %d điểm trừ, %d điểm liệt.\n",
		s.ID, len(s.Sections), len(s.Criteria), render.Score(s.BasePoints), len(s.Bonuses), len(s.Deductions), len(s.Vetoes))
	printAccepted(p.stdout, &s)
	return nil
}

type sheetShow struct {
	sheetFile
	XLSX string `name:"xlsx" placeholder:"TỆP" help:"Ghi phiếu thành tệp xlsx này, không in."`
}

// Run prints the sheet, or writes it as a workbook.
func (c *sheetShow) Run(p *program) error {
	s, err := c.sheet()
	if err != nil {
		return err
	}
	if c.XLSX == "" {
		printSheet(p.stdout, &s)
		return nil
	}
	data, err := render.SheetWorkbook(&s)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.XLSX, data, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "Đã ghi phiếu %s vào %s.\n", s.ID, c.XLSX)
	return nil
}

type sheetScore struct {
	JSON    bool   `name:"json" help:"In một đối tượng JSON."`
	Entries string `required:"" placeholder:"TỆP" help:"Tệp câu trả lời (csv, xlsx) có các cột unit, code, value, target."`
	sheetFile
}

// Run prints the ranking of the cluster whose answers the file holds.
func (c *sheetScore) Run(p *program) error {
	s, err := c.sheet()
	if err != nil {
		return err
	}
	submissions, err := readEntries(&s, c.Entries)
	if err != nil {
		return err
	}
	results := s.Score(submissions)
	if c.JSON {
		return printJSON(p.stdout, rankingOf(&s, results))
	}
	printRanking(p.stdout, &s, results)
	return nil
}

// readEntries reads the answers of a cluster: the one worksheet with rows, or a
// CSV file.
func readEntries(s *score.Sheet, name string) ([]score.Submission, error) {
	data, err := readAll(name)
	if err != nil {
		return nil, err
	}
	pages, err := tablesOf(name, data)
	if err != nil {
		return nil, err
	}
	var rows []score.Row
	for _, page := range pages {
		if len(page.Rows) > 0 && rows != nil {
			return nil, refuse("Tệp %s có nhiều trang có dữ liệu. Để câu trả lời của cả cụm trong một trang.", name)
		}
		if len(page.Rows) > 0 {
			rows = page.Rows
		}
	}
	submissions, err := s.ReadEntries(rows)
	var wrong score.Mistakes
	if errors.As(err, &wrong) {
		return nil, refuse("Tệp câu trả lời %s chưa dùng được: %s.", name, render.SheetMistakes(wrong))
	}
	return submissions, err
}
