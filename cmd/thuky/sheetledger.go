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

type sheetImport struct {
	sheetFile
}

// Run keeps the sheet as the next version of its id. What must not travel is refused:
// a sheet goes out through the messenger.
func (c *sheetImport) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	s, err := c.sheet()
	if err != nil {
		return err
	}
	if err := withholdSheet(config.Secrecy.compiled, &s); err != nil {
		return err
	}
	return p.writing(config, func(tx *store.Tx) error {
		last, found, err := tx.LastSheet(s.ID)
		if err != nil {
			return err
		}
		v, err := tx.TakeSheet(s, "", now())
		switch {
		case errors.Is(err, store.ErrSameSheet):
			return refuse("Phiếu %s không khác gì bản %d đã nạp.", s.ID, v.Version)
		case err != nil:
			return err
		}
		fmt.Fprintf(p.stdout, "Đã nạp phiếu %s, bản %d.\n", v.Sheet, v.Version)
		printAccepted(p.stdout, &s)
		if !found {
			return nil
		}
		_, old, err := tx.Sheet(last.ID)
		if err != nil {
			return err
		}
		for _, line := range render.SheetChanges(old, &s) {
			fmt.Fprintln(p.stdout, line)
		}
		return nil
	})
}

// withholdSheet refuses a sheet that holds what must not travel.
func withholdSheet(secrecy bot.Secrecy, s *score.Sheet) error {
	for _, page := range s.Pages() {
		for _, row := range page.Rows[1:] {
			var cells []string
			for _, value := range row {
				if text, ok := value.(string); ok {
					cells = append(cells, text)
				}
			}
			if found, ok := secrecy.Find(strings.Join(cells, " ")); ok {
				return refuse("Không nạp: bảng %s, mã %v có %s. Nội dung này không được đưa lên mạng; chỉ ghi mã và tên ngắn rồi làm lại.", page.Name, row[0], found.Pattern)
			}
		}
	}
	return nil
}

type sheetList struct{}

// Run lists the newest version of every sheet.
func (sheetList) Run(p *program) error {
	config, _, err := p.settings()
	if err != nil {
		return err
	}
	return p.reading(config, func(tx *store.Tx) error {
		all, err := tx.Sheets()
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return refuse("Chưa có phiếu nào. Nạp bằng: thuky sheet import TỆP")
		}
		for _, v := range all {
			fmt.Fprintf(p.stdout, "%s  bản %d  %s  %s\n", v.Sheet, v.Version, v.At.In(config.Office.zone).Format("02/01/2006"), v.Title)
		}
		return nil
	})
}
