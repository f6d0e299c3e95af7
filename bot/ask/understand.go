package ask

import (
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/store/week"
)

// Understand reads a question asked at the moment now, whose location is the
// office's. It never fails: what it cannot read is Unknown.
func Understand(question string, index *names.Index, now time.Time) Query {
	return Query{Intent: Unknown, Today: civil.DateOf(now), Now: week.Clock(now.Format("15:04"))}
}
