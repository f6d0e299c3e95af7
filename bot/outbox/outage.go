package outbox

import "time"

// An outage is the suspicion that not one chat but the network fails. While it
// lasts one delivery at a time is tried, another chat's each time, with growing
// pauses.
type outage struct {
	fails   int   // in a row, over all chats
	first   int64 // chat of the first
	several bool  // another failed too
	pauses  int
	until   time.Time // no try before
}

// suspicion is how many failures in a row, of more than one chat, make an outage.
const suspicion = 5

func (o *outage) away() bool { return o.fails >= suspicion && o.several }

// failed counts a delivery that failed for no reason of its own.
func (o *outage) failed(chat int64, now time.Time) {
	if o.fails == 0 {
		o.first = chat
	}
	o.fails++
	o.several = o.several || chat != o.first
	if o.away() && !o.until.After(now) { // stragglers of before do not lengthen the pause
		o.until = now.Add(backoff(o.pauses))
		o.pauses++
	}
}
