package vi_test

import (
	"strings"
	"testing"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
)

func TestWords(t *testing.T) {
	var got []string
	for _, w := range vi.Words("😀 T5, 14h30 – “Hòa” hoà?") {
		got = append(got, w.Plain)
	}
	if want := "t 5 , 14 h 30 - hoa hoa"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, " "), want)
	}
}

// TestIs holds the rule of reading: typed with diacritics a word is read with
// them, wherever its tone stands; typed without it is compared folded.
func TestIs(t *testing.T) {
	for _, c := range []struct {
		typed, written string
		want           bool
	}{
		{"tháng", "tháng", true},
		{"thang", "tháng", true},
		{"THÁNG", "tháng", true},
		{"thăng", "tháng", false},
		{"toạ", "tọa", true},
		{"tự", "tư", false},
		{"tu", "tư", true},
		{"tôi", "tối", false},
		{"đ", "d", false},
	} {
		if got := vi.Words(c.typed)[0].Is(vi.Words(c.written)[0]); got != c.want {
			t.Errorf("%s is %s: %v", c.typed, c.written, got)
		}
	}
}

// TestKeys reads what an input method left raw.
func TestKeys(t *testing.T) {
	for struck, want := range map[string]string{
		"thuws": "thứ", "thu71": "thứ", "tuaanf": "tuần", "tua62n": "tuần", "lichj": "lịch", "lic5h": "lịch",
		"chieeuf": "chiều", "chie62u": "chiều", "ddoongf": "đồng", "d9o62ng": "đồng", "nguwowif": "người", "hoom": "hôm",
	} {
		if got, spelled := vi.Keys(struck), vi.Words(want)[0].Spelled; got != spelled {
			t.Errorf("%s: got %q, want %q", struck, got, spelled)
		}
	}
	for _, struck := range []string{"", "lich", "hôm", "p-9"} {
		if got := vi.Keys(struck); got != "" {
			t.Errorf("%s: got %q, want nothing", struck, got)
		}
	}
}

func TestNumeral(t *testing.T) {
	for said, want := range map[string]int{"20": 20, "ba": 3, "mười lăm": 15, "hai mươi mốt": 21, "ba mươi": 30, "chín mươi tư": 94, "mươi": 0, "12345": 0, "mốt": 0} {
		if got, _ := vi.Numeral(vi.Words(said), 0); got != want {
			t.Errorf("%s: got %d, want %d", said, got, want)
		}
	}
}

func TestWriting(t *testing.T) {
	day := civil.Date{Year: 2021, Month: 10, Day: 21}
	for got, want := range map[string]string{
		vi.Weekday(day):            "Thứ Năm",
		vi.Weekday(day.AddDays(3)): "Chủ nhật",
		vi.WeekdayName(9):          "",
		vi.Day(day):                "21/10/2021",
		vi.Hour("07:30"):           "07h30",
		vi.Hour(""):                "",
		vi.Integer(1234567):        "1.234.567",
		vi.Integer(-1000):          "-1.000",
		vi.Integer(999):            "999",
		vi.Decimal(9250):           "92,5",
		vi.Decimal(-5):             "-0,05",
		vi.Decimal(120000):         "1.200",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
