package store

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"thuky/store/score"
)

// Report is what the scoring of a period has come to: what was published last, or else
// how it stands now, marked as provisional. late counts the days by which a submission
// is late; see Cluster.
func (tx *Tx) Report(p Period, late func(due, submitted time.Time) int64) (*score.Report, error) {
	published, found, err := tx.PublishedLast(p.ID)
	if err != nil {
		return nil, err
	}
	if found {
		r, err := score.ReadSnapshot(published.Snapshot)
		if err != nil {
			return nil, fmt.Errorf("publication %d %w", published.Announcement, err)
		}
		return r, nil
	}
	return tx.Outcome(p, late)
}

// Outcome is the report of a period as it stands now, whatever was published.
func (tx *Tx) Outcome(p Period, late func(due, submitted time.Time) int64) (*score.Report, error) {
	r := &score.Report{Title: p.Title, From: p.From, To: p.To, Units: map[string]string{}, Provisional: true}
	handed, err := tx.HandedIn(p.ID)
	d, err2 := tx.Directory()
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	var clusters []string
	for _, s := range handed {
		if !slices.Contains(clusters, s.Cluster) {
			clusters = append(clusters, s.Cluster)
		}
		r.Units[s.Unit] = s.Unit
		if u, known := d.Unit(s.Unit); known {
			r.Units[s.Unit] = u.Name
		}
	}
	slices.Sort(clusters)
	for _, cluster := range clusters {
		o, err := tx.outcome(p, cluster, late)
		if err != nil {
			return nil, err
		}
		for _, s := range handed {
			if s.Cluster != cluster {
				continue
			}
			reasons, err := tx.reasons(s)
			if err != nil {
				return nil, err
			}
			o.Reasons = append(o.Reasons, reasons...)
		}
		r.Outcomes = append(r.Outcomes, o)
	}
	r.Settle()
	return r, nil
}

// reachedStages are the stages that a period has begun, by its state.
var reachedStages = map[score.PeriodState]int{
	score.PeriodAppraising: 2, score.PeriodExplaining: 3, score.PeriodCouncil: 3, score.PeriodApproved: 3, score.PeriodPublished: 3, score.PeriodArchived: 3,
}

func (tx *Tx) outcome(p Period, cluster string, late func(due, submitted time.Time) int64) (o score.Outcome, err error) {
	o.Cluster = cluster
	stages := []struct {
		stage score.Stage
		into  *[]score.Submission
	}{{score.SelfStage, &o.Self}, {score.AppraisedStage, &o.Appraised}, {score.FinalStage, &o.Final}}
	for _, s := range stages[:max(1, reachedStages[p.State])] {
		if *s.into, o.Sheet, err = tx.Cluster(p.ID, cluster, s.stage, late); err != nil {
			return o, fmt.Errorf("outcome of %s: %w", cluster, err)
		}
	}
	return o, nil
}

// reasons are why the answers of a unit were changed: in the words of the decision that
// counts, and of what was decided to be deducted.
func (tx *Tx) reasons(s Submission) (all []score.Reason, err error) {
	history, err := tx.Appraisals(s.Period, s.Unit)
	penalties, err2 := tx.Penalties(s.Period, s.Unit)
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	told := map[string]bool{}
	for _, a := range history {
		now, counts := history.Counts(s, score.FinalStage, a.Code)
		if counts && now.Reason != "" && !told[a.Code] {
			told[a.Code] = true
			all = append(all, score.Reason{Unit: s.Unit, Code: a.Code, Text: now.Reason})
		}
	}
	for _, p := range penalties {
		if p.Decision != Holds {
			continue
		}
		if i := slices.IndexFunc(all, func(r score.Reason) bool { return r.Code == p.Code }); i >= 0 {
			all[i].Text += "; " + p.Reason
		} else {
			all = append(all, score.Reason{Unit: s.Unit, Code: p.Code, Text: p.Reason})
		}
	}
	return all, nil
}

// approved refuses a period that the council has not approved.
func (tx *Tx) approved(period int64) error {
	p, found, err := tx.Period(period)
	switch {
	case err != nil || !found:
		return errors.Join(err, orErr(found, ErrNoPeriod))
	case p.State != score.PeriodApproved:
		return ErrNotApprovedYet
	}
	return nil
}
