package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot"
	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/vi"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

type weekCommands struct {
	Parse  weekParse  `cmd:"" help:"Đọc thử một tệp lịch và in những gì hiểu được, không lưu."`
	Import weekImport `cmd:"" help:"Công bố lịch tuần từ một tệp; có hiệu lực ngay."`
	Show   weekShow   `cmd:"" help:"In lịch tuần đã công bố."`
}

type weekParse struct {
	JSON  bool   `name:"json" help:"In một đối tượng JSON."`
	Staff string `placeholder:"TỆP" help:"Danh bạ dùng để nhận tên. Không có: danh bạ đang dùng, chưa nạp thì danh bạ mẫu."`
	File  string `arg:"" name:"tệp" help:"Tệp lịch (txt, html, csv, docx, xlsx), hoặc - để đọc đầu vào chuẩn."`
}

// Run prints what was read and what was not.
func (c *weekParse) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	var d staff.Directory
	if c.Staff != "" {
		d, err = readDirectory(c.Staff)
	} else {
		d, err = p.directoryInUse(config)
	}
	if err != nil {
		return err
	}
	document, err := p.readDocument(c.File)
	if err != nil {
		return err
	}
	reading := weekly.Read(document, names.New(d.On(civil.DateOf(now()))), now())
	if c.JSON {
		return printJSON(p.stdout, readingOf(&d, reading))
	}
	printReading(p.stdout, &d, reading)
	return nil
}

// directoryInUse is the ledger's directory, or the sample where there is none yet.
// It creates no ledger.
func (p *program) directoryInUse(config config) (d staff.Directory, err error) {
	if _, err := os.Stat(config.Store.Path); err == nil {
		if err := p.reading(config, func(tx *store.Tx) error {
			d, err = tx.Directory()
			return err
		}); err != nil {
			return d, err
		}
	}
	if len(d.People) == 0 {
		return sampleOffice()
	}
	return d, nil
}

// readDocument reads a file, or standard input for "-".
func (p *program) readDocument(name string) (doc.Document, error) {
	in := untilDone(p.ctx, p.stdin)
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return doc.Document{}, err
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, doc.MaxSize+1))
	if err != nil {
		return doc.Document{}, err
	}
	return doc.Read(filepath.Base(name), data)
}

type weekImport struct {
	DryRun bool   `help:"Chỉ in những gì sẽ công bố."`
	File   string `arg:"" name:"tệp" help:"Tệp lịch (txt, html, csv, docx, xlsx), hoặc - để đọc đầu vào chuẩn."`
}

// longest is how many days a file may span and still be one week's schedule: a
// longer one would hide the weeks after its first.
const longest = 10

// Run publishes the file's week at once. What is no schedule is refused, and so
// is what must not travel: a published week goes out through the messenger.
func (c *weekImport) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	document, err := p.readDocument(c.File)
	if err != nil {
		return err
	}
	if err := withhold(config.Secrecy.compiled, document); err != nil {
		return err
	}
	at := now()
	var report importReport
	if err := p.writing(config, func(tx *store.Tx) error {
		d, err := tx.Directory()
		if err != nil {
			return err
		}
		reading := weekly.Read(document, names.New(d.On(civil.DateOf(at))), at)
		report = importReport{directory: d, reading: reading, dryRun: c.DryRun}
		wanted, err := publishable(reading.Week)
		if err != nil || c.DryRun {
			return err
		}
		report.undated = len(reading.Week.Events) - len(wanted.Events)
		if report.old, report.replaces, err = tx.CurrentWeek(week.Monday(wanted.From)); err != nil {
			return err
		}
		report.published, err = tx.PublishWeek(wanted, "", at)
		return err
	}); err != nil {
		return err
	}
	report.print(p.stdout)
	return nil
}

// withhold refuses a document that holds what must not travel.
func withhold(secrecy bot.Secrecy, document doc.Document) error {
	if found, ok := secrecy.FindIn(document.Rows); ok {
		return refuse("Không công bố: dòng %d có %s. Nội dung này không được đưa lên mạng; bỏ khỏi tệp rồi làm lại.", found.Line, found.Pattern)
	}
	return nil
}

// publishable is the week without the items that no day is known for; it refuses
// what is not the schedule of one week.
func publishable(w week.Week) (week.Week, error) {
	dated := make([]week.Event, 0, len(w.Events))
	for _, e := range w.Events {
		if !e.Date.IsZero() {
			dated = append(dated, e)
		}
	}
	w.Events = dated
	if len(dated) == 0 || w.From.IsZero() {
		return w, refuse("Tệp này không phải lịch công tác tuần: không thấy mục nào có ngày. Xem đọc được gì bằng: thuky week parse TỆP")
	}
	if w.To.DaysSince(w.From) >= longest {
		return w, refuse("Lịch này dài từ %s đến %s, quá một tuần. Tách mỗi tuần một tệp.", vi.Day(w.From), vi.Day(w.To))
	}
	return w, nil
}

type weekShow struct {
	Date string `arg:"" optional:"" name:"ngày" help:"Một ngày trong tuần, như 21/10/2021. Không có: hôm nay."`
}

// Run prints the current version of the week that holds the day.
func (c *weekShow) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	day := civil.DateOf(now())
	if c.Date != "" {
		if day, err = typedDay(c.Date); err != nil {
			return err
		}
	}
	return p.reading(config, func(tx *store.Tx) error {
		d, err := tx.Directory()
		if err != nil {
			return err
		}
		monday := week.Monday(day)
		published, found, err := tx.CurrentWeek(monday)
		if err != nil {
			return err
		}
		if !found {
			return refuse("Tuần từ %s đến %s chưa công bố lịch. Công bố bằng: thuky week import TỆP", vi.Day(monday), vi.Day(monday.AddDays(6)))
		}
		fmt.Fprintf(p.stdout, "Bản %d, công bố lúc %s.\n", published.Version, published.At.In(config.Office.zone).Format("15h04 ngày 02/01/2006"))
		printWeek(p.stdout, &d, published.Week)
		return nil
	})
}

// typedDay reads 21/10/2021 or 2021-10-21.
func typedDay(text string) (civil.Date, error) {
	for _, layout := range []string{"2/1/2006", "2-1-2006", time.DateOnly} {
		if day, err := time.Parse(layout, text); err == nil {
			return civil.DateOf(day), nil
		}
	}
	return civil.Date{}, misuse("Không hiểu ngày %q. Viết như 21/10/2021.", text)
}
