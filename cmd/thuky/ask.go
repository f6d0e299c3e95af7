package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/ask"
	"thuky/bot/names"
	"thuky/bot/render"
	"thuky/store"
	"thuky/store/staff"
	"thuky/store/week"
)

type askCommand struct {
	JSON     bool   `name:"json" help:"Trả lời bằng một đối tượng JSON."`
	As       string `placeholder:"NGƯỜI" help:"Hỏi thay người này (khoá hoặc tên trong danh bạ)."`
	At       string `placeholder:"LÚC" help:"Coi như bây giờ là lúc này, như 2021-10-21T09:00:00+07:00."`
	Question string `arg:"" name:"câu-hỏi" help:"Câu hỏi, hoặc - để đọc mỗi dòng một câu và trả lời mỗi dòng một đối tượng JSON."`
}

// maxQuestion bounds a line of standard input, in bytes.
const maxQuestion = 1 << 20

// Run answers one question, or those of standard input.
func (c *askCommand) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	at := now()
	if c.At != "" {
		if at, err = time.Parse(time.RFC3339, c.At); err != nil {
			return misuse("Không hiểu thời điểm %q. Viết như 2021-10-21T09:00:00+07:00.", c.At)
		}
		at = at.In(config.Office.zone)
	}
	return p.reading(config, func(tx *store.Tx) error {
		d, err := tx.Directory()
		if err != nil {
			return err
		}
		asker, err := oneCalled(&d, c.As)
		if err != nil {
			return err
		}
		desk := desk{schedule: tx, index: names.New(d.On(civil.DateOf(at))), asker: asker, now: at}
		if c.Question == "-" {
			return desk.answerLines(untilDone(p.ctx, p.stdin), p.stdout)
		}
		r, err := desk.answer(c.Question)
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(p.stdout, r)
		}
		_, err = fmt.Fprintln(p.stdout, r.Answer)
		return err
	})
}

// oneCalled is the key of the one person who is called so, "" for nobody.
func oneCalled(d *staff.Directory, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	found := names.Called(d, name)
	switch len(found) {
	case 0:
		return "", refuse("Danh bạ không có ai tên %q. Xem danh bạ bằng: thuky staff list", name)
	case 1:
		return found[0].Key, nil
	}
	return "", ambiguous(name, found)
}

// A desk answers questions of one asker at one moment.
type desk struct {
	schedule ask.Schedule
	index    *names.Index
	asker    string // key, or ""
	now      time.Time
}

// A reply is an answer as scripts read it.
type reply struct {
	Intent  ask.Intent   `json:"intent"`
	From    string       `json:"from"`
	To      string       `json:"to"`
	Session week.Session `json:"session"`
	People  []string     `json:"people"` // names, and names of groups
	Units   []string     `json:"units"`  // names
	Match   string       `json:"match"`
	Events  []replyEvent `json:"events"`
	Count   int          `json:"count"`
	Answer  string       `json:"answer"` // as a person reads it
}

type replyEvent struct {
	Date civil.Date `json:"date"`
	Time week.Clock `json:"time"`
	Text string     `json:"text"`
}

func (k *desk) answer(question string) (reply, error) {
	d := k.index.Directory()
	found, err := ask.Find(ask.Understand(question, k.index, k.now), k.asker, d, k.schedule)
	if err != nil {
		return reply{}, err
	}
	q := found.Query
	r := reply{
		Intent: q.Intent, From: dayOrNone(q.From), To: dayOrNone(q.To), Session: q.Session,
		People: append(peopleNames(d, q.People), q.Groups...), Units: unitNames(d, q.Units),
		Match: q.Match, Events: []replyEvent{}, Count: found.Count, Answer: k.words(found),
	}
	for _, e := range found.Events() {
		r.Events = append(r.Events, replyEvent{e.Date, e.Time, e.Text})
	}
	return r, nil
}

// words is the answer in full: all its pages.
func (k *desk) words(a ask.Answer) string {
	var pages []string
	for page, count := 0, 1; page < count; page++ {
		var m store.Message
		m, count = render.Answer(a, k.asker, k.index.Directory(), page)
		pages = append(pages, render.Plain(m.Text))
	}
	return strings.Join(pages, "\n\n")
}

func (k *desk) answerLines(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxQuestion)
	for lines.Scan() {
		r, err := k.answer(lines.Text())
		if err != nil {
			return err
		}
		if err := printJSON(out, r); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return refuse("Có câu hỏi dài quá 1 MB. Mỗi dòng chỉ hỏi một câu.")
	}
	return lines.Err()
}

// printJSON writes one object a line, its text unescaped.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// dayOrNone is "YYYY-MM-DD", "" for the zero date.
func dayOrNone(day civil.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.String()
}

// peopleNames replaces keys by names, never null.
func peopleNames(d *staff.Directory, keys []string) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		person, _ := d.Person(key)
		list[i] = person.Name
	}
	return list
}

// unitNames replaces codes by names, never null.
func unitNames(d *staff.Directory, codes []string) []string {
	list := make([]string, len(codes))
	for i, code := range codes {
		unit, _ := d.Unit(code)
		list[i] = unit.Name
	}
	return list
}
