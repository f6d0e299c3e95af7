package score

import (
	"fmt"
	"slices"
)

// A Change is one thing that differs between two versions of a sheet (so với phiếu
// trước).
type Change struct {
	Kind ChangeKind
	Page string // the table: "criterion"
	Code string // of the entry, "" for what stands once
	Key  string // of Altered: "max"
	Old  string // of Altered, "" for nothing there
	New  string
}

// A ChangeKind says what happened to an entry.
type ChangeKind string

// The kinds of change.
const (
	Added   ChangeKind = "added"   // thêm
	Removed ChangeKind = "removed" // bỏ
	Altered ChangeKind = "altered" // đổi
)

// Diff lists what differs between two sheets, entry by entry and key by key, in the
// order of the new one; what was removed from a table stands behind its rest. What
// is only in another place of its table is no change.
func Diff(old, new *Sheet) []Change {
	var changes []Change
	before := old.Pages()
	for i, page := range new.Pages() {
		keys := page.Rows[0]
		was := byCode(before[i])
		for _, row := range page.Rows[1:] {
			code := codeOf(page, row)
			earlier, known := was[code]
			delete(was, code)
			if !known {
				changes = append(changes, Change{Kind: Added, Page: page.Name, Code: code})
				continue
			}
			for j, key := range keys {
				if a, b := cellText(earlier[j]), cellText(row[j]); a != b {
					changes = append(changes, Change{Altered, page.Name, code, fmt.Sprint(key), a, b})
				}
			}
		}
		for _, row := range before[i].Rows[1:] {
			if code := codeOf(page, row); was[code] != nil {
				changes = append(changes, Change{Kind: Removed, Page: page.Name, Code: code})
			}
		}
	}
	return changes
}

// Touched lists what must be asked again when a form goes on with the new sheet:
// criteria, bonuses and deductions that are new, and those whose rule or figures
// changed. Words may change freely.
func Touched(changes []Change) []string {
	var codes []string
	for _, c := range changes {
		words := slices.Contains([]string{"section", "title", "note", "evidence", "evidence_required", "reason_required"}, c.Key)
		asked := c.Page == "criterion" || c.Page == "bonus" || c.Page == "deduction"
		if asked && (c.Kind == Added || c.Kind == Altered && !words) && !slices.Contains(codes, c.Code) {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

func byCode(page Page) map[string][]any {
	rows := make(map[string][]any, len(page.Rows))
	for _, row := range page.Rows[1:] {
		rows[codeOf(page, row)] = row
	}
	return rows
}

// codeOf is the entry's code, "" in a table that stands once.
func codeOf(page Page, row []any) string {
	if page.Rows[0][0] == "code" {
		return cellText(row[0])
	}
	return ""
}

func cellText(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}
