package main

import (
	"errors"
	"fmt"
	"strings"

	"thuky/bot"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
)

type periodCommands struct {
	List     periodList     `cmd:"" help:"In các đợt thi đua."`
	Show     periodShow     `cmd:"" help:"In một đợt: các mốc, phiếu, đơn vị tham gia."`
	Progress periodProgress `cmd:"" help:"In tiến độ tự chấm của một đợt thi đua."`
}

type periodList struct{}

// Run lists the periods, the newest first.
func (periodList) Run(p *program) error {
	config, _, err := p.settings()
	if err != nil {
		return err
	}
	return p.reading(config, func(tx *store.Tx) error {
		all, err := tx.Periods()
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return refuse("Chưa có đợt thi đua nào. Lập đợt bằng /dotthidua trong trò chuyện.")
		}
		for _, one := range all {
			fmt.Fprintf(p.stdout, "%d  %s  %s  %s\n", one.ID, one.Title, render.WorkLabel(one.From, one.To), one.State.Name())
		}
		return nil
	})
}

type periodShow struct {
	Period int64 `arg:"" name:"đợt" help:"Số của đợt, như thuky period list in."`
}

// Run prints what the office sees of a period.
func (c *periodShow) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	return p.reading(config, func(tx *store.Tx) error {
		facts, err := bot.PeriodFacts(tx, c.Period, now())
		if err != nil {
			return periodRefusal(err, c.Period)
		}
		d, err := tx.Directory()
		if err != nil {
			return err
		}
		fmt.Fprintln(p.stdout, render.Plain(render.Period(facts, &d, config.Office.zone).Text))
		for _, form := range facts.Forms {
			u, _ := d.Unit(form.Unit)
			fmt.Fprintf(p.stdout, "%s  %s  %s\n", form.Unit, u.Name, form.State.Name())
		}
		return nil
	})
}

func periodRefusal(err error, period int64) error {
	if errors.Is(err, store.ErrNoPeriod) {
		return refuse("Không có đợt thi đua số %d. Xem các đợt bằng: thuky period list", period)
	}
	return err
}

type covenantCommands struct {
	Import covenantImport `cmd:"" help:"Giao chỉ tiêu giao ước của một đợt từ tệp (csv, xlsx)."`
}

type covenantImport struct {
	Period int64  `required:"" placeholder:"SỐ" help:"Số của đợt, như thuky period list in."`
	File   string `arg:"" name:"tệp" help:"Tệp có các cột unit, code, target, covenant, date."`
}

// Run gives all targets of the file, or none if any row is wrong. What must not travel is
// refused: units see the targets in chat.
func (c *covenantImport) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	data, err := readAll(c.File)
	if err != nil {
		return err
	}
	pages, err := tablesOf(c.File, data)
	if err != nil {
		return err
	}
	var rows []score.Row
	for _, page := range pages {
		if rows = page.Rows; len(rows) > 0 {
			break
		}
	}
	for _, row := range rows {
		if found, ok := config.Secrecy.compiled.Find(strings.Join(row.Cells, " ")); ok {
			return refuse("Không giao: dòng %d có %s. Nội dung này không được đưa lên mạng; bỏ khỏi tệp rồi làm lại.", row.Line, found.Pattern)
		}
	}
	return p.writing(config, func(tx *store.Tx) error {
		targets, err := bot.ReadTargets(tx, c.Period, rows, now())
		var wrong score.Mistakes
		if errors.As(err, &wrong) {
			for _, m := range wrong {
				fmt.Fprintln(p.stdout, render.SheetMistake(m))
			}
			return refuse("Tệp %s có %d dòng lỗi, chưa giao chỉ tiêu nào: %s.", c.File, len(wrong), render.SheetMistakes(wrong))
		}
		if err != nil {
			return periodRefusal(err, c.Period)
		}
		err = tx.SetTargets(c.Period, targets, "", now())
		switch {
		case errors.Is(err, store.ErrApproved):
			return refuse("Hội đồng đã thông qua cụm, khối của một đơn vị trong tệp; chỉ tiêu không đổi được nữa.")
		case errors.Is(err, store.ErrNotNow):
			return refuse("Đợt số %d đã qua bước thẩm định; chỉ tiêu không đổi được nữa.", c.Period)
		case err != nil:
			return err
		}
		fmt.Fprintf(p.stdout, "Đã giao %d chỉ tiêu.\n", len(targets))
		return nil
	})
}
