package render

import (
	"strings"
	"time"

	"thuky/store"
	"thuky/store/staff"
)

// rightsGallery is what people see of rights and of the audit.
func rightsGallery(d *staff.Directory) map[string][]store.Message {
	zone := time.FixedZone("+07", 7*60*60)
	at := time.Date(2021, 10, 21, 9, 0, 0, 0, zone)
	about := func(kind, key string) store.Subject { return store.Subject{Kind: kind, Key: key} }
	entries := []store.Entry{
		{Number: 9, At: at, Actor: "ha", Roles: "clerk,office-head", Act: store.DidChange, Subject: about(store.AboutWeek, "2021-10-18"),
			Old: "1: 14:00", New: "2: 15:00", Reason: "đ/c <Liên> bận"},
		{Number: 8, At: at, Actor: "ha", Roles: "clerk", Act: store.DidLeave, Subject: about(store.AboutGroup, "-5"), Old: "Viện & các phòng"},
		{Number: 7, At: at, Actor: "thao", Roles: "leader", Act: store.DidEnrol, Subject: about(store.AboutPerson, "thao")},
		{Number: 6, At: at, Actor: "", Act: store.DidInvite, Subject: about(store.AboutPerson, "thao"), New: "leader, P9, other"},
		{Number: 5, At: at, Actor: "gone", Act: store.DidPublish, Subject: about(store.AboutWeek, "2021-10-18"), New: "1"},
		{Number: 4, At: at, Act: store.DidImport, Subject: about(store.AboutDirectory, ""), Old: "0 đơn vị", New: "22 đơn vị"},
		{Number: 3, At: at, Act: store.DidLockOut, Source: "telegram/7", Subject: about(store.AboutAccount, "9000")},
		{Number: 2, At: at, Act: "of a later release", Subject: about("tomorrow", "x"), New: strings.Repeat("dài ", 300)},
	}
	thao, _ := d.Person("thao")
	new := staff.Person{Name: "Nguyễn <An>", Unit: "P9", Roles: []staff.Role{staff.UnitHead, staff.Staff}}
	accounts := []store.Account{{ID: 1001, Linked: at}, {ID: 1002, Linked: at}}
	return map[string][]store.Message{
		"me":           {Me(thao, "Lãnh đạo Viện", accounts, 1002, at, zone)},
		"me bare":      {Me(staff.Person{Name: "An"}, "", accounts[:1], 1001, time.Time{}, zone)},
		"leave":        {AskToLeave(), LastOfOffice(), Stays(), Left()},
		"invite steps": {InviteWhom(), InviteSeveral(), InviteNameless(), InviteRole(new), InviteUnit(new), InviteDevice(thao, 2), InviteCancelled()},
		"invite card": {InvitationCard(new, "Phòng 9", "AAAABBBBCCCCDDDDEEEEFFFF22", "https://t.me/thuky_bot?start=AAAABBBBCCCCDDDDEEEEFFFF22", at),
			InvitationCard(thao, "", "AAAABBBBCCCCDDDDEEEEFFFF22", "", at), PictureCaption(new), InvitationRevoked(new), InvitationClosed()},
		"invite told":    {InvitationAccepted(new), InvitationDenied(thao), SecondDeviceAsked(thao)},
		"invite confirm": {ConfirmInvitation(thao, "Lãnh đạo Viện"), ConfirmInvitation(new, "Phòng 9"), InvitationConfirmed(), InvitationNotMine(), InvitationGone()},
		"too fast":       {TooFast(), TooManyFiles(), {Text: ToastTooFast}},
		"invite devices": {SecondDevice(), DeviceReplaced(), CodesWait(at)},
		"audit":          {Audit(entries, "", false, d, zone)},
		"audit own":      {Audit(entries[2:3], store.AboutPerson, true, d, zone)},
		"audit empty":    {Audit(nil, store.AboutGroup, false, d, zone)},
		"rights":         Rights(),
		"separated": {Separated(staff.OfTheirUnit), Separated(staff.OfTheOffice), Separated(staff.EnteredIt), Separated(staff.AppraisedIt),
			Separated(staff.SamePerson), Separated(staff.NoRight)},
	}
}
