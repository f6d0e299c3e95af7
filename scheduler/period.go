package scheduler

import (
	"fmt"

	"thuky/bot/render"
	"thuky/store/score"
)

// unopened tells the clerks of periods that were to be opened by now and are still
// drafts, once for each planned time. Nothing opens by itself: a person does it.
func (f *finder) unopened() error {
	drafts, err := f.tx.PeriodsIn(score.PeriodDraft)
	if err != nil {
		return err
	}
	for _, p := range drafts {
		f.awake(p.Opens)
		if p.Opens.IsZero() || p.Opens.After(f.now) || f.now.Sub(p.Opens) > lookBack {
			continue
		}
		f.tellClerks(fmt.Sprintf("period/%d/unopened/%d", p.ID, p.Opens.Unix()), render.PeriodUnopened(p, f.zone))
	}
	return nil
}
