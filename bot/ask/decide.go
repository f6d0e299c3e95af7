package ask

import (
	"strings"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

// decide makes the query of what has been read, or leaves it Unknown.
func (r *reading) decide() {
	q := &r.query
	if r.has[foreign] > 0 || r.has[other] > 0 && r.has[schedule] == 0 || r.isOrder() {
		return
	}
	if r.onlyHelp() {
		q.Intent = Help
		return
	}
	sure, doubtful := r.isQuestion()
	if !sure && !doubtful {
		return
	}
	if r.when.Impossible != "" {
		if r.has[schedule] > 0 || len(r.unread) == 0 {
			q.Intent, q.Impossible = Error, r.when.Impossible
		}
		return
	}
	q.Intent, q.Doubtful = r.intent(), doubtful
	if doubtful && q.Intent == Changes {
		q.Intent = List // what has changed cannot be judged by words
	}
	q.Mine = r.has[self] > 0
	q.When = r.has[when] > 0
	q.Duty = r.has[duty] > 0
	q.Match = strings.Join(addNew(nil, r.topics...), " ")
	q.Extra = strings.Join(addNew(nil, r.unread...), " ")
	q.Specific = !r.when.From.IsZero() || len(r.mentions) > 0 || q.Mine || q.Match != "" || q.Duty
	r.setTime()
}

// isOrder reports whether the text wants something done: "hủy lịch họp mai".
// "Lịch mai có hủy không" asks.
func (r *reading) isOrder() bool {
	return !r.asks() && (r.commands || r.sends && r.has[schedule] == 0 && r.when.From.IsZero())
}

// asks reports whether there is a word of question.
func (r *reading) asks() bool {
	return r.has[asking]+r.has[yet]+r.has[who]+r.has[when]+r.has[where]+r.has[howMany] > 0
}

// onlyHelp reports whether help is wanted and nothing else.
func (r *reading) onlyHelp() bool {
	return r.has[help] > 0 && r.when.From.IsZero() && len(r.mentions) == 0 && len(r.topics) == 0 && len(r.unread) < 3
}

// searched is how many words alone are surely a search: "báo cáo án". More may
// be a sentence.
const searched = 3

// mostUnread is how many words may stay unread beside the word "lịch".
const mostUnread = 5

// isQuestion weighs whether the text asks about the schedule. It is sure if the
// schedule is spoken of and most words are understood, or if all words are and
// enough of them belong to a question. With words left over it is doubtful: then
// the schedule itself must know them.
func (r *reading) isQuestion() (sure, doubtful bool) {
	timed := !r.when.From.IsZero() || r.when.Impossible != ""
	named := len(r.mentions) > 0 || r.has[self] > 0
	asked := r.asks()
	about := len(r.topics) > 0 || r.has[duty]+r.has[meeting] > 0
	unread := len(r.unread)
	switch {
	case r.has[schedule] > 0:
		return unread <= mostUnread, unread > mostUnread
	case r.has[free] > 0 && unread == 0 && (timed || named || asked),
		r.has[change] > 0 && unread == 0 && asked,
		r.has[next] > 0 && unread == 0 && (asked || about || named):
		return true, false
	case r.has[greeting] > 0 && !(asked && (timed || about)), r.speaks && !timed && !asked && !about:
		return false, false
	case unread == 0 && !timed && !named && !asked && len(r.topics) > searched:
		return false, true
	case unread == 0:
		return timed || named || about && (asked || len(r.topics) > 1 || r.has[duty] > 0), false
	case asked, timed, named, about:
		return false, true
	}
	return false, unread > 1
}

// intent tells what is wanted to know.
func (r *reading) intent() Intent {
	has := r.has
	switch {
	case has[free] > 0:
		return Free
	case has[change] > 0 && has[asking]+has[yet]+has[schedule] > 0:
		return Changes
	case has[yet] > 0 && len(r.topics) == 0 && len(r.query.People) == 0:
		return Status
	case has[howMany] > 0:
		return Count
	case has[next] > 0 && r.when.From.IsZero():
		return Next
	case has[where] > 0:
		return Where
	case has[who] > 0:
		return Who
	}
	return List
}

// setTime fills in the days: those named, or else today for the bare schedule
// and this week for whatever is about somebody or something.
func (r *reading) setTime() {
	q, when := &r.query, r.when
	q.From, q.To, q.Only = when.From, when.To, when.Only
	q.Session, q.Clock, q.Until = week.Session(when.Session), week.Clock(when.Clock), week.Clock(when.Until)
	q.Said, q.Disagrees, q.JustPast = when.Said, when.Disagrees, when.JustPast
	if !q.From.IsZero() {
		return
	}
	monday := week.Monday(q.Today)
	q.From, q.To = monday, monday.AddDays(6)
	switch {
	case q.Intent == Next:
		q.From = q.Today
	case q.bare() && (q.Intent == List || q.Intent == Where):
		q.To = q.Today
		q.From = q.Today
	}
}

// bare reports whether the question names nobody and nothing.
func (q Query) bare() bool {
	return len(q.People)+len(q.Groups)+len(q.Units)+len(q.Strangers) == 0 && !q.Mine && !q.Duty && q.Match == "" && q.Extra == ""
}

// includes reports whether the day is asked about.
func (q Query) includes(day civil.Date) bool {
	if day.Before(q.From) || day.After(q.To) {
		return false
	}
	for _, only := range q.Only {
		if only == day {
			return true
		}
	}
	return len(q.Only) == 0
}
