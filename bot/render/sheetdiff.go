package render

import (
	"fmt"
	"strings"

	"thuky/store"
	"thuky/store/score"
)

// keyNames are the keys of a sheet as people say them.
var keyNames = map[string]string{
	"id": "mã phiếu", "title": "tên", "applies_to": "áp dụng cho", "source": "nguồn", "base_points": "điểm chuẩn", "score_step": "bước điểm",
	"max": "tối đa", "parent": "mục cha", "section": "mục", "rule": "quy tắc", "target": "chỉ tiêu", "lower_better": "càng thấp càng tốt",
	"floor_rate": "tỷ lệ sàn", "levels": "các mức", "points_each": "điểm mỗi việc", "measure": "đơn vị đo", "evidence": "minh chứng",
	"evidence_required": "bắt buộc minh chứng", "note": "ghi chú", "auto": "tự tính", "reason_required": "cần lý do", "effect": "hệ quả",
	"cap": "mức trần", "titles": "danh hiệu", "bonus_cap": "trần điểm thưởng", "total_cap": "trần tổng điểm", "label": "tên mức", "min": "từ",
	"order": "thứ tự xếp hạng",
}

// SheetDiff tells what a sheet changes against another one, and which answers must be
// given again by units that have begun.
func SheetDiff(v store.SheetVersion, old, new *score.Sheet, changes []score.Change, page int) (m store.Message, pages int) {
	title := bold("So với " + escape(clip(SheetLabel(v), 100)))
	if len(changes) == 0 {
		return message(title, "Không khác gì."), 1
	}
	all := make([]string, len(changes))
	for i, c := range changes {
		all[i] = changeLine(c, old, new)
	}
	blocks := []block{{lines: all}}
	if touched := score.Touched(changes); len(touched) > 0 {
		blocks = append(blocks, block{lines: []string{"Đơn vị đã bắt đầu phải trả lời lại: " + escape(strings.Join(touched, ", "))}})
	}
	text, pages := pick(paginate(title+"\n"+fmt.Sprintf("%d chỗ khác", len(all)), blocks), page)
	return message(text), pages
}

// SheetChanges is what a sheet changes against another one, plain, a line each.
func SheetChanges(old, new *score.Sheet) []string {
	var all []string
	for _, c := range score.Diff(old, new) {
		all = append(all, Plain(changeLine(c, old, new)))
	}
	return all
}

// changeLine is one change: "+ A.II.3 Tên", "A.I.1: tối đa 4 → 5".
func changeLine(c score.Change, old, new *score.Sheet) string {
	name := c.Code
	if c.Page != "criterion" {
		name = strings.TrimSpace(tableNames[c.Page] + " " + c.Code)
	}
	switch c.Kind {
	case score.Added:
		return "+ " + escape(clip(name+" "+titleIn(new, c), 250))
	case score.Removed:
		return "− " + escape(clip(name+" "+titleIn(old, c), 250))
	}
	key := keyNames[c.Key]
	if key == "" {
		key = c.Key
	}
	return escape(clip(name, 60)) + ": " + key + " " + sideOf(c.Old) + " → " + sideOf(c.New)
}

// sideOf is what stood or stands: figures with a comma, yes for what is set.
func sideOf(text string) string {
	switch text {
	case "":
		return "(không)"
	case "true":
		return "có"
	}
	return escape(clip(figure(text), 120))
}

// titleIn is the words of an entry that is only in one of two sheets.
func titleIn(s *score.Sheet, c score.Change) string {
	for _, page := range s.Pages() {
		if page.Name != c.Page {
			continue
		}
		for _, row := range page.Rows[1:] {
			if fmt.Sprint(row[0]) != c.Code {
				continue
			}
			for i, key := range page.Rows[0] {
				if key == "title" || key == "label" {
					return fmt.Sprint(row[i])
				}
			}
		}
	}
	return ""
}
