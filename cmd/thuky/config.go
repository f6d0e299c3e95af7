package main

import (
	"fmt"
	"log/slog"
	"slices"
	"time"
	_ "time/tzdata" // the zone is known on any machine

	"thuky/bot"
	"thuky/scheduler"
	"thuky/store"
	"thuky/store/week"
)

// A config is the configuration file: one struct a section, one field a key.
// config.example.toml says what each key is for; a test keeps the two together.
type config struct {
	Office    officeConfig    `toml:"office"`
	Store     storeConfig     `toml:"store"`
	HTTP      httpConfig      `toml:"http"`
	Telegram  telegramConfig  `toml:"telegram"`
	Outbox    outboxConfig    `toml:"outbox"`
	Reminders remindersConfig `toml:"reminders"`
	Emulation emulationConfig `toml:"emulation"`
	Limits    limitsConfig    `toml:"limits"`
	Retention retentionConfig `toml:"retention"`
	Secrecy   secrecyConfig   `toml:"secrecy"`
	Log       logConfig       `toml:"log"`

	tokenInFile bool // the token is the file's, not the environment's
}

type officeConfig struct {
	Name     string `toml:"name"`
	Issuer   string `toml:"issuer"`
	Place    string `toml:"place"`
	Timezone string `toml:"timezone"`
	zone     *time.Location
}

type storeConfig struct {
	Path string `toml:"path"`
}

type httpConfig struct {
	Listen    string `toml:"listen"`
	PublicURL string `toml:"public_url"`
}

type telegramConfig struct {
	Token  Token  `toml:"token"`
	APIURL string `toml:"api_url"`
	Proxy  string `toml:"proxy"`
}

// outboxConfig is the pace of deliveries; a rate of 0 is no limit.
type outboxConfig struct {
	OverallPerSecond float64 `toml:"overall_per_second"`
	PrivatePerSecond float64 `toml:"private_per_second"`
	GroupPerMinute   float64 `toml:"group_per_minute"`
	InFlight         int     `toml:"in_flight"`
}

// limitsConfig is how much one person may send; 0 is no limit.
type limitsConfig struct {
	MessagesPerMinute int `toml:"messages_per_minute"`
	FilesPerHour      int `toml:"files_per_hour"`
}

// remindersConfig says what the clock sends when; see scheduler.Settings.
type remindersConfig struct {
	Morning      string   `toml:"morning"`
	MorningUntil string   `toml:"morning_until"`
	Evening      string   `toml:"evening"`
	EveningUntil string   `toml:"evening_until"`
	Leads        []int    `toml:"leads"`
	LateMinutes  int      `toml:"late_minutes"`
	QuietFrom    string   `toml:"quiet_from"`
	QuietTo      string   `toml:"quiet_to"`
	Duty         string   `toml:"duty"`
	NoWeek       []string `toml:"no_week"`
	Report       string   `toml:"report"`
	Receipt      int      `toml:"unacknowledged_minutes"`
	Outage       int      `toml:"outage_minutes"`
	Holidays     []string `toml:"holidays"`
	WorkingDays  []string `toml:"working_days"`
}

func (c remindersConfig) settings() scheduler.Settings {
	return scheduler.Settings{
		Morning: c.Morning, MorningUntil: week.Clock(c.MorningUntil), Evening: c.Evening, EveningUntil: week.Clock(c.EveningUntil),
		Leads: c.Leads, Late: time.Duration(c.LateMinutes) * time.Minute, QuietFrom: week.Clock(c.QuietFrom), QuietTo: week.Clock(c.QuietTo),
		Duty: c.Duty, NoWeek: c.NoWeek, Report: c.Report,
		Receipt: time.Duration(c.Receipt) * time.Minute, Outage: time.Duration(c.Outage) * time.Minute, Holidays: c.Holidays, WorkingDays: c.WorkingDays,
	}
}

// retentionConfig is for how many days things are kept; see store.Retention.
type retentionConfig struct {
	Deliveries  int `toml:"deliveries"`
	Errands     int `toml:"errands"`
	Screens     int `toml:"screens"`
	Missed      int `toml:"missed"`
	Reminders   int `toml:"reminders"`
	Invitations int `toml:"invitations"`
	Broadcasts  int `toml:"broadcasts"`
	Weeks       int `toml:"weeks"`
}

// emulationConfig says when units are chased for their score sheets, and what these hold.
type emulationConfig struct {
	EvidenceFiles    bool   `toml:"evidence_files"`
	ChaseDays        []int  `toml:"chase_days"`
	ChaseHour        string `toml:"chase_hour"`
	ChaseHeadDays    int    `toml:"chase_head_days"`
	ChaseWorkingDays bool   `toml:"chase_working_days"`
	ChaseAgainHours  int    `toml:"chase_again_hours"`

	LegalTexts []string `toml:"legal_texts"`
	legal      []bot.LegalText
}

func (c emulationConfig) settings() scheduler.ChaseSettings {
	return scheduler.ChaseSettings{Days: c.ChaseDays, Hour: week.Clock(c.ChaseHour), HeadDays: c.ChaseHeadDays, WorkingDays: c.ChaseWorkingDays}
}

// clock is all that the clock goes by.
func (c config) clock() scheduler.Settings {
	s := c.Reminders.settings()
	s.Chase = c.Emulation.settings()
	return s
}

type secrecyConfig struct {
	Patterns []patternConfig `toml:"pattern"`
	compiled bot.Secrecy
}

type patternConfig struct {
	Name  string `toml:"name"`
	Match string `toml:"match"`
}

type logConfig struct {
	Level string `toml:"level"`
	level slog.Level
}

// A Token is the key to the bot (mã bot). However it is printed it shows ***;
// only string(t) gives it away.
type Token string

// Format prints ***, for every verb and flag of package fmt.
func (Token) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte("***")) }

// MarshalText prints *** into JSON, TOML and logs.
func (Token) MarshalText() ([]byte, error) { return []byte("***"), nil }

// tokenVariable is the environment variable that overrides telegram.token.
const tokenVariable = "THUKY_TELEGRAM_TOKEN"

// defaultPatterns find what the law forbids to send over a public messenger: a
// stamp of state secrecy, and who is accused in which case. Each is tried on one
// line of NFC text.
var defaultPatterns = []patternConfig{
	{"dấu chỉ độ mật", `(?:^|[\p{P}\p{S}\t]|[\p{Ll}\d]\s)\s*M\s*Ậ\s*T\s*(?:$|[\p{P}\p{S}\t])` +
		`|(?i:(?:^|\PL)(?:tuyệt mật|tối mật)(?:$|\PL))` +
		`|(?i:(?:^|[(\[:.;])\s*mật\s*(?:$|[)\]:–-]))` +
		`|(?i:độ mật\s*:\s*(?:mật|[abc](?:\PL|$)))`},
	{"tên bị can, bị cáo kèm số vụ án", accused + `.*` + caseNumber + `|` + caseNumber + `.*` + accused},
}

const (
	accused    = `(?i:bị can|bị cáo|bị án|phạm nhân)(?:\s*:)?(?:\s+(?i:đ/c|ông|bà))?(?:\s+\p{Lu}\p{L}*){2,}`
	caseNumber = `(?:\d+/\d{4}/[\p{Lu}-]+|(?i:vụ án|cáo trạng|bản án|thụ lý)\s+số\s*:?\s*\d+)`
)

// defaultLegalTexts are the texts about emulation of which it is known from when until when
// they are in force; see bot.ParseLegalText.
var defaultLegalTexts = []string{
	"06/2022/QH15; 01/01/2024",
	"98/2023/NĐ-CP; 01/01/2024; 30/06/2025; 152/2025/NĐ-CP",
	"152/2025/NĐ-CP; 01/07/2025",
	"01/2024/TT-BNV; ; 04/08/2025; 15/2025/TT-BNV",
	"15/2025/TT-BNV; 05/08/2025",
	"01/2019/TT-VKSTC; 28/06/2019; 30/09/2024; 02/2024/TT-VKSTC",
	"02/2024/TT-VKSTC; 01/10/2024",
	"424/QĐ-VKSTC; 25/11/2020",
	"140/QĐ-VKSTC; ; 22/09/2025; 358/QĐ-VKSTC",
	"358/QĐ-VKSTC; 23/09/2025",
}

// defaults are the settings that hold where the file says nothing.
func defaults() config {
	return config{
		Office:   officeConfig{Name: "Văn phòng tổng hợp", Issuer: "Viện kiểm sát nhân dân", Timezone: "Asia/Ho_Chi_Minh"},
		Store:    storeConfig{Path: "data/thuky.db"},
		Telegram: telegramConfig{APIURL: "https://api.telegram.org"},
		Outbox:   outboxConfig{OverallPerSecond: 28, PrivatePerSecond: 1, GroupPerMinute: 18, InFlight: 16},
		Reminders: remindersConfig{
			Morning: "30 6 * * *", MorningUntil: "11:00", Evening: "0 20 * * *", EveningUntil: "22:00",
			Leads: []int{30}, LateMinutes: 5, QuietFrom: "22:00", QuietTo: "06:00",
			Duty: "0 16 * * 5", NoWeek: []string{"0 15 * * 5", "0 19 * * 0"}, Report: "30 20 * * *",
			Receipt: 15, Outage: 10,
			Holidays: []string{"01-01", "04-30", "05-01", "09-02"}, WorkingDays: []string{},
		},
		Emulation: emulationConfig{ChaseDays: []int{7, 3, 1, 0}, ChaseHour: "09:00", ChaseHeadDays: 1, ChaseAgainHours: 4, LegalTexts: slices.Clone(defaultLegalTexts)},
		Limits:    limitsConfig{MessagesPerMinute: 40, FilesPerHour: 30},
		Retention: retentionConfig(store.DefaultRetention),
		Secrecy:   secrecyConfig{Patterns: slices.Clone(defaultPatterns)},
		Log:       logConfig{Level: "info"},
	}
}
