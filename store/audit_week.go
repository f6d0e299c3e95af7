package store

import (
	"fmt"
	"strconv"
	"strings"

	"thuky/store/week"
)

// recordVersion tells the audit of a new version of a week: from which version to
// which, and what changed if it was one thing.
func (tx *Tx) recordVersion(v *version) error {
	before, err := tx.predecessor(*v)
	if err != nil {
		return err
	}
	act := map[Step]AuditAct{Published: DidPublish, Changed: DidChange, Undone: DidUndo}[v.Step]
	e := Entry{At: v.At, Actor: v.By, Act: act, Subject: Subject{AboutWeek, v.Monday.String()}, Reason: v.Note}
	if v.Version > 1 {
		e.Old = strconv.Itoa(v.Version - 1)
	}
	e.New = strconv.Itoa(v.Version)
	if v.Step == Changed {
		if changes := week.Diff(before.Week, v.Week); len(changes) == 1 {
			old, new := outlines(changes[0])
			e.Old, e.New = strings.TrimSuffix(e.Old+": "+old, ": "), strings.TrimSuffix(e.New+": "+new, ": ")
		}
	}
	return tx.Record(e)
}

// outlines are the two sides of a change, only what differs.
func outlines(c week.Change) (old, new string) {
	aspects := c.Aspects
	if c.Kind != week.Edited {
		aspects = []week.Aspect{week.NewDay, week.NewHour, week.NewText}
	}
	return outline(c.Before, aspects), outline(c.After, aspects)
}

func outline(e week.Event, aspects []week.Aspect) string {
	if e.Date.IsZero() {
		return ""
	}
	var parts []string
	for _, a := range aspects {
		said := ""
		switch a {
		case week.NewStatus:
			said = string(e.Status)
		case week.NewDay:
			said = fmt.Sprintf("%02d/%02d/%d", e.Date.Day, e.Date.Month, e.Date.Year)
		case week.NewHour:
			said = strings.Trim(string(e.Time)+"-"+string(e.End), "-")
		case week.NewPlace:
			said = e.Place
		case week.NewPeople:
			said = strings.Join(append(append(append([]string{}, e.People...), e.Groups...), e.Units...), ", ")
		case week.NewText:
			said = e.Text
		}
		if said != "" {
			parts = append(parts, said)
		}
	}
	return strings.Join(parts, ", ")
}
