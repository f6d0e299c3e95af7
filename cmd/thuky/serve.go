package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"thuky/bot"
	"thuky/bot/outbox"
	"thuky/bot/render"
	"thuky/bot/web"
	"thuky/scheduler"
	"thuky/store"
	"thuky/store/week"
)

type serveCommand struct{}

// Run serves the office until it is told to stop.
func (serveCommand) Run(p *program) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	if config.Telegram.Token == "" {
		return refuse("Chưa có mã bot. Ghi vào khoá telegram.token hoặc biến %s rồi chạy lại; thuky check chỉ rõ từng việc.", tokenVariable)
	}
	lock, err := store.LockFile(config.Store.Path)
	if errors.Is(err, store.ErrLocked) {
		return refuse("Đã có một thuky serve khác chạy với dữ liệu %s. Dừng chương trình kia trước.", config.Store.Path)
	}
	if err != nil {
		return err
	}
	defer lock.Release()
	ledger, err := store.Open(p.ctx, config.Store.Path, store.Options{Retention: store.Retention(config.Retention)})
	if err != nil {
		return err
	}
	line := bot.Line{Token: string(config.Telegram.Token), APIURL: config.Telegram.APIURL, Proxy: config.Telegram.Proxy}
	o, err := newOffice(ledger, config, line, now, p.log)
	if err != nil {
		return errors.Join(err, ledger.Close())
	}
	p.log.Info("serving", "database", config.Store.Path, "version", version())
	err = o.run(p.ctx)
	p.log.Info("stopped")
	return errors.Join(err, ledger.Close())
}

// limits is the pace of deliveries as the outbox takes it; a rate of 0 is none.
func (c config) limits() outbox.Limits {
	l := outbox.DefaultLimits()
	l.Overall.PerSecond = c.Outbox.OverallPerSecond
	l.Private.PerSecond = c.Outbox.PrivatePerSecond
	l.Group.PerSecond = c.Outbox.GroupPerMinute / 60
	l.InFlight = c.Outbox.InFlight
	return l
}

// issuer is who issues official documents.
func (c config) issuer() render.Issuer {
	return render.Issuer{Name: c.Office.Issuer, Place: c.Office.Place}
}

// flood is how much one person may send.
func (c config) flood() bot.Flood {
	return bot.Flood{Messages: store.Pace{Burst: c.Limits.MessagesPerMinute, Per: time.Minute},
		Files: store.Pace{Burst: c.Limits.FilesPerHour, Per: time.Hour}}
}

// An office is the program at work on one ledger. Commands, the demo and the
// whole-office tests all run this one.
type office struct {
	ledger *store.Store
	bot    *bot.Bot
	clock  *scheduler.Clock
	now    func() time.Time
	log    *slog.Logger
	listen string        // address of the HTTP door; "" is none
	late   time.Duration // from when on what is due and does not leave is a fault
	look   time.Duration // between two looks for what other commands have changed
}

// lookEvery is how soon serve notices what another command has changed.
const lookEvery = time.Second

// newOffice puts the rooms together. The ledger stays the caller's to close.
func newOffice(ledger *store.Store, c config, line bot.Line, now func() time.Time, log *slog.Logger) (*office, error) {
	telegram, err := bot.Connect(line)
	if err != nil {
		return nil, err
	}
	days, err := week.NewCalendar(c.Reminders.Holidays, c.Reminders.WorkingDays)
	if err != nil {
		return nil, err
	}
	b := bot.New(bot.Options{Store: ledger, Line: telegram, Secrecy: c.Secrecy.compiled, Office: c.Office.Name, Issuer: c.issuer(), Legal: c.Emulation.legal, Limits: c.limits(), Now: now, Log: log,
		PublicURL: c.HTTP.PublicURL, Flood: c.flood(), Calendar: days, Reminders: c.Reminders.settings().Office(), EvidenceFiles: c.Emulation.EvidenceFiles,
		ChaseAgain: time.Duration(c.Emulation.ChaseAgainHours) * time.Hour})
	clock, err := scheduler.New(ledger, c.clock(), now, b.Knock, log)
	if err != nil {
		return nil, err
	}
	return &office{ledger: ledger, bot: b, clock: clock, now: now, log: log, listen: c.HTTP.Listen, late: c.Reminders.settings().Outage, look: lookEvery}, nil
}

// run works until ctx is done. This is the one place that states the order of
// stopping: take nothing more in, finish the update in hand, finish the errands,
// stop the clock, let the sender finish the messages in hand, shut the door for machines. Only
// then may the ledger be closed.
func (o *office) run(ctx context.Context) error {
	door, err := o.door()
	if err != nil {
		return err
	}
	if err := o.ledger.Write(ctx, func(tx *store.Tx) error { return o.bot.QueueCommands(tx) }); err != nil {
		return err
	}
	return inOrder(ctx,
		quiet(func(ctx context.Context) { o.ledger.Watch(ctx, o.look, o.knock) }),
		quiet(o.bot.Poll),
		quiet(o.bot.Clerk),
		quiet(o.bot.Boards),
		quiet(o.bot.Broadcasts),
		quiet(o.bot.Errands),
		quiet(o.clock.Run),
		o.bot.Send,
		door,
	)
}

// door opens the HTTP address, so that one in use is told at once, and returns the
// stage that serves it.
func (o *office) door() (func(context.Context) error, error) {
	if o.listen == "" {
		return func(ctx context.Context) error { <-ctx.Done(); return nil }, nil
	}
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		o.log.Debug("listen", "error", err)
		return nil, refuse("Không mở được địa chỉ http.listen %s: đang có chương trình khác dùng, hoặc địa chỉ sai.", o.listen)
	}
	server := &http.Server{Handler: web.Handler(o.ledger, web.Vitals{Ailing: o.bot.Ailing, Silent: o.clock.Silent, Late: o.late}, o.now, o.log), ReadHeaderTimeout: 10 * time.Second}
	return func(ctx context.Context) error {
		ended := make(chan error, 1)
		go func() { ended <- server.Serve(listener) }()
		select {
		case err := <-ended:
			return err
		case <-ctx.Done():
			return server.Close()
		}
	}, nil
}

// knock makes every part look at the clock and the ledger anew: whoever shifts
// the clock calls it.
func (o *office) knock() {
	o.bot.Knock()
	o.clock.Knock()
}

func quiet(run func(context.Context)) func(context.Context) error {
	return func(ctx context.Context) error { run(ctx); return nil }
}

// inOrder runs the stages side by side. When ctx is done, or a stage ends by
// itself, they are stopped one after the other, each once the one before it has
// ended. It returns what the stages report.
func inOrder(ctx context.Context, stages ...func(context.Context) error) error {
	ended := make([]chan error, len(stages))
	stops := make([]context.CancelFunc, len(stages))
	early := make(chan struct{}, len(stages))
	for i, run := range stages {
		var stage context.Context
		stage, stops[i] = context.WithCancel(context.WithoutCancel(ctx))
		ended[i] = make(chan error, 1)
		go func() {
			ended[i] <- run(stage)
			early <- struct{}{}
		}()
	}
	select {
	case <-ctx.Done():
	case <-early:
	}
	var errs []error
	for i := range stages {
		stops[i]()
		errs = append(errs, <-ended[i])
	}
	return errors.Join(errs...)
}
