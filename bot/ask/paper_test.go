package ask

import (
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/names"
	"thuky/store/staff"
	"thuky/store/week"
)

// oneDay is a schedule of three events of one day.
type oneDay []week.Event

func (s oneDay) Events(from, to civil.Date) ([]week.Event, error) { return s, nil }
func (s oneDay) Published(from, to civil.Date) ([]civil.Date, error) {
	return []civil.Date{week.Monday(from)}, nil
}

// What is for paper only is told of, but not what it is: no search finds it.
// What was cancelled keeps nobody busy and is nobody's next.
func TestPaperAndCancelled(t *testing.T) {
	day := civil.Date{Year: 2021, Month: 10, Day: 22}
	directory := staff.Directory{People: []staff.Person{{Key: "thao", Name: "Thảo", Short: "PVT", Roles: []staff.Role{staff.Leader}}}}
	s := oneDay{
		{Date: day, Time: "08:00", Days: 1, Text: "Đ/c Thảo - PVT họp kín tại phòng họp số 1", Place: "phòng họp số 1", People: []string{"thao"}, Paper: true},
		{Date: day, Time: "14:00", Days: 1, Text: "Đ/c Thảo - PVT nghe Phòng 9 báo cáo án", People: []string{"thao"}, Status: week.Cancelled},
	}
	now := time.Date(2021, 10, 21, 9, 0, 0, 0, time.UTC)
	find := func(question string) Answer {
		t.Helper()
		a, err := Find(Understand(question, names.New(directory), now), "thao", &directory, s)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := find("lịch mai"); a.Count != 2 || a.Events()[0].Text != "" || a.Events()[0].Place != "" {
		t.Errorf("a day shows %+v", a.Events())
	}
	if a := find("ngày mai họp kín ở đâu"); len(a.Events()) != 0 && a.Events()[0].Text != "" {
		t.Errorf("a search finds %+v", a.Events())
	}
	if a := find("chiều mai đ/c Thảo có rảnh không"); len(a.Verdicts) != 1 || len(a.Verdicts[0].Busy) != 0 {
		t.Errorf("what was cancelled keeps busy: %+v", a.Verdicts)
	}
	if a := find("cuộc họp tiếp theo của tôi"); len(a.Events()) != 1 || a.Events()[0].Time != "08:00" {
		t.Errorf("the next item is %+v", a.Events())
	}
}
