package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"thuky/bot"
	"thuky/bot/sim"
	"thuky/store"
)

// harmless are the statements by which a press is taken in and answered with a notice:
// whatever else writes would be an effect.
var harmless = regexp.MustCompile(`^\s*(SELECT|WITH|BEGIN|COMMIT|ROLLBACK|RELEASE|SAVEPOINT|PRAGMA|` +
	`(INSERT INTO|UPDATE|DELETE FROM) (inbox|outbox|pace)\b|INSERT INTO fact\b|DELETE FROM \w+ WHERE \([\w, ]+\) IN \(SELECT .* LIMIT \d+\)$)`) // the last forgets what is old

// openings say how a person comes to a screen of each duty, so that its buttons can be
// stolen. Where there are no words for it the screen is put into the ledger.
var openings = map[string]string{
	"answer": "lịch hôm nay", "audit": "/nhatky", "change": "/sualich", "feed": "/lichdienthoai", "handover": "/bangiao",
	"history": "/lichsu", "invite": "/moi", "leave": "/xoatoi", "notice": "/thongbao", "period": "/dotthidua", "sheet": "/phieu", "covenant": "/giaouoc",
	"wishes": "/nhacviec", "receipts": "/danhan", "stand-in": "/duthay", "week": "/dangtuan",
	"announce": "/congbo", "report": "/baocao",
	"broadcast": "", "confirm": "", "chase": "", "copy": "", "enrol": "", "form": "", "progress": "", "remind": "",
	"appraise": "", "council": "", "explain": "", "inquiry": "", "team": "",
}

// TestForgedPressesChangeNothing lets people press what was never shown to them: buttons
// of others, of screens that are gone, of the past, in other people's chats, with actions
// cut, mixed and made up. Nobody sees more than a notice, and the ledger is as it was.
func TestForgedPressesChangeNothing(t *testing.T) {
	t.Parallel()
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo", "P9")
		clerk, thao, p9, stranger := w.person("Văn phòng"), w.person("Thảo"), w.person("P9"), w.person("Người lạ")
		shown := w.openEveryDuty(map[string]*sim.Person{"ha": clerk, "thao": thao})
		w.notice(clerk, "Họp lúc 15h.", "Gửi ngay") // with the buttons of what was sent
		clerk.Send("/moi Liên")
		w.settle()
		w.must(clerk.Click("Giữ vai trò đang có"))
		w.settle()
		actions := []string{"confirm", "deny", "cancel", "revoke", "publish", "page", "pick:0", "pick:99999999999999999999", "kind:", "", "."}
		for _, p := range []*sim.Person{clerk, thao} {
			for _, m := range p.Sees() {
				for _, row := range m.Buttons {
					for _, b := range row {
						if parts := strings.SplitN(b.CallbackData, ".", 3); len(parts) == 3 {
							shown[p] = append(shown[p], b.CallbackData)
							actions = append(actions, parts[2])
						}
					}
				}
			}
		}
		if len(shown[clerk]) < 20 || len(shown[thao]) < 8 {
			t.Fatalf("only %d and %d buttons to steal", len(shown[clerk]), len(shown[thao]))
		}

		var mu sync.Mutex
		var effects []string
		w.must(w.end())
		w.config.Limits = limitsConfig{} // every press is looked at
		w.start(0)
		w.settle()
		w.hear(func(statement string) {
			if !harmless.MatchString(statement) {
				mu.Lock()
				defer mu.Unlock()
				effects = append(effects, statement)
			}
		})
		defer w.server.Watch(func(e sim.Event) {
			if e.Message.Bot && (e.Kind == sim.Sent || e.Kind == sim.Edited) {
				mu.Lock()
				defer mu.Unlock()
				effects = append(effects, "somebody sees: "+e.Message.Text)
			}
		})()
		press := func(from *sim.Person, chat int64, data string) {
			_, err := w.server.Inject(fmt.Sprintf(`{"callback_query":{"id":"9","from":{"id":%d,"is_bot":false,"first_name":"x"},"chat_instance":"1",
				"message":{"message_id":3,"date":1634772300,"chat":{"id":%d,"type":"private"}},"data":%s}}`, from.ID(), chat, strconv.Quote(data)))
			w.must(err)
		}
		seed := rand.Uint64()
		t.Logf("seed %d", seed)
		dice := rand.New(rand.NewPCG(seed, 0))
		for range 600 {
			stolen := shown[clerk][dice.IntN(len(shown[clerk]))]
			parts := strings.SplitN(stolen, ".", 3)
			switch dice.IntN(4) {
			case 0: // another revision
				parts[1] = strconv.FormatInt(dice.Int64N(9), 36)
			case 1: // another action
				parts[2] = actions[dice.IntN(len(actions))]
			case 2: // cut short
				parts = []string{stolen[:dice.IntN(len(stolen))]}
			}
			data := strings.Join(parts, ".")
			press(thao, thao.ID(), data)         // another's screen, in one's own chat
			press(p9, clerk.ID(), stolen)        // in the other's chat
			press(stranger, stranger.ID(), data) // by nobody
			press(stranger, clerk.ID(), stolen)
			press(clerk, clerk.ID(), fmt.Sprintf("zz%d.%d.%s", dice.IntN(99), 1+dice.IntN(3), actions[dice.IntN(len(actions))])) // a screen that is not there
		}
		w.settle()
		if len(effects) > 0 {
			t.Errorf("forged presses had %d effects:\n%s", len(effects), strings.Join(effects, "\n"))
		}
	})
}

// openEveryDuty lets people open a screen of every duty that there is. It returns the
// buttons of the screens that nobody sees, by person.
func (w *theatre) openEveryDuty(people map[string]*sim.Person) map[*sim.Person][]string {
	hidden := map[*sim.Person][]string{}
	for _, duty := range bot.Duties() {
		line, known := openings[duty]
		if !known {
			w.t.Errorf("no button of duty %q is forged: say in openings how one comes to its screen", duty)
		}
		for key, p := range people {
			if line != "" {
				p.Send(line)
				w.settle()
				continue
			}
			w.must(w.running.ledger.Write(w.t.Context(), func(tx *store.Tx) error {
				s, err := tx.NewScreen(store.Screen{Chat: p.ID(), Person: key, Duty: duty}, struct{}{}, w.now())
				for _, action := range []string{"confirm", "0", "pick:0"} {
					hidden[p] = append(hidden[p], strconv.FormatInt(s.ID, 36)+".1."+action)
				}
				return err
			}))
		}
	}
	opened := map[string]bool{}
	w.must(w.running.ledger.Read(w.t.Context(), func(tx *store.Tx) error {
		for key := range people {
			screens, err := tx.ScreensOf(key, time.Time{})
			if err != nil {
				return err
			}
			for _, s := range screens {
				opened[s.Duty] = true
			}
		}
		return nil
	}))
	for _, duty := range bot.Duties() {
		if !opened[duty] {
			w.t.Errorf("%q opens no screen of duty %q", openings[duty], duty)
		}
	}
	return hidden
}

// TestReplayedPressesChangeNothing presses again what has been pressed: the week is not
// published twice, a code not revoked twice, nobody enrolled twice.
func TestReplayedPressesChangeNothing(t *testing.T) {
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		clerk := w.person("Văn phòng")
		thanh := w.person("Thanh")
		old := map[string]int64{} // whose button it was, by its data
		defer w.server.Watch(func(e sim.Event) {
			for _, row := range e.Message.Buttons {
				for _, b := range row {
					if strings.HasSuffix(b.CallbackData, ".confirm") || strings.HasSuffix(b.CallbackData, ".revoke") || b.Text == "Công bố" {
						old[b.CallbackData] = e.Chat
					}
				}
			}
		})()
		publish(w)
		clerk.Send("/moi Thanh")
		w.settle()
		w.must(clerk.Click("Giữ vai trò đang có"))
		w.settle()
		var code string // of the newest card; the clerk's own stands before it
		for _, m := range clerk.Sees() {
			if found := cardCode.FindStringSubmatch(m.Text); found != nil {
				code = found[1]
			}
		}
		thanh.Start(code)
		w.settle()
		w.must(thanh.Click("Đúng là tôi"))
		w.settle()
		clerk.Send("/moi Liên")
		w.settle()
		w.must(clerk.Click("Giữ vai trò đang có"))
		w.settle()
		w.must(clerk.Click("Thu hồi mã này"))
		w.settle()
		clerk.Send("/bangiao đầu mối phòng 9")
		w.settle()
		w.must(clerk.Click("Chưa có người nhận"))
		w.settle()
		w.must(clerk.Click("Bàn giao"))
		w.settle()
		if len(old) < 4 {
			t.Fatalf("only %d buttons to press again", len(old))
		}
		var mu sync.Mutex
		var acts []string
		w.hear(func(statement string) {
			if strings.Contains(statement, "INSERT INTO audit") || strings.Contains(statement, "INTO account") || strings.Contains(statement, "INTO week_version") {
				mu.Lock()
				defer mu.Unlock()
				acts = append(acts, statement)
			}
		})
		for data, person := range old {
			for range 3 {
				_, err := w.server.Inject(fmt.Sprintf(`{"callback_query":{"id":"9","from":{"id":%[1]d,"is_bot":false,"first_name":"x"},"chat_instance":"1",
					"message":{"message_id":3,"date":1634772300,"chat":{"id":%[1]d,"type":"private"}},"data":%[2]q}}`, person, data))
				w.must(err)
			}
		}
		w.settle()
		if len(acts) > 0 {
			t.Errorf("replayed presses acted %d times, first: %s", len(acts), acts[0])
		}
	})
}

// TestFloodIsToldOnce lets one phone send without end: the person is told once, nobody
// else waits, and afterwards all is as before.
func TestFloodIsToldOnce(t *testing.T) {
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		publish(w, "Thảo", "Liên")
		thao, lien := w.person("Thảo"), w.person("Liên")
		w.sleepUntil("2021-10-21 06:40")
		seen := thao.Last().ID
		for range 200 {
			thao.Send("lịch hôm nay")
		}
		lien.Send("lịch hôm nay")
		w.settle()
		if text := lien.LastOfBot().Text; !strings.Contains(text, "21/10/2021") {
			t.Errorf("somebody else gets %q", text)
		}
		w.sleepUntil("2021-10-21 06:50")
		w.settle()
		answers, told := 0, 0
		for _, m := range thao.Since(seen) {
			switch {
			case m.Bot && strings.Contains(m.Text, "gửi nhanh quá"):
				told++
			case m.Bot:
				answers++
			}
		}
		if limit := w.config.Limits.MessagesPerMinute; answers != limit || told != 1 {
			t.Errorf("%d answers, told %d times; want %d and once", answers, told, limit)
		}
		thao.Send("lịch ngày mai")
		w.settle()
		if text := thao.LastOfBot().Text; !strings.Contains(text, "22/10/2021") {
			t.Errorf("ten minutes later the answer is %q", text)
		}
	})
}

// TestTheCodeOfAnInvitationIsNotKept looks for it in the files of the ledger once its card
// has arrived and once it was used: only its digest is there.
func TestTheCodeOfAnInvitationIsNotKept(t *testing.T) {
	inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
		w.enrol("Văn phòng")
		clerk := w.person("Văn phòng")
		kept := func(code string) bool {
			w.must(w.end()) // with it the log of the database is written back
			defer w.start(0)
			files, err := filepath.Glob(w.path + "*")
			w.must(err)
			for _, file := range files {
				raw, err := os.ReadFile(file)
				w.must(err)
				if bytes.Contains(raw, []byte(code)) {
					return true
				}
			}
			return false
		}
		w.must(w.running.ledger.Write(t.Context(), func(tx *store.Tx) error {
			return tx.Queue(store.Delivery{Deed: "probe", Chat: 1, Class: store.Answer, Kind: store.Send, NotBefore: w.now().AddDate(0, 0, 9),
				Message: store.Message{Text: "WOULDBEFOUND"}}, w.now())
		}))
		if !kept("WOULDBEFOUND") {
			t.Fatal("the search finds nothing at all")
		}
		clerk.Send("/moi Thanh")
		w.settle()
		w.must(clerk.Click("Giữ vai trò đang có"))
		w.settle()
		var code string
		for _, m := range clerk.Sees() {
			if found := cardCode.FindStringSubmatch(m.Text); found != nil {
				code = found[1]
			}
		}
		if len(code) < 20 || kept(code) {
			t.Errorf("the code %q is in the ledger although its card has arrived", code)
		}
		w.person("Thanh").Start(code)
		w.settle()
		if kept(code) {
			t.Error("the code is in the ledger after it was used")
		}
	})
}
