package store

import (
	"slices"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/score"
	"thuky/store/staff"
	"thuky/store/week"
)

// A Post is a person in the roles of which something is asked.
type Post struct {
	Person string // key
	Unit   string // code, "" for none
	Roles  []staff.Role
}

func (p Post) may(act staff.Act) bool { return staff.Person{Roles: p.Roles}.May(act) }

// A Task is a piece of work that is open (việc đang mở).
type Task struct {
	Kind  TaskKind
	Key   string    // of what: see the kinds
	Due   time.Time // zero if it is not due at a moment
	Count int       // how many, where one task stands for several
}

// A TaskKind says what kind of work a Task is.
type TaskKind string

// The kinds of open work.
const (
	WeekMissing    TaskKind = "week-missing"    // lịch tuần chưa công bố; Key: its Monday
	InvitationOpen TaskKind = "invitation-open" // mã mời chưa ai dùng; Key: of the first person, or the name
	FormOpen       TaskKind = "form-open"       // phiếu chưa nộp; Key: title of the period
	PeriodOpen     TaskKind = "period-open"     // đợt đang chạy; Key: its title
	SheetsToJudge  TaskKind = "sheets-to-judge" // phần thẩm định trong một đợt; Key: title of the period
	ItemsOfPerson  TaskKind = "items-of-person" // lịch sắp tới ghi tên người đó; Key: of the person
	ItemsOfUnit    TaskKind = "items-of-unit"   // lịch sắp tới của đơn vị; Key: its code
)

// itemsAhead is how many days of the schedule count as open work.
const itemsAhead = 14

// openWork are all who know of open work. What a later part of the ledger keeps open
// for a post, such as a form that is not submitted, joins here.
var openWork = []func(*Tx, Post, time.Time) ([]Task, error){
	(*Tx).openForms, (*Tx).openCharges, (*Tx).openPeriods, (*Tx).openWeeks, (*Tx).openItems, (*Tx).openCodes,
}

// OpenWork lists what the post has open, what is due first.
func (tx *Tx) OpenWork(p Post, now time.Time) ([]Task, error) {
	var all []Task
	for _, find := range openWork {
		found, err := find(tx, p, now)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	slices.SortStableFunc(all, func(a, b Task) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			return b.Due.Compare(a.Due)
		}
		return a.Due.Compare(b.Due)
	})
	return all, nil
}

// openWeeks: this week and the next, as long as they are not published.
func (tx *Tx) openWeeks(p Post, now time.Time) (all []Task, err error) {
	if !p.may(staff.PublishWeek) {
		return nil, nil
	}
	monday := week.Monday(civil.DateOf(now))
	published, err := tx.Published(monday, monday.AddDays(7))
	if err != nil {
		return nil, err
	}
	for _, m := range []civil.Date{monday, monday.AddDays(7)} {
		if !slices.Contains(published, m) {
			all = append(all, Task{Kind: WeekMissing, Key: m.String(), Due: m.In(now.Location())})
		}
	}
	return all, nil
}

// openForms: the forms of the unit that are to be submitted, for who speaks for it.
func (tx *Tx) openForms(p Post, _ time.Time) (all []Task, err error) {
	if p.Unit == "" || !speaksForUnit(p.Roles) {
		return nil, nil
	}
	forms, err := tx.SubmissionsOf(p.Unit)
	for _, f := range forms {
		if err != nil || !slices.Contains([]score.SubmissionState{score.NotStarted, score.InProgress, score.Returned}, f.State) {
			continue
		}
		period, found, err := tx.Period(f.Period)
		if err != nil {
			return nil, err
		}
		if !found || period.State == score.PeriodDraft || period.State == score.PeriodPublished || period.State == score.PeriodArchived {
			continue
		}
		due := period.SelfDue
		if !f.Extended.IsZero() {
			due = f.Extended
		}
		all = append(all, Task{Kind: FormOpen, Key: period.Title, Due: due})
	}
	return all, err
}

// openCharges: the periods in which the person is of the appraisal team. The decision
// names its members, so that their parts do not go along with the role.
func (tx *Tx) openCharges(p Post, _ time.Time) (all []Task, err error) {
	if !slices.Contains(p.Roles, staff.Appraiser) {
		return nil, nil
	}
	periods, err := tx.PeriodsIn(score.PeriodOpen, score.PeriodClosed, score.PeriodAppraising, score.PeriodExplaining)
	for _, period := range periods {
		team, err := tx.Team(period.ID)
		if err != nil {
			return nil, err
		}
		if _, member := team.Member(p.Person); member {
			all = append(all, Task{Kind: SheetsToJudge, Key: period.Title, Due: period.AppraiseBy})
		}
	}
	return all, err
}

// openPeriods: the periods that run, each with the next of its dates, for the Office.
func (tx *Tx) openPeriods(p Post, now time.Time) (all []Task, err error) {
	if !p.may(staff.ManagePeriod) {
		return nil, nil
	}
	periods, err := tx.Periods()
	for _, period := range periods {
		if period.State == score.PeriodPublished || period.State == score.PeriodArchived {
			continue
		}
		task := Task{Kind: PeriodOpen, Key: period.Title}
		for _, due := range []time.Time{period.Opens, period.SelfDue, period.AppraiseBy, period.ExplainBy, period.CouncilAt, period.PublishAt} {
			if due.After(now) {
				task.Due = due
				break
			}
		}
		all = append(all, task)
	}
	return all, err
}

// openItems: what the schedule holds for the person by name, and for the unit of who
// speaks for it.
func (tx *Tx) openItems(p Post, now time.Time) (all []Task, err error) {
	today := civil.DateOf(now)
	events, err := tx.Events(today, today.AddDays(itemsAhead))
	if err != nil {
		return nil, err
	}
	named, unit := 0, 0
	for _, e := range events {
		if !e.TakesPlace() {
			continue
		}
		if slices.Contains(e.People, p.Person) {
			named++
		}
		if p.Unit != "" && slices.Contains(e.Units, p.Unit) {
			unit++
		}
	}
	if named > 0 {
		all = append(all, Task{Kind: ItemsOfPerson, Key: p.Person, Count: named})
	}
	if unit > 0 && speaksForUnit(p.Roles) {
		all = append(all, Task{Kind: ItemsOfUnit, Key: p.Unit, Count: unit})
	}
	return all, nil
}

// openCodes: invitations that nobody has used yet, in one line.
func (tx *Tx) openCodes(p Post, now time.Time) (all []Task, err error) {
	if !p.may(staff.Invite) {
		return nil, nil
	}
	open, err := tx.OpenInvitations(now)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	return []Task{{Kind: InvitationOpen, Key: open[0].subject().Key, Due: open[0].Expires, Count: len(open)}}, nil
}

// A PastMonth is what a post did in one month.
type PastMonth struct {
	Month civil.Date // its first day
	Acts  []ActCount // the most frequent first
}

// An ActCount is an act of the audit and how often it was done.
type ActCount struct {
	Act   AuditAct
	Count int
}

// asideActs are no work of a post: they concern the person who did them.
var asideActs = []AuditAct{DidEnrol, DidUnlink, DidRevoke, DidLockOut, DidReadOthers, DidForget, DidTakeOver}

// monthsAgain is how many months of the year before are told.
const monthsAgain = 3

// YearBefore tells from the audit what those who held one of the roles did a year ago,
// in the same month and the two after it.
func (tx *Tx) YearBefore(roles []staff.Role, now time.Time) (months []PastMonth, err error) {
	first := civil.Date{Year: now.Year() - 1, Month: now.Month(), Day: 1}.In(now.Location())
	entries, err := collect(tx, scanEntry, `SELECT `+auditColumns+` FROM audit WHERE at >= ? AND at < ? ORDER BY number`,
		instant(first), instant(first.AddDate(0, monthsAgain, 0)))
	if err != nil {
		return nil, wrapRead("audit", err)
	}
	for _, e := range entries {
		if slices.Contains(asideActs, e.Act) || !slices.ContainsFunc(roles, e.hadRole) {
			continue
		}
		at := e.At.In(now.Location())
		month := civil.Date{Year: at.Year(), Month: at.Month(), Day: 1}
		if len(months) == 0 || months[len(months)-1].Month != month {
			months = append(months, PastMonth{Month: month})
		}
		acts := &months[len(months)-1].Acts
		i := slices.IndexFunc(*acts, func(c ActCount) bool { return c.Act == e.Act })
		if i < 0 {
			i = len(*acts)
			*acts = append(*acts, ActCount{Act: e.Act})
		}
		(*acts)[i].Count++
	}
	for _, m := range months {
		slices.SortStableFunc(m.Acts, func(a, b ActCount) int { return b.Count - a.Count })
	}
	return months, nil
}
