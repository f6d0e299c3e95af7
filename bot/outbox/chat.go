package outbox

import (
	"time"

	"golang.org/x/time/rate"

	"thuky/store"
)

// A chat with something to deliver, or paced by what was delivered just now.
type chat struct {
	id    int64
	pace  meter
	hold  time.Time // the messenger wants a pause until then
	lines [3]line
}

// A line is what goes to a chat one after the other: its messages, its toasts or
// its command menus. A toast is useless after a minute, so it does not stand
// behind messages; and an answer does not stand behind a new message of a broadcast
// that is in hand, which a large file can be for long, but where it changes that message.
// Nothing else may overtake what is in hand: two edits of one message could arrive in the
// wrong order.
type line struct {
	chat    *chat
	index   int // messages, toasts or menus
	lanes   [3]lane
	busy    bool  // one of its deliveries is in hand
	passing *pick // one of a broadcast is in hand that answers and reminders may overtake
	rank    int   // where in ready it stands; an entry under another rank is stale
	wake    time.Time
}

// The lines of a chat. Only messages are paced.
const (
	messages = iota
	toasts
	menus
)

// A lane is what one class has in a line, by order of queueing. The delivery in
// hand stays at its head until it is settled.
type lane struct {
	ids   []int64
	hold  time.Time // after a failure
	fails int       // in a row
	doubts
}

func lineOf(k store.Kind) int {
	switch k {
	case store.Toast, store.Inline:
		return toasts
	case store.Commands:
		return menus
	}
	return messages
}

// head is the highest class that may send now, or 0 and when to look again (zero
// if nothing waits).
func (l *line) head(now time.Time) (class store.Class, again time.Time) {
	for i := range l.lanes {
		lane := &l.lanes[i]
		if len(lane.ids) == 0 || l.passing != nil && store.Class(i+1) == store.Bulk {
			continue
		}
		hold := lane.hold
		if l.chat.hold.After(hold) {
			hold = l.chat.hold
		}
		if !hold.After(now) {
			return store.Class(i + 1), time.Time{}
		}
		if again.IsZero() || hold.Before(again) {
			again = hold
		}
	}
	return 0, again
}

// A pick is a delivery whose turn has come; its line is busy until it is settled, or
// until others may overtake it.
type pick struct {
	line   *line
	class  store.Class
	id     int64
	paces  []*rate.Reservation
	screen int64 // that it shows, while others may overtake it
}

// answers reports whether a hand may be taken for it from those kept for answers.
func (p *pick) answers() bool { return p.line.index != messages || p.class == store.Answer }

// refund gives back the pace of a pick that was not sent after all.
func (p *pick) refund(now time.Time) {
	for _, r := range p.paces {
		r.CancelAt(now)
	}
}
