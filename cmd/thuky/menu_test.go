package main

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"thuky/bot/render"
	"thuky/store"
)

// TestMenusAfterAnUpgrade: who was given the command menu of an older release is given the
// new one when the program starts, once; who has it is left alone.
func TestMenusAfterAnUpgrade(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		w.enrol("Thảo", "Văn phòng")
		w.settle()
		leader, clerk := w.person("Thảo"), w.person("Văn phòng")
		full := leader.Commands()
		var given atomic.Int64
		w.hear(func(statement string) {
			if strings.HasPrefix(statement, "UPDATE account SET menu") {
				given.Add(1)
			}
		})
		old := []store.Command{{Name: "lich", Description: "Lịch hôm nay"}}
		w.write(func(tx *store.Tx) error {
			w.must(tx.KeepMenu(leader.ID(), old))
			return tx.Queue(store.Delivery{Deed: "old", Chat: leader.ID(), Class: store.Answer, Kind: store.Commands, Message: store.Message{Commands: old}}, w.now())
		})
		w.sleepUntil("2021-10-21 08:05")
		if got := leader.Commands(); len(got) != 1 {
			t.Fatalf("the old menu has %d commands", len(got))
		}
		restart := func() {
			given.Store(0)
			w.must(w.end())
			w.start(0)
			time.Sleep(time.Minute)
			w.settle()
		}
		restart()
		if got := leader.Commands(); !slices.Equal(got, full) || given.Load() != 1 {
			t.Errorf("after the upgrade %d menus are given; the leader sees %v", given.Load(), got)
		}
		if restart(); given.Load() != 0 {
			t.Errorf("%d menus are given again", given.Load())
		}
		vp, _ := played(&w.staff, "Văn phòng")
		if got := clerk.Commands(); len(got) != len(render.Commands(vp)) {
			t.Errorf("the clerk sees %v", got)
		}
	})
}
