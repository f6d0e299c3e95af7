package bot

import (
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/civil"
)

// TestLegalDoubts: a basis is doubted where its text was not in force on the day of the
// document or is not in the list, never for what the office itself has issued.
func TestLegalDoubts(t *testing.T) {
	var known []LegalText
	for _, line := range []string{"06/2022/QH15; 01/01/2024", "98/2023/NĐ-CP; 01/01/2024; 30/06/2025; 152/2025/NĐ-CP", "152/2025/NĐ-CP; 01/07/2025", "01/2024/TT-BNV;; 04/08/2025; 15/2025/TT-BNV", "424/QĐ-VKSTC; 25/11/2020"} {
		text, ok := ParseLegalText(line)
		if !ok {
			t.Fatalf("%q is not read", line)
		}
		known = append(known, text)
	}
	const ended, early, unknown = "hết hiệu lực", "có hiệu lực từ", "Chưa có trong danh mục"
	for _, c := range []struct {
		day, bases string
		want       []string
	}{
		{"2025-06-30", "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023", nil},
		{"2025-07-01", "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023", []string{"98/2023/NĐ-CP " + ended + " từ 01/07/2025, thay bằng 152/2025/NĐ-CP"}},
		{"2025-07-01", "Căn cứ NĐ 98/2023 và Nghị định 152/2025|Căn cứ Nghị định số 98/2023/NĐ–CP", []string{ended, ended}},
		{"2025-12-05", "Căn cứ Thông tư 01/2024/TT-BNV", []string{ended}},
		{"2024-02-01", "Căn cứ Thông tư 01/2024/TT-BNV", nil},
		{"2023-12-31", "Căn cứ Luật Thi đua, khen thưởng số 6/2022/QH15", []string{"06/2022/QH15 " + early + " 01/01/2024"}},
		{"2021-12-05", "Căn cứ Quyết định số 424/QĐ-VKSTC ngày 25/11/2020|Căn cứ kết luận ngày 03/12/2021 của Hội đồng|Căn cứ Kế hoạch số 45/KH-VKS, Quyết định 12/QĐ-VKS", nil},
		{"2025-12-05", "Căn cứ Thông tư số 99/2025/TT-BTC, Luật 12/2025|Căn cứ Thông tư số 99/2025/TT-BTC", []string{unknown + ", đồng chí tự kiểm tra hiệu lực: 99/2025/TT-BTC, 12/2025"}},
		{"2025-12-05", "Căn cứ Luật Thi đua, khen thưởng; tháng 12/2025", nil},
	} {
		day, _ := civil.ParseDate(c.day)
		got := legalDoubts(strings.Split(c.bases, "|"), day, known)
		if !slices.EqualFunc(got, c.want, strings.Contains) {
			t.Errorf("%s, %s: %q, want %q", c.day, c.bases, got, c.want)
		}
	}
	if got := legalDoubts([]string{"Căn cứ Nghị định số 98/2023/NĐ-CP"}, civil.Date{Year: 2026, Month: 1, Day: 1}, nil); got != nil {
		t.Errorf("without a list: %q", got)
	}
	for _, wrong := range []string{"", "Nghị định 98", "98/2023/NĐ-CP; 2024-01-01", "98/2023/NĐ-CP; 01/07/2025; 30/06/2025", "98/2023/NĐ-CP;;;;"} {
		if text, ok := ParseLegalText(wrong); ok {
			t.Errorf("%q is read as %+v", wrong, text)
		}
	}
}
