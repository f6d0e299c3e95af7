package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"thuky/store/score"
)

// A past is what the ledger holds of emulation, by key: what the audit must give back.
type past struct {
	Periods     map[string]string
	Submissions map[string]string // state and round
	Entries     map[string]string
	Appraisals  map[string][]string // decision and value, the oldest first
}

func newPast() past {
	return past{map[string]string{}, map[string]string{}, map[string]string{}, map[string][]string{}}
}

// replayed rebuilds the past from the audit alone.
func replayed(t testing.TB, s *Store) past {
	t.Helper()
	p, rounds := newPast(), map[string]int{}
	decisions := map[AuditAct]score.Decision{}
	for d, act := range decisionActs {
		decisions[act] = d
	}
	read(t, s, func(tx *Tx) (struct{}, error) {
		return struct{}{}, tx.EachEntry(func(e Entry) error {
			key := e.Subject.Key
			switch e.Act {
			case DidMakePeriod:
				p.Periods[key] = string(score.PeriodDraft)
			case DidStepPeriod:
				if p.Periods[key] != e.Old {
					t.Errorf("entry %d: the period was %s, not %s", e.Number, p.Periods[key], e.Old)
				}
				p.Periods[key] = e.New
			case DidEnterUnit:
				rounds[key] = 1
				p.Submissions[key] = "not_started 1"
			case DidLeaveOut:
				delete(p.Submissions, key)
			case DidStepSubmission:
				if was := strings.Fields(p.Submissions[key])[0]; was != e.Old {
					t.Errorf("entry %d: the sheet was %s, not %s", e.Number, was, e.Old)
				}
				if e.New == string(score.Submitted) && e.Old != string(score.InProgress) {
					rounds[key]++
				}
				p.Submissions[key] = fmt.Sprintf("%s %d", e.New, rounds[key])
			case DidAnswer:
				if p.Entries[key] != e.Old {
					t.Errorf("entry %d: the answer was %q, not %q", e.Number, p.Entries[key], e.Old)
				}
				p.Entries[key] = e.New
			case DidAccept, DidAlter, DidSendBack, DidUphold:
				p.Appraisals[key] = append(p.Appraisals[key], string(decisions[e.Act])+" "+e.New)
			}
			return nil
		})
	})
	return p
}

// kept is the past as the tables have it.
func kept(t testing.TB, s *Store) past {
	t.Helper()
	p := newPast()
	read(t, s, func(tx *Tx) (struct{}, error) {
		periods, err := tx.Periods()
		if err != nil {
			return struct{}{}, err
		}
		for _, period := range periods {
			p.Periods[fmt.Sprint(period.ID)] = string(period.State)
			forms, err := tx.Submissions(period.ID)
			if err != nil {
				return struct{}{}, err
			}
			for _, form := range forms {
				key := submissionKey(form.Period, form.Unit)
				p.Submissions[key] = fmt.Sprintf("%s %d", form.State, form.Round)
				entries, err := tx.Entries(form.Period, form.Unit)
				if err != nil {
					return struct{}{}, err
				}
				for _, e := range entries {
					p.Entries[key+"/"+e.Code] = e.Value
				}
				history, err := tx.Appraisals(form.Period, form.Unit)
				if err != nil {
					return struct{}{}, err
				}
				for _, a := range history {
					p.Appraisals[key+"/"+a.Code] = append(p.Appraisals[key+"/"+a.Code], string(a.Decision)+" "+a.Value)
				}
			}
		}
		return struct{}{}, nil
	})
	return p
}

// TestTheAuditRebuildsTheState lets chance drive a period for a while, steps that are not
// allowed among them, and holds after each step what the tables of transitions promise;
// at the end the audit alone gives back what the ledger holds.
func TestTheAuditRebuildsTheState(t *testing.T) {
	for range 4 {
		seed := rand.Uint64()
		dice := rand.New(rand.NewPCG(seed, 0))
		e := inAppraisal(t)
		done := 0
		for range 250 {
			before := kept(t, e.Store)
			if e.anything(dice) == nil {
				done++
			}
			after := kept(t, e.Store)
			for unit, was := range before.Submissions {
				from, to := score.SubmissionState(strings.Fields(was)[0]), score.SubmissionState(strings.Fields(after.Submissions[unit])[0])
				if from != to && !reachable(from, to) {
					t.Errorf("seed %d: %s went from %s to %s", seed, unit, from, to)
				}
				if from == score.Returned && to != score.Returned && to == score.Final {
					t.Errorf("seed %d: %s was returned and is final", seed, unit)
				}
			}
		}
		if d := cmp.Diff(kept(t, e.Store), replayed(t, e.Store)); d != "" {
			t.Errorf("seed %d (-tables +audit):\n%s", seed, d)
		}
		if done < 20 {
			t.Errorf("seed %d: only %d acts took effect", seed, done)
		}
	}
}

// reachable allows the two steps that one act may take: an act may decide on the last
// answer, or approve the last cluster.
func reachable(from, to score.SubmissionState) bool {
	if _, ok := score.Step(score.SubmissionTransitions, from, to); ok {
		return true
	}
	return false
}

// anything does one act that may or may not be allowed now.
func (e *emulation) anything(dice *rand.Rand) error {
	unit := []string{"P1", "P9", "P7"}[dice.IntN(3)]
	s := e.sub(unit)
	e.now = e.now.Add(time.Minute)
	codes := []string{"A.I.1", "A.I.2", "B.1", "B.2", "P.1"}
	code := codes[dice.IntN(len(codes))]
	values := map[string][]string{"A.I.1": {"90", "n/a", "55.5"}, "A.I.2": {"12", "3"}, "B.1": {"đạt", "không đạt", "n/a"}, "B.2": {"3", "0.5"}, "P.1": {"0", "1"}}[code]
	value := values[dice.IntN(len(values))]
	switch dice.IntN(14) {
	case 0:
		states := []score.PeriodState{score.PeriodDraft, score.PeriodOpen, score.PeriodClosed, score.PeriodAppraising, score.PeriodExplaining,
			score.PeriodCouncil, score.PeriodApproved, score.PeriodPublished}
		return e.step(states[dice.IntN(len(states)-1)], "lý do")
	case 1, 2:
		return e.Write(e.t.Context(), func(tx *Tx) error { _, _, err := tx.AcceptRest(s, "an", anyCode, e.now); return err })
	case 3:
		return e.Write(e.t.Context(), func(tx *Tx) error { _, err := tx.ReturnSheet(s, "an", e.now); return err })
	case 4, 5:
		if s.State != score.Returned { // the form judges this
			return ErrNotNow
		}
		e.answer(unit, "B.1", []string{"đạt", "không đạt"}[dice.IntN(2)])
		return e.Write(e.t.Context(), func(tx *Tx) error { _, err := tx.Submit(s, 0, "tt", e.now); return err })
	case 6:
		return e.explain(unit, code, dice.IntN(3) == 0, "giải trình")
	case 7:
		return e.Write(e.t.Context(), func(tx *Tx) error { _, err := tx.SendExplanation(s, "tt", e.now); return err })
	case 8:
		if dice.IntN(3) == 0 {
			return e.held(Approves, "", 2, 0, "thao", "ha")
		}
		return e.held(Returns, "xem lại", 0, 2, "thao", "ha")
	case 9:
		states := []score.SubmissionState{score.NotStarted, score.InProgress, score.Explained, score.Final}
		to := states[dice.IntN(len(states))]
		if _, ok := score.Step(score.SubmissionTransitions, s.State, to); ok {
			return nil // only what must be refused is tried by hand
		}
		err := e.Write(e.t.Context(), func(tx *Tx) error { _, err := tx.StepSubmission(s, to, "an", "lý do", e.now); return err })
		if err == nil {
			e.t.Errorf("%s stepped from %s to %s", unit, s.State, to)
		}
		return err
	case 10, 11:
		return e.decide(unit, code, score.Accept, "", "lý do")
	}
	decisions := []score.Decision{score.Amend, score.Amend, score.Amend, score.SendBack, score.Uphold}
	return e.decide(unit, code, decisions[dice.IntN(len(decisions))], value, "lý do")
}

// TestTheRankingFollowsFromTheLedger: units in any order of entering give the same
// ranking, however often it is computed.
func TestTheRankingFollowsFromTheLedger(t *testing.T) {
	e := inAppraisal(t)
	e.appraised()
	var want []score.Result
	for range 20 {
		got := read(t, e.Store, func(tx *Tx) ([]score.Result, error) {
			cluster, sheet, err := tx.Cluster(e.period.ID, "khoi", score.FinalStage, func(_, _ time.Time) int64 { return 0 })
			rand.Shuffle(len(cluster), func(i, j int) { cluster[i], cluster[j] = cluster[j], cluster[i] })
			return sheet.Score(cluster), err
		})
		if want == nil {
			want = got
		}
		if !slices.EqualFunc(got, want, func(a, b score.Result) bool { return a.Unit == b.Unit && a.Rank == b.Rank && a.Total == b.Total }) {
			t.Errorf("ranked %+v, before %+v", got, want)
		}
	}
}
