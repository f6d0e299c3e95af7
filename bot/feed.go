package bot

import (
	"strings"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// dutyFeed owns the screens that give out the addresses of calendar feeds.
const dutyFeed = "feed"

// An addressing is what such a screen does next. The address itself is never part
// of it: the ledger keeps no secret that it need not know.
type addressing struct {
	order feedOrder
}

type feedOrder struct {
	office bool // the office's feed, else the person's own
	revoke bool
}

// feed tells how the schedule comes into the calendar of a telephone.
func (t *turn) feed() error {
	if !t.asker.May(staff.ReadSchedule) {
		return t.say(render.NotAllowed())
	}
	if t.public == "" {
		return t.say(render.FeedOff(t.asker.May(staff.PublishWeek)))
	}
	m, _, err := t.addresses()
	if err != nil {
		return err
	}
	return t.open(store.Screen{Duty: dutyFeed}, addressing{}, m)
}

// addresses says which feeds there are, and what can be done about them.
func (t *turn) addresses() (store.Message, [][]choice[addressing], error) {
	own, err := t.tx.FeedMade(t.asker.Key)
	if err != nil {
		return store.Message{}, nil, err
	}
	f := render.Feed{Own: own, Keeper: t.asker.May(staff.PublishWeek)}
	do := func(label string, order feedOrder) choice[addressing] {
		return choice[addressing]{label, func(a *addressing) { a.order = order }}
	}
	rows := [][]choice[addressing]{{do("Lấy địa chỉ mới", feedOrder{})}}
	if !own.IsZero() {
		rows[0] = append(rows[0], do("Thu hồi", feedOrder{revoke: true}))
	}
	if f.Keeper {
		if f.Office, err = t.tx.FeedMade(""); err != nil {
			return store.Message{}, nil, err
		}
		rows = append(rows, []choice[addressing]{do("Địa chỉ mới của cơ quan", feedOrder{office: true})})
		if !f.Office.IsZero() {
			rows[1] = append(rows[1], do("Thu hồi của cơ quan", feedOrder{office: true, revoke: true}))
		}
	}
	m := render.Feeds(f, t.now.Location())
	m.Buttons = buttons(rows)
	return m, rows, nil
}

// pressFeed makes an address or revokes one.
func (t *turn) pressFeed(s store.Screen, action string, stale bool) error {
	_, rows, err := t.addresses()
	if err != nil {
		return err
	}
	c, ok := chosen(rows, action)
	if stale || !ok || !t.asker.May(staff.ReadSchedule) || t.public == "" {
		if err := t.toast(render.ToastStale); err != nil {
			return err
		}
		return t.redrawFeeds(s)
	}
	if err := t.toast(""); err != nil {
		return err
	}
	var a addressing
	c.do(&a)
	owner := t.asker.Key
	if a.order.office {
		owner = ""
	}
	if a.order.revoke {
		if _, err := t.tx.RevokeFeed(owner); err != nil {
			return err
		}
		if err := t.say(render.FeedRevoked(a.order.office)); err != nil {
			return err
		}
		return t.redrawFeeds(s)
	}
	secret, err := t.tx.NewFeed(owner, t.now)
	if err != nil {
		return err
	}
	if err := t.say(render.FeedAddress(strings.TrimRight(t.public, "/")+"/lich/"+secret+".ics", a.order.office)); err != nil {
		return err
	}
	return t.redrawFeeds(s)
}

func (t *turn) redrawFeeds(s store.Screen) error {
	m, _, err := t.addresses()
	if err != nil {
		return err
	}
	if err := t.tx.ChangeScreen(&s, addressing{}, t.now); err != nil {
		return err
	}
	return t.redraw(s, m)
}
