package score

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestEntries(t *testing.T) {
	s := decode(t, small)
	all := entriesOf(t, &s, `
target|VALUE|unit|code
 |2021-06-05T17:00:00+07:00|P9|submitted
95|91,5|P9|A.1
||P9|A.I.1

|n/a|P9|B.1
|2|P9|T.1
|3|P9|P.1
|có cán bộ bị xử lý|P7|L.1
|0|P7|A.1`)
	if len(all) != 2 || all[0].Unit != "P9" || all[1].Unit != "P7" {
		t.Fatalf("%+v", all)
	}
	p9, p7 := all[0], all[1]
	if !p9.Submitted.Equal(time.Date(2021, 6, 5, 10, 0, 0, 0, time.UTC)) || NumberText(p9.Targets["A.1"]) != "95" ||
		NumberText(p9.Answers["A.1"].Number) != "91.5" || p9.Answers["A.I.1"].State != Blank || p9.Answers["B.1"].State != NotApplicable ||
		NumberText(p9.Bonuses["T.1"].Number) != "2" || p9.Deductions["P.1"] != 3 || len(p9.Vetoes) != 0 {
		t.Errorf("%+v", p9)
	}
	if p7.Vetoes["L.1"] != "có cán bộ bị xử lý" || p7.Answers["A.1"].State != Given || !p7.Submitted.IsZero() {
		t.Errorf("%+v", p7)
	}
	r := s.Score(all)
	if r[0].Unit != "P9" || fmt.Sprint(r[0].NA, r[0].Blank, r[1].Blank) != "[B.1] [A.I.1] [A.I.1 B.1]" {
		t.Errorf("%+v", r)
	}
}

// A refusal names the row, the unit, the code and what is allowed.
func TestEntriesRefused(t *testing.T) {
	s := decode(t, small)
	head := "unit|code|value|target\n"
	for text, want := range map[string]string{
		"":                                   "1 no header",
		"unit|code\nP9|A.1":                  "1 no header value",
		"unit|code|value|note\nP9|A.1|1|x":   "1 unknown column note",
		"unit|unit|code|value\nP9|P9|A.1|1":  "1 stands twice unit",
		head + "|A.1|3|":                     "2 no unit",
		head + "P9|A.2|3|":                   "2 unknown code A.2 (P9 A.2)",
		head + "P9|a.1|3|":                   "2 unknown code a.1 (P9 a.1)",
		head + "P9|A.1|3|\n\nP9|A.1|3|":      "4 stands twice A.1 (P9 A.1)",
		head + "P9|A.1|nhiều|":               "2 not a number nhiều (P9 A.1)",
		head + "P9|A.1|-3|":                  "2 out of range -3 (P9 A.1)",
		head + "P9|B.1|40,5|":                "2 out of range 40,5 0..40 (P9 B.1)",
		head + "P9|B.1|39,75|":               "2 off the step 39,75 0..40 (P9 B.1)",
		head + "P9|A.I.1|Rất chậm|":          "2 no such level Rất chậm Đúng hạn; Chậm; [có] lý do (P9 A.I.1)",
		head + "P9|A.1|3|0":                  "2 target of 0 0 (P9 A.1)",
		head + "P9|A.1|3|-1":                 "2 below 0 -1 (P9 A.1)",
		head + "P9|A.1|3|x":                  "2 not a number x (P9 A.1)",
		head + "P9|B.1|3|5":                  "2 takes no target 5 (P9 B.1)",
		head + "P9|T.1|3|5":                  "2 takes no target 5 (P9 T.1)",
		head + "P9|T.1|n/a|":                 "2 cannot be n/a n/a (P9 T.1)",
		head + "P9|T.1|1,5|":                 "2 not a whole number 1,5 (P9 T.1)",
		head + "P9|P.1|-1|":                  "2 out of range -1 (P9 P.1)",
		head + "P9|P.1|nhiều|":               "2 not a number nhiều (P9 P.1)",
		head + "P9|L.1||":                    "2 veto without a reason (P9 L.1)",
		head + "P9|submitted|05/06/2021|":    "2 no time 05/06/2021 2021-06-05T17:00:00+07:00 (P9 submitted)",
		head + "P9|B.1|41|\nP9|A.1|x|\n|||1": "2 out of range 41 0..40 (P9 B.1); 3 not a number x (P9 A.1); 4 no unit",
	} {
		_, err := s.ReadEntries(rowsOf(text))
		var wrong Mistakes
		if !errors.As(err, &wrong) {
			t.Errorf("%q: got %v, want %s", text, err, want)
			continue
		}
		var got []string
		for _, m := range wrong {
			told := fmt.Sprintf("%d %s %s", m.Line, m.Fault, m.Value)
			if m.Want != "" && !strings.HasPrefix(m.Want, "unit,") {
				told += " " + m.Want
			}
			if m.Unit != "" {
				told += " (" + m.Unit + " " + m.Code + ")"
			}
			got = append(got, strings.Join(strings.Fields(told), " "))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q:\n got %s\nwant %s", text, strings.Join(got, "; "), want)
		}
	}
}

// Whatever the cells hold, either the rows are refused by line or the result is
// within its bounds, and the same for any order of the units.
func FuzzEntries(f *testing.F) {
	f.Add("unit|code|value\nP9|A.1|92,5%\nP9|B.1|n/a\nP7|A.1|0\nP7|L.1|lý do")
	f.Add("unit|code|value|target\nP9|A.1|3|90\nP9|submitted|2021-06-05T17:00:00+07:00|\nP9|T.1|9\nP9|P.1|99")
	s, err := Decode(strings.NewReader(small))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := s.ReadEntries(rowsOf(text))
		if err != nil {
			for _, m := range mistakesOf(t, err) {
				if m.Line < 1 || m.Line > strings.Count(text, "\n")+1 {
					t.Errorf("line %d: %v", m.Line, m)
				}
			}
			return
		}
		for _, r := range s.Score(all) {
			if r.Earned < 0 || r.Earned > r.Most || r.Base > s.BasePoints || r.Bonus > 300 || r.Deduction > 200 || r.Total < 0 || r.Total > 11000 {
				t.Errorf("%+v", r)
			}
		}
	})
}
