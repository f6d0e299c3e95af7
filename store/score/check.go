package score

import (
	"math/big"
	"slices"
	"strings"
)

// check finds what contradicts itself in a sheet that was read. Entries and forms
// stand in the same order, so form i tells the lines of entry i.
func (b *builder) check(accepted []Exception) {
	b.codes()
	b.sections()
	b.criteria()
	b.extras()
	b.grades()
	b.order()
	b.sums(accepted)
}

// codes refuses codes that stand twice. Answers name leaves by code alone, so
// these share one space.
func (b *builder) codes() {
	for _, space := range [][]string{{"section"}, {"criterion", "bonus", "deduction", "veto"}, {"grade"}} {
		seen := map[string]bool{}
		for _, table := range space {
			for _, f := range b.entries[table] {
				code := f.text("code")
				if code != "" && (seen[code] || code == submittedCode) {
					f.complain(Duplicate, "code", code, "")
				}
				seen[code] = true
			}
		}
	}
}

func (b *builder) sections() {
	parents := b.sheet.parents()
	for i, section := range b.sheet.Sections {
		f := b.entries["section"][i]
		if section.Parent == "" {
			continue
		}
		if !b.hasSection(section.Parent) {
			f.complain(UnknownParent, "parent", section.Parent, "")
			continue
		}
		outer := section.Parent
		for range parents { // no further than there are sections
			if outer == section.Code {
				f.complain(ParentLoop, "parent", section.Parent, "")
				break
			}
			outer = parents[outer]
		}
	}
}

func (b *builder) hasSection(code string) bool {
	return slices.ContainsFunc(b.sheet.Sections, func(s Section) bool { return s.Code == code })
}

func (b *builder) criteria() {
	for i := range b.sheet.Criteria {
		c, f := &b.sheet.Criteria[i], b.entries["criterion"][i]
		if c.Section != "" && !b.hasSection(c.Section) {
			f.complain(UnknownSection, "section", c.Section, "")
		}
		if c.Rule != "" && !slices.Contains(Rules, c.Rule) {
			f.complain(UnknownRule, "rule", string(c.Rule), names(Rules, ", "))
			continue
		}
		if c.LowerBetter && c.Rule != OnTarget && c.Rule != Proportional {
			f.complain(LowerMisused, "lower_better", string(c.Rule), "")
		}
		b.target(c, f)
		switch c.Rule {
		case Direct, ByAppraiser:
			b.onStep(f, "max", c.Max)
		case ByLevel:
			b.needs(f, "levels")
			b.levelPoints(f, c.Levels, c.Max)
		case PerItem, StepDown:
			b.needs(f, "points_each")
		case Banded:
			switch {
			case c.FloorRate == nil:
				c.FloorRate = big.NewRat(4, 5)
			case c.FloorRate.Sign() == 0:
				f.complain(NotPositive, "floor_rate", "0", "")
			case less(one, c.FloorRate):
				f.complain(AboveMax, "floor_rate", NumberText(c.FloorRate), "1")
			}
		}
	}
}

// target refuses a target that nothing can be measured by.
func (b *builder) target(c *Criterion, f *form) {
	switch {
	case c.Rule == OnTarget || c.Rule == Proportional || c.Rule == Banded:
		b.needs(f, "target")
	case c.Rule == StepDown && !f.has("target"):
		c.Target = zero
	}
	if c.Target != nil && c.Target.Sign() == 0 && !c.LowerBetter && c.Rule != StepDown {
		f.complain(ZeroTarget, "target", "0", "")
	}
}

func (b *builder) needs(f *form, key string) {
	if !f.has(key) {
		f.complain(Missing, key, "", "")
	}
}

func (b *builder) onStep(f *form, key string, p Points) {
	if step := b.sheet.ScoreStep; step > 0 && p%step != 0 {
		f.complain(OffStep, key, p.String(), step.String())
	}
}

func (b *builder) levelPoints(f *form, levels []Level, limit Points) {
	if f.has("levels") && len(levels) == 0 && !f.complained("levels") {
		f.complain(Missing, "levels", "", "")
	}
	for _, level := range levels {
		b.onStep(f, "levels", level.Points)
		if level.Points > limit {
			f.complain(AboveMax, "levels", level.Points.String(), limit.String())
		}
	}
}

// extras checks bonuses and vetoes.
func (b *builder) extras() {
	for i, bonus := range b.sheet.Bonuses {
		f := b.entries["bonus"][i]
		switch {
		case f.has("points_each") && f.has("levels"):
			f.complain(TwoWays, "points_each", bonus.PointsEach.String(), "")
		case f.has("levels"):
			b.levelPoints(f, bonus.Levels, bonus.Max)
		case !f.has("points_each"):
			b.onStep(f, "max", bonus.Max)
		}
	}
	for i, veto := range b.sheet.Vetoes {
		f := b.entries["veto"][i]
		switch veto.Effect {
		case CapGrade:
			b.needs(f, "cap")
			if veto.Cap != "" && !slices.ContainsFunc(b.sheet.Grades, func(g Grade) bool { return g.Code == veto.Cap }) {
				f.complain(UnknownGrade, "cap", veto.Cap, "")
			}
		case Exclude, BlockTitles, Hold, "":
		default:
			f.complain(UnknownEffect, "effect", string(veto.Effect), names([]Effect{Exclude, CapGrade, BlockTitles, Hold}, ", "))
		}
	}
}

func (b *builder) grades() {
	seen := map[Points]bool{}
	for i, grade := range b.sheet.Grades {
		if seen[grade.Min] {
			b.entries["grade"][i].complain(Duplicate, "min", grade.Min.String(), "")
		}
		seen[grade.Min] = true
	}
	if !seen[0] {
		m := &Mistake{Fault: NoZeroGrade, Line: 1, Table: "grade", Key: "min"}
		if all := b.entries["grade"]; len(all) > 0 {
			last := all[len(all)-1]
			m.Page, m.Line, m.Code = last.page, last.fields["min"].line, last.text("code")
			if low := slices.MinFunc(b.sheet.Grades, func(x, y Grade) int { return int(x.Min - y.Min) }); low.Min > 0 {
				m.Value = low.Min.String()
			}
			m.Line = max(m.Line, last.line)
		}
		b.mistakes = append(b.mistakes, m)
	}
}

// order checks the order of the ranking, or gives the usual one.
func (b *builder) order() {
	s := &b.sheet
	for _, key := range s.Order {
		section, of := key.Section()
		f := b.entries["ranking"][0]
		switch {
		case of && !b.hasSection(section):
			f.complain(UnknownSection, "order", string(key), "")
		case !of && !slices.Contains([]OrderKey{ByTotal, ByDeduction, ByBonus, BySubmitted}, key):
			f.complain(UnknownOrder, "order", string(key), "total, section:…, deduction, bonus, submitted")
		}
	}
	if len(s.Order) > 0 {
		return
	}
	s.Order = []OrderKey{ByTotal, ByDeduction, ByBonus, BySubmitted}
	for _, section := range s.Sections {
		if section.Parent == "" {
			s.Order = slices.Insert(s.Order, 1, sectionPrefix+OrderKey(section.Code))
			break
		}
	}
}

// sums refuses sections whose children do not add up to them, and a sheet whose
// sections do not add up to its base points, unless an exception names the sum.
// Where a part or its figure is in doubt, sums would only say so again.
func (b *builder) sums(accepted []Exception) {
	s := &b.sheet
	if slices.ContainsFunc(b.mistakes, func(m *Mistake) bool {
		return (m.Table == root || m.Table == "section" || m.Table == "criterion") &&
			slices.Contains([]string{"base_points", "code", "section", "parent", "max"}, m.Key) && m.Fault != OffStep
	}) {
		return
	}
	var base Points
	added := map[string]Points{}
	for _, section := range s.Sections {
		if section.Parent == "" {
			base += section.Max
		}
		added[section.Parent] += section.Max
	}
	for _, c := range s.Criteria {
		added[c.Section] += c.Max
	}
	left := slices.Clone(accepted)
	compare := func(f *form, code, key string, sum, want Points) {
		if sum == want {
			return
		}
		for i, e := range left {
			if e.Section == code && e.Sum == sum && e.Max == want {
				s.Accepted = append(s.Accepted, e)
				left = slices.Delete(left, i, i+1)
				return
			}
		}
		f.complain(WrongSum, key, sum.String(), want.String())
	}
	for i, section := range s.Sections {
		compare(b.entries["section"][i], section.Code, "max", added[section.Code], section.Max)
	}
	if all := b.entries[root]; len(all) > 0 {
		compare(all[0], "", "base_points", base, s.BasePoints)
	}
	for _, e := range left {
		b.mistakes = append(b.mistakes, &Mistake{Fault: NoSuchSum, Code: e.Section, Value: e.Sum.String(), Want: e.Max.String()})
	}
}

// names lists names with a sign between.
func names[T ~string](all []T, between string) string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = string(one)
	}
	return strings.Join(texts, between)
}
