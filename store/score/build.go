package score

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Schema is the form of sheet that this package reads.
const Schema = "thuky.sheet/1"

// mostEntries is how many sections, criteria and so on a sheet may have together.
const mostEntries = 2000

// longestText is how many letters a text of a sheet may have.
const longestText = 4096

// A builder turns records into a sheet and collects what is wrong.
type builder struct {
	sheet    Sheet
	mistakes Mistakes
	entries  map[string][]*form // by table, as read
}

// build reads and checks all records. The sheet is good only without mistakes.
func build(records []record, accepted []Exception) (Sheet, Mistakes) {
	b := &builder{entries: map[string][]*form{}}
	if len(records) > mostEntries {
		over := records[mostEntries]
		return b.sheet, Mistakes{{Fault: TooMany, Page: over.page, Line: over.line, Want: strconv.Itoa(mostEntries)}}
	}
	for _, r := range records {
		known := slices.IndexFunc(tables, func(t tableKind) bool { return t.name == r.table })
		switch {
		case known < 0:
			b.mistakes = append(b.mistakes, &Mistake{Fault: UnknownTable, Page: r.page, Line: r.line, Value: r.table})
			continue
		case tables[known].once && len(b.entries[r.table]) > 0:
			b.mistakes = append(b.mistakes, &Mistake{Fault: Duplicate, Page: r.page, Line: r.line, Table: r.table, Value: r.table})
			continue
		}
		f := &form{record: r, mistakes: &b.mistakes, used: map[string]bool{}}
		b.entries[r.table] = append(b.entries[r.table], f)
		b.read(f)
		f.refuseRest()
	}
	if len(b.entries[root]) == 0 {
		b.mistakes = append(b.mistakes, &Mistake{Fault: Missing, Line: 1, Key: "schema"})
	}
	b.check(accepted)
	slices.SortStableFunc(b.mistakes, func(x, y *Mistake) int {
		return cmp.Or(cmp.Compare(pageOrder(x.Page), pageOrder(y.Page)), cmp.Compare(x.Line, y.Line))
	})
	return b.sheet, b.mistakes
}

func pageOrder(page string) int {
	for i, t := range tables {
		if t.name == page {
			return i
		}
	}
	return -1
}

// read takes one record into the sheet.
func (b *builder) read(f *form) {
	s := &b.sheet
	switch f.table {
	case root:
		f.schema()
		s.ID, s.Title, s.AppliesTo, s.Source = f.needText("id"), f.needText("title"), f.text("applies_to"), f.text("source")
		s.BasePoints, s.ScoreStep = f.needPoints("base_points"), 1
		if f.has("score_step") {
			s.ScoreStep = f.needPoints("score_step")
		}
	case "section":
		s.Sections = append(s.Sections, Section{f.needText("code"), f.needText("title"), f.needPoints("max"), f.text("parent")})
	case "criterion":
		s.Criteria = append(s.Criteria, f.criterion())
	case "bonus":
		s.Bonuses = append(s.Bonuses, Bonus{Code: f.needText("code"), Title: f.needText("title"), Max: f.needPoints("max"),
			PointsEach: f.positive("points_each"), Levels: f.levels(), EvidenceRequired: f.flag("evidence_required")})
	case "deduction":
		s.Deductions = append(s.Deductions, Deduction{Code: f.needText("code"), Title: f.needText("title"),
			PointsEach: f.needPoints("points_each"), Max: f.positive("max"), Auto: f.flag("auto"), ReasonRequired: f.flag("reason_required")})
	case "veto":
		s.Vetoes = append(s.Vetoes, Veto{f.needText("code"), f.needText("title"), Effect(f.needText("effect")), f.text("cap"), f.list("titles")})
	case "limits":
		s.Limits = Limits{f.limit("bonus_cap"), f.limit("total_cap")}
	case "grade":
		s.Grades = append(s.Grades, Grade{f.needText("code"), f.needText("label"), f.fromZero("min")})
	case "ranking":
		for _, key := range f.list("order") {
			s.Order = append(s.Order, OrderKey(key))
		}
	}
}

func (f *form) criterion() Criterion {
	return Criterion{
		Code: f.needText("code"), Section: f.needText("section"), Title: f.needText("title"), Max: f.needPoints("max"),
		Rule: Rule(f.needText("rule")), Target: f.number("target"), LowerBetter: f.flag("lower_better"), FloorRate: f.number("floor_rate"),
		Levels: f.levels(), PointsEach: f.positive("points_each"), Measure: f.text("measure"), Evidence: f.text("evidence"),
		EvidenceRequired: f.flag("evidence_required"), Note: f.text("note"),
	}
}

// A form reads one record, key by key, and complains about what it cannot use.
type form struct {
	record
	mistakes *Mistakes
	used     map[string]bool
}

// complain notes a mistake at a key of the record.
func (f *form) complain(fault Fault, key, value, want string) {
	m := &Mistake{Fault: fault, Page: f.page, Line: f.line, Table: f.table, Key: key, Value: value, Want: want}
	if at, ok := f.fields[key]; ok {
		m.Line = at.line
	}
	if code, ok := f.fields["code"]; ok {
		m.Code = shown(code.value)
	}
	*f.mistakes = append(*f.mistakes, m)
}

func (f *form) refuseRest() {
	for _, key := range sortedKeys(f.fields) {
		if !f.used[key] {
			f.complain(UnknownKey, key, key, "")
		}
	}
}

func (f *form) has(key string) bool {
	_, ok := f.fields[key]
	return ok
}

func (f *form) take(key string) (any, bool) {
	f.used[key] = true
	at, ok := f.fields[key]
	return at.value, ok
}

func (f *form) schema() {
	if text := f.needText("schema"); text != "" && text != Schema {
		f.complain(WrongSchema, "schema", text, Schema)
	}
}

// text is a text on one line, "" without the key.
func (f *form) text(key string) string {
	value, ok := f.take(key)
	if !ok {
		return ""
	}
	return f.clean(key, value)
}

func (f *form) clean(key string, value any) string {
	var text string
	switch v := value.(type) {
	case string:
		text = v
	case cell:
		text = string(v)
	default:
		f.complain(WrongType, key, shown(value), "")
		return ""
	}
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || r == '\u007f' || r == '\u00a0' }), " ")
	if len([]rune(text)) > longestText {
		f.complain(TooLong, key, shown(text), "")
		return ""
	}
	return text
}

func (f *form) needText(key string) string {
	text := f.text(key)
	if text == "" && !f.complained(key) {
		f.complain(Missing, key, "", "")
	}
	return text
}

// complained reports whether the key's value was already refused.
func (f *form) complained(key string) bool {
	return slices.ContainsFunc(*f.mistakes, func(m *Mistake) bool {
		return m.Key == key && m.Table == f.table && f.has(key) && m.Line == f.fields[key].line
	})
}

func (f *form) flag(key string) bool {
	switch v, ok := f.take(key); v := v.(type) {
	case bool:
		return v
	case cell:
		switch strings.ToLower(string(v)) {
		case "true", "1":
			return true
		case "false", "0":
			return false
		}
		f.complain(WrongType, key, shown(v), "true, false")
	default:
		if ok {
			f.complain(WrongType, key, shown(v), "true, false")
		}
	}
	return false
}

// number is a figure, nil without the key.
func (f *form) number(key string) *big.Rat {
	value, ok := f.take(key)
	if !ok {
		return nil
	}
	n, ok := number(value)
	switch {
	case !ok:
		f.complain(WrongType, key, shown(value), "")
		return nil
	case n.Sign() < 0:
		f.complain(Negative, key, shown(value), "")
		return nil
	}
	return n
}

// points is a figure in points; ok is false without the key or after a complaint.
func (f *form) points(key string) (Points, bool) {
	n := f.number(key)
	if n == nil {
		return 0, false
	}
	return f.inPoints(key, n)
}

func (f *form) inPoints(key string, n *big.Rat) (Points, bool) {
	switch p, ok := exactPoints(n); {
	case !ok && !times(n, big.NewRat(100, 1)).IsInt():
		f.complain(TooFine, key, NumberText(n), "")
	case !ok || p > maxPoints:
		f.complain(TooLarge, key, NumberText(n), Points(maxPoints).String())
	default:
		return p, true
	}
	return 0, false
}

// positive is a figure above 0, 0 without the key.
func (f *form) positive(key string) Points {
	p, ok := f.points(key)
	if ok && p == 0 {
		f.complain(NotPositive, key, "0", "")
	}
	return p
}

func (f *form) needPoints(key string) Points {
	if !f.has(key) {
		f.used[key] = true
		f.complain(Missing, key, "", "")
	}
	return f.positive(key)
}

// fromZero is a figure that must be there and may be 0.
func (f *form) fromZero(key string) Points {
	p, _ := f.points(key)
	if !f.has(key) {
		f.complain(Missing, key, "", "")
	}
	return p
}

func (f *form) limit(key string) *Points {
	p, ok := f.points(key)
	if ok && p == 0 && key == "total_cap" {
		f.complain(NotPositive, key, "0", "")
	}
	if ok {
		return &p
	}
	return nil
}

// list is a list of texts; a cell holds them with semicolons between.
func (f *form) list(key string) []string {
	value, ok := f.take(key)
	if !ok {
		return nil
	}
	var all []string
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			text := f.clean(key, one)
			if text == "" || strings.Contains(text, ";") {
				f.complain(WrongType, key, text, "")
				continue
			}
			all = append(all, text)
		}
	case cell:
		for one := range strings.SplitSeq(string(v), ";") {
			if text := f.clean(key, cell(one)); text != "" {
				all = append(all, text)
			}
		}
	default:
		f.complain(WrongType, key, shown(value), "")
	}
	return all
}
