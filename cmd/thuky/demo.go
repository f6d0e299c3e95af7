package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"thuky/bot"
	"thuky/bot/sim"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

type demoCommand struct{}

// demoStart is when the demo begins: a Thursday morning of the seed's week.
const demoStart = "2021-10-21 06:25"

// The group of the demo.
const (
	demoGroup     = -700
	demoGroupName = "Nhóm cơ quan"
)

// Run lets one person at a terminal play the whole office: the real program on a
// ledger of its own, against a Telegram in memory.
func (demoCommand) Run(p *program) error {
	folder, err := os.MkdirTemp("", "thuky-demo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	ledger, err := store.Open(p.ctx, filepath.Join(folder, "thuky.db"), store.Options{})
	if err != nil {
		return err
	}
	d, err := newDemo(p, ledger)
	if err != nil {
		return errors.Join(err, ledger.Close())
	}
	ctx, stop := context.WithCancel(p.ctx)
	stopped := make(chan error, 1)
	go func() { stopped <- d.office.run(ctx) }()
	err = d.talk(p.ctx, p.stdin)
	stop()
	return errors.Join(err, <-stopped, ledger.Close())
}

// A demo is one person at a terminal who plays everybody.
type demo struct {
	out    io.Writer
	clock  *shiftedClock
	server *sim.Server
	office *office
	staff  staff.Directory
	codes  map[string]string      // invitations not used yet, by person key
	people map[int64]staff.Person // by account
	me     *sim.Person            // who is played now, and where
	group  *sim.Group             // nil until somebody goes there
	choice []choice               // what the numbers stand for
}

// A choice is a button that can be pressed by its number.
type choice struct {
	message int // 0 for a key of the keyboard
	label   string
}

// A shiftedClock runs like the real one, from another hour.
type shiftedClock struct {
	zone   *time.Location
	offset atomic.Int64
}

func (c *shiftedClock) now() time.Time {
	return time.Now().Add(time.Duration(c.offset.Load())).In(c.zone)
}

func (c *shiftedClock) set(to time.Time) { c.offset.Store(int64(time.Until(to))) }

func newDemo(p *program, ledger *store.Store) (*demo, error) {
	c := defaults()
	c.Office.Issuer, c.Office.Place = sampleIssuer, samplePlace
	if err := c.check(); err != nil {
		return nil, err
	}
	clock := &shiftedClock{zone: c.Office.zone}
	start, err := time.ParseInLocation("2006-01-02 15:04", demoStart, clock.zone)
	if err != nil {
		return nil, err
	}
	clock.set(start)
	d := &demo{out: p.stdout, clock: clock, people: map[int64]staff.Person{}}
	if d.staff, err = castOffice(); err != nil {
		return nil, err
	}
	if d.codes, err = furnish(p.ctx, ledger, d.staff, clock.now()); err != nil {
		return nil, err
	}
	d.server = sim.New(sim.Options{Now: clock.now, Rate: sim.RateBucket, SpecPath: "-"})
	line := bot.Line{Token: d.server.Token(), APIURL: "https://telegram.invalid", Client: d.server.Client()}
	d.office, err = newOffice(ledger, c, line, clock.now, slog.New(slog.DiscardHandler))
	return d, err
}

// talk plays line by line until the input or ctx ends.
func (d *demo) talk(ctx context.Context, input io.Reader) error {
	defer d.server.Watch(d.see)()
	fmt.Fprint(d.out, demoWelcome)
	if err := d.become(ctx, "Thảo"); err != nil {
		return err
	}
	lines, failed := readLines(input)
	var pasted []string
	pasting := false
	for {
		var line string
		select {
		case <-ctx.Done():
			return nil
		case text, more := <-lines:
			if !more {
				return <-failed
			}
			line = strings.TrimRight(text, "\r")
		}
		switch {
		case pasting && strings.TrimSpace(line) == ".":
			pasting = false
			line = strings.Join(pasted, "\n")
		case pasting:
			pasted = append(pasted, line)
			continue
		case strings.TrimSpace(vi.Fold(line)) == "/dan":
			pasting, pasted = true, nil
			fmt.Fprintln(d.out, "(dán nhiều dòng; kết thúc bằng một dòng chỉ có dấu chấm)")
			continue
		}
		if quit, err := d.play(ctx, line); quit || err != nil {
			return err
		}
	}
}

// readLines reads in the background, so that the end of the program need not wait
// for a line. What the reader failed with comes when lines is closed.
func readLines(input io.Reader) (lines <-chan string, failed <-chan error) {
	read, end := make(chan string), make(chan error, 1)
	go func() {
		scanner := bufio.NewScanner(input)
		scanner.Buffer(nil, 1<<20)
		for scanner.Scan() {
			read <- scanner.Text()
		}
		end <- scanner.Err()
		close(read)
	}()
	return read, end
}

// play does what one line asks.
func (d *demo) play(ctx context.Context, line string) (quit bool, err error) {
	trimmed := strings.TrimSpace(vi.Clean(line))
	name, argument, _ := strings.Cut(trimmed, " ")
	argument = strings.TrimSpace(argument)
	switch vi.Fold(name) {
	case "":
		return false, nil
	case "/thoat":
		return true, nil
	case "/la":
		return false, d.become(ctx, argument)
	case "/nhom":
		return false, d.gather(ctx)
	case "/gio":
		d.shift(argument)
		return false, d.settle(ctx)
	case "/nguoi":
		d.listPeople()
		return false, nil
	case "/gui":
		return false, d.upload(ctx, argument)
	case "/luu":
		d.keep(argument)
		return false, nil
	case "/nhan": // a number is a button; this says it instead
		d.me.Send(argument)
		return false, d.settle(ctx)
	case "/?", "/demo":
		fmt.Fprint(d.out, demoWelcome)
		return false, nil
	}
	if n, err := strconv.Atoi(trimmed); err == nil && n >= 1 && n <= len(d.choice) {
		return false, d.press(ctx, d.choice[n-1])
	}
	d.me.Send(line)
	return false, d.settle(ctx)
}

// become makes the player another person. Who comes for the first time enrols
// with an invitation, as everybody does.
func (d *demo) become(ctx context.Context, typed string) error {
	if vi.Fold(typed) == "nguoi la" {
		d.me = d.server.Person(999, "Người lạ")
		fmt.Fprintf(d.out, "\n=== Người lạ, không có mã mời ===\n")
		return nil
	}
	person, ok := played(&d.staff, typed)
	if !ok {
		fmt.Fprintf(d.out, "Không có ai tên %q. Gõ /người để xem danh sách.\n", typed)
		return nil
	}
	account := int64(1000)
	for i, p := range d.staff.People {
		if p.Key == person.Key {
			account += int64(i)
		}
	}
	d.people[account] = person
	d.me = d.server.Person(account, person.Name)
	d.choice = nil
	fmt.Fprintf(d.out, "\n=== %s (%s) · %s ===\n", person.Name, person.RoleNames(), d.clock.now().Format("15h04 02/01/2006"))
	code, first := d.codes[person.Key]
	if !first {
		d.number()
		return nil
	}
	delete(d.codes, person.Key)
	d.me.Start(code)
	return d.settle(ctx)
}

// gather takes the player to the office's group, where the bot is an administrator; /là
// leads back.
func (d *demo) gather(ctx context.Context) error {
	if d.group == nil {
		d.group = d.server.Group(demoGroup, demoGroupName, d.me)
		d.group.AddBot(d.me)
		d.group.Promote(d.me)
	} else {
		d.group.Join(d.me)
	}
	d.me = d.me.In(d.group)
	fmt.Fprintf(d.out, "\n=== %s trong %s ===\n", d.me.Name(), demoGroupName)
	return d.settle(ctx)
}

// press presses a button by what stands on it.
func (d *demo) press(ctx context.Context, c choice) (err error) {
	if c.message == 0 {
		err = d.me.Click(c.label)
	} else {
		err = d.me.ClickOn(c.message, c.label)
	}
	if err != nil {
		fmt.Fprintln(d.out, "Nút này không còn.")
		return nil
	}
	return d.settle(ctx)
}

func (d *demo) upload(ctx context.Context, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		fmt.Fprintln(d.out, sentence(err))
		return nil
	}
	d.me.Upload(filepath.Base(file), data)
	return d.settle(ctx)
}

// keep writes the newest file that the player was sent to disk, so that it can be opened,
// changed and sent back with /gửi.
func (d *demo) keep(file string) {
	for _, m := range slices.Backward(d.me.Sees()) {
		data := d.me.File(m.ID)
		if data == nil || !m.Bot {
			continue
		}
		if file == "" {
			file = filepath.Base(m.File)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			fmt.Fprintln(d.out, sentence(err))
			return
		}
		fmt.Fprintf(d.out, "Đã lưu %s vào %s.\n", m.File, file)
		return
	}
	fmt.Fprintln(d.out, "Chưa nhận được tệp nào ở đây.")
}

// settle waits until the bot has done all that the last line gave it to do, and
// shows the numbers of the buttons.
func (d *demo) settle(ctx context.Context) error {
	if err := d.server.Wait(ctx, func() bool { return d.server.Pending() == 0 }); err != nil {
		return stoppedEarly(err)
	}
	if err := d.office.bot.Idle(ctx); err != nil {
		return stoppedEarly(err)
	}
	d.number()
	return nil
}

// stoppedEarly forgives that the player left while the bot was at work.
func stoppedEarly(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
