package bot

import (
	"maps"
	"slices"
	"strings"

	"github.com/go-telegram/bot/models"

	"thuky/bot/render"
	"thuky/bot/vi"
	"thuky/store"
	"thuky/store/staff"
)

// commands is what people may type in their private chat, or send with a key of
// their keyboard, and what carries it out; the rest of the line is its argument.
// Each judges the person's rights itself. It is filled by init because some lead
// on to others, as duties do.
var commands map[string]func(t *turn, argument string) error

// A duty answers the buttons of its screens, and what is typed or sent while one of
// them asks for it.
type duty struct {
	// press acts on a button; stale says that it was drawn before the screen last changed.
	press func(t *turn, s store.Screen, action string, stale bool) error
	// read takes a text for a screen that Awaits one; took is false if the text is
	// something else. Nil if the duty never awaits a text this way.
	read func(t *turn, s store.Screen, text string) (took bool, err error)
	// attach does so with a file or a photo.
	attach func(t *turn, s store.Screen, a attachment) (took bool, err error)
	// handed is how its screens go on with a successor; nil if they are the person's own.
	handed *handed
}

// duties are the duties by name; see store.Screen.Duty.
var duties map[string]duty

// Duties lists the duties by name: whoever proves something of every screen goes by it.
func Duties() []string { return slices.Sorted(maps.Keys(duties)) }

// An attachment is a file or a photo that a person sent.
type attachment struct {
	FileID  string
	Name    string // "" of a photo
	Size    int64
	Photo   bool
	Caption string
}

func init() {
	ask := func(question string) func(*turn, string) error {
		return func(t *turn, argument string) error { return t.question(firstOf(argument, question)) }
	}
	fixed := func(question string) func(*turn, string) error {
		return func(t *turn, _ string) error { return t.question(question) }
	}
	alone := func(do func(*turn) error) func(*turn, string) error {
		return func(t *turn, _ string) error { return do(t) }
	}
	commands = map[string]func(*turn, string) error{
		"start":         (*turn).menu,
		"menu":          (*turn).menu,
		"huy":           alone((*turn).stop),
		"huongdan":      (*turn).guide,
		"help":          (*turn).guide,
		"lich":          ask("lịch hôm nay"),
		"homnay":        ask("lịch hôm nay"),
		"ngaymai":       fixed("lịch ngày mai"),
		"tuan":          fixed("lịch tuần này"),
		"lichtoi":       fixed("lịch của tôi hôm nay"),
		"lichword":      (*turn).wordFor,
		"lichsu":        (*turn).history,
		"lichdienthoai": alone((*turn).feed),

		"dangtuan": alone((*turn).awaitWeek),
		"sualich":  (*turn).startChange,
		"themlich": (*turn).startAdding,

		"nhacviec": alone((*turn).showWishes),
		"duthay":   alone((*turn).chooseStandIn),
		"danhan":   alone((*turn).receipts),

		"dotthidua": (*turn).managePeriods,
		"thamdinh":  alone((*turn).appraise),
		"giaitrinh": alone((*turn).explain),
		"hoidong":   alone((*turn).council),
		"chamdiem":  (*turn).startForm,
		"tiendo":    (*turn).progress,
		"phieu":     alone((*turn).manageSheets),
		"giaouoc":   (*turn).covenants,
		"congbo":    (*turn).announceResults,
		"baocao":    (*turn).reports,

		"thongbao": (*turn).startNotice,

		"moi":     (*turn).invite,
		"bangiao": (*turn).handOver,
		"toi":     alone((*turn).aboutMe),
		"xoatoi":  alone((*turn).askToLeave),
		"nhatky":  alone((*turn).readAudit),
	}
}

func init() {
	duties = map[string]duty{
		dutyAnswer:     {press: (*turn).pressAnswer},
		dutyWeek:       {press: (*turn).pressWeek, handed: &handed{staff.PublishWeek, draftOpen, (*turn).resumeDraft}},
		dutyChange:     {press: (*turn).pressChange, handed: &handed{staff.PublishWeek, changeOpen, (*turn).resumeChange}},
		dutyHistory:    {press: (*turn).pressHistory},
		dutyFeed:       {press: (*turn).pressFeed},
		dutyAudit:      {press: (*turn).pressAudit},
		dutyEnrol:      {press: (*turn).pressEnrol},
		dutyHandover:   {press: (*turn).pressHandover, read: (*turn).handoverName},
		dutyInvite:     {press: (*turn).pressInvite, read: (*turn).inviteName},
		dutyLeave:      {press: (*turn).pressLeave},
		dutyBroadcast:  {press: (*turn).pressBroadcast},
		store.DutyCopy: {press: (*turn).pressCopy},
		dutySheet:      {press: (*turn).pressSheet, read: (*turn).readSheetReason, attach: (*turn).attachSheet},
		dutyCovenant:   {press: (*turn).pressCovenant, read: (*turn).typedCovenants, attach: (*turn).attachCovenants},
		dutyPeriod:     {press: (*turn).pressPeriod, read: (*turn).readPeriod},
		dutyForm: {press: (*turn).pressForm, read: (*turn).readForm, attach: (*turn).attachForm,
			handed: &handed{staff.FillForm, formUnderWay, (*turn).resumeForm}},
		dutyProgress:     {press: (*turn).pressProgress},
		store.DutyChase:  {press: (*turn).pressChase},
		dutyNotice:       {press: (*turn).pressNotice, read: (*turn).readNotice, attach: (*turn).attachNotice},
		dutyAnnounce:     {press: (*turn).pressAnnounce, read: (*turn).readAnnounce},
		dutyConfirm:      {press: (*turn).pressConfirm, read: (*turn).readConfirm},
		dutyReport:       {press: (*turn).pressReport},
		dutyAppraise:     {press: appraisals.press, read: appraisals.read},
		dutyExplain:      {press: explanations.press, read: explanations.read},
		dutyCouncil:      {press: councils.press, read: councils.read},
		dutyTeam:         {press: teams.press, read: teams.read},
		dutyInquiry:      {press: (*turn).pressInquiry, read: (*turn).readInquiry},
		store.DutyRemind: {press: (*turn).pressRemind},
		dutyWishes:       {press: (*turn).pressWishes, read: (*turn).readWish},
		dutyReceipts:     {press: (*turn).pressReceipts},

		store.DutyStandIn: {press: (*turn).pressStandIn, read: (*turn).readSubstitute},
	}
}

// command carries out what a command or a key of the keyboard asks for.
func (t *turn) command(name, argument string) error {
	do, known := commands[name]
	if !known {
		return t.say(render.UnknownCommand(t.asker))
	}
	return do(t, argument)
}

func (t *turn) menu(string) error { return t.say(render.Menu(t.asker)) }

func (t *turn) guide(about string) error {
	if vi.Fold(about) == "quyen" {
		for _, table := range render.Rights() {
			if err := t.say(table); err != nil {
				return err
			}
		}
		return nil
	}
	if vi.Fold(about) == "lenh" {
		return t.say(render.GuideToCommands(t.asker))
	}
	return t.say(render.Guide(t.asker))
}

// stop gives up what is being typed, as the word does.
func (t *turn) stop() error {
	took, err := t.typedFor("huỷ")
	if took || err != nil {
		return err
	}
	return t.say(render.NothingToStop())
}

// text answers a text that is no command: a key, what a screen asks for, a pasted
// week or a question.
func (t *turn) text(text string, sent int) error {
	if name, ok := render.KeyCommand(text); ok {
		return t.command(name, "")
	}
	for _, take := range []func() (bool, error){
		func() (bool, error) { return t.typedFor(text) },
		func() (bool, error) { return t.nothingToConfirm(text) },
		func() (bool, error) { return t.pointToChange(text) },
		func() (bool, error) { return t.paste(text, sent) },
	} {
		if took, err := take(); took || err != nil {
			return err
		}
	}
	return t.question(text)
}

// typedFor gives a text to the screens that await one, the one shown last first,
// until one takes it. The screens about the weekly schedule, which know by
// themselves what they await, are asked together, in the place of the last of them.
func (t *turn) typedFor(text string) (took bool, err error) {
	if render.IsKey(text) {
		return false, nil
	}
	waiting, err := t.tx.Awaiting(t.arrival.Chat, t.asker.Key)
	if err != nil {
		return false, err
	}
	schedule, err := t.tx.LastBusy(t.arrival.Chat, t.asker.Key, dutyWeek, dutyChange)
	if err != nil {
		return false, err
	}
	asked := schedule.IsZero()
	for _, s := range waiting {
		if !asked && schedule.After(s.Changed) {
			asked = true
			if took, err := t.answerOpen(text); took || err != nil {
				return took, err
			}
		}
		if d := duties[s.Duty]; d.read != nil {
			if took, err := d.read(t, s, text); took || err != nil {
				return took, err
			}
		}
	}
	if asked {
		return false, nil
	}
	return t.answerOpen(text)
}

// attached takes a file or a photo: for the screen that awaits one, or as a week.
func (t *turn) attached(m *models.Message) error {
	if ok, err := t.admit(store.PaceFiles, t.flood.Files); err != nil || !ok {
		return err
	}
	waiting, err := t.tx.Awaiting(t.arrival.Chat, t.asker.Key)
	if err != nil {
		return err
	}
	a := attachmentOf(m)
	for _, s := range waiting {
		if d := duties[s.Duty]; d.attach != nil {
			if took, err := d.attach(t, s, a); took || err != nil {
				return err
			}
		}
	}
	if a.Photo {
		return t.say(render.OnlyText())
	}
	if strings.HasSuffix(strings.ToLower(a.Name), ".toml") {
		return t.sheetFile(a)
	}
	return t.file(m.Document)
}

// attachmentOf is the file of a message; of a photo, its largest size.
func attachmentOf(m *models.Message) attachment {
	caption := strings.TrimSpace(vi.Clean(m.Caption))
	if m.Document != nil {
		return attachment{FileID: m.Document.FileID, Name: m.Document.FileName, Size: int64(m.Document.FileSize), Caption: caption}
	}
	largest := slices.MaxFunc(m.Photo, func(a, b models.PhotoSize) int { return a.Width*a.Height - b.Width*b.Height })
	return attachment{FileID: largest.FileID, Size: int64(largest.FileSize), Photo: true, Caption: caption}
}
