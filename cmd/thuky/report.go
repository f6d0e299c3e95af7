package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"thuky/bot"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/week"
)

type reportCommand struct {
	Period  int64  `required:"" placeholder:"SỐ" help:"Số của đợt thi đua."`
	Kind    string `default:"matrix" enum:"matrix,notice,minutes,ranking,csv,unit,trend" help:"matrix (Excel), notice và minutes (Word), ranking và trend (PNG), csv, unit (Word hoặc Excel)."`
	Cluster string `placeholder:"CỤM" help:"Chỉ cụm hoặc khối này; ranking cần nói rõ nếu có nhiều cụm."`
	Unit    string `placeholder:"MÃ" help:"Mã đơn vị, của unit và trend."`
	Out     string `required:"" placeholder:"TỆP" help:"Tệp để ghi. Ảnh nhiều trang được ghi thành TỆP-2, TỆP-3…"`
}

// reportEndings are those of the files of each kind of report.
var reportEndings = map[string][]string{"matrix": {".xlsx"}, "notice": {".docx"}, "minutes": {".docx"}, "ranking": {".png"}, "trend": {".png"},
	"csv": {".csv"}, "unit": {".docx", ".xlsx"}}

// Run writes a report of what was published, or of how a period stands now.
func (c *reportCommand) Run(p *program) error {
	o := bot.ReportOrder{Kind: bot.ReportKind(c.Kind), Period: c.Period, Cluster: c.Cluster, Unit: c.Unit}
	o.Sheet = o.Kind == bot.ReportUnit && strings.EqualFold(filepath.Ext(c.Out), ".xlsx")
	if needs := o.Kind == bot.ReportUnit || o.Kind == bot.ReportTrend; needs && c.Unit == "" {
		return misuse("Báo cáo %s cần --unit MÃ.", c.Kind)
	}
	if endings, ending := reportEndings[c.Kind], strings.ToLower(filepath.Ext(c.Out)); ending != "" && !slices.Contains(endings, ending) {
		return misuse("Báo cáo %s ghi thành tệp %s.", c.Kind, strings.Join(endings, " hoặc "))
	}
	config, _, err := p.settings()
	if err != nil {
		return err
	}
	days, err := week.NewCalendar(config.Reminders.Holidays, config.Reminders.WorkingDays)
	if err != nil {
		return err
	}
	late := func(due, submitted time.Time) int64 {
		return score.DaysLate(due, submitted, config.Office.zone, days.Off)
	}
	var r bot.Report
	err = p.reading(config, func(tx *store.Tx) error {
		r, err = bot.ReportOf(tx, o, config.issuer(), late, config.Office.zone)
		return err
	})
	var files [][]byte
	if err == nil {
		if o.Kind == bot.ReportRanking && c.Cluster == "" && len(r.Outcomes) > 1 {
			names := make([]string, len(r.Outcomes))
			for i, o := range r.Outcomes {
				names[i] = strconv.Quote(o.Cluster)
			}
			return misuse("Đợt này có %d cụm. Nói rõ bằng --cluster: %s.", len(names), strings.Join(names, ", "))
		}
		files, err = r.Files(o)
	}
	if err != nil {
		return c.refusal(err)
	}
	return c.write(p, files)
}

// refusal says why there is no such report, where that is no failure.
func (c *reportCommand) refusal(err error) error {
	switch {
	case errors.Is(err, store.ErrNoPeriod):
		return refuse("Không có đợt thi đua số %d.", c.Period)
	case errors.Is(err, bot.ErrNoSuch):
		return refuse("Đợt %d không có kết quả của cụm hoặc đơn vị này. Tên cụm và mã đơn vị: thuky period show %d.", c.Period, c.Period)
	case errors.Is(err, bot.ErrNoResult), errors.Is(err, store.ErrNoSheet):
		return refuse("Đợt %d chưa có đơn vị nào nộp phiếu.", c.Period)
	case errors.Is(err, bot.ErrNoMinutes):
		return refuse("Hội đồng chưa họp về đợt %d.", c.Period)
	}
	return err
}

// write writes the files, the pages of a picture beside the first.
func (c *reportCommand) write(p *program, files [][]byte) error {
	for page, data := range files {
		name := c.Out
		if page > 0 {
			name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(c.Out, filepath.Ext(c.Out)), page+1, filepath.Ext(c.Out))
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "Đã ghi %s.\n", name)
	}
	return nil
}
