package bot

import (
	"errors"
	"slices"
	"strings"

	"thuky/bot/form"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// formOrder carries out what an input asks besides saving.
func (t *turn) formOrder(s store.Screen, st formState, k *formDesk, out form.Outcome) error {
	switch out.Do {
	case form.DoLeave:
		p, err := t.formPage(&st, k)
		if err != nil {
			return err
		}
		return t.formGone(s, render.FormLeft(p))
	case form.DoPresent:
		return t.presentForm(s, st, k)
	case form.DoSubmit:
		return t.submitForm(s, st, k)
	case form.DoSendBack:
		return t.sendFormBack(s, st, k, out.Text)
	case form.DoMove:
		return t.moveForm(s, st, k)
	case form.DoCSV, form.DoWorkbook, form.DoDocument:
		if err := t.askFormFile(st, out.Do); err != nil {
			return err
		}
		st.Notice = render.FormWriting()
	}
	return t.showDesk(s, st, k)
}

// complete looks whether the sheet may go up now; if not the screen says what is missing.
func (t *turn) complete(st *formState, k *formDesk) (score.Result, bool, error) {
	st.View = form.Review
	p, err := t.formPage(st, k)
	if err != nil {
		return score.Result{}, false, err
	}
	ok := p.Review.Complete() && !k.changed() && k.maySubmitNow()
	if k.changed() {
		st.View = form.Start
	} else if !ok {
		st.Reason = &form.Reason{Kind: form.Missing}
	}
	return p.Result, ok, nil
}

// presentForm takes the sheet to the unit's heads, each in their own chat.
func (t *turn) presentForm(s store.Screen, st formState, k *formDesk) error {
	_, ok, err := t.complete(&st, k)
	if err != nil || !ok {
		return errors.Join(err, t.showDesk(s, st, k))
	}
	var heads []staff.Person
	for _, p := range t.peopleOf(st.Unit, staff.SubmitForm) {
		accounts, err := t.tx.AccountsOf(p.Key)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			if err := t.presentTo(p, account, st, k); err != nil {
				return err
			}
		}
		if len(accounts) > 0 {
			heads = append(heads, p)
		}
	}
	if len(heads) == 0 {
		st.Notice = render.FormNoHead()
		return t.showDesk(s, st, k)
	}
	keys := make([]string, len(heads))
	for i, p := range heads {
		keys[i] = p.Key
	}
	if err := t.tx.Present(k.sub, strings.Join(keys, ","), t.asker.Key, t.now); err != nil {
		return err
	}
	st.Sent, st.Notice = true, render.FormPresentedTo(t.peopleNames(heads))
	return t.showDesk(s, st, k)
}

// presentTo shows the review of a sheet to a head.
func (t *turn) presentTo(head staff.Person, account int64, st formState, k *formDesk) error {
	contact := t.asker
	theirs := formState{Period: st.Period, Unit: st.Unit, State: form.State{View: form.Review}, From: contact.Key, Notice: render.FormPresented(contact.Style())}
	t.asker = head // the screen is made for them
	defer func() { t.asker = contact }()
	m, err := t.formMessage(&theirs, k)
	if err != nil {
		return err
	}
	s, err := t.tx.NewScreen(store.Screen{Chat: account, Person: head.Key, Duty: dutyForm, Awaits: true}, theirs, t.now)
	if err != nil {
		return err
	}
	return t.show(s, m)
}

// submitForm hands the sheet in, as the head has seen it.
func (t *turn) submitForm(s store.Screen, st formState, k *formDesk) error {
	edited, total := st.Edited, st.Total
	switch {
	case !t.mayOnUnit(staff.SubmitForm, st.Unit):
		return errors.Join(t.say(render.NotAllowed()), t.showDesk(s, st, k))
	case st.View != form.Confirm:
		return t.showDesk(s, st, k)
	}
	result, ok, err := t.complete(&st, k)
	if err != nil || !ok {
		return errors.Join(err, t.showDesk(s, st, k))
	}
	if edited != k.sub.Edited.UnixMilli() || total != int64(result.Total) {
		st.Notice = render.FormChangedSince()
		return t.showDesk(s, st, k)
	}
	handed, err := t.tx.Submit(k.sub, result.Total, t.asker.Key, t.now)
	if err != nil {
		return err
	}
	k.sub = handed
	if k.lock, k.Open, err = t.formLock(k); err != nil {
		return err
	}
	st.State = form.State{View: form.Start}
	p, err := t.formPage(&st, k)
	if err != nil {
		return err
	}
	for _, contact := range t.contactsOf(st.Unit, "") {
		if contact.Key != t.asker.Key {
			if err := t.tellPerson(contact, render.FormReceipt(p)); err != nil {
				return err
			}
		}
	}
	return t.showDesk(s, st, k)
}

// sendFormBack gives the sheet back to the contact, with the head's reason.
func (t *turn) sendFormBack(s store.Screen, st formState, k *formDesk, reason string) error {
	if !t.mayOnUnit(staff.SubmitForm, st.Unit) {
		return errors.Join(t.say(render.NotAllowed()), t.showDesk(s, st, k))
	}
	if k.lock != render.FormOpen && k.lock != render.FormReturned { // handed in or closed meanwhile
		st.View = form.Start
		return t.showDesk(s, st, k)
	}
	if err := t.tx.HandBack(k.sub, reason, t.asker.Key, t.now); err != nil {
		return err
	}
	contacts := t.contactsOf(st.Unit, st.From)
	for _, p := range contacts {
		if err := t.tellPerson(p, render.FormSentBack(k.unit.Name, k.period.Title, t.asker.Style(), reason)); err != nil {
			return err
		}
	}
	st.View, st.Notice = form.Review, render.FormSentBackTo(t.peopleNames(contacts))
	return t.showDesk(s, st, k)
}

// moveForm lets the sheet go on with the version that the cluster has now.
func (t *turn) moveForm(s store.Screen, st formState, k *formDesk) error {
	if !k.changed() || k.lock != render.FormOpen {
		return t.showDesk(s, st, k)
	}
	if _, _, err := t.tx.MoveSheet(k.sub, k.current, t.asker.Key, t.now); err != nil {
		return err
	}
	st.State, st.Notice = form.State{View: form.Start}, render.FormMoved()
	return t.showForm(s, st)
}

// peopleOf lists who may do the act on a unit's sheet because they belong to it.
func (t *turn) peopleOf(unit string, act staff.Act) (all []staff.Person) {
	for _, p := range t.names.Directory().People {
		if p.Unit != "" && t.personMay(p, act, unit) {
			all = append(all, p)
		}
	}
	return all
}

// contactsOf are those who fill in the sheet of a unit and do not submit it themselves:
// the one who presented it, if that is known and still so.
func (t *turn) contactsOf(unit, presented string) []staff.Person {
	heads := t.peopleOf(unit, staff.SubmitForm)
	all := slices.DeleteFunc(t.peopleOf(unit, staff.FillForm), func(p staff.Person) bool {
		return slices.ContainsFunc(heads, func(h staff.Person) bool { return h.Key == p.Key })
	})
	if i := slices.IndexFunc(all, func(p staff.Person) bool { return p.Key == presented }); i >= 0 {
		return all[i : i+1]
	}
	return all
}

func (t *turn) peopleNames(all []staff.Person) []string {
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.Style()
	}
	return names
}

// tellPerson queues a message to every account of a person.
func (t *turn) tellPerson(p staff.Person, m store.Message) error {
	accounts, err := t.tx.AccountsOf(p.Key)
	for _, account := range accounts {
		err = errors.Join(err, t.send(account, m))
	}
	return err
}
