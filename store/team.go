package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/score"
	"thuky/store/staff"
)

// A Team is who appraises in a period (Tổ chấm điểm).
type Team struct {
	Period   int64
	Decision string     // number of the decision that appoints it; "" before
	SignedOn civil.Date // its date
	Members  []TeamMember
}

// A TeamMember appraises some parts of the sheets of some clusters.
type TeamMember struct {
	Person  string // key
	Charges []Charge
	Absent  string // why the Office fills in for them; "" while they are there
}

// A Charge is one part of the sheet of a cluster; see score.Sheet.Parts.
type Charge struct{ Cluster, Part string }

// Why the team is not changed.
var (
	ErrNoTeam   = errors.New("no appraisal team is appointed")
	ErrNoMember = errors.New("not a member of the appraisal team")
)

// An UncoveredError names units of which a part has no member who may appraise it.
type UncoveredError struct {
	Unit string // code
	Part string
}

func (e *UncoveredError) Error() string {
	return fmt.Sprintf("nobody may appraise part %s of %s", e.Part, e.Unit)
}

// Member finds a member by key.
func (t Team) Member(person string) (TeamMember, bool) {
	i := slices.IndexFunc(t.Members, func(m TeamMember) bool { return m.Person == person })
	if i < 0 {
		return TeamMember{}, false
	}
	return t.Members[i], true
}

// Charged reports whether the member appraises the part.
func (t Team) Charged(person string, c Charge) bool {
	m, found := t.Member(person)
	return found && slices.Contains(m.Charges, c)
}

// Absentee finds an absent member who is charged with the part: the Office may fill
// in for them.
func (t Team) Absentee(c Charge) (person string, found bool) {
	for _, m := range t.Members {
		if m.Absent != "" && slices.Contains(m.Charges, c) {
			return m.Person, true
		}
	}
	return "", false
}

// SetTeam keeps the decision that appoints the team of a period.
func (tx *Tx) SetTeam(period int64, decision string, signedOn civil.Date, by string, now time.Time) error {
	before, err := tx.Team(period)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`INSERT INTO team (period, decision, signed_on, set_by, set_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (period) DO UPDATE SET decision = excluded.decision, signed_on = excluded.signed_on, set_by = excluded.set_by, set_at = excluded.set_at`,
		period, decision, signedOn.String(), by, instant(now)); err != nil {
		return fmt.Errorf("set team of period %d: %w", period, err)
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidSetTeam, Subject: Period{ID: period}.subject(), Old: before.Decision, New: decision})
}

// SetCharges keeps what a person appraises in a period; without any part they are no
// member any more.
func (tx *Tx) SetCharges(period int64, person string, charges []Charge, by string, now time.Time) error {
	team, err := tx.Team(period)
	if err != nil {
		return err
	}
	if team.Decision == "" {
		return ErrNoTeam
	}
	before, _ := team.Member(person)
	if _, err := tx.exec(`DELETE FROM team_charge WHERE period = ? AND person = ?`, period, person); err != nil {
		return fmt.Errorf("charge %s: %w", person, err)
	}
	if len(charges) == 0 {
		_, err = tx.exec(`DELETE FROM team_member WHERE period = ? AND person = ?`, period, person)
	} else {
		_, err = tx.exec(`INSERT INTO team_member (period, person) VALUES (?, ?) ON CONFLICT DO NOTHING`, period, person)
	}
	if err != nil {
		return fmt.Errorf("charge %s: %w", person, err)
	}
	for _, c := range charges {
		if _, err := tx.exec(`INSERT INTO team_charge (period, person, cluster, part) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`, period, person, c.Cluster, c.Part); err != nil {
			return fmt.Errorf("charge %s: %w", person, err)
		}
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidCharge, Subject: Subject{AboutPerson, person}, Old: chargeText(before.Charges), New: chargeText(charges)})
}

func chargeText(charges []Charge) string {
	all := make([]string, len(charges))
	for i, c := range charges {
		all[i] = c.Cluster + ": " + c.Part
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// SetAbsent says why the Office fills in for a member, or with "" that they are back.
func (tx *Tx) SetAbsent(period int64, person, why, by string, now time.Time) error {
	team, err := tx.Team(period)
	if err != nil {
		return err
	}
	before, found := team.Member(person)
	if !found {
		return ErrNoMember
	}
	if _, err := tx.exec(`UPDATE team_member SET absent = ?, absent_by = ? WHERE period = ? AND person = ?`, why, by, period, person); err != nil {
		return fmt.Errorf("mark %s absent: %w", person, err)
	}
	return tx.Record(Entry{At: now, Actor: by, Act: DidMarkAbsent, Subject: Subject{AboutPerson, person}, Old: before.Absent, New: why, Reason: why})
}

// Team reads the team of a period; without Decision if none was appointed.
func (tx *Tx) Team(period int64) (Team, error) {
	t := Team{Period: period}
	var day string
	found, err := tx.one([]any{&t.Decision, &day}, `SELECT decision, signed_on FROM team WHERE period = ?`, period)
	if err != nil || !found {
		return t, wrapRead("team", err)
	}
	if t.SignedOn, err = civil.ParseDate(day); err != nil {
		return t, wrapRead("team", err)
	}
	t.Members, err = collect(tx, func(rows *sql.Rows) (m TeamMember, err error) {
		return m, rows.Scan(&m.Person, &m.Absent)
	}, `SELECT person, absent FROM team_member WHERE period = ? ORDER BY person`, period)
	if err != nil {
		return t, wrapRead("team", err)
	}
	type row struct {
		person string
		Charge
	}
	charges, err := collect(tx, func(rows *sql.Rows) (r row, err error) {
		return r, rows.Scan(&r.person, &r.Cluster, &r.Part)
	}, `SELECT person, cluster, part FROM team_charge WHERE period = ? ORDER BY person, cluster, part IN ('+', '-'), part`, period)
	for _, c := range charges {
		for i := range t.Members {
			if t.Members[i].Person == c.person {
				t.Members[i].Charges = append(t.Members[i].Charges, c.Charge)
			}
		}
	}
	return t, wrapRead("team", err)
}

// Covered reports, as an *UncoveredError, the first part of a unit's sheet that no
// member may appraise: a member of the unit itself is none.
func (tx *Tx) Covered(p Period) error {
	team, err := tx.Team(p.ID)
	if err != nil {
		return err
	}
	if team.Decision == "" {
		return ErrNoTeam
	}
	subs, err := tx.HandedIn(p.ID)
	d, err2 := tx.Directory()
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	for _, s := range subs {
		_, sheet, err := tx.Sheet(s.Sheet)
		if err != nil {
			return err
		}
		unit, _ := d.Unit(s.Unit)
		for _, part := range sheet.Parts() {
			if !slices.ContainsFunc(team.Members, func(m TeamMember) bool {
				person, _ := d.Person(m.Person)
				work := staff.Work{Unit: unit, Assigned: slices.Contains(m.Charges, Charge{s.Cluster, part})}
				return person.MayAppraise(work) == staff.Allowed
			}) {
				return &UncoveredError{s.Unit, part}
			}
		}
	}
	return nil
}

// HandedIn lists the sheets of a period that were submitted at least once, without those
// left out.
func (tx *Tx) HandedIn(period int64) ([]Submission, error) {
	return tx.submissions(`period = ? AND left_out = '' AND state NOT IN (?, ?) ORDER BY `+inOrder, period, string(score.NotStarted), string(score.InProgress))
}

// Hands are those who had a hand in the sheet of a unit in a period, by key: who
// entered, explained or submitted for it, and who appraised it.
func (tx *Tx) Hands(period int64, unit string) (entered, appraised []string, err error) {
	key := submissionKey(period, unit)
	one := func(rows *sql.Rows) (key string, err error) { return key, rows.Scan(&key) }
	entered, err = collect(tx, one, `SELECT actor FROM audit WHERE kind = ?1 AND subject >= ?2 || '/' AND subject < ?2 || '0' AND act IN (?3, ?4, ?10)
		UNION SELECT actor FROM audit WHERE kind = ?5 AND subject = ?2 AND act IN (?6, ?7)
		UNION SELECT entered_by FROM entry WHERE period = ?8 AND unit = ?9 ORDER BY 1`,
		AboutEntry, key, string(DidAnswer), string(DidExplain), AboutSubmission, string(DidSubmit), string(DidSendWhy), period, unit, string(DidAgree))
	if err != nil {
		return nil, nil, wrapRead("hands", err)
	}
	appraised, err = collect(tx, one, `SELECT DISTINCT appraiser FROM appraisal WHERE period = ? AND unit = ? ORDER BY 1`, period, unit)
	return entered, appraised, wrapRead("hands", err)
}
