package render

import (
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
)

// Words about reports that could not be written.
const (
	ToastReport     = "Đang làm báo cáo, xin chờ một lát."
	ReportEmpty     = "Chưa có kết quả để làm báo cáo này."
	ReportNoMinutes = "Hội đồng chưa họp về đợt này, chưa có biên bản."
	ReportFailed    = "Chưa làm được báo cáo. Đồng chí thử lại; nếu vẫn lỗi thì báo người quản trị."
)

var reportNames = map[string]string{
	"matrix": "Ma trận điểm", "notice": "Thông báo", "minutes": "Biên bản họp Hội đồng", "ranking": "Xếp hạng", "csv": "Bảng xếp hạng",
	"unit": "Phiếu của đơn vị", "trend": "Kết quả qua các đợt", "share": "Phần đồng chí thẩm định",
}

// ReportLabelFull stands under a report that was asked for.
func ReportLabelFull(kind string, p store.Period) string {
	return escape(reportNames[kind] + ": " + periodName(p.Title))
}

// ReportPeriods lets choose a period.
func ReportPeriods(some bool) store.Message {
	if !some {
		return message(bold("Báo cáo"), "Chưa có đợt nào có kết quả để xem.")
	}
	return message(bold("Báo cáo"), "Đồng chí chọn đợt.")
}

// ReportMenu lets choose a report of a period, or of one unit in it.
func ReportMenu(p store.Period, unit string) store.Message {
	about := capital(periodName(p.Title)) + ", " + p.State.Name() + "."
	if unit != "" {
		about = clip(unit, 60) + ": " + periodName(p.Title) + "."
	}
	return message(bold("Báo cáo"), escape(about)+"\nBấm để nhận tệp.")
}

// ReportUnits lets choose a unit.
func ReportUnits(p store.Period) store.Message {
	return message(bold("Báo cáo"), escape(capital(periodName(p.Title)))+". Đồng chí chọn đơn vị.")
}

// ReportsClosed ends the screen.
func ReportsClosed() store.Message { return message("Đã đóng. Mở lại: /baocao") }

// Moment is "14h00 ngày 05/12/2021".
func Moment(at time.Time) string { return at.Format("15h04") + " ngày " + vi.Day(civil.DateOf(at)) }

// Conclusion is what a session of the council concluded, as minutes say it.
func Conclusion(approves bool, reason string) string {
	text := "Hội đồng thông qua kết quả trên"
	if !approves {
		text = "Hội đồng trả lại Tổ chấm điểm"
	}
	if reason = oneLine(reason); reason != "" {
		text += ": " + reason
	}
	return text
}
