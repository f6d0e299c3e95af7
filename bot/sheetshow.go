package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// show is what the screen shows, and what can be chosen there.
func (p *sheetScreen) show(k sheetDesk) (store.Message, [][]sheetChoice) {
	stop := sheetChoice{"Thôi", func(p *sheetScreen) { p.View = "" }}
	list := sheetChoice{"Các phiếu", func(p *sheetScreen) { *p = sheetScreen{View: sheetList} }}
	switch p.View {
	case sheetReadingV:
		return render.ReadingSheet(p.Reading.File), nil
	case sheetWrong:
		m, pages := render.SheetWrong(p.Reading.File, p.Reading.Mistakes, p.Reading.Count, p.Page)
		return m, append(p.turnOver(pages), []sheetChoice{stop})
	case sheetPreview:
		return p.showPreview(k, stop)
	case sheetAccept:
		back := sheetChoice{"Quay lại", func(p *sheetScreen) { p.View = sheetPreview }}
		return render.AskSumReason(p.Reading.Sheet.Accepted[min(p.Sum, len(p.Reading.Sheet.Accepted)-1)]), [][]sheetChoice{{back}}
	case sheetDiff:
		return p.showDiff(k)
	case sheetOther:
		return p.showOthers(k)
	case sheetVersion:
		return p.showVersion(k, list)
	case sheetVersions:
		var all []sheetChoice
		for _, v := range k.older {
			all = append(all, sheetChoice{render.VersionLabel(v), func(p *sheetScreen) { p.View, p.Version, p.Page, p.Against = sheetVersion, v.ID, 0, 0 }})
		}
		return render.SheetVersions(k.sheet), append(p.choices(all), []sheetChoice{list})
	}
	var all []sheetChoice
	for _, v := range k.known {
		all = append(all, sheetChoice{render.SheetLabel(v), func(p *sheetScreen) { *p = sheetScreen{View: sheetVersion, Version: v.ID} }})
	}
	return render.Sheets(len(k.known)), append(p.choices(all), []sheetChoice{{"Đóng", stop.do}})
}

func (p *sheetScreen) choices(all []sheetChoice) [][]sheetChoice {
	return pageOf(all, p.Page, 1, func(p *sheetScreen) { p.Page++ })
}

// turnOver are the buttons of a text of several pages.
func (p *sheetScreen) turnOver(pages int) [][]sheetChoice {
	if pages < 2 {
		return nil
	}
	return [][]sheetChoice{{{"◀ Trang trước", func(p *sheetScreen) { p.Page += pages - 1 }}, {"Trang sau ▶", func(p *sheetScreen) { p.Page++ }}}}
}

// howMuch leads from a sheet in short to every criterion of it, and back.
func (p *sheetScreen) howMuch(short bool) [][]sheetChoice {
	switch {
	case short:
		return [][]sheetChoice{{{"Xem từng tiêu chí", func(p *sheetScreen) { p.Whole, p.Page = true, 0 }}}}
	case p.Whole:
		return [][]sheetChoice{{{"Xem tóm tắt", func(p *sheetScreen) { p.Whole, p.Page = false, 0 }}}}
	}
	return nil
}

// showPreview is a sheet on its way in: it is kept once every sum error has a reason.
func (p *sheetScreen) showPreview(k sheetDesk, stop sheetChoice) (store.Message, [][]sheetChoice) {
	m, pages, short := render.SheetPreview(render.SheetRead{Sheet: k.sheet, File: p.Reading.File, Formulas: p.Reading.Formulas, Last: k.older}, p.Whole, p.Page)
	rows := append(p.turnOver(pages), p.howMuch(short)...)
	open := 0
	for i, e := range k.sheet.Accepted {
		if e.Reason == "" {
			open++
			rows = append(rows, []sheetChoice{{render.AcceptLabel(e), func(p *sheetScreen) { p.View, p.Sum = sheetAccept, i }}})
		}
	}
	if open == 0 {
		rows = append(rows, []sheetChoice{{"Nạp phiếu", func(p *sheetScreen) { p.order = (*turn).takeSheet }}})
	}
	return m, append(rows, p.compareButtons(k), []sheetChoice{stop})
}

// compareButtons lead to what differs from another sheet.
func (p *sheetScreen) compareButtons(k sheetDesk) []sheetChoice {
	var row []sheetChoice
	if k.other != nil {
		row = append(row, sheetChoice{"So với " + render.VersionName(k.against, k.sheet), func(p *sheetScreen) { p.View, p.Page = sheetDiff, 0 }})
	}
	return append(row, sheetChoice{"So với phiếu khác", func(p *sheetScreen) { p.View, p.Page = sheetOther, 0 }})
}

// back leads from a comparison to what is compared.
func (p *sheetScreen) back() sheetChoice {
	return sheetChoice{"Quay lại", func(p *sheetScreen) {
		if p.View, p.Page = sheetPreview, 0; p.Version != 0 {
			p.View = sheetVersion
		}
	}}
}

func (p *sheetScreen) showDiff(k sheetDesk) (store.Message, [][]sheetChoice) {
	var changes []score.Change
	if k.other != nil {
		changes = score.Diff(k.other, k.sheet)
	}
	m, pages := render.SheetDiff(k.against, k.other, k.sheet, changes, p.Page)
	return m, append(p.turnOver(pages), []sheetChoice{p.back()})
}

func (p *sheetScreen) showOthers(k sheetDesk) (store.Message, [][]sheetChoice) {
	var all []sheetChoice
	for _, v := range k.known {
		if v.ID != p.Version {
			all = append(all, sheetChoice{render.SheetLabel(v), func(p *sheetScreen) { p.View, p.Against, p.Page = sheetDiff, v.ID, 0 }})
		}
	}
	return render.CompareWithWhich(len(all)), append(p.choices(all), []sheetChoice{p.back()})
}

// showVersion is a sheet that was taken in.
func (p *sheetScreen) showVersion(k sheetDesk, list sheetChoice) (store.Message, [][]sheetChoice) {
	m, pages, short := render.SheetPages(k.sheet, k.version, p.Whole, p.Page)
	rows := append(append(p.turnOver(pages), p.howMuch(short)...), []sheetChoice{{"Tải XLSX", func(p *sheetScreen) { p.order = (*turn).writeSheet }}})
	for i, v := range k.older { // the one before
		if v.ID == p.Version && i+1 < len(k.older) {
			before := k.older[i+1]
			rows = append(rows, []sheetChoice{
				{"So với " + render.VersionName(before, k.sheet), func(p *sheetScreen) { p.View, p.Against, p.Page = sheetDiff, before.ID, 0 }},
				{"Các bản", func(p *sheetScreen) { p.View, p.Page = sheetVersions, 0 }}})
		}
	}
	if len(k.older) > 1 && k.older[len(k.older)-1].ID == p.Version {
		rows = append(rows, []sheetChoice{{"Các bản", func(p *sheetScreen) { p.View, p.Page = sheetVersions, 0 }}})
	}
	return m, append(rows, []sheetChoice{{"So với phiếu khác", func(p *sheetScreen) { p.View, p.Page = sheetOther, 0 }}, list})
}

// errandWriteSheet writes a version of a sheet as a workbook.
const errandWriteSheet = "write-sheet"

// writeTask is the task of errandWriteSheet.
type writeTask struct {
	Version int64 `json:"version"`
}

// writeResult is what it brings back.
type writeResult struct {
	Person string    `json:"person"`
	Task   writeTask `json:"task"`
	Hash   string    `json:"hash,omitempty"` // "" if it could not be written
}

// writeSheet sends for the workbook of the version shown.
func (t *turn) writeSheet(p *sheetScreen) error {
	return t.tx.NewErrand(errandWriteSheet, t.arrival.Chat, t.asker.Key, writeTask{p.Version}, t.now)
}

// workbookOf writes a version of a sheet and keeps the file.
func (b *Bot) workbookOf(ctx context.Context, e store.Errand) (any, error) {
	r := writeResult{Person: e.Person}
	if err := json.Unmarshal(e.Task, &r.Task); err != nil {
		return r, nil
	}
	var sheet *score.Sheet
	if err := b.store.Read(ctx, func(tx *store.Tx) (err error) {
		_, sheet, err = tx.Sheet(r.Task.Version)
		return err
	}); err != nil {
		return r, err
	}
	data, err := render.SheetWorkbook(sheet)
	if err != nil {
		return r, err
	}
	r.Hash, err = b.store.KeepFile(data, b.now())
	return r, err
}

// unwritten is the result of a workbook that could not be written.
func unwritten(e store.Errand) any {
	r := writeResult{Person: e.Person}
	_ = json.Unmarshal(e.Task, &r.Task)
	return r
}

// sheetWritten sends the workbook to whoever asked for it.
func (t *turn) sheetWritten(r writeResult) error {
	if same, err := t.returnTo(r.Person); err != nil || !same {
		return errors.Join(err, t.aside("person has changed"))
	}
	if !t.asker.May(staff.ManageSheet) {
		return t.say(render.MayNotManageSheets())
	}
	if r.Hash == "" {
		return t.say(render.SheetNotWritten())
	}
	v, sheet, err := t.tx.Sheet(r.Task.Version)
	if err != nil {
		return err
	}
	m := render.SheetFile(v, sheet)
	m.File = &store.File{Hash: r.Hash, Name: fmt.Sprintf("phieu-%s-ban-%d.xlsx", fileName(v.Sheet), v.Version)}
	return t.say(m)
}

// fileName is a text as part of a file's name: letters, figures and dashes.
func fileName(text string) string {
	clean := []rune{}
	for _, r := range text {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' || r == '_' {
			clean = append(clean, r)
		}
		if len(clean) == 60 {
			break
		}
	}
	return string(clean)
}
