package render

import (
	"time"

	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

// standIns are the messages about going in somebody's place, and about one's own wishes.
func standIns(d *staff.Directory, w week.Week) map[string][]store.Message {
	item, all := w.Events[10], map[string][]store.Message{}
	lien, _ := d.Person("lien")
	in := func(state string) store.StandIn {
		return store.StandIn{Event: item.ID, Person: "thao", Substitute: "lien", State: state}
	}
	office := store.Preference{Morning: "06:30", Evening: "20:00", Leads: []int{30}, QuietFrom: "22:00", QuietTo: "06:00"}
	own := store.Preference{NoMorning: true, Evening: "18:30", Leads: []int{45, 90}, DaysOff: []time.Weekday{time.Sunday}, QuietFrom: "00:00", QuietTo: "00:00", EvenIfFree: true}
	none := store.Preference{NoLeads: true, NoEvening: true, DaysOff: Weekdays}
	for name, m := range map[string]store.Message{
		"items": StandInItems(w.Events[10:13], map[int64]store.StandIn{item.ID: in(store.Asked)}, d), "no items": StandInItems(nil, nil, d),
		"whom": AskSubstitute(item, d), "several": SeveralSubstitutes(item, d),
		"self": SubstituteSelf(), "goes": SubstituteGoes(lien), "sends": SubstituteSends(lien), "unreachable": SubstituteUnreachable(lien), "unknown": SubstituteUnknown("<Tuấn>"),
		"asked": StandInAsked(item, in(store.Asked), d), "accepted": StandInAsked(item, in(store.Accepted), d), "declined": StandInAsked(item, in(store.Declined), d),
		"ended": StandInEnded(item, d), "given up": StandInGivenUp(), "past": StandInPast(),
		"offer": StandInOffer(item, in(store.Asked), d), "offer accepted": StandInOffer(item, in(store.Accepted), d),
		"offer declined": StandInOffer(item, in(store.Declined), d), "offer ended": StandInOffer(item, in(""), d),
		"news accepted": StandInNews(item, in(store.Accepted), false, d), "news declined": StandInNews(item, in(store.Declined), false, d),
		"office accepted": StandInNews(item, in(store.Accepted), true, d), "office declined": StandInNews(item, in(store.Declined), true, d),
		"office ended": StandInNews(item, in(""), true, d), "dismissed": StandInDismissed(item, in(store.Asked), d), "left": StandInLeft(item, "thao", d),
	} {
		all["stand-in "+name] = []store.Message{m}
	}
	for name, m := range map[string]store.Message{
		"of the office": Wishes(store.Preference{}, office), "own": Wishes(own, office), "none": Wishes(none, store.Preference{}), "done": WishesDone(own, office),
		"morning": AskWish(WishMorning, own, office), "evening": AskWish(WishEvening, own, office), "leads": AskWish(WishLeads, own, office),
		"days": AskWish(WishDays, own, office), "quiet": AskWish(WishQuiet, store.Preference{}, office),
		"not read morning": WishNotRead(WishMorning), "not read evening": WishNotRead(WishEvening), "not read leads": WishNotRead(WishLeads),
		"not read days": WishNotRead(WishDays), "not read quiet": WishNotRead(WishQuiet),
	} {
		all["wishes "+name] = []store.Message{m}
	}
	return all
}
