package score

import (
	"math/big"
	"strings"
	"time"
)

// An Answer is what a unit says about one criterion or bonus. The zero Answer is
// blank: no answer, which is not the same as 0.
type Answer struct {
	State  AnswerState
	Number *big.Rat // A, n or typed points; nil for the other two
	Pass   bool     // of YesNo
	Level  int      // index into the levels, of ByLevel
}

// An AnswerState tells a blank from an answer.
type AnswerState int

// The states of an answer.
const (
	Blank         AnswerState = iota // chưa trả lời
	Given                            // đã trả lời; 0 is an answer
	NotApplicable                    // không phát sinh, không giao
)

// A Submission is the sheet of one unit (phiếu của đơn vị): everything it has
// entered, or everything as the appraisers left it. Maps are by code.
type Submission struct {
	Unit       string
	Answers    map[string]Answer   // of criteria
	Targets    map[string]*big.Rat // of the covenant, in place of the sheet's
	Bonuses    map[string]Answer
	Deductions map[string]int64  // how many faults
	Vetoes     map[string]string // reasons
	Submitted  time.Time         // zero before
}

// submittedCode is the row of a file that holds the time of submission.
const submittedCode = "submitted"

// A question is the kind of answer that a code wants.
type question int

const (
	typedPoints question = iota // 0..max on the step
	count                       // whole, from 0
	amount                      // from 0
	yesNo
	choice
)

// A wanted answer: the question and what bounds it.
type wanted struct {
	question question
	max      Points
	step     Points
	levels   []Level
	measure  string
	mayBeNA  bool
}

func (s *Sheet) wantedOf(c Criterion) wanted {
	w := wanted{max: c.Max, step: s.ScoreStep, levels: c.Levels, measure: c.Measure, mayBeNA: true}
	switch c.Rule {
	case YesNo:
		w.question = yesNo
	case ByLevel:
		w.question = choice
	case PerItem:
		w.question = count
	case OnTarget, Proportional, Banded, StepDown, Leader:
		w.question = amount
	}
	return w
}

func (s *Sheet) wantedOfBonus(b Bonus) wanted {
	w := wanted{max: b.Max, step: s.ScoreStep, levels: b.Levels}
	switch {
	case b.PointsEach > 0:
		w.question = count
	case len(b.Levels) > 0:
		w.question = choice
	}
	return w
}

// ReadAnswer understands what was typed for a criterion: a number with comma or
// point, perhaps with its measure ("92%", "5 cuộc"), đạt or không đạt, the label of
// a level, n/a; nothing is a blank. What it refuses is a *Mistake that says what is
// allowed. The form, a paste and a file all read through here.
func (s *Sheet) ReadAnswer(c Criterion, text string) (Answer, error) {
	a, m := s.wantedOf(c).read(text)
	if m != nil {
		m.Code = c.Code
		return Answer{}, m
	}
	return a, nil
}

// ReadBonus understands what was typed for a bonus: how many, a level or points.
func (s *Sheet) ReadBonus(b Bonus, text string) (Answer, error) {
	a, m := s.wantedOfBonus(b).read(text)
	if m != nil {
		m.Code = b.Code
		return Answer{}, m
	}
	return a, nil
}

var naWords = []string{"n/a", "không phát sinh", "khong phat sinh", "không giao", "khong giao"}

var passWords = map[string]bool{"đạt": true, "dat": true, "không đạt": false, "khong dat": false}

func (w wanted) read(text string) (Answer, *Mistake) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return Answer{}, nil
	}
	folded := strings.ToLower(text)
	for _, word := range naWords {
		if folded != word || w.question == choice && levelOf(w.levels, text) >= 0 {
			continue
		}
		if !w.mayBeNA {
			return Answer{}, &Mistake{Fault: NeverNA, Value: text}
		}
		return Answer{State: NotApplicable}, nil
	}
	switch w.question {
	case yesNo:
		if pass, ok := passWords[folded]; ok {
			return Answer{State: Given, Pass: pass}, nil
		}
		return Answer{}, &Mistake{Fault: NotYesNo, Value: shown(text)}
	case choice:
		if i := levelOf(w.levels, text); i >= 0 {
			return Answer{State: Given, Level: i}, nil
		}
		return Answer{}, &Mistake{Fault: UnknownLabel, Value: shown(text), Want: labels(w.levels)}
	}
	return w.number(text)
}

func (w wanted) number(text string) (Answer, *Mistake) {
	n, ok := ParseNumber(w.withoutMeasure(text))
	if !ok {
		return Answer{}, &Mistake{Fault: NotNumber, Value: shown(text)}
	}
	allowed := ""
	if w.question == typedPoints {
		allowed = "0.." + w.max.String()
	}
	switch p, fine := exactPoints(n); {
	case n.Sign() < 0, w.question == typedPoints && less(w.max.rat(), n):
		return Answer{}, &Mistake{Fault: OutOfRange, Value: shown(text), Want: allowed}
	case w.question == typedPoints && (!fine || p%w.step != 0):
		return Answer{}, &Mistake{Fault: OffStep, Value: shown(text), Want: allowed, Step: w.step}
	case w.question == count && !n.IsInt():
		return Answer{}, &Mistake{Fault: NotWhole, Value: shown(text)}
	case w.question == count && less(mostItems, n):
		return Answer{}, &Mistake{Fault: TooLarge, Value: shown(text)}
	}
	return Answer{State: Given, Number: n}, nil
}

// mostItems bounds counts, so that products are exact.
var mostItems = big.NewRat(1_000_000, 1)

// withoutMeasure drops the measure that people type behind a number; a percent
// sign only where percents are asked, or nothing is said.
func (w wanted) withoutMeasure(text string) string {
	if w.question == typedPoints {
		return text
	}
	end := strings.LastIndexAny(text, "0123456789") + 1
	number, unit := text[:end], strings.TrimSpace(text[end:])
	percent := unit == "%" && (w.measure == "" || strings.HasPrefix(w.measure, "%"))
	if percent || unit != "" && strings.EqualFold(unit, w.measure) {
		return number
	}
	return text
}

func labels(levels []Level) string {
	all := make([]string, len(levels))
	for i, level := range levels {
		all[i] = level.Label
	}
	return strings.Join(all, "; ")
}
