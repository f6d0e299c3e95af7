package main

import (
	"fmt"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/week"
)

type periodProgress struct {
	Number int64 `arg:"" name:"số" help:"Số của đợt thi đua."`
	Log    bool  `help:"In nhật ký đôn đốc: ai được nhắc, khi nào."`
}

// mostChases is how many rows of the log of chases are printed.
const mostChases = 10_000

// Run prints how far every unit is, or who was chased when.
func (c *periodProgress) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	days, err := week.NewCalendar(config.Reminders.Holidays, config.Reminders.WorkingDays)
	if err != nil {
		return err
	}
	return p.reading(config, func(tx *store.Tx) error {
		period, found, err := tx.Period(c.Number)
		if err != nil {
			return err
		}
		if !found {
			return refuse("Không có đợt thi đua số %d.", c.Number)
		}
		d, err := tx.Directory()
		if err != nil {
			return err
		}
		var facts render.ProgressFacts
		var log []store.Chase
		if c.Log {
			log, err = tx.Chases(period.ID, "", mostChases)
		} else {
			facts = render.ProgressFacts{Period: period, Now: now()}
			facts.Units, err = tx.Progress(period, days, config.Office.zone)
		}
		if err != nil {
			return err
		}
		if facts.Chased, err = tx.LastChased(period.ID); err != nil {
			return err
		}
		for page, count := 0, 1; page < count; page++ {
			var m store.Message
			if c.Log {
				m, count = render.ChaseLog(period, log, &d, config.Office.zone, page)
			} else {
				m, count = render.Progress(facts, &d, page)
			}
			fmt.Fprintln(p.stdout, render.Plain(m.Text))
		}
		return nil
	})
}
