package bot

import (
	"context"
	"encoding/json"
	"errors"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// errandDrawCard draws the QR code of an invitation.
const errandDrawCard = "draw-card"

// cardTask is the task of errandDrawCard.
type cardTask struct {
	Screen     int64  `json:"screen"` // of the card
	Invitation int64  `json:"invitation"`
	Link       string `json:"link"`
}

// cardResult is what it brings back.
type cardResult struct {
	Person     string `json:"person"`
	Screen     int64  `json:"screen"`
	Invitation int64  `json:"invitation"`
	Hash       string `json:"hash"` // of the picture; "" if it could not be drawn
}

// makeInvitation makes what was decided an invitation and shows its card. Who it is
// for is looked at again: in the meantime somebody may have invited them.
func (t *turn) makeInvitation(s store.Screen, state inviteState) error {
	state.For.By = t.asker.Key
	made, code, err := t.tx.NewInvitation(state.For, t.now)
	if err != nil {
		return err
	}
	state = inviteState{Step: invited, For: made}
	link := t.line.link()
	if link != "" {
		link += "?start=" + code
	}
	d := t.names.Directory()
	p := t.invited(made)
	unit, _ := d.Unit(p.Unit)
	m := render.InvitationCard(p, unit.Name, code, link, made.Expires.In(t.now.Location()))
	m.Buttons = [][]store.Button{{{Label: "Thu hồi mã này", Action: actRevoke}}}
	if link != "" {
		if err := t.tx.NewErrand(errandDrawCard, t.arrival.Chat, t.asker.Key, cardTask{s.ID, made.ID, link}, t.now); err != nil {
			return err
		}
	}
	return t.put(s, state, m)
}

// drawCard draws the QR code and keeps it as a file.
func (b *Bot) drawCard(_ context.Context, e store.Errand) (any, error) {
	r := cardResult{Person: e.Person}
	var task cardTask
	if err := json.Unmarshal(e.Task, &task); err != nil {
		return r, nil
	}
	r.Screen, r.Invitation = task.Screen, task.Invitation
	picture, err := render.InvitationPicture(task.Link)
	if err != nil {
		b.log.Error("card not drawn", "error", err)
		return r, nil
	}
	r.Hash, err = b.store.KeepFile(picture, b.now())
	return r, err
}

// cardUndrawn is a card without a picture: its link and code do as well.
func cardUndrawn(e store.Errand) any { return cardResult{Person: e.Person} }

// cardDrawn sends the picture after its card, on a screen of its own: with the card
// revoked it is taken away.
func (t *turn) cardDrawn(r cardResult) error {
	if same, err := t.returnTo(r.Person); err != nil || !same || !t.asker.May(staff.Invite) || r.Hash == "" {
		return errors.Join(err, t.aside("person has changed"))
	}
	s, found, err := t.tx.Screen(r.Screen)
	if err != nil {
		return err
	}
	var state inviteState
	i, made, err := t.tx.Invitation(r.Invitation)
	if err != nil || !found || json.Unmarshal(s.State, &state) != nil || state.Step != invited || !made || i.Revoked || i.UsedBy != 0 {
		return errors.Join(err, t.aside("invitation is closed"))
	}
	picture, err := t.tx.NewScreen(store.Screen{Chat: t.arrival.Chat, Person: t.asker.Key, Duty: dutyInvite}, struct{}{}, t.now)
	if err != nil {
		return err
	}
	state.Picture = picture.ID
	if err := t.tx.KeepState(s, state); err != nil {
		return err
	}
	m := render.PictureCaption(t.invited(i))
	m.File = &store.File{Hash: r.Hash, Name: "ma-moi.png", Picture: true}
	return t.show(picture, m)
}

// revoke makes the code of a card worthless.
func (t *turn) revoke(s store.Screen, state inviteState) error {
	revoked, err := t.tx.RevokeInvitation(state.For.ID, t.asker.Key, t.now)
	if err != nil {
		return err
	}
	last := render.InvitationClosed()
	if revoked {
		last = render.InvitationRevoked(t.invited(state.For))
	}
	if state.Picture != 0 {
		if err := t.tx.Queue(store.Delivery{Deed: t.deed(), Chat: s.Chat, Class: store.Answer, Kind: store.Delete, Screen: state.Picture}, t.now); err != nil {
			return err
		}
	}
	return t.closeScreen(s, last)
}
