package render

import (
	"strings"

	"thuky/store/staff"
)

// emulationGuide is the guide's sentence on what follows the self-score: appraisal,
// explanation, council; "" for who has no part in it.
func emulationGuide(p staff.Person) string {
	var all []string
	if p.Has(staff.Appraiser) || p.May(staff.FillIn) {
		all = append(all, "/thamdinh thẩm định phiếu")
	}
	if p.FillsForms() {
		all = append(all, "/giaitrinh xem kết quả thẩm định của đơn vị, giải trình")
	}
	if p.May(staff.DecideCouncil) || p.May(staff.DraftPublication) {
		all = append(all, "/hoidong xếp hạng từng cụm, điểm trừ, điểm liệt, kết luận của Hội đồng")
	}
	if len(all) == 0 {
		return ""
	}
	return " Thi đua: " + strings.Join(all, "; ") + "."
}
