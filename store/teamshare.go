package store

import (
	"errors"
	"slices"

	"cloud.google.com/go/civil"

	"thuky/store/staff"
)

// Shares are what a person appraises in a period: by unit, the parts of its sheet that
// they are charged with and may decide on, as the directory of that day has it. Neither
// their own unit is among them nor what they had a hand in.
func (tx *Tx) Shares(period int64, person staff.Person, today civil.Date) (map[string][]string, error) {
	team, err := tx.Team(period)
	member, found := team.Member(person.Key)
	if err != nil || !found || !person.MayOn(staff.Appraise, staff.Target{Assigned: true}) {
		return nil, err
	}
	forms, err := tx.Submissions(period)
	d, err2 := tx.Directory()
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	shares := map[string][]string{}
	for _, form := range forms {
		var parts []string
		for _, c := range member.Charges {
			if c.Cluster == form.Cluster {
				parts = append(parts, c.Part)
			}
		}
		if len(parts) == 0 {
			continue
		}
		entered, _, err := tx.Hands(period, form.Unit)
		if err != nil {
			return nil, err
		}
		unit, _ := d.StandsFor(form.Unit, today)
		if person.MayAppraise(staff.Work{Unit: unit, Assigned: true, Entered: entered}) == staff.Allowed {
			shares[form.Unit] = slices.Clip(parts)
		}
	}
	return shares, nil
}
