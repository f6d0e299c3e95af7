package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"cloud.google.com/go/civil"

	"thuky/bot/render"
	"thuky/store"
	"thuky/store/score"
	"thuky/store/staff"
)

// A ReportKind is a kind of report on a period (báo cáo).
type ReportKind string

// The kinds, as the command line calls them.
const (
	ReportMatrix  ReportKind = "matrix"  // xlsx: every unit, every criterion, the three scores
	ReportNotice  ReportKind = "notice"  // docx: thông báo
	ReportMinutes ReportKind = "minutes" // docx: biên bản
	ReportRanking ReportKind = "ranking" // png of one cluster
	ReportCSV     ReportKind = "csv"     // the rankings
	ReportUnit    ReportKind = "unit"    // docx or xlsx: the sheet of one unit
	ReportTrend   ReportKind = "trend"   // png of one unit over all published periods
	ReportShare   ReportKind = "share"   // xlsx: what a member of the appraisal team appraises
)

// Why a report cannot be written.
var (
	ErrNoResult  = errors.New("nothing has been submitted")
	ErrNoMinutes = errors.New("the council has not met")
	ErrNoSuch    = errors.New("no such cluster or unit in the report")
)

// A ReportOrder says which report is wanted.
type ReportOrder struct {
	Kind    ReportKind `json:"kind"`
	Period  int64      `json:"period"`
	Cluster string     `json:"cluster,omitempty"` // "" for all; of ReportRanking for the first
	Unit    string     `json:"unit,omitempty"`    // of ReportUnit and ReportTrend
	Sheet   bool       `json:"sheet,omitempty"`   // of ReportUnit: xlsx in place of docx

	Share map[string][]string `json:"share,omitempty"` // of ReportShare: see store.Tx.Shares
}

// Report is what the ledger holds that reports are written from.
type Report struct {
	*score.Report
	minutes []render.Minutes
	years   []render.Year // of the unit that is asked for
}

// ReportOf reads what a report is written from. late counts the days by which a
// submission is late; issuer stands over what is not published.
func ReportOf(tx *store.Tx, o ReportOrder, issuer render.Issuer, late func(due, submitted time.Time) int64, zone *time.Location) (r Report, err error) {
	p, found, err := tx.Period(o.Period)
	if err != nil || !found {
		return r, errors.Join(err, store.ErrNoPeriod)
	}
	if r.Report, err = tx.Report(p, late); err != nil {
		return r, err
	}
	if r.Provisional {
		r.Paper.Issuer, r.Paper.Place = issuer.Name, issuer.Place
	}
	if o.Cluster != "" {
		r.Outcomes = slices.DeleteFunc(r.Outcomes, func(one score.Outcome) bool { return one.Cluster != o.Cluster })
	}
	switch {
	case len(r.Outcomes) == 0 && o.Cluster != "", o.Unit != "" && o.Kind != ReportTrend && r.OfUnit(o.Unit) == nil:
		return r, ErrNoSuch
	case len(r.Outcomes) == 0 && o.Kind != ReportTrend:
		return r, ErrNoResult
	}
	switch o.Kind {
	case ReportMinutes:
		r.minutes, err = minutesOf(tx, p.ID, zone)
	case ReportTrend:
		r.years, err = yearsOf(tx, o.Unit)
	}
	return r, err
}

// minutesOf reads the last session of the council on each cluster.
func minutesOf(tx *store.Tx, period int64, zone *time.Location) (all []render.Minutes, err error) {
	concluded, err := tx.Concluded(period)
	d, err2 := tx.Directory()
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	style := func(key string) string {
		if p, known := d.Person(key); known {
			return p.Style()
		}
		return key
	}
	for cluster, c := range concluded {
		at := c.Held.In(zone)
		m := render.Minutes{Cluster: cluster, Day: civil.DateOf(at), Held: render.Moment(at), For: c.For, Against: c.Against, Conclusion: render.Conclusion(c.Decision == store.Approves, c.Reason),
			Recorder: style(c.By)}
		for _, key := range c.Present {
			m.Present = append(m.Present, style(key))
		}
		for _, p := range d.On(civil.DateOf(at)).People {
			if p.Has(staff.Council) && !slices.Contains(c.Present, p.Key) {
				m.Absent = append(m.Absent, p.Style())
			}
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(x, y render.Minutes) int {
		return slices.Compare([]string{x.Cluster}, []string{y.Cluster})
	})
	return all, nil
}

// yearsOf reads what a unit came to in every published period, the oldest first.
func yearsOf(tx *store.Tx, unit string) (all []render.Year, err error) {
	periods, err := tx.PeriodsIn(score.PeriodPublished, score.PeriodArchived)
	if err != nil {
		return nil, err
	}
	for _, p := range periods {
		published, found, err := tx.PublishedLast(p.ID)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		r, err := score.ReadSnapshot(published.Snapshot)
		if err != nil {
			return nil, fmt.Errorf("publication %d %w", published.Announcement, err)
		}
		if o := r.OfUnit(unit); o != nil {
			one, _ := o.Result(unit)
			all = append(all, render.Year{Title: r.Title, Total: one.Total, Average: score.AverageTotal(o.Ranking), Grade: one.Grade.Label, Rank: one.Rank,
				Units: len(o.Ranking), Base: o.Sheet.BasePoints})
		}
	}
	return all, nil
}

// Files writes a report: one file, or of pictures as many as it takes.
func (r Report) Files(o ReportOrder) ([][]byte, error) {
	one := func(data []byte, err error) ([][]byte, error) { return [][]byte{data}, err }
	switch o.Kind {
	case ReportMatrix:
		return one(render.MatrixWorkbook(r.Report))
	case ReportShare:
		return one(render.ShareWorkbook(r.Report, o.Share))
	case ReportNotice:
		return one(render.Notice(r.Report))
	case ReportMinutes:
		if len(r.minutes) == 0 {
			return nil, ErrNoMinutes
		}
		return one(render.CouncilMinutes(r.Report, r.minutes))
	case ReportRanking:
		return render.RankingPicture(r.Report, &r.Outcomes[0])
	case ReportCSV:
		return one(render.RankingTable(r.Report))
	case ReportUnit:
		if o.Sheet {
			return one(render.UnitWorkbook(r.Report, o.Unit))
		}
		return one(render.UnitDocument(r.Report, o.Unit))
	case ReportTrend:
		return render.TrendPicture(firstOf(r.Units[o.Unit], o.Unit), r.years)
	}
	return nil, fmt.Errorf("no report %q", o.Kind)
}

// name is what a file of the report is called.
func (o ReportOrder) name(page int) string {
	name := map[ReportKind]string{ReportMatrix: "ma-tran-diem.xlsx", ReportShare: "phan-tham-dinh.xlsx", ReportNotice: "thong-bao.docx", ReportMinutes: "bien-ban.docx",
		ReportRanking: fmt.Sprintf("xep-hang-%d.png", page+1), ReportCSV: "xep-hang.csv", ReportUnit: "phieu-" + o.Unit + ".docx",
		ReportTrend: fmt.Sprintf("qua-cac-dot-%s-%d.png", o.Unit, page+1)}[o.Kind]
	if o.Kind == ReportUnit && o.Sheet {
		name = "phieu-" + o.Unit + ".xlsx"
	}
	return name
}

// errandWriteReport writes a report for whoever asked for it.
const errandWriteReport = "write-report"

// reportWritten is what it brings back; no files if it could not be written.
type reportWritten struct {
	Person string       `json:"person"`
	Order  ReportOrder  `json:"order"`
	Files  []store.File `json:"files"`
	Fault  string       `json:"fault,omitempty"` // why not, as a person reads it
}

func (b *Bot) writeReport(ctx context.Context, e store.Errand) (result any, err error) {
	w := reportWritten{Person: e.Person}
	if json.Unmarshal(e.Task, &w.Order) != nil {
		return w, nil
	}
	defer b.caught("writing a report", func() { result, err = reportWritten{Person: e.Person, Order: w.Order}, nil })
	var r Report
	err = b.store.Read(ctx, func(tx *store.Tx) error {
		r, err = ReportOf(tx, w.Order, b.issuer, b.daysLate, b.now().Location())
		return err
	})
	var files [][]byte
	if err == nil {
		files, err = r.Files(w.Order)
	}
	if fault, known := reportFaults[rootOf(err)]; known {
		w.Fault = fault
		return w, nil
	}
	if err != nil {
		return w, err
	}
	for page, data := range files {
		hash, err := b.store.KeepFile(data, b.now())
		if err != nil {
			return w, err
		}
		picture := w.Order.Kind == ReportRanking || w.Order.Kind == ReportTrend
		w.Files = append(w.Files, store.File{Hash: hash, Name: w.Order.name(page), Picture: picture})
	}
	return w, nil
}

var reportFaults = map[error]string{ErrNoResult: render.ReportEmpty, ErrNoMinutes: render.ReportNoMinutes, ErrNoSuch: render.ReportEmpty, store.ErrNoPeriod: render.ReportEmpty,
	store.ErrNoSheet: render.ReportEmpty}

// rootOf is the error among the known faults that err wraps, or nil.
func rootOf(err error) error {
	for known := range reportFaults {
		if errors.Is(err, known) {
			return known
		}
	}
	return nil
}

func reportUnwritten(e store.Errand) any {
	w := reportWritten{Person: e.Person}
	_ = json.Unmarshal(e.Task, &w.Order)
	return w
}

// reportBack sends a report to whoever asked for it, if they may read it still.
func (t *turn) reportBack(w reportWritten) error {
	same, err := t.returnTo(w.Person)
	may, err2 := t.mayReadReport(w.Order)
	switch {
	case err != nil || err2 != nil:
		return errors.Join(err, err2)
	case !same || !may:
		return t.aside("person has changed")
	case len(w.Files) == 0:
		return t.say(store.Message{Text: firstOf(w.Fault, render.ReportFailed)})
	}
	p, _, err := t.tx.Period(w.Order.Period)
	if err != nil {
		return err
	}
	read := []string{w.Order.Unit}
	if w.Order.Kind == ReportShare {
		read = slices.Sorted(maps.Keys(w.Order.Share))
	}
	for _, unit := range read {
		if err := t.recordReading(w.Order.Period, unit); err != nil {
			return err
		}
	}
	for _, f := range w.Files {
		if err := t.say(store.Message{Text: render.ReportLabelFull(string(w.Order.Kind), p), File: &f}); err != nil {
			return err
		}
	}
	return nil
}

// recordReading tells the audit that the asker was shown results that are not their own
// unit's: those of one unit, or ("") of a whole period.
func (t *turn) recordReading(period int64, unit string) error {
	of := store.Subject{Kind: store.AboutPeriod, Key: strconv.FormatInt(period, 10)}
	switch {
	case unit == "":
	case unit == t.asker.Unit:
		return nil
	default:
		of = store.Subject{Kind: store.AboutSubmission, Key: of.Key + "/" + unit}
	}
	return t.tx.RecordReading(t.asker.Key, of, t.now)
}
