package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"thuky/bot/outbox"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
)

// A following is a ledger in which some people look at how broadcasts go.
type following struct {
	*testing.T
	*Bot
	at  time.Time
	log bytes.Buffer
}

// follow enrols a clerk (account 1), an office head (2), a leader (3) and a staff
// member (4).
func follow(t *testing.T) *following {
	ledger, err := store.Open(t.Context(), t.TempDir()+"/thuky.db", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ledger.Close() })
	f := &following{T: t, at: time.Date(2021, 12, 5, 8, 0, 0, 0, time.UTC)}
	log := slog.New(slog.NewTextHandler(&f.log, nil))
	f.Bot = &Bot{store: ledger, log: log, now: func() time.Time { return f.at }}
	f.sender = outbox.New(ledger, nil, outbox.Limits{}, f.now, log)
	f.write(func(tx *store.Tx) error {
		var d staff.Directory
		for i, role := range []staff.Role{staff.Clerk, staff.OfficeHead, staff.Leader, staff.Staff} {
			d.People = append(d.People, staff.Person{Key: fmt.Sprint("p", i+1), Name: string(role), Roles: []staff.Role{role}})
		}
		if err := tx.SaveDirectory(d); err != nil {
			return err
		}
		for i, p := range d.People {
			code, err := tx.Invite(p.Key, "", f.at)
			if err != nil {
				return err
			}
			in, err := tx.InvitationOf(code, int64(i+1), f.at)
			if err != nil {
				return err
			}
			if _, _, err := tx.Confirm(in.ID, "", int64(i+1), f.at); err != nil {
				return err
			}
		}
		return nil
	})
	return f
}

func (f *following) write(do func(tx *store.Tx) error) {
	f.Helper()
	if err := f.store.Write(f.Context(), do); err != nil {
		f.Fatal(err)
	}
}

// send makes a broadcast to the staff member, and opens a screen of it for each account.
func (f *following) send(kind string, act staff.Act, accounts ...int64) (b store.Broadcast) {
	f.Helper()
	f.write(func(tx *store.Tx) (err error) {
		b, err = tx.NewBroadcast(store.Broadcast{Kind: kind, Title: "T", Sender: "p1", Act: act, Parts: []store.Part{{Message: store.Message{Text: "x"}}}},
			[]store.Recipient{{Person: "p4", Name: "D"}}, f.at)
		if err != nil {
			return err
		}
		for _, account := range accounts {
			s, err := tx.NewScreen(store.Screen{Chat: account, Person: fmt.Sprint("p", account), Duty: dutyBroadcast}, controlState{Broadcast: b.ID, Shown: b.Revision}, f.at)
			if err != nil {
				return err
			}
			if err := tx.FollowBroadcast(b.ID, s.ID, f.at); err != nil {
				return err
			}
		}
		return nil
	})
	return b
}

// tend lets so much time pass, second by second.
func (f *following) tend(seconds int) {
	f.Helper()
	for range seconds {
		if _, err := f.tendBroadcasts(context.Background()); err != nil {
			f.Fatal(err)
		}
		f.at = f.at.Add(time.Second)
	}
}

// waiting are the deliveries of a kind that wait: their texts and buttons by chat.
func (f *following) waiting(kind store.Kind) (shown map[int64]string) {
	f.Helper()
	shown = map[int64]string{}
	f.write(func(tx *store.Tx) error {
		all, _, err := tx.Envelopes(0)
		if err != nil {
			return err
		}
		for _, e := range all {
			if e.Kind != kind {
				continue
			}
			out, err := tx.Outgoing([]int64{e.ID})
			if err != nil {
				return err
			}
			raw, _ := json.Marshal(out[e.ID].Message)
			shown[e.Chat] += string(raw)
		}
		return nil
	})
	return shown
}

// Everybody of the Office who has opened it, and the leader who may publish, see how a
// publication goes; only the Office has buttons that do something.
func TestProgressIsShownToAllWhoOpenedIt(t *testing.T) {
	f := follow(t)
	f.send(render.KindPublication, staff.DraftPublication, 1, 2, 3)
	f.tend(4)
	shown := f.waiting(store.Edit)
	if len(shown) != 3 {
		t.Fatalf("shown in %v", shown)
	}
	for chat, m := range shown {
		if !strings.Contains(m, "Đang gửi") || strings.Contains(m, "Tạm dừng") != (chat != 3) || !strings.Contains(m, "Danh sách") {
			t.Errorf("chat %d sees %s", chat, m)
		}
	}
	f.write(func(tx *store.Tx) error { // neither is of the Office any more
		d, err := tx.Directory()
		d.People[0].Roles, d.People[1].Roles = nil, nil
		if err != nil {
			return err
		}
		return tx.SaveDirectory(d)
	})
	f.write(func(tx *store.Tx) error {
		for _, e := range []int64{1, 2, 3} {
			if err := tx.Withdraw(fmt.Sprintf("broadcast-progress/%d/", e), "", f.at); err != nil {
				return err
			}
		}
		b, _, err := tx.Broadcast(1)
		if err != nil {
			return err
		}
		_, err = tx.PauseBroadcast(b, "p1", f.at)
		return err
	})
	f.tend(4)
	if shown := f.waiting(store.Edit); len(shown) != 1 || shown[3] == "" {
		t.Errorf("shown in %v", shown)
	}
}

// A screen that cannot be read is complained of, and no other one waits for it.
func TestAnUnreadableScreenDelaysNoOther(t *testing.T) {
	f := follow(t)
	f.send(render.KindNotice, staff.SendNotice, 1, 2)
	f.send(render.KindNotice, staff.SendNotice, 2)
	f.write(func(tx *store.Tx) error {
		screens, err := tx.NewestScreens(1, "p1", dutyBroadcast, 1)
		if err != nil {
			return err
		}
		return tx.KeepState(screens[0], map[string]string{"broadcast": "?"})
	})
	f.tend(5)
	if shown := f.waiting(store.Edit); len(shown) != 1 || strings.Count(shown[2], "Đang gửi") != 2 {
		t.Errorf("shown in %v", shown)
	}
	if n := strings.Count(f.log.String(), "broadcast is not shown"); n == 0 || n > 4 {
		t.Errorf("the log says\n%s", f.log.String())
	}
}

// What somebody does between the look and the deed counts: a notice that is cancelled the
// moment it is due is not sent, and a pause is not shown as if it were none.
func TestWhatIsDoneBetweenLookAndDeed(t *testing.T) {
	f := follow(t)
	seen := f.send(render.KindNotice, staff.SendNotice, 1)
	act := func(do func(*store.Tx, store.Broadcast) error) {
		f.write(func(tx *store.Tx) error {
			d, err := tx.Directory()
			if err != nil {
				return err
			}
			b, _, err := tx.Broadcast(seen.ID)
			if err != nil {
				return err
			}
			if err := do(tx, b); err != nil {
				return err
			}
			k := broadcaster{tx: tx, staff: &d, now: f.at.Add(time.Minute), log: f.Bot.log}
			seen := seen
			if seen.State = store.Scheduled; b.State == store.Running {
				return k.tellAll([]store.Broadcast{b})
			}
			_, err = k.apart(seen, k.begin)
			return err
		})
	}
	act(func(tx *store.Tx, b store.Broadcast) error {
		_, err := tx.PauseBroadcast(b, "p1", f.at)
		return err
	})
	if shown := f.waiting(store.Edit); !strings.Contains(shown[1], "Gửi tiếp") {
		t.Errorf("shown is %v", shown)
	}
	act(func(tx *store.Tx, b store.Broadcast) error {
		_, err := tx.CancelBroadcast(b, "p1", "", f.at)
		return err
	})
	f.write(func(tx *store.Tx) error {
		b, _, err := tx.Broadcast(seen.ID)
		if b.State != store.Cancelled {
			t.Errorf("it is %s, want cancelled", b.State)
		}
		return err
	})
}
