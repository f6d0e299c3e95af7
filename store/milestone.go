package store

import (
	"errors"
	"time"
)

// A Milestone is one of the dates of a period (mốc thời gian).
type Milestone string

// The milestones.
const (
	Opens      Milestone = "opens"
	SelfDue    Milestone = "self-due"
	AppraiseBy Milestone = "appraise-by"
	ExplainBy  Milestone = "explain-by"
	CouncilAt  Milestone = "council-at"
	PublishAt  Milestone = "publish-at"
)

// Milestones lists them in the order in which they must come.
var Milestones = []Milestone{Opens, SelfDue, AppraiseBy, ExplainBy, CouncilAt, PublishAt}

// ErrDisorder is returned for a period whose days of work or milestones are out of
// order.
var ErrDisorder = errors.New("dates out of order")

// Milestone is where the period keeps the instant; nil for what is none.
func (p *Period) Milestone(m Milestone) *time.Time {
	switch m {
	case Opens:
		return &p.Opens
	case SelfDue:
		return &p.SelfDue
	case AppraiseBy:
		return &p.AppraiseBy
	case ExplainBy:
		return &p.ExplainBy
	case CouncilAt:
		return &p.CouncilAt
	case PublishAt:
		return &p.PublishAt
	}
	return nil
}

// Disorder finds the first two milestones of which the later one does not come later;
// those that are not fixed yet are left out.
func (p Period) Disorder() (earlier, later Milestone, found bool) {
	for _, m := range Milestones {
		at := *p.Milestone(m)
		if at.IsZero() {
			continue
		}
		if earlier != "" && !at.After(*p.Milestone(earlier)) {
			return earlier, m, true
		}
		earlier = m
	}
	return "", "", false
}

// inOrder refuses what Disorder finds, and work that ends before it begins.
func (p Period) inOrder() error {
	if _, _, found := p.Disorder(); found || p.To.Before(p.From) {
		return ErrDisorder
	}
	return nil
}
