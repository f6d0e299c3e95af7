package ask

import "thuky/bot/vi"

// A role is what a word does in a question.
type role int

const (
	nothing  role = iota
	schedule      // says that this is about the schedule: "lịch công tác"
	meeting       // any item: "họp", "cuộc", "việc"
	topic         // what an item is about; a search word
	caseTalk      // án and nghe án: said for "báo cáo án"
	duty          // trực nghiệp vụ
	asking        // "gì", "nào", "không", "thế nào"
	yet           // "chưa"
	where
	who
	when
	howMany
	free
	next
	change // "thay đổi", "hoãn", "dời"
	order  // "thêm", "xóa", "nhắc": a command, if it comes first
	send   // "gửi": a command, unless it is the schedule that is to be sent
	help
	self    // the asker: "tôi"
	belongs // "của"
	filler  // says nothing
	greeting
	other   // another matter, unless the schedule is spoken of
	foreign // makes the text something else: "lịch sử", "mấy giờ rồi"
)

// command is the table of what the words of a question do. What stands in no
// line is a search word.
var command = func() *vi.Phrases[role] {
	var p vi.Phrases[role]
	p.Add(filler, "trong|toàn|rồi|của cơ quan") // before "trống", "rỗi" and "của cô", which look the same without diacritics
	p.Add(schedule, `
		lịch|trong lịch|thông báo lịch|lịch công tác|lịch làm việc|lịch họp|lịch trình|lịch tuần|thời khóa biểu|lct|
		chương trình công tác|lịch cơ quan|lịch viện|lịch mới|lịch mới nhất|lịch công tác tuần`)
	p.Add(meeting, `
		họp|cuộc họp|buổi họp|hội họp|cuộc|buổi|việc|công việc|hoạt động|sự kiện|mục|nội dung|làm việc|buổi làm việc|
		cuộc làm việc|lần|kế hoạch|chương trình|meeting|vụ|công chuyện|nhiệm vụ`)
	p.Add(caseTalk, `
		án|báo cáo án|nghe báo cáo án|nghe án|duyệt án|họp án|báo án|nghe báo án|họp duyệt án|nghe duyệt án|bàn án|nghe bc án|
		bc án`)
	p.Add(duty, `
		trực|trực nghiệp vụ|trực ban|trực cơ quan|phân công trực|ca trực|trực đêm|trực lãnh đạo|trực chỉ huy|
		trực cơ quan cuối tuần|trực viện|trực chính|trực án`)
	p.Add(asking, `
		gì|nào|không|k|ko|kg|hông|hong|hok|khg|khong|có không|gì không|thế nào|như thế nào|ra sao|sao|ntn|j|chi|hả|không nhỉ|
		hay không|được không|phòng nào|đơn vị nào|phòng mấy|mấy ngày|gồm những gì|những gì|hôm nay thứ mấy|thứ mấy|ngày mấy|
		ngày bao nhiêu|có gì|làm gì|đúng không|phải không|đ k|đc k`)
	p.Add(yet, "chưa|có chưa|đã có chưa|ra chưa|chưa có|chưa ạ|hay chưa")
	p.Add(where, `
		ở đâu|đâu|tại đâu|chỗ nào|nơi nào|địa điểm|địa chỉ|ở phòng nào|tại phòng nào|họp phòng nào|phòng họp nào|hội trường nào|
		đi đâu|đơn vị nào đến|ở chỗ nào|ở nơi nào|địa điểm nào|địa điểm ở đâu|ơ đâu`)
	p.Add(who, `
		ai|lãnh đạo nào|những ai|có ai|đ/c nào|đồng chí nào|người nào|sếp nào|thành phần|thành phần dự|vị nào|các đ/c nào|
		những đồng chí nào|những đ/c nào|đc nào|pvt nào|phó viện trưởng nào|ai đó|mấy ai`)
	p.Add(when, `
		mấy giờ|lúc nào|khi nào|hôm nào|ngày nào|bao giờ|bữa nào|giờ nào|buổi nào|lúc mấy giờ|vào lúc nào|thời gian nào|
		thời gian|vào ngày nào|chừng nào|tuần nào|tháng nào|hồi nào|thứ mấy họp|khi mô|từ mấy giờ|đến mấy giờ|mấy h|giờ giấc`)
	p.Add(howMany, `
		mấy|bao nhiêu|tổng cộng|tổng số|số lần|số lượng|đếm|nhiêu|bn|có bao nhiêu|tất cả bao nhiêu|tất cả mấy|số cuộc|số buổi|
		mấy lần|bao nhiêu lần`)
	p.Add(free, `
		rảnh|rảnh rỗi|bận|trống|trống lịch|lịch trống|lịch rảnh|rỗi|vướng|vướng lịch|kẹt|kẹt lịch|kín|kín lịch|bận lịch|
		trùng lịch|trống giờ|giờ trống|giờ rảnh|free|ranh|bận việc|bận họp|thời gian trống|thời gian rảnh`)
	p.Add(next, "tiếp theo|kế tiếp|sắp tới|tới đây|gần nhất|sắp có|sắp diễn ra|sắp|lần tới|lần sau|tiếp|tới gần nhất|ngay sau|sau đó|sắp đến")
	p.Add(change, `
		thay đổi|điều chỉnh|đổi|đổi giờ|đổi lịch|đổi nơi|dời|dời lịch|hoãn|hủy|huỷ|bị hủy|bị hoãn|bị dời|cập nhật|phát sinh|
		đột xuất|chỉnh sửa|sửa đổi|gì mới|khác không|có mới|lùi|lùi lịch|có lịch mới|có gì mới|có gì thay đổi|có gì khác|
		thêm gì|mới gì`)
	p.Add(order, `
		thêm|xóa|xoá|sửa|đặt|đặt lịch|đăng ký|tạo|nhắc|nhắc nhở|nhắn|chuyển|đăng|lên lịch|xếp lịch|bố trí|phê duyệt|báo cho|gọi|
		mời|thông báo cho|thêm lịch|xóa lịch|hủy lịch|hoãn lịch|nhắc lịch|bỏ|hãy|ghi|lưu|thay`)
	p.Add(send, "gửi|gởi|đưa|nộp|báo|chuyển cho|giao")
	p.Add(help, `
		trợ giúp|hướng dẫn|hướng dẫn sử dụng|help|cách dùng|cách hỏi|hỏi thế nào|dùng thế nào|làm được gì|hỏi được gì|
		biết làm gì|giúp được gì|giúp gì|huongdan|trogiup|menu|cách sử dụng|sử dụng thế nào|có thể làm gì|dùng sao|hỏi sao|
		giúp với|hỏi như thế nào|sử dụng như thế nào`)
	p.Add(self, "tôi|mình|tui|bản thân|cá nhân|của tôi|của mình|của anh|của chị|của em|của chú|của cô|của bác|của tui")
	p.Add(belongs, "của")
	p.Add(filler, fillers)
	p.Add(greeting, `
		chào|xin chào|hello|hi|alo|chào buổi sáng|cảm ơn|cám ơn|thanks|thank|tạm biệt|chúc|chúc mừng|buổi sáng tốt lành|
		ngủ ngon|xin lỗi|tks|good morning|bye|hẹn gặp|tốt lành|vui vẻ|sinh nhật`)
	p.Add(foreign, foreigners)
	p.Add(other, others)
	p.Add(topic, topics)
	return &p
}()

// shortForms are search words cut short.
var shortForms = func() *vi.Phrases[string] {
	var p vi.Phrases[string]
	p.Add("hội nghị", "hn")
	p.Add("báo cáo", "bc")
	p.Add("trung ương", "tw|t.w|t.ư")
	p.Add("kiểm sát", "ks")
	p.Add("dân sự", "ds")
	p.Add("hình sự", "hs")
	return &p
}()

// fillers say nothing that an answer needs: courtesy, pronouns, particles, and
// verbs that every item has.
const fillers = `
	dạ|vâng|ạ|a|em|anh|chị|chú|cô|bác|ông|bà|sếp|thầy|ơi|nhé|nha|nhá|nhỉ|hở|ha|à|ừ|ừm|thế|vậy|với|vs|cho|xem|xin|coi|hỏi|
	biết|giúp|hộ|dùm|giùm|được|dc|đc|cần|muốn|vui lòng|làm ơn|nhờ|về|là|thì|các|những|và|có|co|đi|dự|tham gia|tham dự|
	đến dự|chủ trì|làm|ở|tại|vào|trong|lúc|khoảng|ngày|giờ|hôm|đang|sẽ|đã|phải|bị|còn|nữa|rồi|r|chứ|luôn|cả|tất cả|toàn bộ|
	hết|mọi|chi tiết|đầy đủ|cụ thể|thông tin|bot|thư ký|trợ lý|cơ quan|viện|viện mình|cơ quan mình|đơn vị|tỉnh|viện ta|vks|
	vksnd|vksnd tỉnh|viện kiểm sát|viện kiểm sát nhân dân|viện kiểm sát nhân dân tỉnh|viện ksnd|viện ksnd tỉnh|ksnd|tp|
	có mặt|sớm|tình hình|đồng chí|đ/c|d/c|các đ/c|các đồng chí|người|chúng ta|chúng tôi|chúng em|mình với|ta|cái|con|này|ấy|
	đó|kia|đây|nó|lại|theo|như|nên|mà|thôi|ngay|liền|gấp|nhanh|từ|đến|tới|trên|dưới|ra|lên|xuống|kiểm tra giúp|tra giúp|
	tra cứu|tìm|tìm giúp|liệt kê|hiển thị|hiện|in|mở|đưa|nói|bảo|báo|thử|chút|tí|xíu|một|mốt chút|mới|mới nhất|hiện có|
	diễn ra|tổ chức|bắt đầu|xảy ra|lãnh đạo|phòng|tuần|tháng|năm|thứ|công tác|đúng|hình như|chắc|please|pls|ok|oke|okay|ad|
	admin|ới|oi|nghen|nghe em|hen|hỉ|mô|hem|cùng|chung|riêng|hiện tại|thường|mấy bữa|bữa|nghỉ trưa|công bố lịch|đăng lịch|
	phát hành|ban hành|phải không em|lịch đó|đi làm|tham mưu|khi|bên|phía|rằng|thuộc|gồm|bao gồm|đây em|ghé|sang|qua|để|
	chuẩn bị|nắm|lấy|nhận|nhìn|kiếm|quý|quí|nhận được|ngoài|trước|sau|nhất|nhiều nhất|nhiều|ít|ít nhất|sớm nhất|ct|lv|cv|
	quan trọng|đặc biệt|nổi bật|lưu ý|cần lưu ý|đáng chú ý|người ta|kèm|cùng với|đi cùng|đi với|dương lịch|tây|còn lại|
	chủ yếu|chính`

// topics are the office's own subjects: search words that are known to be about
// the schedule.
const topics = `
	nghe|báo cáo|bc|tw|t.w|t.ư|ks|ds|hs|báo cáo công tác|vụ án|xét xử|phiên tòa|tòa|tòa án|phiên họp|thi hành án|tạm giữ|
	tạm giam|khám nghiệm|hội nghị|hn|hội thảo|hội đàm|tọa đàm|giao ban|sơ kết|tổng kết|tập huấn|diễn tập|công bố|quyết định|
	kết luận|dự thảo|thông báo|kiểm sát|trực tiếp|trực tuyến|thường trực|tiếp công dân|tiếp dân|tiếp khách|tiếp đoàn|đoàn|
	thanh tra|kiểm tra|đi công tác|công tác đảng|sinh hoạt|chi bộ|đảng|đảng ủy|đảng viên|đảng bộ|nữ công|công đoàn|phụ nữ|
	kỷ niệm|lễ|khai mạc|bế mạc|trao|khen thưởng|thi đua|rút kinh nghiệm|hồ sơ|trả hồ sơ|điều tra|điều tra bổ sung|vệ sinh|
	tổng vệ sinh|lao động|cây xanh|trung ương|nghị quyết|học tập|bồi dưỡng|đào tạo|hội thao|văn nghệ|gặp mặt|thăm|viếng|
	dâng hương|ký kết|quy chế|phối hợp|bổ nhiệm|công an|tỉnh ủy|ubnd|hđnd|bầu cử|cử tri|hiến máu|tuyên truyền|đối thoại|
	khảo sát|nghiệm thu|bàn giao|hỏi cung|thực nghiệm|đối chất|kháng nghị|phúc thẩm|sơ thẩm|khiếu nại|tố cáo|đơn thư|
	ủy ban kiểm sát|ubks|cán bộ|tổ chức cán bộ|tuyển dụng|quy hoạch|kiểm điểm|đánh giá|chuyên đề|thảo luận|ra mắt|tiếp xúc|
	thẩm định|liên ngành|án hình sự|án dân sự|hành chính|hòa giải|đấu giá|nhân dân|kiểm toán|thanh niên|đại hội|quân sự|
	quốc phòng|an ninh|đột phá|chuyển đổi số|phòng đọc báo|hội trường|phòng họp|cưỡng chế|tiêu hủy|tang vật|sở tư pháp|
	ban nội chính|nội chính|họp báo|họp chi bộ|họp ủy ban|họp giao ban|họp liên ngành|họp trực tuyến|họp mặt|kết quả|
	liên hoan|trực tiếp công dân|hình sự|khám bệnh|huấn luyện|tham quan|chuyên môn|nghiệp vụ|quyết toán|tài chính|xây dựng|
	trụ sở`

// foreigners are texts that look like questions about the schedule and are none.
const foreigners = `
	lịch sử|lịch sự|du lịch|lý lịch|lí lịch|âm lịch|lịch âm|lịch dương|lịch vạn niên|lịch thi đấu|lịch thi|lịch học|
	lịch chiếu|lịch chiếu phim|lịch phát sóng|lịch cúp điện|lịch cắt điện|lịch tàu|lịch bay|lịch nghỉ|lịch nghỉ lễ|
	lịch nghỉ tết|thanh lịch|bạn là ai|bạn tên gì|nghỉ tết|nghỉ lễ|tiền lịch|lịch tiêm|lịch khám|nông lịch|lịch để bàn|
	lịch treo tường|tờ lịch|sách lịch|mấy giờ rồi|là mấy giờ|bây giờ mấy giờ|bây giờ là mấy giờ|thứ tự|thứ trưởng|thứ nhất|
	thứ hạng`

// others are what else people talk about; beside the word lịch they are search words.
const others = `
	số điện thoại|sđt|thời tiết|xổ số|giá vàng|tỷ giá|bóng đá|mật khẩu|kết quả thi đua|kết quả chấm điểm|kết quả xếp loại|
	điểm thi đua|chấm điểm|tự chấm|phiếu chấm|xếp hạng|xếp loại|trí tuệ|mưa|nắng|ăn cơm|ăn sáng|ăn trưa|ăn tối|ăn gì|
	uống cà phê|cà phê|đi nhậu|nhậu|đi chơi|đi ngủ|yêu|đẹp trai|trực thăng|bưu điện|mấy tuổi|bao nhiêu tuổi|sinh năm|
	năm sinh|quê quán|điện thoại|lương`
