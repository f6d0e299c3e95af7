package main

import (
	"fmt"
	"slices"
	"strings"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/staff"
)

// yearSheet is a sheet with a criterion of each kind that the whole of a period treats in
// its own way; %s is the id.
const yearSheet = `schema = "thuky.sheet/1"
id = "%s"
title = "Phiếu %[1]s"
base_points = 20
score_step = 0.5
[[section]]
code = "A"
title = "Chuyên môn"
max = 12
[[section]]
code = "B"
title = "Phong trào"
max = 8
[[criterion]]
code = "A.1"
section = "A"
title = "Tỷ lệ giải quyết"
rule = "proportional"
target = 100
max = 8
[[criterion]]
code = "A.2"
section = "A"
title = "Dẫn đầu cụm"
rule = "leader"
target = 10
max = 4
[[criterion]]
code = "B.1"
section = "B"
title = "Có kế hoạch"
rule = "yes_no"
max = 5
[[criterion]]
code = "B.2"
section = "B"
title = "Chất lượng tham mưu"
rule = "appraiser"
max = 3
[[deduction]]
code = "P.1"
title = "Nộp phiếu quá hạn (mỗi ngày)"
points_each = 0.5
max = 2
auto = true
[[veto]]
code = "L.1"
title = "Có án oan, sai"
effect = "exclude"
[[grade]]
code = "T"
label = "Tốt"
min = 14
[[grade]]
code = "D"
label = "Đạt"
min = 0
`

// A year is the whole office in a period of emulation: heads and contacts of 21 units,
// an appraisal team, leaders; played through their telephones.
type year struct {
	*theatre
	units []staff.Unit // that take part
	phone map[string]*sim.Person
	group *sim.Group
}

// openYear is the office with a head in every unit and two appraisers.
func openYear(w *theatre) *year {
	y := &year{theatre: w, phone: map[string]*sim.Person{}}
	for _, u := range w.staff.Units {
		if u.HoldsLeaders() {
			continue
		}
		y.units = append(y.units, u)
		for key, role := range map[string]staff.Role{"head-": staff.UnitHead, "contact-": staff.UnitContact} {
			w.staff.People = append(w.staff.People, staff.Person{Key: key + u.Code, Name: "Đ" + strings.ToLower(key[:1]) + u.Code, Title: "Cán bộ", Unit: u.Code, Roles: []staff.Role{role}})
		}
	}
	for _, key := range []string{"appraiser-1", "appraiser-2"} {
		w.staff.People = append(w.staff.People, staff.Person{Key: key, Name: "Nga" + key[len(key)-1:], Title: "Kiểm sát viên", Roles: []staff.Role{staff.Appraiser}})
	}
	// Of the sample's contacts only ours speak for a unit.
	w.staff.People = slices.DeleteFunc(w.staff.People, func(p staff.Person) bool {
		speaks := slices.Contains(p.Roles, staff.UnitHead) || slices.Contains(p.Roles, staff.UnitContact)
		return speaks && !strings.HasPrefix(p.Key, "head-") && !strings.HasPrefix(p.Key, "contact-")
	})
	w.must(w.running.ledger.Write(w.t.Context(), func(tx *store.Tx) error { return tx.SaveDirectory(w.staff) }))
	for i, p := range w.staff.People {
		account := int64(5000 + i)
		w.must(w.running.ledger.Write(w.t.Context(), func(tx *store.Tx) error {
			code, err := tx.Invite(p.Key, "", w.now())
			if err != nil {
				return err
			}
			invitation, err := tx.InvitationOf(code, account, w.now())
			if err != nil {
				return err
			}
			_, _, err = tx.Confirm(invitation.ID, "", account, w.now())
			return err
		}))
		y.phone[p.Key] = w.server.Person(account, p.Name)
		y.phone[p.Key].Send("/menu") // the messenger lets nobody be written to before
	}
	w.settle()
	return y
}

// does lets somebody write or press, one after the other; a press begins with
// a dot, with two where only the beginning of the label is said.
func (y *year) does(key string, acts ...string) {
	y.t.Helper()
	for _, act := range acts {
		label, press := strings.CutPrefix(act, ".")
		if begins, found := strings.CutPrefix(label, "."); press && found {
			label = y.label(key, begins)
		}
		if press {
			if err := y.phone[key].Click(label); err != nil {
				y.t.Fatalf("%s: %v; sees %q", key, err, y.phone[key].LastOfBot().Text)
			}
		} else {
			y.phone[key].Send(act)
		}
		y.settle()
	}
}

// sees fails unless one of the last messages in somebody's chat holds the words.
func (y *year) sees(key, words string) {
	y.t.Helper()
	all := y.phone[key].Sees()
	for _, m := range all[max(0, len(all)-12):] {
		if strings.Contains(m.Text, words) {
			return
		}
	}
	y.t.Errorf("%s does not see %q but %q", key, words, y.phone[key].LastOfBot().Text)
}

// label finds the button of the last messages whose label begins so.
func (y *year) label(key, prefix string) string {
	y.t.Helper()
	all := y.phone[key].Sees()
	for _, m := range slices.Backward(all) {
		for _, row := range m.Labels() {
			for _, label := range row {
				if strings.HasPrefix(label, prefix) {
					return label
				}
			}
		}
	}
	y.t.Fatalf("%s sees no button %q", key, prefix)
	return ""
}

// givenBy is what a unit answers: another for each, so that the ranking has an order.
func givenBy(i int) (rate, lead int, plan string) {
	return 70 + i*3%31, 6 + i*5%9, []string{"đạt", "không đạt", "đạt"}[i%3]
}

// fills lets a unit answer by the file that the form gives out, or by hand, and its head
// submit.
func (y *year) fills(i int, u staff.Unit) {
	y.t.Helper()
	contact, head := "contact-"+u.Code, "head-"+u.Code
	rate, lead, plan := givenBy(i)
	y.does(contact, "/chamdiem")
	if i%7 == 0 { // by hand
		y.does(contact, ".Bắt đầu chấm ▶", fmt.Sprint(rate), fmt.Sprint(lead))
		y.does(contact, map[string]string{"đạt": ".Đạt", "không đạt": ".Không đạt"}[plan])
	} else {
		rows := fmt.Sprintf("unit,code,value\n%[1]s,A.1,%[2]d\n%[1]s,A.2,%[3]d\n%[1]s,B.1,%[4]s\n", u.Code, rate, lead, plan)
		y.phone[contact].Upload("phieu.csv", []byte(rows))
		y.settle()
		y.does(contact, ".Lưu tất cả")
	}
	y.does(contact, "/chamdiem", ".Rà soát, nộp", ".Trình thủ trưởng")
	y.does(head, ".Nộp phiếu", ".Xác nhận nộp")
}

// appraises lets a member take over what the unit proposed and score what only they can.
func (y *year) appraises(member string, u staff.Unit, points string) {
	y.t.Helper()
	y.does(member, "/thamdinh")
	y.does(member, ".."+clipName(u.Name)+" · còn")
	y.does(member, ".."+"Chấm theo đề xuất", ".Tiêu chí chưa chấm ▶", ".Cho điểm", points)
}

func clipName(name string) string {
	if runes := []rune(name); len(runes) > 28 {
		return strings.TrimSpace(string(runes[:27]))
	}
	return name
}
