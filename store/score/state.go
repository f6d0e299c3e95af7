package score

import "slices"

// A PeriodState is where a period stands (trạng thái đợt).
type PeriodState string

// The states of a period, in order.
const (
	PeriodDraft      PeriodState = "draft"
	PeriodOpen       PeriodState = "open"
	PeriodClosed     PeriodState = "closed"
	PeriodAppraising PeriodState = "appraising"
	PeriodExplaining PeriodState = "explaining"
	PeriodCouncil    PeriodState = "council"
	PeriodApproved   PeriodState = "approved"
	PeriodPublished  PeriodState = "published" // its result never changes
	PeriodArchived   PeriodState = "archived"
)

// A SubmissionState is where the sheet of a unit stands (trạng thái phiếu).
type SubmissionState string

// The states of a submission.
const (
	NotStarted SubmissionState = "not_started"
	InProgress SubmissionState = "in_progress"
	Submitted  SubmissionState = "submitted"
	Returned   SubmissionState = "returned"
	Appraised  SubmissionState = "appraised"
	Explained  SubmissionState = "explained"
	Final      SubmissionState = "final"
)

// A Transition is a step that is allowed; what does not stand in the tables is
// refused.
type Transition[S ~string] struct {
	From, To    S
	NeedsReason bool
}

// PeriodTransitions are the steps of a period.
var PeriodTransitions = []Transition[PeriodState]{
	{From: PeriodDraft, To: PeriodOpen},
	{From: PeriodOpen, To: PeriodClosed},
	{From: PeriodClosed, To: PeriodAppraising},
	{From: PeriodAppraising, To: PeriodExplaining},
	{From: PeriodExplaining, To: PeriodCouncil},
	{From: PeriodCouncil, To: PeriodApproved},
	{From: PeriodCouncil, To: PeriodAppraising, NeedsReason: true},
	{From: PeriodApproved, To: PeriodPublished},
	{From: PeriodPublished, To: PeriodArchived},
}

// SubmissionTransitions are the steps of a submission. There is no way from
// Returned past Submitted: a returned sheet passes every later step again, and so
// does one that the council sends back to the appraisal team.
var SubmissionTransitions = []Transition[SubmissionState]{
	{From: NotStarted, To: InProgress},
	{From: InProgress, To: Submitted},
	{From: Submitted, To: Returned, NeedsReason: true},
	{From: Submitted, To: Appraised},
	{From: Returned, To: Submitted},
	{From: Appraised, To: Returned, NeedsReason: true},
	{From: Appraised, To: Submitted, NeedsReason: true},
	{From: Appraised, To: Explained},
	{From: Appraised, To: Final},
	{From: Explained, To: Appraised},
	{From: Explained, To: Final},
}

// TakesTargets reports whether targets of units may still be set, and sheets that were
// begun be left out: until the team has appraised.
func (s PeriodState) TakesTargets() bool {
	return slices.Contains([]PeriodState{PeriodDraft, PeriodOpen, PeriodClosed, PeriodAppraising}, s)
}

// MayResubmit reports whether a returned sheet may be handed in again: as long as the
// team appraises, whatever the due date was.
func MayResubmit(state PeriodState) bool { return state == PeriodAppraising }

// Step finds the transition between two states; ok is false if there is none.
func Step[S ~string](table []Transition[S], from, to S) (step Transition[S], ok bool) {
	i := slices.IndexFunc(table, func(t Transition[S]) bool { return t.From == from && t.To == to })
	if i < 0 {
		return step, false
	}
	return table[i], true
}

var periodNames = map[PeriodState]string{
	PeriodDraft: "bản nháp", PeriodOpen: "đang tự chấm", PeriodClosed: "đã khóa nộp", PeriodAppraising: "đang thẩm định",
	PeriodExplaining: "đang giải trình", PeriodCouncil: "Hội đồng đang xét", PeriodApproved: "đã duyệt",
	PeriodPublished: "đã công bố", PeriodArchived: "đã lưu trữ",
}

// Name is the state as people read it; "" for what is none.
func (s PeriodState) Name() string { return periodNames[s] }

var submissionNames = map[SubmissionState]string{
	NotStarted: "chưa làm", InProgress: "đang làm", Submitted: "đã nộp", Returned: "bị trả lại", Appraised: "đã thẩm định",
	Explained: "đã giải trình", Final: "đã chốt",
}

// Name is the state as people read it; "" for what is none.
func (s SubmissionState) Name() string { return submissionNames[s] }
