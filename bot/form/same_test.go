package form

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"thuky/store/score"
)

// given is one answer of a random sheet: as a person types it, and as the small
// implementation below counts it.
type given struct {
	code, typed string
	points      float64 // of a criterion, bonus or deduction
	max         float64 // of a criterion that counts
}

// hundredths rounds half up; what is computed here is exact enough for that: see
// randomSheet.
func hundredths(x float64) float64 { return float64(int64(x*100+0.5+1e-7)) / 100 }

// randomSheet answers everything at random, each answer counted by a few lines of
// arithmetic that share nothing with package score.
func randomSheet(dice *rand.Rand) (all []given) {
	comma := func(x float64) string {
		return strings.Replace(strconv.FormatFloat(x, 'f', -1, 64), ".", []string{".", ","}[dice.IntN(2)], 1)
	}
	add := func(code, typed string, points, most float64) {
		if most > 0 && dice.IntN(6) == 0 {
			all = append(all, given{code, []string{"n/a", "không phát sinh", "Khong phat sinh"}[dice.IntN(3)], 0, 0})
			return
		}
		all = append(all, given{code, typed, hundredths(points), most})
	}
	a := float64(dice.IntN(41)) / 4
	add("A.1", comma(a), a, 10)
	if dice.IntN(2) == 0 {
		add("A.2", "đạt", 10, 10)
	} else {
		add("A.2", "khong dat", 0, 10)
	}
	if dice.IntN(2) == 0 {
		add("A.3", "đúng hạn", 10, 10)
	} else {
		add("A.3", "Chậm", 2, 10)
	}
	n := float64(dice.IntN(2000)) / 10
	reached := 0.0
	if n >= 90 {
		reached = 10
	}
	add("A.4", comma(n)+"%", reached, 10)
	n = float64(dice.IntN(72))
	add("A.5", comma(n)+" cuộc", min(10, 10*n/36), 10)
	n = float64(dice.IntN(1400)) / 10
	banded := 0.0
	if n >= 80 {
		banded = min(10, n/10)
	}
	add("A.6", comma(n), banded, 10)
	n = float64(dice.IntN(9))
	add("A.7", comma(n)+" bài", min(10, 2*n), 10)
	n = float64(dice.IntN(60)) / 2
	add("A.8", comma(n), max(0, 10-n/2), 10)
	all = append(all, given{"A.9", "7", 0, 0}) // of the whole cluster, later
	n = float64(dice.IntN(6))
	all = append(all, given{"T.1", comma(n), min(3, n), 0})
	n = float64(dice.IntN(9)) / 4
	all = append(all, given{"T.2", comma(n), n, 0})
	n = float64(dice.IntN(9))
	all = append(all, given{"P.1", comma(n), min(5, n), 0})
	dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// total is the self total of such a sheet.
func total(all []given) string {
	var earned, most, bonus, deducted float64
	for _, g := range all {
		switch g.code[0] {
		case 'T':
			bonus += g.points
		case 'P':
			deducted += g.points
		default:
			earned += g.points
			most += g.max
		}
	}
	base := 0.0
	if most > 0 {
		base = hundredths(earned * 100 / most)
	}
	return fmt.Sprintf("%.2f", max(0, base+bonus-deducted))
}

// TestSameByDialoguePasteAndFile: the same answers give the same sheet however they come
// in, and its total is that of an implementation of its own.
func TestSameByDialoguePasteAndFile(t *testing.T) {
	for seed := range uint64(300) {
		all := randomSheet(rand.New(rand.NewPCG(seed, 1)))
		ways := map[string]func(l *ledger){
			"dialogue": func(l *ledger) {
				s := &State{View: Start}
				for _, g := range all {
					l.read(s, g.code)
					l.read(s, g.typed)
				}
			},
			"paste": func(l *ledger) {
				var b strings.Builder
				for i, g := range all {
					fmt.Fprintf(&b, "%s %s%s", strings.ToLower(g.code), g.typed, []string{"; ", "\n"}[i%2])
				}
				l.read(&State{View: Start}, b.String())
			},
			"file": func(l *ledger) {
				rows := []score.Row{{Line: 1, Cells: []string{"value", "title", "code"}}}
				for i, g := range all {
					rows = append(rows, score.Row{Line: i + 2, Cells: []string{g.typed, "…", g.code}})
				}
				s := &State{View: Files}
				many, refused := ReadRows(rows, "P9")
				s.ReadFile(l.Desk, many, refused)
				l.press(s, ActTake)
			},
		}
		want := total(all)
		for way, do := range ways {
			l := newLedger(t)
			do(l)
			values := map[string]string{}
			for code, e := range l.entries {
				values[code] = e.Value
			}
			filled, err := l.Sheet.Fill("P9", values, nil)
			if err != nil {
				t.Fatal(err)
			}
			r := l.Sheet.SelfScore(filled)
			if got := fmt.Sprintf("%d.%02d", r.Total/100, r.Total%100); got != want || len(r.Blank) > 0 || len(l.entries) != len(all) {
				t.Errorf("seed %d by %s: total %s of %d entries, blank %v; want %s of %d: %+v", seed, way, got, len(l.entries), r.Blank, want, len(all), all)
			}
		}
		if t.Failed() {
			return
		}
	}
}
