package weekly

import "regexp"

// What ends the items of a day: notes, addressees, signatures, and what a web
// page has below its text. Each form stands at the head of a line.
var footerForms = []*regexp.Regexp{
	regexp.MustCompile(`^(?i)(?:ghi chú|lưu ý|nơi nhận|nơi gửi|lưu\s*:|tài khoản|\(?đã ký)`),
	regexp.MustCompile(`^(?:TL|KT|TM|TUQ)\s?\.\s?\S|^(?:Q\.\s?)?(?:PHÓ )?(?:VIỆN TRƯỞNG|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG)$|^(?i)người lập (?:lịch|biểu)`),
	regexp.MustCompile(`^(?i)(?:lịch (?:này|trên|công tác (?:này|trên)|làm việc (?:này|trên))|thông báo này|giấy mời này|trên đây là|(?:vậy )?(?:đề nghị|yêu cầu) (?:các|lãnh đạo|thủ trưởng)|văn phòng (?:trân trọng )?(?:xin )?thông báo)\s`),
	regexp.MustCompile(`^(?i)(?:các )?(?:tin|bài|tin bài|bài viết|văn bản|thông tin|lịch) (?:khác|liên quan|cùng chuyên mục|mới nhất|đã đưa|cũ hơn|mới hơn|tuần (?:trước|sau|khác))`),
	regexp.MustCompile(`^(?i)(?:ngày đăng|đăng (?:ngày|lúc)|cập nhật|tác giả|nguồn(?: tin)?|người đăng|lượt (?:xem|truy cập)|số lượt|tổng (?:số )?(?:lượt )?truy cập|đang (?:truy cập|online|trực tuyến))\s*(?::|\d|$)`),
	regexp.MustCompile(`^(?i)(?:bản quyền|copyright|©|\(c\)|chịu trách nhiệm|trưởng ban biên tập|cơ quan chủ quản|giấy phép|địa chỉ\s*:|trụ sở\s*:|điện thoại\s*:|đt\s*:|fax\s*:|email\s*:|hotline|tags?\s*:)|^(?i)(?:liên hệ|liên kết(?: website)?|góp ý|sơ đồ (?:cổng|trang).*|(?:về )?đầu trang|quay lại|trở về|chia sẻ(?: bài viết)?|in (?:trang|bài)(?: này)?|gửi (?:email|bài viết)|trang chủ|xem thêm|đọc thêm|bình luận|từ khóa)\s*[:.…]*$`),
}

// isFooter reports whether nothing after the line is an item until the next day.
func isFooter(text string) bool {
	head := text[:min(len(text), 120)]
	for _, form := range footerForms {
		if form.MatchString(head) {
			return true
		}
	}
	return false
}

// noteForm is a line of a page's own that stands between heading and items.
var noteForm = regexp.MustCompile(`^(?i)(?:ngày đăng|đăng (?:ngày|lúc)|cập nhật|tác giả|lượt xem)`)
