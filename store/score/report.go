package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"cloud.google.com/go/civil"
)

// A Report is what the scoring of a period came to (kết quả đợt thi đua): all that the
// office's documents print and all that a publication holds. Rankings follow from it.
type Report struct {
	Schema   string            `json:"schema"`        // ReportSchema
	Title    string            `json:"title"`         // of the period
	From     civil.Date        `json:"from,omitzero"` // of the work that was scored
	To       civil.Date        `json:"to,omitzero"`
	Units    map[string]string `json:"units"` // names by code
	Outcomes []Outcome         `json:"outcomes"`
	Paper    Paper             `json:"paper"`

	Provisional bool `json:"provisional,omitempty"` // not published: every report says so
}

// ReportSchema names the form of a Report.
const ReportSchema = "thuky.report/1"

// An Outcome is what one cluster came to: the sheet, and the three scores of every
// unit. Stages that are not reached yet are empty.
type Outcome struct {
	Cluster   string       `json:"cluster"` // as the directory calls it
	Sheet     *Sheet       `json:"sheet"`
	Self      []Submission `json:"self"`      // tự chấm: as the units submitted
	Appraised []Submission `json:"appraised"` // thẩm định
	Final     []Submission `json:"final"`     // chốt
	Reasons   []Reason     `json:"reasons"`
	Ranking   []Result     `json:"ranking"` // of the last stage reached; see Rank
}

// A Reason says why the score of a unit was changed.
type Reason struct {
	Unit string `json:"unit"`
	Code string `json:"code"`
	Text string `json:"text"`
}

// A Paper is what an official document says besides the results (thể thức văn bản).
type Paper struct {
	Issuer     string     `json:"issuer"` // the office that issues it, a line each; the one above it first
	Place      string     `json:"place"`  // địa danh
	Number     string     `json:"number"` // số, ký hiệu: "15/TB-VKS"; "" while there is none
	Day        civil.Date `json:"day,omitzero"`
	Bases      []string   `json:"bases"`      // căn cứ
	Before     string     `json:"before"`     // what stands above the tables, paragraphs
	After      string     `json:"after"`      // what stands under them
	Signer     string     `json:"signer"`     // chức danh ký, a line each
	Recipients []string   `json:"recipients"` // nơi nhận
	Replaces   string     `json:"replaces"`   // the publication that it corrects: "15/TB-VKS ngày 05/12/2021"; "" for none
	Why        string     `json:"why"`        // of the correction
}

// Last are the submissions of the last stage that the cluster has reached.
func (o *Outcome) Last() []Submission {
	switch {
	case len(o.Final) > 0:
		return o.Final
	case len(o.Appraised) > 0:
		return o.Appraised
	}
	return o.Self
}

// Rank computes the ranking of the last stage, best first.
func (o *Outcome) Rank() []Result { return o.Sheet.Score(o.Last()) }

// Scored computes a stage, in the order of the ranking; who is not in it has no result.
func (o *Outcome) Scored(stage []Submission) map[string]Result {
	all := map[string]Result{}
	for _, r := range o.Sheet.Score(stage) {
		all[r.Unit] = r
	}
	return all
}

// SelfScored is what the units could know when they submitted: without what they
// cannot score themselves.
func (o *Outcome) SelfScored() map[string]Result {
	all := map[string]Result{}
	for _, one := range o.Self {
		all[one.Unit] = o.Sheet.SelfScore(one)
	}
	return all
}

// ReasonOf is why the points of a unit on a code were changed; "" if they were not.
func (o *Outcome) ReasonOf(unit, code string) string {
	for _, r := range o.Reasons {
		if r.Unit == unit && r.Code == code {
			return r.Text
		}
	}
	return ""
}

// Settle computes the rankings and puts everything that has no order of its own into
// one, so that equal results give equal snapshots.
func (r *Report) Settle() {
	r.Schema = ReportSchema
	for i := range r.Outcomes {
		o := &r.Outcomes[i]
		for _, stage := range [][]Submission{o.Self, o.Appraised, o.Final} {
			slices.SortFunc(stage, func(x, y Submission) int { return bytes.Compare([]byte(x.Unit), []byte(y.Unit)) })
			for j := range stage {
				stage[j].Submitted = stage[j].Submitted.UTC()
			}
		}
		o.Ranking = o.Rank()
	}
}

// Outcome finds the cluster; nil if it is not in the report.
func (r *Report) Outcome(cluster string) *Outcome {
	for i := range r.Outcomes {
		if r.Outcomes[i].Cluster == cluster {
			return &r.Outcomes[i]
		}
	}
	return nil
}

// OfUnit finds the cluster that the unit is ranked in; nil if it is in none.
func (r *Report) OfUnit(unit string) *Outcome {
	for i := range r.Outcomes {
		if slices.ContainsFunc(r.Outcomes[i].Ranking, func(one Result) bool { return one.Unit == unit }) {
			return &r.Outcomes[i]
		}
	}
	return nil
}

// Result finds what a unit got in the ranking.
func (o *Outcome) Result(unit string) (Result, bool) {
	for _, r := range o.Ranking {
		if r.Unit == unit {
			return r, true
		}
	}
	return Result{}, false
}

// ErrNotReported is returned for a unit or a code that a report does not hold.
var ErrNotReported = errors.New("is not in the report")

// Amend changes an answer of a unit in the final score, with the reason: the value is as
// Sheet.Text writes it; of a veto it is why it holds, "" that it does not. What cannot be
// that is ErrNotReported or Mistakes. The report is to be settled afterwards.
func (r *Report) Amend(unit, code, value, reason string) error {
	o := r.OfUnit(unit)
	if o == nil {
		return fmt.Errorf("unit %s %w", unit, ErrNotReported)
	}
	if len(o.Final) == 0 {
		o.Final = slices.Clone(o.Last())
	}
	at := slices.IndexFunc(o.Final, func(one Submission) bool { return one.Unit == unit })
	take, known := o.Sheet.leaves()[code]
	if at < 0 || !known || code == submittedCode {
		return fmt.Errorf("code %s %w", code, ErrNotReported)
	}
	one := o.Final[at].clone()
	if _, veto := o.Sheet.Veto(code); veto && value == "" {
		delete(one.Vetoes, code)
	} else if m := take(&one, entryRow{value: value}); m != nil {
		m.Code = code
		return Mistakes{m}
	}
	o.Final[at] = one
	o.Reasons = append(slices.DeleteFunc(slices.Clone(o.Reasons), func(r Reason) bool { return r.Unit == unit && r.Code == code }), Reason{unit, code, reason})
	return nil
}

// clone has maps of its own, none of them nil.
func (s Submission) clone() Submission {
	s.Answers, s.Targets, s.Bonuses = cloned(s.Answers), cloned(s.Targets), cloned(s.Bonuses)
	s.Deductions, s.Vetoes = cloned(s.Deductions), cloned(s.Vetoes)
	return s
}

func cloned[V any](m map[string]V) map[string]V {
	all := make(map[string]V, len(m)+1)
	for key, value := range m {
		all[key] = value
	}
	return all
}

// Snapshot writes a settled report as canonical JSON: keys of maps in order, no space,
// every figure in one form. Equal reports give equal bytes.
func (r *Report) Snapshot() ([]byte, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("snapshot of %s: %w", r.Title, err)
	}
	return raw, nil
}

// Why a snapshot is not to be trusted.
var (
	ErrNotCanonical = errors.New("is not a canonical snapshot")
	ErrOtherRanking = errors.New("does not give the ranking that it holds")
)

// ReadSnapshot reads what Snapshot wrote and computes its rankings anew. A snapshot
// that is not canonical is ErrNotCanonical, one whose inputs give another ranking
// ErrOtherRanking.
func ReadSnapshot(raw []byte) (*Report, error) {
	r := new(Report)
	if err := json.Unmarshal(raw, r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotCanonical, err)
	}
	if again, err := r.Snapshot(); err != nil || r.Schema != ReportSchema || !bytes.Equal(raw, again) {
		return nil, errors.Join(ErrNotCanonical, err)
	}
	r.Settle()
	if again, err := r.Snapshot(); err != nil || !bytes.Equal(raw, again) {
		return nil, errors.Join(ErrOtherRanking, err)
	}
	return r, nil
}
