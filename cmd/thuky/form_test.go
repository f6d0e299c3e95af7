package main

import (
	"fmt"
	"strings"
	"testing"

	"thuky/bot/sim"
	"thuky/store"
)

// pressAs injects a press of a button's data in the person's own chat.
func pressAs(w *theatre, p *sim.Person, data string) {
	w.t.Helper()
	_, err := w.server.Inject(fmt.Sprintf(`{"callback_query":{"id":"9","from":{"id":%[1]d,"is_bot":false,"first_name":"x"},"chat_instance":"1",
		"message":{"message_id":3,"date":1634772300,"chat":{"id":%[1]d,"type":"private"}},"data":%[2]q}}`, p.ID(), data))
	w.must(err)
	w.settle()
}

// buttonData is the data of a button of the bot's last message.
func buttonData(w *theatre, p *sim.Person, label string) string {
	w.t.Helper()
	for _, row := range p.LastOfBot().Buttons {
		for _, b := range row {
			if b.Text == label {
				return b.CallbackData
			}
		}
	}
	w.t.Fatalf("%s sees no button %q", p.Name(), label)
	return ""
}

func answersOf(w *theatre, period int64, unit string) (all []store.FormEntry) {
	w.t.Helper()
	w.must(w.running.ledger.Read(w.t.Context(), func(tx *store.Tx) (err error) {
		all, err = tx.Entries(period, unit)
		return err
	}))
	return all
}

// TestOldButtonsOfForms: a button that was pressed already, one of a screen that has
// moved on, one of a form that was opened anew yesterday and one of somebody else change
// nothing; whose it was sees the screen as it stands.
func TestOldButtonsOfForms(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		period := w.openPeriod("Đợt 26/7", "sample/sheets/06-phong-trao-chuyen-de-50.toml", []string{"P9"}, "2021-10-30 17:00")
		w.enrol("P9", "Ngân")
		p9, ngan := w.person("P9"), w.person("Ngân")
		p9.Send("/chamdiem")
		w.settle()
		begin := buttonData(w, p9, "Bắt đầu chấm ▶")
		pressAs(w, p9, begin)
		zero, na := buttonData(w, p9, "0"), buttonData(w, p9, "Không phát sinh")
		pressAs(w, ngan, zero) // hers it is not
		if all := answersOf(w, period, "P9"); len(all) != 0 {
			t.Fatalf("answered with somebody else's button: %+v", all)
		}
		pressAs(w, p9, zero)
		for _, old := range []string{zero, na, begin} {
			pressAs(w, p9, old)
		}
		all := answersOf(w, period, "P9")
		if len(all) != 1 || all[0].Code != "1.1" || all[0].Value != "0" || all[0].Revision != 1 {
			t.Errorf("old buttons answered: %+v", all)
		}
		if text := p9.LastOfBot().Text; !strings.Contains(text, "1.2 · tối đa 15 điểm") {
			t.Errorf("the screen shows:\n%s", text)
		}
		yesterday := buttonData(w, p9, "0")
		w.sleepUntil("2021-10-22 08:00")
		p9.Send("/chamdiem")
		w.settle()
		pressAs(w, p9, yesterday)
		if all := answersOf(w, period, "P9"); len(all) != 1 {
			t.Errorf("yesterday's button answered: %+v", all)
		}
		if text := p9.LastOfBot().Text; !strings.Contains(text, "Còn 3 tiêu chí chưa trả lời.") {
			t.Errorf("the screen shows:\n%s", text)
		}
	})
}

// TestTwoContactsAtOnce: two contacts answer the same question in the same moment. One
// answer stands, the other contact sees both and chooses; no third thing happens.
func TestTwoContactsAtOnce(t *testing.T) {
	inTheatre(t, "2021-10-21 08:00", func(w *theatre) {
		period := w.openPeriod("Đợt 26/7", "sample/sheets/06-phong-trao-chuyen-de-50.toml", []string{"P9"}, "2021-10-30 17:00")
		w.enrol("P9", "Ngân")
		p9, ngan := w.person("P9"), w.person("Ngân")
		for _, p := range []*sim.Person{p9, ngan} {
			p.Send("/chamdiem")
			w.settle()
			w.must(p.Click("Bắt đầu chấm ▶"))
			w.settle()
		}
		p9.Send("1")
		ngan.Send("2")
		w.settle()
		all := answersOf(w, period, "P9")
		if len(all) != 1 || all[0].Revision != 1 {
			t.Fatalf("both answered: %+v", all)
		}
		later := map[string]*sim.Person{"1": ngan, "2": p9}[all[0].Value]
		if text := later.LastOfBot().Text; !strings.Contains(text, "đang ghi 1 phiên") && !strings.Contains(text, "đang ghi 2 phiên") {
			t.Fatalf("the later one sees:\n%s", text)
		}
		w.must(later.Click("Lấy câu đồng chí nhập"))
		w.settle()
		if all := answersOf(w, period, "P9"); len(all) != 1 || all[0].Revision != 2 {
			t.Errorf("after the choice: %+v", all)
		}
	})
}
