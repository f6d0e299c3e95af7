package main

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"thuky/bot/sim"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A lastAct is the end of a chain of screens: who has the right opens them, loses it, and
// then presses or types the last thing. See lastActs for all of them.
type lastAct struct {
	does   string
	act    staff.Act
	in     score.PeriodState
	by     tried
	before func(tx *store.Tx, p store.Period, now time.Time) error // what the ledger needs besides
	opens  []string                                                // "[Label" presses what begins so, "<file" sends one, "Name: …" is done by somebody else
	last   string
	effect string // the table that it changes, or "shows …": a text that only who has the right gets
	on     string // unit whose sheet it is about
	part   string // of it, if x has another one than matrixCharge says
	whole  bool   // who has any part of it may
	never  bool   // the separation of duties keeps it from them from the start
}

// A loss is a way in which somebody loses the right to a last act.
type loss struct {
	name string
	take func(m *matrix)
}

// losses are the ways in which the right to an act goes: they follow from its scope.
func (a lastAct) losses() (all []loss) {
	role := func(name string, role staff.Role, unit string) {
		all = append(all, loss{name, func(m *matrix) { m.assume(a.by.key, role, unit) }})
	}
	charge := func(name string, charges ...store.Charge) {
		all = append(all, loss{name, func(m *matrix) { m.charge(charges...) }})
	}
	if staff.Right(staff.Staff, a.act) == staff.Right(a.by.role, a.act) {
		role("no role is left", "", a.by.unit)
		return all
	}
	role("their role is gone", staff.Staff, a.by.unit)
	if near := nearRole(a.by.role, a.act); near != "" && near != staff.Staff {
		role("they are "+string(near), near, a.by.unit)
	}
	switch staff.Right(a.by.role, a.act) {
	case staff.OwnUnit:
		role("they belong to another unit", a.by.role, "P15")
	case staff.Assigned:
		charge("nothing is assigned to them")
		charge("another cluster is", store.Charge{Cluster: "cum-huyen", Part: "1"})
		if a.act == staff.Appraise {
			if !a.whole {
				charge("another part is", store.Charge{Cluster: "khoi-phong", Part: map[string]string{"": "2", "2": "1"}[a.part]})
			}
			role("the sheet is their own unit's", a.by.role, a.on)
		}
	}
	switch a.act {
	case staff.DecideVeto:
		role("the penalty is on their own unit", a.by.role, a.on)
	case staff.FillIn:
		all = append(all, loss{"who was absent is there again", func(m *matrix) {
			m.inPeriod(func(tx *store.Tx, p store.Period) error { return tx.SetAbsent(p.ID, "an", "", "ha", m.now()) })
		}})
	}
	return all
}

// nearRole is the role that has most in common with the one given but must not do the act;
// "" if there is none. It may well open the screens that lead there.
func nearRole(role staff.Role, act staff.Act) (near staff.Role) {
	most := -1
	for _, other := range staff.Roles {
		common := 0
		for _, one := range staff.Acts {
			if staff.Right(role, one) != staff.Nobody && staff.Right(other, one) != staff.Nobody {
				common++
			}
		}
		if staff.Right(other, act) == staff.Nobody && common > most {
			near, most = other, common
		}
	}
	return near
}

// charge is what x appraises from now on.
func (m *matrix) charge(charges ...store.Charge) {
	m.inPeriod(func(tx *store.Tx, p store.Period) error { return tx.SetCharges(p.ID, "x", charges, "ha", m.now()) })
	m.mu.Lock()
	defer m.mu.Unlock()
	m.charges = charges
}

// TestNobodyOutsideTheirScopeAtTheLastAct takes the right to every last act away while its
// screen is open: then it changes nothing, and nobody hears of it. Where nothing was taken
// away it has its effect, so that a script which does not come so far is found out.
func TestNobodyOutsideTheirScopeAtTheLastAct(t *testing.T) {
	for _, act := range staff.Acts {
		if !slices.ContainsFunc(lastActs, func(a lastAct) bool { return a.act == act }) {
			t.Errorf("no last act needs %q: say in lastActs how one comes to it", act)
		}
	}
	for _, state := range matrixStates {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			inTheatre(t, "2021-10-21 06:25", func(w *theatre) {
				m := &matrix{theatre: w, state: state, chats: map[int64]staff.Person{}}
				template := m.furnish(seedMatrix)
				defer w.server.Watch(m.see)()
				defer w.server.Watch(m.overhear)()
				w.hear(m.note)
				for _, a := range lastActs {
					if a.in != state {
						continue
					}
					m.playLast(template, a, loss{})
					if a.never {
						continue
					}
					for _, l := range a.losses() {
						m.playLast(template, a, l)
					}
				}
			})
		})
	}
}

// Tables whose rows are no effect: they carry what is said and shown.
var wireTables = []string{"screen", "gone_chat", "outage"} // besides the harmless

var anyWrite = regexp.MustCompile(`^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+(\w+)`)

// note remembers which tables are written.
func (m *matrix) note(statement string) {
	found := anyWrite.FindStringSubmatch(statement)
	if found == nil || slices.Contains(wireTables, found[1]) || harmless.MatchString(statement) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wrote = append(m.wrote, found[1])
}

// overhear remembers what the one who acts is shown, and that anybody else is.
func (m *matrix) overhear(e sim.Event) {
	if m.phone == nil || !e.Message.Bot || e.Kind != sim.Sent && e.Kind != sim.Edited {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case e.Chat == m.phone.ID():
		m.heard = append(m.heard, e.Message.File+e.Message.Text)
	case e.Chat < 0: // where the week stands is nobody who is told
		m.inGroups = append(m.inGroups, m.place(e.Chat))
	default:
		m.told = append(m.told, m.place(e.Chat)+": "+e.Message.Text)
	}
}

// playLast plays a chain of screens to its end.
func (m *matrix) playLast(template []byte, a lastAct, l loss) {
	m.enter(template, a.by)
	from := m.phone.Last().ID
	if a.before != nil {
		m.write(func(tx *store.Tx) error {
			periods, err := tx.Periods()
			m.must(err)
			return a.before(tx, periods[0], m.now())
		})
	}
	if a.part != "" {
		m.charge(store.Charge{Cluster: matrixCharge.Cluster, Part: a.part})
	}
	var last func()
	for _, line := range a.opens {
		if !m.prompt(a, from, line, &last) {
			return
		}
		last()
		m.settle()
	}
	if !m.prompt(a, from, a.last, &last) {
		return
	}
	if l.take != nil {
		l.take(m)
	}
	m.settle()
	m.mu.Lock()
	m.wrote, m.told, m.heard, m.doing = nil, nil, nil, a.does+": "+a.last
	m.public = m.state == score.PeriodPublished || a.effect == "publication" && l.take == nil
	m.mu.Unlock()
	last()
	m.settle()
	m.mu.Lock()
	defer m.mu.Unlock()
	text, shows := strings.CutPrefix(a.effect, "shows ")
	happens := slices.Contains(m.wrote, a.effect)
	if shows && strings.Contains(a.last, ": ") { // somebody else does what they are shown
		m.wrote, m.told = nil, nil
	}
	if shows {
		happens = strings.Contains(strings.Join(m.heard, "\n"), text)
	}
	switch {
	case a.never && (happens || len(m.told) > 0):
		m.t.Errorf("%s, by %s: wrote %q, told %q, shown\n%s", a.does, a.by.role, m.wrote, m.told, strings.Join(m.heard, "\n"))
	case l.take == nil && !happens && !a.never:
		m.t.Errorf("%s, by %s: %q does not come to it: wrote %q, shown\n%s", a.does, a.by.role, a.last, m.wrote, strings.Join(m.heard, "\n"))
	case l.take != nil && (happens || len(m.wrote) > 0 || len(m.told) > 0):
		m.t.Errorf("%s, by %s, although %s: wrote %q, told %q, shown\n%s", a.does, a.by.role, l.name, m.wrote, m.told, strings.Join(m.heard, "\n"))
	}
}

// prompt finds what a line of a script presses or types, as it is shown now.
func (m *matrix) prompt(a lastAct, from int, line string, do *func()) (found bool) {
	phone := m.phone
	if name, said, ok := strings.Cut(line, ": "); ok && !strings.HasPrefix(line, "[") {
		phone, line = m.speaker(name), said
		if phone != m.phone {
			from = 0
		}
	}
	if name, ok := strings.CutSuffix(line, " enrols"); ok {
		*do = func() { m.enrol(name); m.chats[m.person(name).ID()], _ = played(&m.staff, name) }
		return true
	}
	if file, ok := strings.CutPrefix(line, "<"); ok {
		*do = func() { phone.Upload(filepath.Base(file), []byte(readSample(m.theatre, file))) }
		return true
	}
	label, ok := strings.CutPrefix(line, "[")
	if !ok {
		*do = func() { phone.Send(line) }
		return true
	}
	seen := phone.Since(from)
	for _, message := range slices.Backward(seen) {
		for _, row := range message.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Text, label) {
					*do = func() { m.must(phone.ClickOn(message.ID, b.Text)) }
					return true
				}
			}
		}
	}
	var shown []string
	for _, message := range seen {
		if message.Bot {
			shown = append(shown, screen(message))
		}
	}
	m.t.Errorf("%s, by %s: there is no button %q under\n%s", a.does, a.by.role, label, strings.Join(shown[max(0, len(shown)-3):], "\n"))
	return false
}

// nameOf is how the theatre calls who is tried out.
func (a tried) nameOf() string {
	return cmp.Or(map[string]string{"x": "Xuân", "y": "Yên", "thao": "Thảo", "an": "An"}[a.key], a.key)
}
