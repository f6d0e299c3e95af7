package score

import (
	"fmt"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	old := decode(t, small)
	if changes := Diff(&old, &old); len(changes) != 0 {
		t.Errorf("a sheet differs from itself: %v", changes)
	}
	changed := decode(t, strings.NewReplacer(
		`code = "B.1"`, `code = "B.2"`, "target = 90", "target = 92.5", `title = "Kế hoạch"`, `title = "Kế hoạch năm"`,
		"total_cap = 110", "", `"section:A", `, "", `title = "Phiếu"`, `title = "Phiếu 2022"`).Replace(small))
	changes := Diff(&old, &changed)
	var got []string
	for _, c := range changes {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s>%s", c.Kind, c.Page, c.Code, c.Key, c.Old, c.New)))
	}
	want := strings.Join([]string{
		"altered sheet  title Phiếu>Phiếu 2022",
		"altered criterion A.1 target 90>92.5",
		"altered criterion A.I.1 title Kế hoạch>Kế hoạch năm",
		"added criterion B.2  >",
		"removed criterion B.1  >",
		"altered limits  total_cap 110>",
		"altered ranking  order total; section:A; deduction; bonus; submitted>total; deduction; bonus; submitted",
	}, "\n")
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if touched := fmt.Sprint(Touched(changes)); touched != "[A.1 B.2]" {
		t.Errorf("asked again: %s", touched)
	}
}
