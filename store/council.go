package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"thuky/store/score"
)

// A Session is what the council concluded on a cluster (phiên họp Hội đồng). It edits no
// points.
type Session struct {
	ID       int64
	Period   int64
	Cluster  string
	Held     time.Time
	Present  []string // keys of the members present
	For      int
	Against  int // who did neither abstained
	Decision CouncilDecision
	Reason   string
	By       string // key of who recorded it
}

// A CouncilDecision is what a session concludes.
type CouncilDecision string

// The conclusions.
const (
	Approves CouncilDecision = "approve" // thông qua
	Returns  CouncilDecision = "return"  // trả lại Tổ chấm điểm
)

// Why a session is not recorded, or a period does not go on.
var (
	ErrNobodyPresent = errors.New("no member was present")
	ErrVotes         = errors.New("the votes do not fit the members present")
	ErrNoMajority    = errors.New("not more votes for than against")
	ErrPenaltiesOpen = errors.New("a proposed penalty is not decided")
	ErrNotApproved   = errors.New("the council has not approved every cluster")
	ErrNotAppraised  = errors.New("a sheet is not appraised")
	ErrNotExplained  = errors.New("an explanation is not decided")
	ErrMayExplain    = errors.New("a unit may still explain")
	ErrCouncilOnly   = errors.New("only a session of the council sends a period back")
)

// ErrApproved is returned for what would change a sheet of a cluster that the council has
// approved, while another one is with the team again: it is an ErrNotNow.
var ErrApproved = fmt.Errorf("%w: the council has approved the cluster", ErrNotNow)

// notApproved holds until the council has approved the cluster of a sheet; a return of
// the cluster takes the approval back.
func (tx *Tx) notApproved(s Submission) error {
	last, err := tx.Concluded(s.Period)
	return errors.Join(err, orErr(last[s.Cluster].Decision != Approves, ErrApproved))
}

// Hold keeps the conclusion of a session; who may record it has been judged. A return
// sends the sheets of the cluster, and the period, back to the appraisal team. Once
// every cluster is approved the period is, and its sheets are final.
func (tx *Tx) Hold(c Session, now time.Time) (Session, Period, error) {
	p, found, err := tx.Period(c.Period)
	if err != nil || !found {
		return c, p, errors.Join(err, orErr(found, ErrNoPeriod))
	}
	sheets, err := tx.clusterSheets(c.Period, c.Cluster)
	if err != nil {
		return c, p, err
	}
	switch {
	case p.State != score.PeriodCouncil || len(sheets) == 0:
		return c, p, ErrNotNow
	case len(c.Present) == 0:
		return c, p, ErrNobodyPresent
	case c.For < 0 || c.Against < 0 || c.For > len(c.Present) || c.Against > len(c.Present)-c.For: // their sum may be more than a number holds
		return c, p, ErrVotes
	case c.Decision == Returns && c.Reason == "":
		return c, p, ErrNeedsReason
	case c.Decision == Approves && c.For <= c.Against:
		return c, p, ErrNoMajority
	}
	if c.Decision == Approves {
		if err := tx.noPenaltyOpen(c.Period, c.Cluster); err != nil {
			return c, p, err
		}
	}
	c.ID, err = tx.insert(`INSERT INTO council_session (period, cluster, held_at, present, votes_for, votes_against, decision, reason, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Period, c.Cluster, instant(c.Held), list(c.Present), c.For, c.Against, string(c.Decision), c.Reason, c.By)
	if err != nil {
		return c, p, fmt.Errorf("council session on %s: %w", c.Cluster, err)
	}
	act := DidApprove
	if c.Decision == Returns {
		act = DidRefuse
	}
	if err := tx.Record(Entry{At: now, Actor: c.By, Act: act, Subject: p.subject(),
		New: fmt.Sprintf("%s: %d/%d/%d", c.Cluster, c.For, c.Against, len(c.Present)), Reason: c.Reason}); err != nil {
		return c, p, err
	}
	p, err = tx.concluded(c, p, sheets, now)
	return c, p, err
}

// concluded lets a conclusion take effect.
func (tx *Tx) concluded(c Session, p Period, sheets []Submission, now time.Time) (Period, error) {
	if c.Decision == Returns {
		for _, s := range sheets {
			if _, err := tx.StepSubmission(s, score.Submitted, c.By, c.Reason, now); err != nil {
				return p, err
			}
		}
		return tx.StepPeriod(p.ID, score.PeriodAppraising, c.By, c.Reason, now)
	}
	approved, err := tx.StepPeriod(p.ID, score.PeriodApproved, c.By, "", now)
	if errors.Is(err, ErrNotApproved) {
		return p, nil
	}
	return approved, err
}

// clusterSheets lists the sheets of a cluster that were handed in.
func (tx *Tx) clusterSheets(period int64, cluster string) (sheets []Submission, err error) {
	all, err := tx.HandedIn(period)
	for _, s := range all {
		if s.Cluster == cluster {
			sheets = append(sheets, s)
		}
	}
	return sheets, err
}

func (tx *Tx) noPenaltyOpen(period int64, cluster string) error {
	all, err := tx.Penalties(period, "")
	if err != nil {
		return err
	}
	for _, p := range all {
		s, _, err := tx.Submission(period, p.Unit)
		if err != nil {
			return err
		}
		if p.Decision == Proposed && s.Cluster == cluster {
			return ErrPenaltiesOpen
		}
	}
	return nil
}

// Sessions lists the sessions of a period, the oldest first.
func (tx *Tx) Sessions(period int64) ([]Session, error) {
	all, err := collect(tx, func(rows *sql.Rows) (c Session, err error) {
		var held int64
		err = rows.Scan(&c.ID, &c.Period, &c.Cluster, &held, (*names)(&c.Present), &c.For, &c.Against, &c.Decision, &c.Reason, &c.By)
		c.Held = time.UnixMilli(held)
		return c, err
	}, `SELECT id, period, cluster, held_at, present, votes_for, votes_against, decision, reason, recorded_by FROM council_session
		WHERE period = ? ORDER BY id`, period)
	return all, wrapRead("council sessions", err)
}

// Concluded is what the council concluded last on each cluster of a period.
func (tx *Tx) Concluded(period int64) (map[string]Session, error) {
	all, err := tx.Sessions(period)
	last := make(map[string]Session, len(all))
	for _, c := range all {
		last[c.Cluster] = c
	}
	return last, err
}

// Ready says why a period cannot take a step although the table of transitions has it:
// the work of its state is not done.
func (tx *Tx) Ready(p Period, to score.PeriodState, now time.Time) error {
	switch {
	case to == score.PeriodOpen:
		return tx.ReadyToOpen(p, now)
	case to == score.PeriodAppraising && p.State == score.PeriodClosed:
		return tx.Covered(p)
	case to == score.PeriodAppraising:
		return tx.sentBack(p)
	case to == score.PeriodExplaining:
		return tx.decidedOn(p)
	case to == score.PeriodCouncil:
		if err := tx.decidedOn(p); err != nil {
			return err
		}
		return tx.heard(p, now)
	case to == score.PeriodApproved:
		return tx.approvedAll(p)
	case to == score.PeriodPublished:
		return tx.announced(p.ID)
	}
	return nil
}

// sentBack holds if a session has just sent a cluster back.
func (tx *Tx) sentBack(p Period) error {
	sheets, err := tx.HandedIn(p.ID)
	for _, s := range sheets {
		if s.State == score.Submitted {
			return nil
		}
	}
	return errors.Join(err, orErr(err != nil, ErrCouncilOnly))
}

// decidedOn holds if nothing is left to the appraisal team, and no sheet is with its unit.
func (tx *Tx) decidedOn(p Period) error {
	sheets, err := tx.HandedIn(p.ID)
	if err != nil {
		return err
	}
	for _, s := range sheets {
		left, err := tx.Undecided(s)
		switch {
		case err != nil:
			return err
		case s.State == score.Explained:
			return fmt.Errorf("%w: %s", ErrNotExplained, s.Unit)
		case s.State != score.Appraised || len(left) > 0:
			return fmt.Errorf("%w: %s", ErrNotAppraised, s.Unit)
		}
	}
	return nil
}

// heard holds if no unit may still explain a difference: the deadline that it was given is
// kept, however early the council could begin.
func (tx *Tx) heard(p Period, now time.Time) error {
	if p.ExplainBy.IsZero() {
		return nil
	}
	sheets, err := tx.HandedIn(p.ID)
	if err != nil {
		return err
	}
	for _, s := range sheets {
		if tx.MayExplain(s, now) != nil {
			continue
		}
		differences, err := tx.Differences(s)
		if err != nil || len(differences) > 0 {
			return errors.Join(err, fmt.Errorf("%w: %s", ErrMayExplain, s.Unit))
		}
	}
	return nil
}

func (tx *Tx) approvedAll(p Period) error {
	sheets, err := tx.HandedIn(p.ID)
	last, err2 := tx.Concluded(p.ID)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	for _, s := range sheets {
		if last[s.Cluster].Decision != Approves {
			return fmt.Errorf("%w: %s", ErrNotApproved, s.Cluster)
		}
		if err := tx.noPenaltyOpen(p.ID, s.Cluster); err != nil {
			return err
		}
	}
	return nil
}

// finish makes the sheets of an approved period final.
func (tx *Tx) finish(p Period, by string, now time.Time) error {
	sheets, err := tx.HandedIn(p.ID)
	for _, s := range sheets {
		if _, err := tx.StepSubmission(s, score.Final, by, "", now); err != nil {
			return err
		}
	}
	return err
}
