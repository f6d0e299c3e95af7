package main

import (
	"maps"
	"regexp"
	"strings"

	"thuky/bot/doc"
	"thuky/bot/names"
	"thuky/bot/sim"
	"thuky/bot/weekly"
	"thuky/store"
	"thuky/store/score"
)

// The lines of a script that play groups, inline queries and other commands:
//
//	group Giao ban: Văn phòng, Thảo        people come together
//	Văn phòng adds the bot to Giao ban     also: promotes the bot in, removes the bot from
//	Thảo in Giao ban: /lich                writes, clicks, ... in the group
//	Thảo in Giao ban replies "thứ 6"       to the bot's last message there
//	Giao ban becomes a supergroup · shuts the bot out
//	Thảo types "lịch mai"                  after the bot's name, in another chat
//	command imports sample/lich.txt        thuky week import, beside the running program
//	command takes in sample/sheets/x.toml  thuky sheet import, beside it
//	command opens the sample period        as the demo is furnished
var groupActions = regexp.MustCompile(`^(?:group (?P<new>.+?): (?P<people>.+)` +
	`|(?P<by>.+?) (?P<act>adds the bot to|promotes the bot in|removes the bot from) (?P<group>.+)` +
	`|(?P<changed>.+?) (?P<change>becomes a supergroup|shuts the bot out)` +
	`|(?P<writer>.+?) (?P<how>replies|types) "(?P<text>.*)"` +
	`|command imports (?P<file>.+)|command takes in (?P<sheet>.+)|(?P<sample>command opens the sample period))$`)

// playGroupLine plays such a line; false if it is none.
func playGroupLine(w *theatre, line string) bool {
	w.t.Helper()
	found := groupActions.FindStringSubmatch(line)
	if found == nil {
		return false
	}
	part := func(name string) string { return found[groupActions.SubexpIndex(name)] }
	switch {
	case part("new") != "":
		var people []*sim.Person
		for _, name := range strings.Split(part("people"), ", ") {
			people = append(people, w.person(name))
		}
		w.gather(part("new"), people...)
	case part("by") != "":
		act := map[string]func(*sim.Group, *sim.Person){"adds the bot to": (*sim.Group).AddBot,
			"promotes the bot in": (*sim.Group).Promote, "removes the bot from": (*sim.Group).Kick}[part("act")]
		act(w.group(part("group")), w.person(part("by")))
	case part("change") == "becomes a supergroup":
		w.group(part("changed")).Migrate()
	case part("changed") != "":
		w.server.Break(sim.Fault{Chat: w.group(part("changed")).ID(), Count: -1,
			Effect: sim.Refuse(403, "Forbidden: bot was kicked from the group chat")})
	case part("how") == "replies":
		p := w.speaker(part("writer"))
		p.Reply(p.LastOfBot().ID, part("text"))
	case part("how") == "types":
		w.person(part("writer")).Inline(part("text"))
	case part("file") != "":
		document, err := doc.Read(part("file"), []byte(readSample(w, part("file"))))
		w.must(err)
		beside(w, func(tx *store.Tx) error {
			_, err := tx.PublishWeek(weekly.Read(document, names.New(w.staff), w.now()).Week, "", w.now())
			return err
		})
	case part("sheet") != "":
		sheet, err := score.Decode(strings.NewReader(readSample(w, part("sheet"))))
		w.must(err)
		beside(w, func(tx *store.Tx) error {
			_, err := tx.TakeSheet(sheet, "", w.now())
			return err
		})
	case part("sample") != "":
		beside(w, func(tx *store.Tx) error { return furnishPeriod(tx, w.staff, w.now()) })
	}
	return true
}

// gather makes a group; the first of the people owns it.
func (w *theatre) gather(name string, people ...*sim.Person) *sim.Group {
	g := w.server.Group(-int64(100+len(w.groups)), name, people...)
	w.names.Lock()
	defer w.names.Unlock()
	w.groups[name] = g
	return g
}

// group is a group by the name a script uses.
func (w *theatre) group(name string) *sim.Group {
	w.t.Helper()
	w.names.Lock()
	defer w.names.Unlock()
	g := w.groups[name]
	if g == nil {
		w.t.Fatalf("no group %q", name)
	}
	return g
}

// speaker is somebody in their own chat, or "Thảo in Giao ban".
func (w *theatre) speaker(name string) *sim.Person {
	w.t.Helper()
	who, where, inGroup := strings.Cut(name, " in ")
	if !inGroup {
		return w.person(name)
	}
	return w.person(who).In(w.group(where))
}

// place names a chat, "" if the script knows none of that id.
func (w *theatre) place(chat int64) string {
	w.names.Lock()
	people, groups := maps.Clone(w.people), maps.Clone(w.groups)
	w.names.Unlock()
	for name, p := range people {
		if p.ID() == chat {
			return name
		}
	}
	for name, g := range groups {
		if g.ID() == chat {
			return name
		}
	}
	return ""
}
