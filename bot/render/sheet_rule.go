package render

import (
	"cmp"
	"math/big"
	"strings"

	"thuky/store/score"
)

// CriterionRule says in a few words how an answer becomes points, and whether
// proof is needed.
func CriterionRule(c score.Criterion) string {
	said := criterionRule(c)
	if c.EvidenceRequired {
		said += "; cần minh chứng"
	}
	return oneLine(said)
}

func criterionRule(c score.Criterion) string {
	target := ""
	if c.Target != nil {
		target = " " + decimal(c.Target) + withMeasure(c.Measure)
	}
	the := target
	if the == "" {
		the = " chỉ tiêu"
	}
	switch c.Rule {
	case score.Direct:
		return "cho điểm trực tiếp"
	case score.YesNo:
		return "đạt hoặc không đạt"
	case score.ByLevel:
		return "theo mức: " + levelList(c.Levels)
	case score.OnTarget:
		if c.LowerBetter {
			return "không vượt" + the + " thì đủ điểm"
		}
		return "đạt" + the + " thì đủ điểm"
	case score.Proportional:
		if c.LowerBetter {
			return "không vượt" + the + " thì đủ điểm, vượt thì giảm theo tỷ lệ"
		}
		return "theo tỷ lệ so với chỉ tiêu" + target
	case score.Banded:
		return "theo tỷ lệ so với chỉ tiêu" + target + ", dưới " + decimal(new(big.Rat).Mul(c.FloorRate, big.NewRat(100, 1))) + "% thì 0 điểm"
	case score.PerItem:
		return "mỗi " + orItem(c.Measure, "việc") + " " + Score(c.PointsEach) + " điểm"
	case score.StepDown:
		said := "mỗi " + orItem(c.Measure, "lỗi")
		if c.Measure == "%" {
			said = "mỗi 1%"
		}
		if c.Target != nil && c.Target.Sign() > 0 {
			said += " vượt quá" + target
		}
		return said + " trừ " + Score(c.PointsEach) + " điểm"
	case score.Leader:
		return "so với đơn vị dẫn đầu cụm, tính sau khi khóa nộp"
	case score.ByAppraiser:
		return "Tổ chấm điểm cho điểm"
	}
	return ""
}

// BonusRule says how a bonus is counted, "" for typed points.
func BonusRule(b score.Bonus) string {
	said := ""
	switch {
	case b.PointsEach > 0:
		said = "; mỗi việc " + Score(b.PointsEach)
	case len(b.Levels) > 0:
		said = "; " + levelList(b.Levels)
	}
	if b.EvidenceRequired {
		said += "; cần minh chứng"
	}
	return oneLine(said)
}

// DeductionRule says how a deduction is counted.
func DeductionRule(d score.Deduction) string {
	said := "mỗi lần " + Score(d.PointsEach)
	if d.Max > 0 {
		said += ", tối đa " + Score(d.Max)
	}
	if d.Auto {
		said += "; hệ thống tự tính theo ngày làm việc chậm"
	}
	if d.ReasonRequired {
		said += "; cần lý do"
	}
	return said
}

// VetoEffect says what a veto does.
func VetoEffect(v score.Veto) string {
	switch v.Effect {
	case score.Exclude:
		return "không xét thi đua"
	case score.CapGrade:
		return "không xếp quá loại " + v.Cap
	case score.BlockTitles:
		if len(v.Titles) == 0 {
			return "không xét danh hiệu nào"
		}
		titles := make([]string, len(v.Titles))
		for i, code := range v.Titles {
			titles[i] = TitleName(code)
		}
		return "không xét danh hiệu " + strings.Join(titles, ", ")
	case score.Hold:
		return "tạm dừng xét, chờ kết luận"
	}
	return ""
}

var titleNames = map[string]string{
	"LDTT": "Lao động tiên tiến", "CSTDCS": "Chiến sĩ thi đua cơ sở", "CSTD_NGANH": "Chiến sĩ thi đua ngành Kiểm sát",
	"CSTDTQ": "Chiến sĩ thi đua toàn quốc", "TTLDTT": "Tập thể lao động tiên tiến", "TTLDXS": "Tập thể lao động xuất sắc",
	"CO_NGANH": "Cờ thi đua ngành Kiểm sát", "CO_KHOI": "Cờ thi đua dẫn đầu khối", "CO_CP": "Cờ thi đua của Chính phủ",
}

// TitleName is a title (danh hiệu) by its code as people read it; a code that is not
// known comes back as it is.
func TitleName(code string) string { return cmp.Or(titleNames[code], code) }

func levelList(levels []score.Level) string {
	all := make([]string, len(levels))
	for i, level := range levels {
		all[i] = level.Label + " " + Score(level.Points)
	}
	return strings.Join(all, "; ")
}

// withMeasure is a measure behind a number: "90%", "4 cuộc".
func withMeasure(measure string) string {
	switch {
	case measure == "":
		return ""
	case strings.HasPrefix(measure, "%"):
		return measure
	}
	return " " + measure
}

func orItem(measure, other string) string {
	if measure == "" {
		return other
	}
	return measure
}

// decimal writes an exact number with a comma.
func decimal(n *big.Rat) string {
	whole, fraction, _ := strings.Cut(score.NumberText(n), ".")
	if fraction == "" {
		return whole
	}
	return whole + "," + fraction
}
