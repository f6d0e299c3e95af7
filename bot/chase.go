package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
)

// A chasePlan is whom one press chases: units that are late and were not chased a
// short while ago.
type chasePlan struct {
	units     []chaseUnit
	resting   []string
	unreached []string
}

type chaseUnit struct {
	store.Progress
	people []store.ChasedPerson
}

func (p chasePlan) codes() []string {
	all := make([]string, len(p.units))
	for i, u := range p.units {
		all[i] = u.Unit
	}
	return all
}

// planChase finds whom a press chases now.
func (t *turn) planChase(k *progressDesk) (plan chasePlan, err error) {
	accounts, err := t.tx.Reachable()
	if err != nil {
		return plan, err
	}
	reached := func(person string) bool { return len(accounts[person]) > 0 }
	for _, s := range k.units {
		if !s.Late(k.period, t.now) {
			continue
		}
		people := store.ChasedPeople(t.names.Directory(), s.Unit, civil.DateOf(t.now), true, reached)
		switch last := k.chased[s.Unit]; {
		case len(people) == 0:
			plan.unreached = append(plan.unreached, s.Unit)
		case t.now.Sub(last) < t.rest && !last.After(t.now):
			plan.resting = append(plan.resting, s.Unit)
		default:
			plan.units = append(plan.units, chaseUnit{s, people})
		}
	}
	return plan, nil
}

// chaseByHandTime is for how long a chase that somebody asked for is worth sending.
const chaseByHandTime = 12 * time.Hour

// chaseLate chases all units that are late and may be chased again, and says so.
func (t *turn) chaseLate(s store.Screen, state *progressState, k *progressDesk) error {
	state.chase, state.View, state.Note = false, progressAll, render.NobodyChased
	plan, err := t.planChase(k)
	if err != nil || len(plan.units) == 0 {
		return err
	}
	for _, u := range plan.units {
		for _, to := range u.people {
			if err := t.chaseOne(s, k.period, u.Progress, to); err != nil {
				return err
			}
		}
	}
	state.Note = render.ChasedNote(len(plan.units), t.now)
	return t.tx.RecordChase(k.period, strings.Join(plan.codes(), ", "), t.asker.Key, t.now)
}

// chaseOne chases a person of a unit on all their accounts; in their quiet hours it
// waits for the end of these.
func (t *turn) chaseOne(screen store.Screen, p store.Period, s store.Progress, to store.ChasedPerson) error {
	accounts, err := t.tx.AccountsOf(to.Key)
	if err != nil {
		return err
	}
	m := render.Chase(render.ChaseFacts{Period: p, Unit: s, To: to, Days: t.days, Now: t.now}, t.names.Directory())
	deed := store.ChaseByHandDeed(p.ID, s.Unit, screen, to.Key)
	wish, err := t.tx.PreferenceOf(to.Key)
	if err != nil {
		return err
	}
	from, quiet := wish.Over(t.wishes).Quiet(t.now)
	if !quiet {
		from = t.now
	}
	for i, chat := range accounts {
		own := deed
		if i > 0 {
			own = fmt.Sprintf("%s/%d", deed, chat)
		}
		note := s.Chase(p, to, t.now)
		note.By = t.asker.Key
		d := store.Delivery{Deed: own, Chat: chat, Message: m, NotBefore: from, NotAfter: from.Add(chaseByHandTime)}
		if err := t.tx.QueueChase(d, []store.Chase{note}, t.now); err != nil {
			return err
		}
	}
	return nil
}

// pressChase leads from a chase to the form of the unit.
func (t *turn) pressChase(s store.Screen, action string, _ bool) error {
	chasing, err := stateOf[store.Chasing](s)
	if err != nil {
		return err
	}
	if action != render.ActForm {
		return t.toast(render.ToastOldScreen)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	subs, err := t.tx.SubmissionsOf(chasing.Unit)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(subs, func(s store.Submission) bool { return s.Period == chasing.Period }); i < 0 {
		return t.say(render.NotAllowed())
	}
	return t.command("chamdiem", "")
}
