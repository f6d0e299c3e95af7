package weekly

import (
	"regexp"
	"strings"
)

var (
	placeLabel = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:địa điểm(?: họp| tổ chức)?\s*:\s*(?:tại\s+)?|(?:địa\s+)?điểm(?: họp)? tại\s*:?\s+)`)
	placeFirst = regexp.MustCompile(`^(?i)tại\s+([^:;.]{2,120}):`)
	placeWord  = regexp.MustCompile(`^(?i)(?:tại\s|điểm\s|phòng (?:họp|khách|đọc|tiếp|làm việc|truyền thống|hội|xử)|hội trường|sân\s|sân$|trụ sở|nhà\s|hội trường|cơ quan|tầng|trung tâm|ubnd|hđnd|tỉnh ủy|huyện ủy|thành ủy|tand|tòa án|công an|trường|khách sạn|sở\s|trại|bệnh viện|thư viện|đài\s|xã\s|phường|thôn|điểm cầu|trực tuyến|vksnd|viện ksnd|vks\s)`)
)

// notPlace are words after "tại" that name a document, and words before it that
// make another word of it: "quy định tại Điều 5", "tồn tại".
var (
	documents = regexp.MustCompile(`^(?i)(?:điều|khoản|điểm [a-zđ]\b|công văn|quyết định|kế hoạch|thông báo|nghị quyết|nghị định|chỉ thị|thông tư|luật|văn bản|quy (?:chế|định)|chỗ|ngoại|chức)(?:$|[^\pL])`)
	joinedTai = map[string]bool{"tồn": true, "hiện": true, "đương": true}
)

// findPlace finds the place in the text of an item: after "Địa điểm:" or "điểm
// tại", in "Tại X:" at its head, else after the last "tại". It returns the bytes
// of the place, 0, 0 if there is none.
func findPlace(text string) (from, to int) {
	if hasPhrase(text, "điểm") {
		if m := placeLabel.FindStringIndex(text); m != nil {
			return m[1], placeEnd(text, m[1])
		}
	}
	if m := placeFirst.FindStringSubmatchIndex(text); m != nil {
		return m[2], placeEnd(text, m[2])
	}
	last := -1
	for at := 0; ; {
		next := indexPhrase(text[at:], "tại")
		if next < 0 {
			break
		}
		before := strings.TrimRight(text[:at+next], " ")
		at += next + len("tại")
		start := len(text) - len(strings.TrimLeft(text[at:], " :"))
		if !joinedTai[lastWord(before)] && !documents.MatchString(text[start:]) && start < len(text) {
			last = start
		}
	}
	if last < 0 {
		return 0, 0
	}
	return last, placeEnd(text, last)
}

// placeEnd is where a place that begins at the byte ends: at the end of its
// sentence, at ";" or ":" or a bracket.
func placeEnd(text string, from int) int {
	to := len(text)
	for i := from; i < len(text); i++ {
		c := text[i]
		if strings.IndexByte(";:()[]\n", c) >= 0 || strings.IndexByte(".!?", c) >= 0 && endsHere(text, i) {
			to = i
			break
		}
	}
	return from + len(strings.TrimRight(text[from:to], " ,.-–"))
}

// endsHere reports whether the point at byte i ends a sentence.
func endsHere(text string, i int) bool {
	if i+1 < len(text) && !strings.ContainsAny(text[i+1:i+2], " \n\")/") && !strings.HasPrefix(text[i+1:], "”") {
		return false
	}
	return text[i] != '.' || !endsAbbreviation(text[:i+1])
}
