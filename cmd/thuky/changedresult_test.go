package main

import (
	"strings"
	"testing"

	"thuky/store/staff"
)

// TestResultThatChangedIsPreviewedAgain: what a leader could not confirm, since the result
// is another one than they saw, cannot be put forward again unseen.
func TestResultThatChangedIsPreviewedAgain(t *testing.T) {
	inTheatre(t, "2021-12-05 08:00", func(w *theatre) {
		announceable(w)
		w.changeDirectory(func(d *staff.Directory) {
			for i := range d.Units {
				if d.Units[i].Code == "P9" {
					d.Units[i].Name = "Phòng Chín"
				}
			}
		})
		thao, clerk := w.person("Thảo"), w.person("Văn phòng")
		thao.Send("CÔNG BỐ")
		w.settle()
		if !strings.Contains(thao.Screen(), "Chưa công bố") {
			t.Fatalf("it is confirmed unseen: %s", thao.Screen())
		}
		if told := clerk.LastOfBot().Text; !strings.Contains(told, "Kết quả đã thay đổi") || strings.Contains(told, "trả lại") {
			t.Errorf("the Office is told: %s", told)
		}
		thao.Send("/nhatky")
		w.settle()
		if log := thao.Screen(); !strings.Contains(log, "kết quả đã khác bản trình") || strings.Contains(log, "trả lại dự thảo") {
			t.Errorf("the audit says that she returned it: %s", log)
		}
		clerk.Send("/congbo")
		w.settle()
		if offers(clerk, "Trình ký") {
			t.Errorf("it can be put forward unseen: %s", clerk.LastOfBot().Text)
		}
		w.press(clerk, "Xem trước")
		w.press(clerk, "Trình ký")
		thao.Send("CÔNG BỐ")
		w.settle()
		if !strings.Contains(thao.Screen(), "Đã công bố") {
			t.Errorf("it is not published: %s", thao.Screen())
		}
	})
}
