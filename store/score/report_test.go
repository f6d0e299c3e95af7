package score

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// dealt is a report of units whose answers are dealt at random.
func dealt(t *testing.T, dice *rand.Rand) *Report {
	s := decode(t, small)
	rows := "unit|code|value"
	for u := range 2 + dice.IntN(8) {
		rows += fmt.Sprintf("\nU%[1]d|A.1|%[2]d\nU%[1]d|B.1|%[3]d", u, dice.IntN(4)*30, dice.IntN(3)*20)
		if dice.IntN(2) == 0 {
			rows += fmt.Sprintf("\nU%d|T.1|%d", u, dice.IntN(3))
		}
		if dice.IntN(4) == 0 {
			rows += fmt.Sprintf("\nU%d|L.1|đã kết luận", u)
		}
		if dice.IntN(3) > 0 {
			rows += fmt.Sprintf("\nU%d|submitted|2021-06-0%dT17:00:00+07:00", u, 1+dice.IntN(5))
		}
	}
	all := entriesOf(t, &s, rows)
	dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	r := &Report{Title: "Năm 2021", Units: map[string]string{"U0": "Đơn vị 0"}, Outcomes: []Outcome{{Cluster: "cum", Sheet: &s, Self: slices.Clone(all), Final: all}}}
	r.Settle()
	return r
}

// TestSnapshot: the ranking of a snapshot is that of the report it was made of, equal
// inputs give equal bytes in whatever order they come, and nothing can be changed
// without being found out.
func TestSnapshot(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for i := range uint64(60) {
		r := dealt(t, rand.New(rand.NewPCG(seed, i)))
		raw, err := r.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		back, err := ReadSnapshot(raw)
		if err != nil {
			t.Fatal(err)
		}
		for j, one := range back.Outcomes[0].Ranking {
			if was := r.Outcomes[0].Ranking[j]; one.Unit != was.Unit || one.Rank != was.Rank || one.Total != was.Total || one.Tie != was.Tie || one.Section("A") != was.Section("A") {
				t.Errorf("place %d is %+v, was %+v", j+1, one, was)
			}
		}
		if slices.Reverse(back.Outcomes[0].Final); true {
			back.Settle()
		}
		if again, _ := back.Snapshot(); !bytes.Equal(raw, again) {
			t.Error("another order of units gives another snapshot")
		}
	}
}

func TestSnapshotTamperedWith(t *testing.T) {
	raw, err := dealt(t, rand.New(rand.NewPCG(1, 1))).Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	before, final, _ := strings.Cut(text, `"final":`)
	for name, tampered := range map[string]string{
		"a total": strings.Replace(text, `"Total":`, `"Total":1`, 1), "an answer": before + `"final":` + strings.Replace(final, `"B.1":{"State":1`, `"B.1":{"State":2`, 1),
		"a rank": strings.Replace(text, `"Rank":1`, `"Rank":2`, 1),
	} {
		if tampered == text {
			t.Fatalf("%s: not tampered with", name)
		}
		if _, err := ReadSnapshot([]byte(tampered)); !errors.Is(err, ErrOtherRanking) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, tampered := range map[string]string{
		"a space": text + " ", "an unknown key": strings.Replace(text, `{"schema"`, `{"x":1,"schema"`, 1), "another schema": strings.Replace(text, ReportSchema, "x", 1), "nothing": "",
	} {
		if _, err := ReadSnapshot([]byte(tampered)); !errors.Is(err, ErrNotCanonical) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCompare(t *testing.T) {
	s := decode(t, small)
	results := s.Score(entriesOf(t, &s, "unit|code|value\nX|A.1|90\nX|A.I.1|Đúng hạn\nX|B.1|10\nY|A.1|45\nY|A.I.1|n/a\nY|B.1|40\nZ|A.1|90\nZ|A.I.1|n/a\nZ|B.1|10"))
	var got []string
	for _, c := range s.Compare(results, "X") {
		got = append(got, fmt.Sprintf("%s %v %v", c.Criterion.Code, c.Points, c.Average))
	}
	if want := []string{"A.1 40 33.33", "A.I.1 20 20", "B.1 10 20"}; !slices.Equal(got, want) {
		t.Errorf("compared: %v, want %v", got, want)
	}
	strongest, weakest := Extremes(s.Compare(results, "X"), 3)
	if len(strongest) != 1 || len(weakest) != 1 || strongest[0].Criterion.Code != "A.1" || weakest[0].Criterion.Code != "B.1" {
		t.Errorf("extremes: %v, %v", strongest, weakest)
	}
	if len(s.Compare(results, "nobody")) != 0 {
		t.Error("nobody is compared")
	}
	next, missing, ok := s.NextGrade(&Result{Total: 8850, Grade: Grade{Code: "K"}})
	if next.Code != "XS" || missing != 150 || !ok {
		t.Errorf("next is %v, %v, %v", next, missing, ok)
	}
	if _, missing, ok := s.NextGrade(&Result{Total: 9200, Grade: Grade{Code: "K"}}); missing != 0 || !ok {
		t.Errorf("held back by a veto: missing %v, %v", missing, ok)
	}
	if _, _, ok := s.NextGrade(&Result{Total: 9200, Grade: Grade{Code: "XS"}}); ok {
		t.Error("there is a grade above the best")
	}
	if got := AverageTotal(results[:0]); got != 0 {
		t.Errorf("average of none is %v", got)
	}
}
