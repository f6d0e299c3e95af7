// Thuky is the secretary (thư ký) of a Vietnamese procuracy office: it knows the
// office's week and answers for it in chat.
//
// This package puts the rooms together and gives them plain values: settings,
// the clock, the open ledger. Each command is one small file with a Run method.
// Commands return errors; run alone turns them into one Vietnamese line on
// stderr and an exit code (see errors.go).
package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"thuky/store"
)

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1 // the command could not do what was asked
	exitUsage  = 2 // the command was not understood
)

// commands is the whole of the command line.
type commands struct {
	Config string `name:"config" placeholder:"TỆP" env:"THUKY_CONFIG" help:"Tệp cấu hình (TOML). Không có: dùng các giá trị mặc định."`

	Serve       serveCommand        `cmd:"" help:"Chạy thư ký: nhận và trả lời tin nhắn."`
	Demo        demoCommand         `cmd:"" help:"Trò chuyện thử ngay tại đây với dữ liệu mẫu, không cần mạng."`
	Ask         askCommand          `cmd:"" help:"Hỏi lịch bằng một câu."`
	Week        weekCommands        `cmd:"" help:"Lịch công tác tuần."`
	Sheet       sheetCommands       `cmd:"" help:"Phiếu chấm điểm thi đua."`
	Period      periodCommands      `cmd:"" help:"Đợt thi đua."`
	Covenant    covenantCommands    `cmd:"" help:"Chỉ tiêu giao ước thi đua."`
	Staff       staffCommands       `cmd:"" help:"Danh bạ cơ quan."`
	Invite      inviteCommand       `cmd:"" help:"Cấp mã mời dùng một lần cho một người."`
	Audit       auditCommands       `cmd:"" help:"Nhật ký: ai đã làm gì."`
	Person      personCommands      `cmd:"" help:"Dữ liệu cá nhân của một người."`
	Check       checkCommand        `cmd:"" help:"Kiểm tra cấu hình, dữ liệu, mã bot, múi giờ, đồng hồ."`
	Version     versionCommand      `cmd:"" help:"Cho biết phiên bản."`
	Report      reportCommand       `cmd:"" help:"Ghi báo cáo kết quả thi đua của một đợt ra tệp."`
	Publication publicationCommands `cmd:"" help:"Kết quả đã công bố."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run executes one command line and returns its exit code. Cancelling ctx asks a
// running command to end in good order.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var line commands
	left := false // --help has been answered
	parser := kong.Must(&line, kong.Name("thuky"), kong.Writers(stdout, stderr), kong.Help(help),
		kong.Exit(func(int) { left = true }),
		kong.Description("Thư ký của cơ quan: biết lịch công tác tuần và trả lời về lịch."))
	parser.Model.HelpFlag.Help = "In cách dùng."
	if len(args) == 0 || len(args) == 1 && args[0] == "help" {
		args = []string{"--help"}
	}
	chosen, err := parser.Parse(args)
	if left {
		return exitDone
	}
	level := new(slog.LevelVar)
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))
	if err == nil {
		p := &program{ctx: ctx, configFile: line.Config, stdin: stdin, stdout: stdout, stderr: stderr, log: log, level: level}
		err = chosen.Run(p)
	}
	if err == nil {
		return exitDone
	}
	log.Debug("command failed", "err", err)
	io.WriteString(stderr, "thuky: "+sentence(err)+"\n")
	var parse *kong.ParseError
	var usage usageError
	if errors.As(err, &parse) || errors.As(err, &usage) {
		return exitUsage
	}
	return exitFailed
}

// A program is what every command works with.
type program struct {
	ctx            context.Context
	configFile     string // "" is defaults only
	stdin          io.Reader
	stdout, stderr io.Writer
	log            *slog.Logger
	level          *slog.LevelVar // of log
}

// settings reads the configuration file and sets the log level by it. The second
// value is the office's clock.
func (p *program) settings() (config, func() time.Time, error) {
	c, err := readConfig(p.configFile, os.Getenv)
	if err != nil {
		return c, nil, err
	}
	p.level.Set(c.Log.level)
	return c, func() time.Time { return time.Now().In(c.Office.zone) }, nil
}

// reading lets do read the ledger that the settings name.
func (p *program) reading(c config, do func(*store.Tx) error) error {
	ledger, err := p.open(c)
	if err != nil {
		return err
	}
	defer ledger.Close()
	return ledger.Read(p.ctx, do)
}

// writing lets do change the ledger that the settings name.
func (p *program) writing(c config, do func(*store.Tx) error) error {
	ledger, err := p.open(c)
	if err != nil {
		return err
	}
	defer ledger.Close()
	return ledger.Write(p.ctx, do)
}

// open opens the ledger that the settings name.
func (p *program) open(c config) (*store.Store, error) {
	ledger, err := store.Open(p.ctx, c.Store.Path, store.Options{Retention: store.Retention(c.Retention)})
	if err != nil {
		return nil, &ledgerError{c.Store.Path, err}
	}
	return ledger, nil
}
