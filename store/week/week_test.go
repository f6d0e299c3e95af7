package week

import "testing"

func TestClockMinutes(t *testing.T) {
	for clock, want := range map[Clock]int{"00:00": 0, "07:30": 450, "23:59": 1439} {
		if got, ok := clock.Minutes(); !ok || got != want {
			t.Errorf("%q is %d, %v; want %d", clock, got, ok, want)
		}
	}
	for _, none := range []Clock{"", "7:30", "24:00", "12:60", "+1:30", "12h30", "ab:cd", "12:3x"} {
		if got, ok := none.Minutes(); ok {
			t.Errorf("%q is %d minutes, want none", none, got)
		}
	}
}
