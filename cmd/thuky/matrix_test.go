package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A tried is somebody in a role: whom the matrix lets do everything that buttons and
// commands offer.
type tried struct {
	key  string // x is in the team with one part of khoi-phong, an with all the rest, y is in none
	role staff.Role
	unit string
}

// The people of the matrix: every role, in P9 and elsewhere, charged with a part or not.
// Who is charged and is none of the appraisers any more is still in the team.
var matrixRoles = []tried{
	{"y", staff.Leader, ""}, {"y", staff.Clerk, "VP"}, {"y", staff.OfficeHead, "VP"}, {"y", staff.Council, "P9"},
	{"x", staff.Appraiser, "P15"}, {"x", staff.Appraiser, "P9"}, {"y", staff.Appraiser, "P15"}, {"y", staff.Appraiser, "P9"},
	{"y", staff.UnitHead, "P9"}, {"y", staff.UnitContact, "P9"}, {"x", staff.UnitContact, "P9"},
	{"y", staff.UnitHead, "P15"}, {"y", staff.Staff, "P9"}, {"x", staff.Staff, "P9"},
	{"an", staff.UnitHead, "P9"}, {"an", staff.Council, "P15"}, // who has appraised, and proposed
}

// matrixLines are everything that opens a screen of the emulation work, and what is typed
// for screens that ask.
var (
	matrixCommands = []string{"/chamdiem", "/thamdinh", "/giaitrinh", "/hoidong", "/congbo", "/baocao", "/tiendo", "/dotthidua", "/phieu", "/giaouoc", "/start cham_1"}
	matrixTexts    = []string{"3", "2.2 3", "P7 A", "lý do là số liệu chưa khớp", "3-0", "CÔNG BỐ", "15/QĐ-VKS ngày 20/10/2021", "30/11/2021 17h00", "P7 1.2 95 01/GU-VKS 09/02/2021", "1.1 2; 2.2 5"}
)

// A matrix watches what one person is shown and what changes by it.
type matrix struct {
	*theatre
	state    score.PeriodState
	words    []kept
	who      staff.Person // as they are now
	phone    *sim.Person
	chats    map[int64]staff.Person // who reads the other chats
	mu       sync.Mutex
	wrote    []string       // statements that wrote what is kept of the period since the last look
	told     []string       // what others were shown since the last look
	heard    []string       // what the one who acts was
	inGroups []string       // groups that were shown anything
	charges  []store.Charge // of x now
	public   bool           // the totals are
	rows     map[string]string
	shown    int // messages that were looked at
	acts     int // rows that a person changed who may
	doing    string
	lately   []string
}

var keptTables = regexp.MustCompile(`(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+(submission|entry|appraisal|explanation|penalty|inquiry|council_session|` +
	`announcement|announcement_text|publication|period|period_cluster|covenant_target|sheet_version|team|team_member|team_charge)\b`)

// TestNobodyOutsideTheirScope lets everybody press and type their way through all screens
// of the emulation work, in every state of a period: nobody is shown a word of a sheet
// that the table of rights keeps from them, and no row changes by who may not change it.
// Then their role is taken from them while the screens are open, and they go on.
func TestNobodyOutsideTheirScope(t *testing.T) {
	for _, state := range matrixStates {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
				m := &matrix{theatre: w, state: state, public: state == score.PeriodPublished, chats: map[int64]staff.Person{}}
				template := m.furnish(seedMatrix)
				defer w.server.Watch(m.see)()
				w.hear(func(statement string) {
					if keptTables.MatchString(statement) {
						m.mu.Lock()
						defer m.mu.Unlock()
						m.wrote = append(m.wrote, statement)
					}
				})
				for _, one := range matrixRoles {
					m.enter(template, one)
					m.walk(matrixCommands, 12)
					m.demote(staff.UnitContact, "P15")
					m.walk(nil, 4)
					m.demote(staff.Staff, "P9")
					m.walk(nil, 4)
				}
				if m.shown < 40*len(matrixRoles) {
					t.Errorf("only %d messages were looked at, %d rows changed", m.shown, m.acts)
				}
				t.Logf("%d messages looked at, %d rows changed by who may", m.shown, m.acts)
			})
		})
	}
}

// furnish makes the ledger from which every person begins, and says where it is kept.
func (m *matrix) furnish(seed func(*store.Tx, score.PeriodState, time.Time) ([]kept, error)) (template []byte) {
	w := m.theatre
	w.must(w.end())
	w.config.Limits = limitsConfig{}
	w.start(0)
	w.staff.People = append(w.staff.People, matrixPeople()...)
	w.write(func(tx *store.Tx) error {
		if err := tx.SaveDirectory(w.staff); err != nil {
			return err
		}
		for _, p := range matrixPeople() {
			var err error
			if w.codes[p.Key], err = tx.Invite(p.Key, "", w.now()); err != nil {
				return err
			}
		}
		return nil
	})
	others := []string{"Văn phòng", "Phòng 7", "Thảo", "VKS Tuy Hòa", "Xuân", "Yên", "An"}
	w.enrol(others...)
	for _, name := range others {
		person, _ := played(&w.staff, name)
		m.chats[w.person(name).ID()] = person
	}
	playGroupLine(w, "group Giao ban: Văn phòng, Xuân, Yên")
	playGroupLine(w, "Văn phòng adds the bot to Giao ban")
	w.settle()
	w.speaker("Văn phòng in Giao ban").Send("/dangky@thuky_bot")
	w.settle()
	w.write(func(tx *store.Tx) (err error) { m.words, err = seed(tx, m.state, w.now()); return err })
	w.settle()
	w.must(w.end())
	template, err := os.ReadFile(w.path)
	w.must(err)
	w.start(0)
	return template
}

// enter lets one person begin in the furnished ledger.
func (m *matrix) enter(template []byte, one tried) {
	w := m.theatre
	w.must(w.end())
	for _, rest := range []string{"-wal", "-shm"} {
		_ = os.Remove(w.path + rest)
	}
	w.must(os.WriteFile(w.path, template, 0o600))
	w.start(0)
	m.phone, m.charges = w.person(one.nameOf()), []store.Charge{matrixCharge}
	m.assume(one.key, one.role, one.unit)
	m.rows = m.look()
}

// assume gives the person their role.
func (m *matrix) assume(key string, role staff.Role, unit string) {
	m.changeDirectory(func(d *staff.Directory) {
		i := slices.IndexFunc(d.People, func(p staff.Person) bool { return p.Key == key })
		d.People[i].Unit, d.People[i].Roles = unit, nil
		if role != "" {
			d.People[i].Roles = []staff.Role{role}
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		m.who, m.wrote = d.People[i], nil
		m.lately = append(m.lately, fmt.Sprintf("== %s %s %s", key, role, unit))
	})
	m.settle()
}

// demote takes the role away while screens are open.
func (m *matrix) demote(role staff.Role, unit string) { m.assume(m.who.Key, role, unit) }

// walk opens a screen by each command, then presses buttons, those never pressed first,
// and types what a screen may ask for.
func (m *matrix) walk(commands []string, steps int) {
	h := fnv.New64()
	fmt.Fprint(h, m.state, m.who.Key, m.who.Roles, m.who.Unit)
	dice := rand.New(rand.NewPCG(h.Sum64(), 6))
	pressed := map[string]int{}
	for _, line := range commands {
		m.act(line, func() { m.phone.Send(line) })
		for range steps / 6 {
			m.pressSomething(dice, pressed, true)
			if dice.IntN(3) == 0 {
				text := matrixTexts[dice.IntN(len(matrixTexts))]
				m.act("types "+text, func() { m.phone.Send(text) })
			}
		}
	}
	for range steps {
		m.pressSomething(dice, pressed, false)
		if dice.IntN(4) == 0 {
			text := matrixTexts[dice.IntN(len(matrixTexts))]
			m.act("types "+text, func() { m.phone.Send(text) })
		}
	}
}

// pressSomething presses one button; newest on the last screen that has any.
func (m *matrix) pressSomething(dice *rand.Rand, pressed map[string]int, newest bool) {
	type button struct {
		message int
		label   string
	}
	var all []button
	seen := m.phone.Sees()
	for i := len(seen) - 1; i >= 0; i-- {
		for _, row := range seen[i].Buttons {
			for _, b := range row {
				if b.CallbackData != "" && b.Text != "Đóng" {
					all = append(all, button{seen[i].ID, b.Text})
				}
			}
		}
		if newest && len(all) > 0 {
			break
		}
	}
	if len(all) == 0 {
		return
	}
	dice.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	b := slices.MinFunc(all, func(a, b button) int { return pressed[a.label] - pressed[b.label] })
	pressed[b.label]++
	m.act("presses "+b.label, func() { m.must(m.phone.ClickOn(b.message, b.label)) })
}

// act does one thing and looks at what came of it.
func (m *matrix) act(what string, do func()) {
	m.mu.Lock()
	m.doing, m.lately = what, append(m.lately, what)
	m.mu.Unlock()
	do()
	for range 2 {
		synctest.Wait()
		time.Sleep(time.Second)
	}
	synctest.Wait()
	m.mu.Lock()
	wrote := m.wrote
	m.wrote = nil
	m.mu.Unlock()
	if len(wrote) == 0 {
		return
	}
	before := m.rows
	m.rows = m.look()
	for key := range maps.Keys(union(before, m.rows)) {
		if before[key] == m.rows[key] {
			continue
		}
		m.acts++
		if !m.mayWrite(key) {
			m.t.Errorf("%s, %v of %q: %s changes %s\n%s\n%s", m.state, m.who.Roles, m.who.Unit, what, key, before[key], m.rows[key])
		}
	}
}

func union(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// see looks at what somebody is shown.
func (m *matrix) see(e sim.Event) {
	if e.Kind != sim.Sent && e.Kind != sim.Edited && e.Kind != sim.Answered {
		return
	}
	chat, text := e.Chat, e.Text
	if e.Kind == sim.Answered {
		chat = e.Person
	} else if text = e.Message.Text; !e.Message.Bot {
		return
	}
	if m.phone == nil {
		return
	}
	if e.Message.File != "" && chat == m.phone.ID() {
		text += "\n" + unpacked(m.phone.File(e.Message.ID))
	}
	for _, row := range e.Message.Buttons {
		for _, b := range row {
			text += "\n" + b.Text
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	reader := m.chats[chat] // nobody in a group
	if chat == m.phone.ID() {
		reader = m.who
		m.shown++
	}
	for _, k := range m.words {
		if strings.Contains(text, k.word) && !m.mayRead(reader, k) {
			m.t.Errorf("%s, %v of %q %q: %s is shown to them by %q:\n%s\n%s", m.state, reader.Roles, reader.Unit, reader.Key, k.word, m.doing, clipped(text), strings.Join(m.lately[max(0, len(m.lately)-6):], " · "))
		}
	}
}

func clipped(text string) string { return text[:min(len(text), 1500)] }

// unpacked is all that stands in a document.
func unpacked(raw []byte) string {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return string(raw)
	}
	var all strings.Builder
	for _, f := range z.File {
		if r, err := f.Open(); err == nil {
			b, _ := io.ReadAll(r)
			all.Write(b)
		}
	}
	return all.String()
}
