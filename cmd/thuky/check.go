package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"thuky/bot"
	"thuky/store"
)

type checkCommand struct{}

// checkPatience is how long check waits for the messenger's server.
const checkPatience = 15 * time.Second

// maxSkew is how far the machine's clock may be from the server's.
const maxSkew = 30 * time.Second

// A checklist prints a line for each thing looked at and remembers whether one
// must be mended.
type checklist struct {
	program *program
	faults  int
}

func (c *checklist) ok(format string, args ...any) {
	fmt.Fprintf(c.program.stdout, "ok    "+format+"\n", args...)
}

func (c *checklist) mend(format string, args ...any) {
	c.faults++
	fmt.Fprintf(c.program.stdout, "SỬA   "+format+"\n", args...)
}

// Run looks at everything that serve needs and says what to mend; it fails if
// anything is.
func (checkCommand) Run(p *program) error {
	list := &checklist{program: p}
	config, now, err := p.settings()
	if err != nil {
		list.mend("%s", sentence(err))
		p.log.Debug("check", "err", err)
	} else {
		list.file(config)
		list.ledger(config)
		list.ok("Múi giờ %s; bây giờ là %s.", config.Office.Timezone, now().Format("15h04 ngày 02/01/2006"))
		list.telegram(config, now)
	}
	if list.faults > 0 {
		return refuse("Có %d việc phải sửa (các dòng SỬA ở trên).", list.faults)
	}
	return nil
}

func (c *checklist) file(config config) {
	name := c.program.configFile
	if name == "" {
		c.ok("Cấu hình: không dùng tệp, theo mặc định.")
		return
	}
	_, err := os.Stat(name)
	switch {
	case err != nil:
		c.mend("%s", sentence(err))
	case config.tokenInFile && c.readable(name):
		c.mend("Tệp cấu hình %s giữ mã bot mà người khác đọc được. Chạy: chmod 600 %s", name, name)
	default:
		c.ok("Cấu hình: %s.", name)
	}
}

// ledger opens the database; opening reads the pragmas back and refuses wrong ones.
func (c *checklist) ledger(config config) {
	ledger, err := c.program.open(config)
	if err != nil {
		c.program.log.Debug("check", "err", err)
		c.mend("Dữ liệu %s: %s", config.Store.Path, sentence(err))
		return
	}
	defer ledger.Close()
	var people int
	err = ledger.Read(c.program.ctx, func(tx *store.Tx) error {
		d, err := tx.Directory()
		people = len(d.People)
		return err
	})
	if err == nil {
		err = ledger.Write(c.program.ctx, func(*store.Tx) error { return nil })
	}
	switch {
	case err != nil:
		c.program.log.Debug("check", "err", err)
		c.mend("Dữ liệu %s: %s", config.Store.Path, sentence(err))
	case c.readable(config.Store.Path):
		c.mend("Dữ liệu %s: người khác đọc được. Chạy: chmod 600 %s", config.Store.Path, config.Store.Path)
	case people == 0:
		c.ok("Dữ liệu: %s mở được; danh bạ còn trống, nạp bằng: thuky staff import TỆP", config.Store.Path)
	default:
		c.ok("Dữ liệu: %s mở được; danh bạ có %d người.", config.Store.Path, people)
	}
}

// readable reports whether others on this machine may read the file.
func (c *checklist) readable(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().Perm()&0o077 != 0
}

// telegram calls the messenger: the token by getMe, the clock by its answer.
func (c *checklist) telegram(config config, now func() time.Time) {
	if config.Telegram.Token == "" {
		c.mend("Chưa có mã bot. Xin mã ở @BotFather, ghi vào khoá telegram.token hoặc biến %s; thiếu mã thì thuky serve chưa chạy được.", tokenVariable)
		return
	}
	way := config.Telegram.APIURL
	if config.Telegram.Proxy != "" {
		way += " qua proxy"
	}
	line, err := bot.Connect(bot.Line{Token: string(config.Telegram.Token), APIURL: config.Telegram.APIURL, Proxy: config.Telegram.Proxy})
	if err != nil {
		c.mend("%s", sentence(err))
		return
	}
	ctx, cancel := context.WithTimeout(c.program.ctx, checkPatience)
	defer cancel()
	name, server, err := line.Whoami(ctx)
	if err != nil {
		c.program.log.Debug("check", "err", err)
		if strings.Contains(err.Error(), "telegram says 40") { // 401 for a wrong token, 404 for what is none
			c.mend("Máy chủ %s không nhận mã bot. Chép lại mã từ @BotFather.", way)
		} else {
			c.mend("Không gọi được %s. Kiểm tra mạng; nơi Telegram bị chặn thì đặt khoá telegram.proxy.", way)
		}
		return
	}
	c.ok("Mã bot: đúng, bot tên @%s (%s).", name, way)
	if server.IsZero() {
		c.ok("Đồng hồ: máy chủ không cho biết giờ, không so được.")
		return
	}
	if skew := now().Sub(server).Abs(); skew > maxSkew {
		c.mend("Đồng hồ máy lệch %s so với máy chủ. Bật đồng bộ giờ (NTP): timedatectl set-ntp true", skew.Round(time.Second))
		return
	}
	c.ok("Đồng hồ: đúng giờ.")
}
