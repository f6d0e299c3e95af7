package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"thuky/bot/vi"
)

// A text that is typed while a screen is open may be an answer, a question or an
// order. What is told apart here are the few words that say which.

var (
	questionWords = []string{"gì", "nào", "ai", "đâu", "mấy", "sao", "hả", "bao nhiêu", "bao giờ"}
	stopWords     = []string{"huỷ", "hủy", "huy", "huỷ bỏ", "hủy bỏ", "thôi", "thoi", "dừng"}
	orderWords    = []string{"hoãn", "huỷ", "hủy", "dời", "đổi", "huy lich", "hoan lich", "hoan hop", "huy hop", "doi lich", "doi gio", "doi ngay", "doi noi"}
)

// saysQuestion reports whether the text says that it is a question: it begins with "lịch",
// ends with "?" or holds a question word that is not indefinite as in "gì đó".
func saysQuestion(text string) bool {
	words := lowerWords(text)
	if len(words) == 0 {
		return false
	}
	if words[0] == "lịch" || vi.Fold(words[0]) == "lich" || strings.HasSuffix(strings.TrimSpace(text), "?") {
		return true
	}
	for i := range words {
		rest := strings.Join(words[i:], " ") + " "
		for _, word := range questionWords {
			after, found := strings.CutPrefix(rest, word+" ")
			if found && !strings.HasPrefix(after, "đó ") && !strings.HasPrefix(after, "đấy ") {
				return true
			}
		}
	}
	return false
}

// saysStop reports whether the text is nothing but "huỷ".
func saysStop(text string) bool {
	return slices.Contains(stopWords, strings.Join(lowerWords(text), " "))
}

// ordersChange reports whether the text begins as an order to change the schedule:
// "hoãn họp chiều mai", "đổi giờ …".
func ordersChange(text string) bool {
	if strings.Contains(text, "\n") || utf8.RuneCountInString(text) > longestQuestion || saysQuestion(text) {
		return false
	}
	typed := strings.Join(lowerWords(text), " ") + " "
	return slices.ContainsFunc(orderWords, func(word string) bool { return strings.HasPrefix(typed, word+" ") })
}

func lowerWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(vi.Clean(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
