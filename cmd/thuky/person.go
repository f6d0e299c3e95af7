package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"thuky/store"
)

type personCommands struct {
	Export personExport `cmd:"" help:"In ra mọi dữ liệu đã lưu về một người (JSON)."`
	Forget personForget `cmd:"" help:"Xoá dữ liệu cá nhân của một người; nhật ký và lịch đã công bố được giữ."`
}

type personExport struct {
	Key string `arg:"" name:"khoá" help:"Khoá của người đó, xem bằng thuky staff list."`
}

// Run prints all that is kept of a person, and records that it was read.
func (c *personExport) Run(p *program) error {
	var data map[string][]map[string]any
	err := p.onPerson(c.Key, func(tx *store.Tx, e store.Entry) (err error) {
		if data, err = tx.PersonData(c.Key); err != nil {
			return err
		}
		e.Act = store.DidReadOthers
		return tx.Record(e)
	})
	if err != nil {
		return err
	}
	out := json.NewEncoder(p.stdout)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(data)
}

type personForget struct {
	Key string `arg:"" name:"khoá" help:"Khoá của người đó, xem bằng thuky staff list."`
}

// Run forgets a person and says what stays.
func (c *personForget) Run(p *program) error {
	var listed bool
	if err := p.onPerson(c.Key, func(tx *store.Tx, e store.Entry) (err error) {
		listed, err = tx.ForgetPerson(c.Key, e.At)
		return err
	}); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "Đã xoá tài khoản, mã mời, tuỳ chọn và nội dung tin đã gửi của %s.\n", c.Key)
	if listed {
		fmt.Fprintln(p.stdout, "Tên vẫn có trong danh bạ vì tệp danh bạ ghi người này. Bỏ khỏi tệp rồi chạy: thuky staff import TỆP")
	}
	fmt.Fprintln(p.stdout, "Nhật ký và các bản lịch đã công bố giữ nguyên khoá của người đó.")
	return nil
}

// onPerson lets do change the ledger; the entry it gets says when, and about whom.
func (p *program) onPerson(key string, do func(*store.Tx, store.Entry) error) error {
	config, now, err := p.settings()
	if err != nil {
		return err
	}
	err = p.writing(config, func(tx *store.Tx) error {
		return do(tx, store.Entry{At: now(), Subject: store.Subject{Kind: store.AboutPerson, Key: key}})
	})
	if errors.Is(err, store.ErrNoPerson) {
		return refuse("Không có ai mang khoá %q. Xem khoá bằng: thuky staff list", key)
	}
	return err
}
