package bot

import (
	"fmt"
	"testing"

	"thuky/bot/render"
	"thuky/store"
)

// What a typed text makes of the wishes, on the screen of all ("") or of one part.
func TestReadWish(t *testing.T) {
	for _, c := range []struct {
		part render.WishPart
		text string
		want string // "" is not read
	}{
		{"", "sáng 6h45", "morning 06:45"},
		{"", "Tối 19h30", "evening 19:30"},
		{"", "tối 7h30", "evening 19:30"},
		{"", "nhắc trước 45 phút", "leads [45]"},
		{"", "nhắc 1 giờ rưỡi và 10'", ""},
		{"", "trước 1 tiếng rưỡi, 15p", "leads [15 90]"},
		{"", "yên lặng 21h đến 5h30", "quiet 21:00–05:30"},
		{"", "tối không", "evening off"},
		{"", "6h45", ""},
		{"", "sáng mai đ/c Thảo có lịch gì", ""},
		{"", "tối nay", ""},
		{render.WishMorning, "6", "morning 06:00"},
		{render.WishMorning, "6:15", "morning 06:15"},
		{render.WishMorning, "lúc 7 giờ", "morning 07:00"},
		{render.WishMorning, "3h", ""},
		{render.WishMorning, "13h", ""},
		{render.WishMorning, "25h", ""},
		{render.WishMorning, "không gửi", "morning off"},
		{render.WishEvening, "18h30", "evening 18:30"},
		{render.WishEvening, "23h30", ""},
		{render.WishLeads, "30, 60; 1 ngày", "leads [30 60 1440]"},
		{render.WishLeads, "1 giờ 30 phút", "leads [90]"},
		{render.WishLeads, "0 phút", ""},
		{render.WishLeads, "2000", ""},
		{render.WishLeads, "5,10,15,20,25,30,35", ""},
		{render.WishLeads, "không nhắc", "leads off"},
		{render.WishQuiet, "22h-6h", "quiet 22:00–06:00"},
		{render.WishQuiet, "từ 22h tới 6h", "quiet 22:00–06:00"},
		{render.WishQuiet, "không", "quiet 00:00–00:00"},
		{render.WishQuiet, "22h", ""},
		{render.WishDays, "thứ 7", ""},
	} {
		w := wishing{Part: c.part}
		got := ""
		if w.readWish(c.text) {
			got = wished(w.wish)
		}
		if got != c.want {
			t.Errorf("%q on %q: %q, want %q", c.text, c.part, got, c.want)
		}
	}
}

func wished(p store.Preference) string {
	switch {
	case p.NoMorning:
		return "morning off"
	case p.NoEvening:
		return "evening off"
	case p.NoLeads:
		return "leads off"
	case p.Morning != "":
		return "morning " + string(p.Morning)
	case p.Evening != "":
		return "evening " + string(p.Evening)
	case len(p.Leads) > 0:
		return "leads " + fmt.Sprint(p.Leads)
	}
	return "quiet " + string(p.QuietFrom) + "–" + string(p.QuietTo)
}

func FuzzReadWish(f *testing.F) {
	for _, part := range []render.WishPart{"", render.WishMorning, render.WishEvening, render.WishLeads, render.WishQuiet} {
		f.Add(string(part), "tối 19h30 đến 6h, 45 phút")
	}
	f.Fuzz(func(t *testing.T, part, text string) {
		w := wishing{Part: render.WishPart(part)}
		if !w.readWish(text) {
			return
		}
		for _, clock := range []string{string(w.wish.Morning), string(w.wish.Evening), string(w.wish.QuietFrom), string(w.wish.QuietTo)} {
			if len(clock) != 0 && len(clock) != 5 {
				t.Errorf("%q on %q reads %q", text, part, clock)
			}
		}
		for _, lead := range w.wish.Leads {
			if lead < 1 || lead > 24*60 {
				t.Errorf("%q reads a lead of %d", text, lead)
			}
		}
	})
}
