package render

import (
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// historyChanges is how many changes of one version its history lists.
const historyChanges = 10

// History tells who changed what in a week, and when, the newest first: one page of
// it, and how many there are. zone is the office's.
func History(monday civil.Date, revisions []store.Revision, d *staff.Directory, zone *time.Location, page int) (m store.Message, pages int) {
	title := bold("Các bản lịch tuần " + between(monday, monday.AddDays(6)))
	var blocks []block
	for _, r := range revisions {
		blocks = append(blocks, revision(r, d, zone))
	}
	if len(blocks) == 0 {
		blocks = []block{{lines: []string{"Tuần này chưa có bản lịch nào."}}}
	}
	m.Text, pages = pick(paginate(title, blocks), page)
	return m, pages
}

// revision is one version: number, moment and person above what it changed.
func revision(r store.Revision, d *staff.Directory, zone *time.Location) block {
	at := r.At.In(zone)
	b := block{head: fmt.Sprintf("%s · %s, %s · %s", bold(fmt.Sprintf("Bản %d", r.Version)),
		at.Format("15h04"), longDay(civil.DateOf(at)), escape(clip(author(r.By, d), 100)))}
	if headline := headline(r); headline != "" {
		b.lines = append(b.lines, headline)
	}
	if !listsChanges(r) {
		return b
	}
	w := changeWords{directory: d, most: 160, dated: true}
	for i, c := range r.Changes {
		if i == historyChanges {
			b.lines = append(b.lines, fmt.Sprintf("… và %d thay đổi khác.", len(r.Changes)-i))
			break
		}
		b.lines = append(b.lines, w.line(c))
	}
	return b
}

// author is who made a version.
func author(key string, d *staff.Directory) string {
	p, ok := d.Person(key)
	switch {
	case ok:
		return p.Style()
	case key == "":
		return "từ máy chủ"
	}
	return "đ/c " + key
}

// headline says what kind of step a version is, and why it was made.
func headline(r store.Revision) string {
	said := ""
	switch {
	case r.Extent == store.Withdrawn:
		said = "Hoàn tác: rút lại lịch tuần."
	case r.Step == store.Undone:
		said = "Hoàn tác:"
	case r.Step == store.Published && firstOf(r):
		said = fmt.Sprintf("Công bố lịch tuần: %d mục.", r.Items)
	case r.Step == store.Published && len(r.Changes) == 0:
		said = "Công bố lại, không có thay đổi."
	case r.Step == store.Published:
		said = "Công bố lại: " + tally(r.Changes) + "."
	}
	why := ""
	if r.Note != "" {
		why = "Lý do: " + escape(clip(r.Note, 300))
	}
	return strings.TrimSpace(lines(said, why))
}

// firstOf reports whether the version is a whole week that stands where nothing was.
func firstOf(r store.Revision) bool {
	added, _, _ := week.Tally(r.Changes)
	return added == len(r.Changes) && added == r.Items
}

// listsChanges reports whether the changes are told one by one: not where all of a week
// came or went.
func listsChanges(r store.Revision) bool {
	return r.Extent != store.Withdrawn && !(r.Step == store.Published && firstOf(r))
}
