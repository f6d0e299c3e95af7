package names

// The words below are Vietnamese office language, not names of any one office;
// all are in the form of canonical.

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[canonical(w)] = true
	}
	return m
}

var (
	// compounds are second syllables that make a common word of a given name:
	// Thanh tra, thanh niên, Liên đoàn, Thảo luận.
	compounds = set("tra", "niên", "lý", "toán", "tra", "khoản", "bình", "lọc", "danh", "hóa", "xuân", "tịnh", "thản",
		"ngành", "đoàn", "hiệp", "quan", "minh", "lạc", "hoan", "tịch", "bộ", "hợp", "kết", "doanh", "bang", "tục", "hệ",
		"luận", "dược", "nguyên", "mộc", "khoa", "huấn")

	// inspectors follow "Thanh tra" where it is an office, not a person.
	inspectors = set("viên", "viện", "tỉnh", "sở", "nhà", "chính", "bộ", "huyện", "nhân")

	// counted are things that a number before them counts.
	counted = set("giờ", "h", "g", "phút", "ngày", "tháng", "năm", "tuần", "quý", "vụ", "việc", "án", "bị", "người",
		"đồng", "đ", "hồ", "cán", "công", "đơn", "xã", "huyện", "đại", "đảng", "chi", "lượt", "buổi", "cuộc", "điểm", "triệu", "tỷ", "kiểm")

	// institutions follow the name of a unit and say that it is not ours: "Phòng 2
	// Công an tỉnh".
	institutions = set("công", "ubnd", "hđnd", "tand", "tòa", "sở", "cục", "bộ", "đoàn", "tỉnh", "huyện", "thành", "vksnd",
		"vks", "viện", "hội", "ban", "chi", "đảng", "trường", "chính", "quốc", "mặt", "ubmttq", "bhxh", "ngân", "kho", "thị", "quân")

	// officeWords begin a title, a unit or an institution, never a given name.
	officeWords = set("phòng", "phó", "trưởng", "lãnh", "toàn", "các", "tập", "ủy", "đơn", "nguyên", "viện", "sở", "cục", "bộ", "ban",
		"tòa", "tỉnh", "huyện", "đảng", "quốc", "mặt", "ngân", "kho", "nhóm")

	// titleWords are the first two syllables of offices and institutions whose first
	// may be a name: "đ/c Bí thư Tỉnh ủy" names nobody of ours and is no unknown
	// person, "đ/c Thành" is one.
	titleWords = set("chánh văn", "chánh án", "chánh thanh", "chánh tòa", "bí thư", "chủ tịch", "chủ nhiệm", "chủ tọa", "giám đốc",
		"kiểm sát", "kiểm tra", "thủ trưởng", "thủ tướng", "thủ quỹ", "tổng bí", "tổng thư", "tổng giám", "thường trực",
		"thường vụ", "đại diện", "đại biểu", "đại tá", "đại úy", "thượng tá", "thượng úy", "trung tá", "trung úy", "thiếu tá",
		"thiếu úy", "thiếu tướng", "trung tướng", "vụ trưởng", "vụ phó", "điều tra", "thẩm phán", "thẩm tra", "chấp hành",
		"kế toán", "thư ký", "cán bộ", "chuyên viên", "quyền viện", "hàm vụ", "cấp ủy", "hiệu trưởng", "văn phòng", "văn thư",
		"thanh tra", "công an", "công chức", "công tố", "công đoàn", "công ty", "thành viên", "thành ủy", "thành phố", "thành đoàn",
		"quân sự", "quân khu", "quân đội", "chi bộ", "chi cục", "chi đoàn", "chi ủy", "chi nhánh", "chi hội", "chính phủ", "chính trị",
		"chính ủy", "thị xã", "thị ủy", "thị trấn", "đoàn thanh", "đoàn viên", "đoàn đại", "đoàn luật", "đoàn kiểm", "đoàn công",
		"đoàn giám", "hội đồng", "hội phụ", "hội nông", "hội luật", "hội cựu", "hội thẩm", "hội liên", "tổ trưởng", "tổ phó", "tổ chức",
		"tổ công", "tổ chấm", "đội trưởng", "đội phó", "khối trưởng", "khối thi", "cụm trưởng", "cụm thi", "trường chính", "báo cáo")

	// deeds follow who does them: "Hùng dự họp".
	deeds = set("dự", "họp", "nghe", "làm", "đi", "tham", "chủ", "tiếp", "cùng", "trực", "gặp", "thăm", "kiểm", "đón", "giải")

	// officeWork follows "văn phòng" where it is no unit of ours.
	officeWork = set("phẩm", "luật", "công", "điện", "không", "đại", "đăng", "hội", "cho", "làm")

	// otherLevels begin what is not the province: "Viện trưởng huyện Tuy An".
	otherLevels = set("huyện", "quận", "tx", "tp", "thị xã", "khu vực")
)
