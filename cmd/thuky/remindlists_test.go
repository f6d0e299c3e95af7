package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/civil"
)

// judgeSummary looks that an item of which no reminder came is told of afterwards,
// once.
func (o *oracle) judgeSummary(n *item, person string, starts time.Time, must bool) {
	times := 0
	for _, s := range o.heardOf["summary/"+person] {
		for _, part := range strings.Split(s.text, "; ") {
			if strings.Contains(part, starts.Format("15h04 02/01")) && strings.Contains(part, fmt.Sprintf("việc số %04d", n.number)) {
				times++
				s.used = true
				o.summaries++
			}
		}
	}
	switch {
	case times > 1:
		o.fault(&o.doubled, starts, "item %d is in %d summaries to %s", n.number, times, person)
	case times == 0 && must && o.longAway(starts):
		o.fault(&o.missing, starts, "item %d, of which nothing was told, is in no summary to %s", n.number, person)
	}
}

// judgeLists looks that a person got each day's lists.
func (o *oracle) judgeLists(person string) {
	for day := civil.DateOf(o.office(o.began)); day.Before(civil.DateOf(o.office(o.ended))); day = day.AddDays(1) {
		wish := o.wishOn(person, day)
		o.judgeList(person, "morning", day, at(day, wish.morning, o.zone), at(day, "11:00", o.zone))
		o.judgeList(person, "evening", day.AddDays(1), at(day, wish.evening, o.zone), at(day, "22:00", o.zone))
	}
}

// holds lists the items that a list of the day must hold.
func (o *oracle) holds(person string, day civil.Date, at time.Time) (numbers []int) {
	for _, n := range o.items {
		if s, known := n.state(at); known && s.takes && s.date == day && s.concerns(person) {
			numbers = append(numbers, n.number)
		}
	}
	return numbers
}

func (o *oracle) judgeList(person, kind string, day civil.Date, from, until time.Time) {
	var one *said
	for _, s := range o.heardOf[kind+"/"+person] {
		if !s.used && strings.Contains(s.text, day.String()[8:]+"/"+day.String()[5:7]) && strings.HasPrefix(s.text, "Lịch") &&
			!o.office(s.at).Before(from) && !o.office(s.at).After(until) && one == nil {
			one, s.used = s, true
			o.lists++
		}
	}
	first, run, must := time.Time{}, 0, false
	for at := from.Add(-10 * time.Minute); at.Before(until.Add(10 * time.Minute)); at = at.Add(time.Minute) {
		t := o.office(at)
		if t.Before(from) || !t.Add(time.Minute).Before(until) || at.Before(o.began) {
			continue
		}
		if first.IsZero() {
			first = at
		}
		if o.up(at) {
			run++
		} else {
			run = 0
		}
		if run == enough {
			must = len(o.holds(person, day, first)) > 0 && len(o.holds(person, day, at)) > 0
			break
		}
	}
	if one == nil {
		if must {
			o.fault(&o.missing, from, "no %s list of %s to %s", kind, day, person)
		}
		return
	}
	if !one.marked && one.at.Sub(first) > late {
		o.fault(&o.unmarked, one.at, "%s list of %s to %s", kind, day, person)
	}
	var named []int
	for _, found := range numbered.FindAllStringSubmatch(one.text, -1) {
		number, _ := strconv.Atoi(found[1])
		named = append(named, number)
	}
	for _, number := range o.holds(person, day, one.at) {
		if !slices.Contains(named, number) && slices.Contains(o.holds(person, day, one.at.Add(-reaction)), number) {
			o.fault(&o.missing, one.at, "item %d is not in the %s list of %s to %s", number, kind, day, person)
		}
	}
}

// judgeDuty looks that whoever is on duty at a weekend was told on Friday.
func (o *oracle) judgeDuty() {
	for friday := civil.DateOf(o.began); friday.Before(civil.DateOf(o.ended).AddDays(-2)); friday = friday.AddDays(1) {
		from := at(friday, "16:00", o.zone)
		if friday.Weekday() != time.Friday || from.Before(o.began) {
			continue
		}
		for _, person := range o.leaders {
			due := false
			for _, n := range o.items {
				s, known := n.state(from)
				due = due || known && s.duty && s.concerns(person) && s.date.DaysSince(friday) <= 2 && s.date.After(friday)
			}
			var one *said
			for _, s := range o.heardOf["duty/"+person] {
				if t := o.office(s.at); !s.used && !t.Before(from) && t.Before(from.Add(40*time.Hour)) && one == nil {
					one, s.used = s, true
				}
			}
			if due && one == nil && o.up(from) && o.up(from.Add(enough*time.Minute)) {
				o.fault(&o.missing, from, "nothing of the duty to %s", person)
			}
		}
	}
}
