package main

import (
	"encoding/json"
	"testing"

	"thuky/bot/sim"
	"thuky/store"
)

// TestReportMenuOfAnOlderRelease: a menu that was open before it remembered the unit gives
// the reports of its reader's unit.
func TestReportMenuOfAnOlderRelease(t *testing.T) {
	inTheatre(t, "2021-12-05 08:00", func(w *theatre) {
		announceable(w)
		w.person("Thảo").Send("CÔNG BỐ")
		w.settle()
		p9 := w.person("Phòng 9")
		p9.Send("/baocao")
		w.settle()
		w.must(p9.Click("Năm 2021 · đã công bố"))
		w.settle()
		w.write(func(tx *store.Tx) error {
			reader, err := tx.PersonOf(p9.ID())
			if err != nil {
				return err
			}
			s, _, err := tx.LastScreen(p9.ID(), reader, "report")
			if err != nil {
				return err
			}
			state := map[string]any{}
			if err := json.Unmarshal(s.State, &state); err != nil {
				return err
			}
			delete(state, "unit")
			return tx.KeepState(s, state)
		})
		files := 0
		defer w.server.Watch(func(e sim.Event) {
			if e.Kind == sim.Sent && e.Message.File != "" {
				files++
			}
		})()
		w.must(p9.Click("Phiếu (Word)"))
		w.settle()
		if files != 1 {
			t.Errorf("%d files came; sees %s", files, p9.Screen())
		}
	})
}
