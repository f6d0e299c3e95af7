package form

import (
	"math/big"
	"strings"
	"unicode"

	"thuky/bot/vi"
	"thuky/store/score"
)

// An Option is an answer that needs no typing.
type Option struct {
	Kind  OptionKind
	Value string // what it answers, as score.Sheet.Text writes it
}

// An OptionKind says what an option stands for.
type OptionKind string

// The kinds of option.
const (
	OptionPass   OptionKind = "pass"   // đạt
	OptionFail   OptionKind = "fail"   // không đạt
	OptionLevel  OptionKind = "level"  // Value is its label
	OptionMax    OptionKind = "max"    // tối đa
	OptionZero   OptionKind = "zero"   // 0
	OptionTarget OptionKind = "target" // just the target
	OptionNA     OptionKind = "na"     // không phát sinh
)

// Options are the answers to offer for what is asked, by the target in force.
func Options(l score.Leaf, target *big.Rat) []Option {
	zero, na := Option{OptionZero, "0"}, Option{OptionNA, notApplicable}
	switch {
	case l.Deduction != nil:
		return []Option{zero, {OptionLevel, "1"}, {OptionLevel, "2"}}
	case l.Bonus != nil && len(l.Bonus.Levels) > 0:
		return levels(l.Bonus.Levels)
	case l.Bonus != nil && l.Bonus.PointsEach > 0:
		return []Option{zero, {OptionLevel, "1"}, {OptionLevel, "2"}, {OptionLevel, "3"}}
	case l.Bonus != nil:
		return []Option{{OptionMax, l.Bonus.Max.String()}, zero}
	}
	switch c := l.Criterion; c.Rule {
	case score.YesNo:
		return []Option{{OptionPass, "đạt"}, {OptionFail, "không đạt"}, na}
	case score.ByLevel:
		return append(levels(c.Levels), na)
	case score.Direct:
		return []Option{{OptionMax, c.Max.String()}, zero, na}
	case score.OnTarget, score.Proportional, score.Banded, score.Leader:
		if target != nil && target.Sign() > 0 {
			return []Option{{OptionTarget, score.NumberText(target)}, zero, na}
		}
	}
	return []Option{zero, na}
}

func levels(all []score.Level) []Option {
	options := make([]Option, len(all))
	for i, l := range all {
		options[i] = Option{OptionLevel, l.Label}
	}
	return options
}

// answer reads what was typed for a leaf and gives it as it is kept. It forgives what
// score.Sheet.Read does not: missing diacritics, a measure in other words, a few ways
// of saying yes, no, all and nothing. Its error is a *score.Mistake.
func answer(s *score.Sheet, l score.Leaf, typed string) (value string, err error) {
	text := strings.Trim(strings.Join(strings.Fields(vi.Clean(typed)), " "), " .:;")
	if text == "" {
		text = strings.TrimSpace(typed)
	}
	a, err := s.Read(l, text)
	if err == nil {
		return s.Text(l, a), nil
	}
	for _, other := range readings(l, text) {
		if a, err := s.Read(l, other); err == nil {
			return s.Text(l, a), nil
		}
	}
	return "", err
}

var (
	naWords   = words("n/a", "na", "không phát sinh", "ko phát sinh", "kps", "không giao", "không có chỉ tiêu", "không áp dụng")
	passWords = words("đạt", "có", "đ", "rồi", "đã đạt", "có đạt")
	failWords = words("không đạt", "ko đạt", "chưa đạt", "không", "ko", "chưa", "kđ")
	mostWords = words("tối đa", "đủ", "đủ điểm", "max", "hết")
	zeroWords = words("không có", "không", "ko", "ko có", "chưa có", "0 điểm")
)

// words are a set of words without diacritics.
func words(all ...string) map[string]bool {
	set := make(map[string]bool, len(all))
	for _, word := range all {
		set[vi.Fold(word)] = true
	}
	return set
}

// readings are what a text may mean for the leaf, in words that score.Sheet.Read knows.
func readings(l score.Leaf, text string) (all []string) {
	folded := vi.Fold(text)
	if naWords[folded] {
		all = append(all, notApplicable)
	}
	for _, option := range Options(l, nil) {
		label := vi.Fold(option.Value)
		switch {
		case option.Kind == OptionPass && passWords[folded], option.Kind == OptionFail && failWords[folded], option.Kind == OptionMax && mostWords[folded],
			option.Kind == OptionZero && zeroWords[folded], option.Kind == OptionLevel && label == folded:
			all = append(all, option.Value)
		}
	}
	number, unit := splitMeasure(text)
	if number != "" && isMeasure(l, unit) {
		all = append(all, number)
	}
	return all
}

// splitMeasure parts "5 vụ" and "92,5%" into the number and what stands behind it.
func splitMeasure(text string) (number, unit string) {
	end := strings.LastIndexAny(text, "0123456789") + 1
	number = strings.TrimSpace(text[:end])
	if strings.ContainsFunc(number, func(r rune) bool { return r != '.' && r != ',' && r != '-' && !unicode.IsDigit(r) }) {
		return "", ""
	}
	return number, strings.TrimSpace(text[end:])
}

// counted are the words that people count with: whoever types "5 vụ" where "cuộc" are
// asked for means 5.
var counted = words("vụ", "việc", "vụ việc", "vụ án", "án", "cuộc", "phiên", "phiên tòa", "bài", "tin", "tin bài", "lần", "đơn", "người", "buổi", "lượt",
	"văn bản", "báo cáo", "kiến nghị", "kháng nghị", "trường hợp", "lỗi", "hoạt động", "nhiệm vụ", "đơn vị", "sáng kiến", "cái", "ngày", "đợt", "mô hình", "lần chậm")

// isMeasure reports whether words behind a number may stand there.
func isMeasure(l score.Leaf, unit string) bool {
	folded := vi.Fold(unit)
	points := folded == "diem" || folded == "d"
	if l.Criterion == nil {
		return counted[folded] || points && l.Bonus != nil && l.Bonus.PointsEach == 0
	}
	c := l.Criterion
	measure := vi.Fold(c.Measure)
	switch {
	case c.Rule == score.Direct:
		return points
	case folded == measure:
		return true
	case strings.HasPrefix(measure, "%"):
		return folded == "%" || folded == "phan tram" || folded == "pt"
	}
	return counted[folded]
}
