package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A clerk's part of the oracle: who has not acknowledged what is important is named to
// the office once, a quarter of an hour after their reminder; and of each long outage
// the office is told once.

const patienceForReceipt = 15 * time.Minute

// judgeClerk judges what the clerk was told.
func (o *oracle) judgeClerk() {
	named := map[string][]time.Time{} // when, by "item/person/hour and day"
	outages := 0
	for _, e := range o.server.Log() {
		if e.Method != "sendMessage" || e.Chat != clerkAccount {
			continue
		}
		if strings.Contains(e.Text, "Gián đoạn: từ") {
			outages++
		}
		if !strings.Contains(e.Text, "Mục quan trọng chưa được nhận") {
			continue
		}
		day := onDay.FindString(e.Text)
		number, _ := strconv.Atoi(numbered.FindStringSubmatch(e.Text)[1])
		for i, key := range o.leaders {
			if strings.Contains(e.Text, fmt.Sprintf("Người %02d", i)) {
				k := fmt.Sprintf("%d/%s/%s %s", number, key, atHour.FindString(strings.ReplaceAll(e.Text, "<b>", "")), day)
				named[k] = append(named[k], e.At)
			}
		}
	}
	checked := o.judgeNamed(named)
	long, longer := 0, 0
	for _, d := range o.downs {
		if length := d.to.Sub(d.from); length >= 3*time.Hour && !(o.office(d.from).Hour() >= 22) {
			longer++
			long++
		} else if length >= 10*time.Minute {
			long++
		}
	}
	o.t.Logf("clerk: %d persons named, %d had to be, %d outages told of %d", len(named), checked, outages, long)
	if outages > long+len(o.skews) || outages < longer {
		o.t.Errorf("the clerk was told of %d outages, of %d long and %d very long ones", outages, long, longer)
	}
}

// judgeNamed looks that everybody is named who must be, nobody twice, and nobody who has
// acknowledged it; it returns how many had to be.
func (o *oracle) judgeNamed(named map[string][]time.Time) (had int) {
	for key, times := range named {
		if len(times) > 1 && times[1].Sub(times[0]) > repeated {
			o.fault(&o.doubled, times[1], "%s is named %d times", key, len(times))
		}
	}
	for _, n := range o.items {
		if !n.important {
			continue
		}
		for _, person := range o.leaders {
			reminders := o.heardOf[fmt.Sprintf("reminder/%s/%04d", person, n.number)]
			first := map[string]*said{}
			for _, s := range reminders {
				k := fmt.Sprintf("%d/%s/%s %s", n.number, person, atHour.FindString(s.text), onDay.FindString(s.text))
				if first[k] == nil {
					first[k] = s
				}
			}
			for k, s := range first {
				due := s.at.Add(patienceForReceipt)
				acknowledged := slices.ContainsFunc(o.receipts, func(r receipt) bool { return r.item == n && r.person == person && r.at.Before(due.Add(time.Minute)) })
				is, _ := n.state(due.Add(3 * time.Minute))
				was, _ := n.state(s.at)
				same := is.takes && is.date == was.date && is.clock == was.clock && is.concerns(person) && len(n.statesBetween(s.at, due.Add(4*time.Minute))) == 0
				ups := true
				for m := range 5 {
					ups = ups && o.up(due.Add(time.Duration(m)*time.Minute))
				}
				if !acknowledged && same && ups && due.Before(o.ended.Add(-10*time.Minute)) {
					had++
					if len(named[k]) == 0 {
						o.fault(&o.missing, due, "%s was not named to the clerk", k)
					}
				}
			}
		}
	}
	return had
}

// statesBetween are the changes of an item in a stretch of time.
func (n *item) statesBetween(from, to time.Time) (all []itemState) {
	for _, s := range n.states {
		if s.since.After(from) && s.since.Before(to) {
			all = append(all, s)
		}
	}
	return all
}
