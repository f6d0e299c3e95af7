package main

import (
	"errors"
	"fmt"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/score"
)

type publicationCommands struct {
	Verify publicationVerify `cmd:"" help:"Tính lại dấu và xếp hạng của mọi kết quả đã công bố từ bản chụp."`
}

type publicationVerify struct{}

// Run computes everything that was published anew, and names what is not as it was.
func (*publicationVerify) Run(p *program) error {
	config, _, err := p.settings()
	if err != nil {
		return err
	}
	var failed []string
	count := 0
	err = p.reading(config, func(tx *store.Tx) error {
		all, err := tx.PublishedAll()
		if err != nil {
			return err
		}
		for _, one := range all {
			count++
			at := one.At.In(config.Office.zone)
			name := fmt.Sprintf("Bản công bố số %d (đợt %d, %s ngày %s)", one.Announcement, one.Period, at.Format("15h04"), vi.Day(civil.DateOf(at)))
			r, err := tx.VerifyPublished(one)
			fault := publicationFault(err)
			switch {
			case err == nil:
				fmt.Fprintf(p.stdout, "%s: còn nguyên, số %s, %s; dấu %s\n", name, r.Paper.Number, placesOf(r), one.Digest)
			case fault != "":
				fmt.Fprintf(p.stdout, "%s: %s\n", name, fault)
				failed = append(failed, fmt.Sprint(one.Announcement))
			default:
				return err
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return err
	case len(failed) > 0:
		return refuse("%d bản công bố không còn đúng. Giữ nguyên tệp dữ liệu và đối chiếu với bản sao lưu.", len(failed))
	case count == 0:
		fmt.Fprintln(p.stdout, "Chưa công bố kết quả nào.")
	}
	return nil
}

func publicationFault(err error) string {
	switch {
	case errors.Is(err, store.ErrDigest):
		return "đã bị sửa, dấu không còn khớp"
	case errors.Is(err, store.ErrAudit):
		return "nhật ký không ghi việc công bố này"
	case errors.Is(err, store.ErrUnlocked):
		return "khoá chống sửa đã bị gỡ khỏi tệp dữ liệu"
	case errors.Is(err, score.ErrNotCanonical):
		return "bản chụp không đọc được"
	case errors.Is(err, score.ErrOtherRanking):
		return "tính lại từ bản chụp ra xếp hạng khác"
	}
	return ""
}

// placesOf says how many units each cluster ranks.
func placesOf(r *score.Report) (text string) {
	for i, o := range r.Outcomes {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s %d đơn vị", render.ClusterName(o.Cluster), len(o.Ranking))
	}
	return text
}
