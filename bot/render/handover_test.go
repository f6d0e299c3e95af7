package render

import (
	"time"

	"cloud.google.com/go/civil"

	"thuky/store"
	"thuky/store/staff"
)

// handoverGallery is what people see of a handover.
func handoverGallery(d *staff.Directory) map[string][]store.Message {
	now := time.Date(2021, 10, 21, 8, 0, 0, 0, time.FixedZone("", 7*3600))
	thao, _ := d.Person("thao")
	lien, _ := d.Person("lien")
	ha := staff.Person{Key: "ha", Name: "Hà", Unit: "VP", Roles: []staff.Role{staff.Clerk}}
	items := store.Task{Kind: store.ItemsOfPerson, Key: "thao", Count: 3}
	whole := Handing{From: thao, To: lien, Enrolled: true, Roles: []staff.Role{staff.Leader}, Whole: true, Drafts: 2, Tasks: []store.Task{items}}
	part := Handing{From: ha, To: staff.Person{Name: "Trần <b>Mai</b>"}, Roles: []staff.Role{staff.Clerk}}
	judge := Handing{From: ha, To: lien, Enrolled: true, Roles: []staff.Role{staff.Appraiser}, Tasks: []store.Task{{Kind: store.SheetsToJudge, Key: "Năm <2021>"}, {Kind: store.SheetsToJudge, Key: "Đợt 26/7"}}}
	vacant := Handing{From: ha, Roles: []staff.Role{staff.Clerk, staff.UnitHead}, Whole: true}
	refused := func(err error) store.Message {
		m, _ := HandoverRefused(err, ha)
		return m
	}
	received := Received{
		Handovers: []store.Handover{{Predecessor: "thao", Role: staff.Clerk, Unit: "VP"}, {Predecessor: "gone", Role: staff.UnitHead, Unit: "P9"}},
		Tasks: []store.Task{
			{Kind: store.WeekMissing, Key: "2021-10-18", Due: civil.Date{Year: 2021, Month: 10, Day: 18}.In(now.Location())},
			{Kind: store.WeekMissing, Key: "2021-10-25", Due: civil.Date{Year: 2021, Month: 10, Day: 25}.In(now.Location())},
			{Kind: store.InvitationOpen, Key: "Tám", Due: now.Add(50 * time.Hour), Count: 1},
			{Kind: store.InvitationOpen, Key: "Tám", Due: now.Add(50 * time.Hour), Count: 4},
			{Kind: store.FormOpen, Key: "Năm <2021>", Due: now.Add(50 * time.Hour)}, {Kind: store.PeriodOpen, Key: "Năm 2021"}, judge.Tasks[0],
			items, {Kind: store.ItemsOfUnit, Key: "P9", Count: 2}, {Kind: "of a later release"},
		},
		Drafts: make([]store.Screen, 2),
		Past: []store.PastMonth{
			{Month: civil.Date{Year: 2020, Month: 10, Day: 1}, Acts: []store.ActCount{{Act: store.DidChange, Count: 7}, {Act: store.DidPublish, Count: 4}}},
			{Month: civil.Date{Year: 2020, Month: 11, Day: 1}, Acts: []store.ActCount{{Act: store.DidInvite, Count: 1}}},
		},
		Contacts: []staff.Person{thao, lien},
	}
	crowded := received
	for len(crowded.Tasks) < 40 {
		crowded.Tasks = append(crowded.Tasks, received.Tasks...)
		crowded.Contacts = append(crowded.Contacts, received.Contacts...)
		crowded.Past = append(crowded.Past, received.Past...)
	}
	return map[string][]store.Message{
		"open codes":        {OpenCodes(), NoOpenCodes(), {Text: OpenCodesLabel(3) + " " + OpenCodeLabel(thao, now)}},
		"handover begins":   {HandoverFrom(), HandoverNobody("Tám <x>"), HandoverRole(thao), HandoverTo(ha, ha.Roles), HandoverCancelled()},
		"handover asked":    {HandoverAsked(whole, d), HandoverAsked(part, d), HandoverAsked(vacant, d), HandoverAsked(judge, d)},
		"handover done":     {HandoverDone(whole), HandoverDone(part), HandoverDone(vacant), HandoverDone(judge)},
		"handover told":     {HandedOver(whole), HandedOver(part), HandedOver(vacant), LeaderHandedOver(whole)},
		"handover refused":  {refused(store.ErrSameHands), refused(store.ErrNotTheirs), refused(store.ErrOtherUnit), refused(store.ErrLastOffice)},
		"handover received": {WorkReceived(received, ha, d, now), WorkReceived(crowded, ha, d, now), WorkReceived(Received{}, ha, d, now)},
	}
}
