package bot

import (
	"errors"
	"slices"
	"strconv"

	"thuky/bot/form"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// formMessage is what a screen of a form shows, with its buttons.
func (t *turn) formMessage(st *formState, k *formDesk) (store.Message, error) {
	p, err := t.formPage(st, k)
	if err != nil {
		return store.Message{}, err
	}
	m := render.Form(p)
	if st.Notice != "" {
		m.Text = st.Notice + "\n\n" + m.Text
	}
	m.Buttons = slices.DeleteFunc(formButtons(st, k, p), func(row []store.Button) bool { return len(row) == 0 })
	return m, k.failed
}

// formPage gathers what the view tells.
func (t *turn) formPage(st *formState, k *formDesk) (p render.FormPage, err error) {
	p = render.FormPage{State: st.State, Desk: &k.Desk, Unit: k.unit.Name, Period: k.period, Sub: k.sub, Directory: t.names.Directory(),
		Asker: t.asker.Key, Now: t.now, Lock: k.lock, Due: k.due(), DaysLate: k.daysLate(), Late: k.lateCost(), TooLate: k.lock == render.FormOpen && !k.maySubmitNow(),
		Changed: k.changed(), Returned: k.returned, Head: t.mayOnUnit(staff.SubmitForm, st.Unit)}
	switch st.View {
	case form.Question, form.Proof:
		p.Entry, p.Covenant = k.ledgerEntry(st.At), k.covenant(st.At)
		st.Seen = p.Entry.Revision // what the person is going to see
		if st.View == form.Question {
			last, found, err := t.tx.LastAnswer(k.period.ID, k.sub.Unit, st.At)
			if err != nil {
				return p, err
			}
			if found {
				p.Last = &last
			}
		}
	case form.Review, form.Confirm:
		if err := k.all(); err != nil {
			return p, err
		}
		entries := make(map[string]form.Entry, len(k.entries))
		for code, e := range k.entries {
			entries[code] = entryOf(e)
		}
		p.Review = k.Review(entries)
		st.Edited = k.sub.Edited.UnixMilli()
		p.Result, err = k.result()
		st.Total = int64(p.Result.Total)
	case form.SendBack:
		p.Contacts = t.peopleNames(t.contactsOf(st.Unit, st.From))
	case form.Start:
		if k.sub.Receipt != "" {
			p.Result, err = k.result()
		}
		if p.Changed {
			_, next, err2 := t.tx.Sheet(k.current)
			if err2 != nil {
				return p, err2
			}
			p.Changes = score.Diff(k.Sheet, next)
		}
	}
	return p, errors.Join(err, k.failed)
}

// formButtons are the buttons of the view.
func formButtons(st *formState, k *formDesk, p render.FormPage) [][]store.Button {
	writable := p.Lock == render.FormOpen || p.Lock == render.FormReturned
	switch st.View {
	case form.Question:
		return questionButtons(st, k, writable)
	case form.Proof:
		return proofButtons(st, k)
	case form.Overview:
		return overviewButtons(st, k, writable)
	case form.Section:
		return sectionButtons(st, k)
	case form.Differ:
		return differButtons(st)
	case form.Review:
		return reviewButtons(st, k, p)
	case form.Confirm:
		return [][]store.Button{{{Label: "Xác nhận nộp", Action: form.ActSubmit}}, {{Label: "◀ Rà soát lại", Action: form.ActReview}}}
	case form.SendBack:
		return [][]store.Button{{{Label: "◀ Rà soát lại", Action: form.ActReview}}}
	case form.Files:
		return [][]store.Button{{{Label: "Tải Excel", Action: form.ActWorkbook}, {Label: "Tải CSV", Action: form.ActCSV}, {Label: "Tải Word", Action: form.ActDocument}}, wayOut()}
	}
	return startButtons(k, p, writable)
}

// wayOut is the last row of most views.
func wayOut() []store.Button {
	return []store.Button{{Label: "◀ Phiếu", Action: form.ActStart}, {Label: "Lưu & thoát", Action: form.ActLeave}}
}

func questionButtons(st *formState, k *formDesk, writable bool) (rows [][]store.Button) {
	l, _ := k.Sheet.Leaf(st.At)
	open := writable && k.Open(st.At)
	if open {
		var options []store.Button
		for i, o := range form.Options(l, k.TargetOf(l)) {
			options = append(options, store.Button{Label: render.FormOption(l, o), Action: form.ActOption + strconv.Itoa(i)})
		}
		rows = append(rows, inPairs(options)...)
	}
	e := k.ledgerEntry(st.At)
	var about []store.Button
	if open && e.Value != "" {
		about = append(about, store.Button{Label: "Minh chứng", Action: form.ActProof}, store.Button{Label: "Xoá trả lời", Action: form.ActClear})
	}
	if open && len(st.Done) > 0 {
		about = append(about, undoButton)
	}
	last, skip := "Rà soát, nộp", "Bỏ qua ▶"
	if !writable {
		last = "Xem tổng hợp"
	}
	if !open {
		skip = "Sau ▶"
	}
	return append(rows, about,
		[]store.Button{{Label: "◀ Trước", Action: form.ActBack}, {Label: "Danh mục", Action: form.ActOverview}, {Label: skip, Action: form.ActSkip}},
		append([]store.Button{{Label: last, Action: form.ActReview}}, wayOut()...))
}

// inPairs lays buttons out, two short ones in a row.
func inPairs(all []store.Button) (rows [][]store.Button) {
	for _, b := range all {
		if last := len(rows) - 1; last >= 0 && len(rows[last]) < 3 && short(rows[last][0].Label) && short(b.Label) {
			rows[last] = append(rows[last], b)
			continue
		}
		rows = append(rows, []store.Button{b})
	}
	return rows
}

func proofButtons(st *formState, k *formDesk) (rows [][]store.Button) {
	var ways []store.Button
	if st.Step == form.WholeLine {
		ways = append(ways, store.Button{Label: "Nhập từng bước", Action: form.ActSteps})
	} else {
		ways = append(ways, store.Button{Label: "Nhập một dòng", Action: form.ActProof})
	}
	if st.Step == form.OfDay || st.Step == form.OfSummary {
		ways = append(ways, store.Button{Label: "Không ghi", Action: form.ActPass})
	}
	if st.Step != form.OfNote {
		ways = append(ways, store.Button{Label: "Giải thích", Action: form.ActNote})
	}
	if e := k.ledgerEntry(st.At); entryOf(e).Proven() {
		ways = append(ways, store.Button{Label: "Xoá minh chứng", Action: form.ActNoProof})
	}
	return append(inPairs(ways), []store.Button{{Label: "◀ Câu hỏi", Action: form.ActAgain}, {Label: "Câu tiếp ▶", Action: form.ActNext}})
}

func overviewButtons(st *formState, k *formDesk, writable bool) (rows [][]store.Button) {
	var parts []store.Button
	for i, part := range k.Sections() {
		parts = append(parts, store.Button{Label: render.FormPartLabel(part), Action: form.ActSection + strconv.Itoa(i)})
	}
	rows = inPairs(parts[:min(len(parts), mostButtons)])
	if !writable {
		return append(rows, []store.Button{{Label: "Xem tổng hợp", Action: form.ActReview}}, wayOut())
	}
	return append(rows, []store.Button{{Label: "Câu chưa trả lời ▶", Action: form.ActNext}, {Label: "Rà soát, nộp", Action: form.ActReview}}, wayOut())
}

// mostButtons is how many places of a sheet one screen leads to.
const mostButtons = 80

func sectionButtons(st *formState, k *formDesk) (rows [][]store.Button) {
	parts := k.Sections()
	part := parts[min(st.Section, len(parts)-1)]
	var codes []store.Button
	for _, i := range render.FormPageOf(part, st.Page) {
		codes = append(codes, leafButton(k, i))
	}
	rows = inPairs(codes)
	if pages := render.FormSectionPages(part); pages > 1 {
		rows = append(rows, []store.Button{{Label: "Trang sau ▶", Action: form.ActPage + strconv.Itoa((st.Page+1)%pages)}})
	}
	return append(rows, []store.Button{{Label: "◀ Danh mục", Action: form.ActOverview}, {Label: "Lưu & thoát", Action: form.ActLeave}})
}

// leafButton leads to a leaf.
func leafButton(k *formDesk, i int) store.Button {
	code := k.Leaves[i].Code
	label := render.FormCodeLabel(code)
	if _, given := k.Given[code]; given {
		label = "✓ " + label
	}
	return store.Button{Label: label, Action: form.ActLeaf + strconv.Itoa(i)}
}

func differButtons(st *formState) [][]store.Button {
	take, keep := "Lấy câu đồng chí nhập", "Giữ câu đang ghi"
	switch {
	case len(st.Differ) == 0:
		return [][]store.Button{{{Label: "Lưu tất cả", Action: form.ActTake}, {Label: "Thôi", Action: form.ActCancel}}}
	case len(st.Ready) > 0:
		take, keep = "Lưu tất cả, thay câu khác", "Chỉ lưu câu mới"
	}
	return [][]store.Button{{{Label: take, Action: form.ActTake}}, {{Label: keep, Action: form.ActKeep}}, {{Label: "Thôi", Action: form.ActCancel}}}
}

// reviewJumps is how many findings of the review have a button.
const reviewJumps = 12

func reviewButtons(st *formState, k *formDesk, p render.FormPage) (rows [][]store.Button) {
	var jumps []store.Button
	for _, f := range append(p.Review.Blank, p.Review.Missing...) {
		if len(jumps) < reviewJumps {
			jumps = append(jumps, store.Button{Label: render.FormCodeLabel(k.Leaves[f.At].Code), Action: form.ActLeaf + strconv.Itoa(f.At)})
		}
	}
	rows = inPairs(jumps)
	writable := p.Lock == render.FormOpen || p.Lock == render.FormReturned
	if writable && p.Review.Complete() && !p.Changed && !p.TooLate {
		if p.Head {
			rows = append(rows, []store.Button{{Label: "Nộp phiếu", Action: form.ActConfirm}, {Label: "Trả lại đầu mối", Action: form.ActSendBack}})
		} else {
			present := "Trình thủ trưởng"
			if st.Sent {
				present = "Trình lại"
			}
			rows = append(rows, []store.Button{{Label: present, Action: form.ActPresent}})
		}
	} else if writable && p.Head && st.From != "" {
		rows = append(rows, []store.Button{{Label: "Trả lại đầu mối", Action: form.ActSendBack}})
	}
	about := []store.Button{{Label: "Danh mục", Action: form.ActOverview}, {Label: "Điểm thưởng, trừ", Action: form.ActClaims}}
	if writable && len(st.Done) > 0 {
		about = append(about, undoButton)
	}
	return append(rows, about, wayOut())
}

var undoButton = store.Button{Label: "Hoàn tác", Action: form.ActUndo}

func startButtons(k *formDesk, p render.FormPage, writable bool) (rows [][]store.Button) {
	switch {
	case p.Changed:
		rows = append(rows, []store.Button{{Label: "Chuyển sang phiếu mới", Action: form.ActMove}})
		fallthrough
	case writable:
		next := "Chấm tiếp ▶"
		if len(k.Given) == 0 {
			next = "Bắt đầu chấm ▶"
		}
		if k.NextBlank("") != "" {
			rows = append(rows, []store.Button{{Label: next, Action: form.ActNext}})
		}
		var back []store.Button
		for at, l := range k.Leaves {
			if _, returned := p.Returned[l.Code]; returned && len(back) < reviewJumps {
				back = append(back, store.Button{Label: render.FormCodeLabel(l.Code), Action: form.ActLeaf + strconv.Itoa(at)})
			}
		}
		rows = append(rows, inPairs(back)...)
		rows = append(rows, []store.Button{{Label: "Danh mục", Action: form.ActOverview}, {Label: "Rà soát, nộp", Action: form.ActReview}})
		return append(rows, []store.Button{{Label: "Tệp Excel, CSV, Word", Action: form.ActFiles}, {Label: "Lưu & thoát", Action: form.ActLeave}})
	}
	return append(rows, []store.Button{{Label: "Xem từng mục", Action: form.ActOverview}, {Label: "Xem tổng hợp", Action: form.ActReview}},
		[]store.Button{{Label: "Tải Excel", Action: form.ActWorkbook}, {Label: "Tải Word", Action: form.ActDocument}, {Label: "Thoát", Action: form.ActLeave}})
}
