package sim

import (
	"math"
	"time"
)

// Rate is how Telegram's unpublished rate limits are imitated.
type Rate int

const (
	RateOff    Rate = iota
	RateBucket      // token buckets: a burst, then one at a time
	RateWindow      // sliding windows: so many in any such span
)

// The limits of Telegram's FAQ. In a bucket count is the burst and count/per
// the rate; the private chat's window allows for a burst at its beginning.
var (
	privateBucket = []limit{{3, 3 * time.Second}}
	privateWindow = []limit{{3, time.Second}, {63, time.Minute}}
	groupLimits   = []limit{{20, time.Minute}}
	overallLimits = []limit{{30, time.Second}}
)

type limit struct {
	count int
	per   time.Duration
}

type pace struct {
	rate    Rate
	overall []meter
	uploads map[int]time.Time // by size in bytes: when the last of that size is through
}

type chatPace struct{ meters []meter }

// A meter counts sent messages against one limit.
type meter interface {
	// wait returns how long until n more are allowed; 0 for now.
	wait(now time.Time, n int) time.Duration
	add(now time.Time, n int)
}

func newPace(rate Rate) pace {
	return pace{rate, meters(rate, overallLimits), map[int]time.Time{}}
}

func meters(rate Rate, limits []limit) []meter {
	var list []meter
	for _, l := range limits {
		if rate == RateBucket {
			list = append(list, &bucket{limit: l, level: float64(l.count)})
		} else {
			list = append(list, &window{limit: l})
		}
	}
	return list
}

// admit counts n messages (or edits) to a chat, or refuses them with 429.
// Nothing that was refused counts.
func (s *Server) admit(ch *chat, n int) error {
	if s.pace.rate == RateOff {
		return nil
	}
	if ch.pace.meters == nil {
		limits := groupLimits
		if ch.private() {
			limits = privateWindow
			if s.pace.rate == RateBucket {
				limits = privateBucket
			}
		}
		ch.pace.meters = meters(s.pace.rate, limits)
	}
	now := time.Now() // the real wait, whatever the demo's clock says
	all := append(append([]meter(nil), ch.pace.meters...), s.pace.overall...)
	var longest time.Duration
	for _, m := range all {
		longest = max(longest, m.wait(now, n))
	}
	if longest > 0 {
		s.stats.TooMany++
		return tooManyRequests(max(1, int(math.Ceil(longest.Seconds()))))
	}
	for _, m := range all {
		m.add(now, n)
	}
	return nil
}

// admitUpload refuses files that queue for more than 5 s: the server sends files
// of the very same size, which it takes for the same file, one after another.
func (s *Server) admitUpload(size int) error {
	if s.pace.rate == RateOff || size <= 100_000 {
		return nil
	}
	now, gap := time.Now(), min(900*time.Millisecond, max(200*time.Millisecond, time.Duration(size)*100))
	through := s.pace.uploads[size]
	if through.Before(now) {
		through = now
	}
	if through.Sub(now) > 5*time.Second {
		s.stats.TooMany++
		return tooManyRequests(60)
	}
	s.pace.uploads[size] = through.Add(gap)
	return nil
}

type bucket struct {
	limit
	level float64
	at    time.Time
}

func (b *bucket) fill(now time.Time) {
	if !b.at.IsZero() {
		b.level = min(float64(b.count), b.level+now.Sub(b.at).Seconds()*b.perSecond())
	}
	b.at = now
}

func (b *bucket) perSecond() float64 { return float64(b.count) / b.per.Seconds() }

func (b *bucket) wait(now time.Time, n int) time.Duration {
	b.fill(now)
	const rounding = 1e-9
	missing := float64(min(n, b.count)) - b.level
	if missing <= rounding {
		return 0
	}
	return time.Duration(missing / b.perSecond() * float64(time.Second))
}

func (b *bucket) add(now time.Time, n int) {
	b.fill(now)
	b.level -= float64(n)
}

type window struct {
	limit
	sent []time.Time
}

func (w *window) wait(now time.Time, n int) time.Duration {
	for len(w.sent) > 0 && now.Sub(w.sent[0]) >= w.per {
		w.sent = w.sent[1:]
	}
	over := len(w.sent) + min(n, w.count) - w.count
	if over <= 0 {
		return 0
	}
	return w.per - now.Sub(w.sent[over-1])
}

func (w *window) add(now time.Time, n int) {
	for range n {
		w.sent = append(w.sent, now)
	}
}
