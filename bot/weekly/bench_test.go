package weekly

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"thuky/bot/doc"
)

func sample(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/weeks/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// BenchmarkSeedPage is one parse of the seed's page, from bytes to week.
func BenchmarkSeedPage(b *testing.B) {
	index, page := office(b), sample(b, "d02_seed_page.txt")
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		Read(doc.Text(page), index, today)
	}
}

// BenchmarkRead shows that cost grows with the input and no faster: compare
// MB/s.
func BenchmarkRead(b *testing.B) {
	index := office(b)
	for name, text := range map[string]string{
		"lines":     sample(b, "d01_seed_schedule.txt") + "\n",
		"table":     sample(b, "d05_tab_rows.txt") + "\n",
		"paragraph": strings.Join(strings.Fields(sample(b, "d01_seed_schedule.txt")), " ") + " ",
		"oneItem":   "Đ/c Thảo - PVT nghe Phòng 9 báo cáo án tại phòng họp tại tầng 2, lúc 14h00 ",
	} {
		for _, times := range []int{1, 10, 100} {
			long := strings.Repeat(text, times)
			if name == "oneItem" {
				long = "Thứ 2, 18/10/2021:\n" + long
			}
			b.Run(fmt.Sprintf("%s/%d", name, times), func(b *testing.B) {
				b.SetBytes(int64(len(long)))
				for b.Loop() {
					Read(doc.Text(long), index, today)
				}
			})
		}
	}
}
