package render

import "thuky/store"

// ToastTooFast answers the first press that comes too fast.
const ToastTooFast = "Đồng chí bấm nhanh quá. Chờ một phút rồi bấm tiếp."

// TooFast tells a person, once, that what they send is not taken for a while.
func TooFast() store.Message {
	return message("Đồng chí gửi nhanh quá: các tin tiếp theo chưa được nhận. Chờ một phút rồi gửi tiếp.")
}

// TooManyFiles tells it of files.
func TooManyFiles() store.Message {
	return message("Đồng chí gửi nhiều tệp quá: tệp này chưa được nhận. Chờ ít phút rồi gửi lại.")
}
