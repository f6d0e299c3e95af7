package names

import "thuky/bot/vi"

// An address is a form of address that can stand before a given name.
type address int

const (
	formal   address = iota + 1 // what follows is a name unless it is a word of everyday
	familiar                    // also a pronoun: what follows is a name if it looks like one
	doubtful                    // also another word: only a known name follows
)

var addresses = func() *vi.Phrases[address] {
	var p vi.Phrases[address]
	p.Add(formal, "đ/c|đồng chí|các đồng chí|các đ/c|dong chi|d/c|đ.c|đ-c|đ c|đchí|đ/chí|phó vt|phó viện|viện phó")
	p.Add(familiar, "đc|anh|chị|chú|cô|bác|ông|bà|sếp|thầy|dì|cậu")
	p.Add(doubtful, "a|c|em")
	return &p
}()

// otherWords are forms of address that, typed without diacritics, are more
// often something else: có, ba, chủ, đi, cầu.
var otherWords = phrases("cô|bà|chú|dì|cậu|thầy")

func phrases(text string) *vi.Phrases[bool] {
	var p vi.Phrases[bool]
	p.Add(true, text)
	return &p
}

var (
	listing     = phrases("và|với|,|&|cùng|hoặc|hay|/")
	division    = phrases("phòng|p")
	figureTails = phrases("h|g|giờ|:|/|-|tháng")
	onDuty      = phrases("trực")
	which       = phrases("nào")
	foreign     = phrases("UBND|HĐND|tỉnh ủy|thành ủy|huyện ủy|luật sư|công chứng|chính phủ|quốc hội|đăng ký|đất đai|đọc báo|phẩm")
	notLeaders  = phrases("nào|phòng|các phòng|các đơn vị|đơn vị|UBND|HĐND|tỉnh ủy|huyện|công an|sở|ban|tòa án|p")
	weekdayHead = phrases("thứ|tháng|mấy")
	severals    = phrases("mấy|các|những|bao nhiêu|hai|ba|vài")
	ownerHeads  = phrases("lịch|của|cua|về|cho")
	ownVerbs    = phrases("rảnh|bận|ở|có|đi|nghe|dự|làm|họp|trực|đang|tuần|chiều|hôm|ngày|mai|nay|sáng|tối|thứ|tháng|t|cn")

	// numberNames are given names that are also words of time.
	numberNames = phrases("mai|thứ|năm|ba|sáng|hai|tư|bảy|tám|chín|mười")
	timeTails   = phrases("nay|hôm|thứ|chủ nhật|cn|ngày|tuần|tháng|tới|sau|mai|qua|t")

	// givenNames are the usual ones, for names typed in small letters. Those
	// that are also words of every question (tuấn, thu, thắng …) are left out.
	givenNames = phrases(`
		lan|hoa|hùng|dũng|hải|hà|minh|nga|hương|thủy|thúy|trang|linh|long|sơn|tâm|bình|cường|hiếu|hoàng|hồng|huy|khánh|kiên|lâm|
		loan|nhung|phúc|phương|quang|quân|quyên|tài|tân|thái|thịnh|thuận|tiến|toàn|trung|trường|tùng|vân|việt|vinh|vũ|xuân|yến|
		ngọc|oanh|nhi|đạt|đức|đào|giang|hạnh|hiền|thành|thạo|liến|thanh|thảo|liên|hòa|nguyên|tuyết|ánh|diệp|cúc|nhàn|lợi|lộc|
		phước|thọ|hậu|vy|my`)

	// functionWords follow a form of address without being a name.
	functionWords = phrases(`
		có|ở|đi|nghe|dự|nào|ai|làm|họp|hôm|tuần|ngày|tháng|chiều|trưa|tối|đêm|rảnh|bận|lịch|tôi|ơi|em|nhé|nhá|nha|lãnh|phó|viện|
		trưởng|phòng|ban|các|muốn|cần|xin|xem|hỏi|cho|à|ạ|đang|sẽ|phải|được|nhờ|và|với|là|bao|mấy|gì|chi|không|ko|k|chưa|đã|đâu|
		đó|này|kia|ấy|ta|mình|cũng|còn|trực|công|tham|chủ|phụ|tiếp|khi|lúc|sắp|nay|mốt|kiểm|báo|vắng|nghỉ|về|trong|tại|từ|đến|
		tới|sau|trước|theo|chấm|gửi|đây|thường|chánh|thủ|cán|bộ|hnay|cn|t|h|vào|của|thì|nữa|rồi|chứ|hả|nhỉ|cả|ăn|uống|khỏe|vui|
		bị|gặp|gọi|biết|giúp|hết|bữa|giờ|mới|nên|đấy|việc|thôi|luôn|lại|ra|vô|đưa|nhắc|ngồi|nói|bảo|cùng|khác|nhiều|quê|tên|vừa|
		thế|sao|nhận|thấy|dậy|vậy|ni|bây|hiện|chung|riêng|nhóm|cảm|xử|xét|kính|số`)

	// longerWords are words that begin or end with what may be a given name.
	longerWords = phrases(`
		thảo luận|hội thảo|dự thảo|soạn thảo|bản thảo|phác thảo|thanh niên|thanh tra|thanh lý|thanh toán|thanh kiểm tra|
		thanh quyết toán|thanh thiếu niên|thanh khoản|âm thanh|liên ngành|liên đoàn|liên hiệp|liên hợp|liên hoan|liên quan|
		liên tịch|liên hệ|liên lạc|liên thông|liên kết|liên tục|liên minh|liên bộ|liên danh|hòa giải|hòa bình|bình luận|an ninh|
		an toàn|công an|công bố|công tác|công chức|công đoàn|hành chính|chính trị|chính quyền|minh bạch|phong trào|thành lập|
		thành phố|thành viên|thành tích|thắng lợi|thu hồi|thu thập|dân sự|hải quan|việt nam|quốc hội|quốc phòng|trung ương|
		trung tâm|tâm lý|văn phòng|văn bản|hà nội|nam nữ|đức dục|sơn hòa|tuy hòa|đông hòa|tây hòa|phú hòa|hiệp thương|
		kiên quyết|tiến độ|tiến hành|toàn thể|tân binh|long trọng|quang cảnh|trường học|vinh dự`)
)
