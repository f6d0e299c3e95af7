package outbox

import (
	"math"
	"time"

	"golang.org/x/time/rate"

	"thuky/store"
)

// A Pace lets Burst messages go at once and PerSecond on average; PerSecond of
// zero or less is no limit. Only answers may use up a burst: a message of another
// class leaves so many of it that Reserve answers can go at once behind it. A
// person who asks in the middle of a broadcast waits no longer than at any other time.
type Pace struct {
	PerSecond float64
	Burst     int
	Reserve   int // less than Burst
}

// Limits are the pace of messages, new ones and edits alike. Toasts and command
// menus have none.
type Limits struct {
	Overall  Pace
	Private  Pace // in each private chat
	Group    Pace // in each group: a chat with a negative id
	InFlight int  // deliveries in hand at once; zero or less is no limit
}

// DefaultLimits stay a little below what Telegram states: 30 a second overall, one
// a second in a chat, 20 a minute in a group.
func DefaultLimits() Limits {
	return Limits{
		Overall:  Pace{28, 2, 1},
		Private:  Pace{1, 3, 2},
		Group:    Pace{18.0 / 60, 3, 1},
		InFlight: 16,
	}
}

// hands is how many deliveries other than answers may be in hand at once: a quarter
// of the hands is kept for answers, for when all that others have gets stuck.
func (l Limits) hands() int {
	if l.InFlight <= 0 {
		return math.MaxInt
	}
	return l.InFlight - l.InFlight/4
}

// A meter counts messages against a Pace.
type meter struct {
	*rate.Limiter
	reserve int
}

func newMeter(p Pace) meter {
	if p.PerSecond <= 0 {
		return meter{rate.NewLimiter(rate.Inf, 1), 0}
	}
	burst := max(p.Burst, 1)
	return meter{rate.NewLimiter(rate.Limit(p.PerSecond), burst), min(p.Reserve, burst-1)}
}

// delay is how long a message of the class has to wait; 0 lets it through.
func (m meter) delay(class store.Class, now time.Time) time.Duration {
	need := 1
	if class != store.Answer {
		need += m.reserve
	}
	missing := float64(need) - m.TokensAt(now)
	if m.Limit() == rate.Inf || missing <= 0 {
		return 0
	}
	return time.Duration(math.Ceil(missing / float64(m.Limit()) * float64(time.Second)))
}
