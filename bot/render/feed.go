package render

import (
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store"
)

// A Feed says which calendar feeds a person may have, and which were made when;
// zero for none.
type Feed struct {
	Own    time.Time
	Keeper bool // may have the office's too
	Office time.Time
}

// Feeds tells how the schedule comes into the calendar of a telephone.
func Feeds(f Feed, zone *time.Location) store.Message {
	made := func(what string, at time.Time) string {
		if at.IsZero() {
			return what + ": chưa có."
		}
		return what + ": có từ " + vi.Day(civil.DateOf(at.In(zone))) + "."
	}
	office := ""
	if f.Keeper {
		office = made("Địa chỉ của cơ quan", f.Office)
	}
	return paragraphs(bold("Lịch trong điện thoại"),
		"Ứng dụng lịch của điện thoại tự lấy lịch công tác từ một địa chỉ riêng và cập nhật khi lịch đổi.",
		lines(made("Địa chỉ của đồng chí", f.Own), office),
		italic("Lấy địa chỉ mới thì địa chỉ trước hết hiệu lực."))
}

// FeedAddress gives an address out, and says what to do with it.
func FeedAddress(address string, office bool) store.Message {
	whose := "Địa chỉ lịch của đồng chí"
	if office {
		whose = "Địa chỉ lịch của cơ quan"
	}
	return paragraphs(bold(whose), "<code>"+escape(address)+"</code>",
		lines("• iPhone: Cài đặt → Ứng dụng → Lịch → Tài khoản lịch → Thêm tài khoản → Khác → Thêm lịch đã đăng ký, dán địa chỉ.",
			"• Google: trên máy tính mở calendar.google.com → Lịch khác (+) → Từ URL, dán địa chỉ.",
			"• Outlook: Thêm lịch → Đăng ký từ web, dán địa chỉ."),
		markWarning+" Ai có địa chỉ này đều xem được lịch. Đồng chí không chuyển cho người khác; lộ thì bấm "+quote("Thu hồi")+" ở /lichdienthoai.")
}

// FeedRevoked tells that an address is worth nothing any more.
func FeedRevoked(office bool) store.Message {
	if office {
		return message(markDone + " Đã thu hồi địa chỉ lịch của cơ quan.")
	}
	return message(markDone + " Đã thu hồi địa chỉ lịch của đồng chí.")
}

// FeedOff tells that the office serves no feeds; keepers are told what to do.
func FeedOff(keeper bool) store.Message {
	if keeper {
		return message("Chưa bật lịch trong điện thoại. Người quản trị máy chủ đặt hai khoá listen và public_url trong mục [http] của tệp cấu hình rồi chạy lại.")
	}
	return message("Cơ quan chưa bật lịch trong điện thoại. Đồng chí liên hệ Văn phòng.")
}
