package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const exampleFile = "../../config.example.toml"

var onlyKeys = cmpopts.IgnoreUnexported(config{}, officeConfig{}, emulationConfig{}, secrecyConfig{}, logConfig{})

func noEnvironment(string) string { return "" }

func TestExampleEqualsTheDefaults(t *testing.T) {
	example, err := readConfig(exampleFile, noEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	without, err := readConfig("", noEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	// The token prints *** and must be compared by itself.
	if example.Telegram.Token != "" || without.Telegram.Token != "" {
		t.Error("a token stands where none was given")
	}
	if diff := cmp.Diff(without, example, onlyKeys); diff != "" {
		t.Errorf("config.example.toml is not the defaults (-defaults +example):\n%s", diff)
	}
}

func TestExampleExplainsEveryKey(t *testing.T) {
	text, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	section, before := "", ""
	for n, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "[") {
			section = strings.Trim(line, "[]")
		} else if key, _, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
			listed[section+"."+key] = true
			if !strings.HasPrefix(before, "# ") || !strings.HasSuffix(before, ".") {
				t.Errorf("line %d: no sentence above %s", n+1, key)
			}
		}
		before = line
	}
	for _, key := range keysOf(reflect.TypeFor[config](), "") {
		if !listed[key] {
			t.Errorf("%s is not in the example", key)
		}
	}
}

// keysOf lists the TOML keys of a struct: "office.name".
func keysOf(t reflect.Type, prefix string) []string {
	var keys []string
	for field := range t.Fields() {
		name, of := field.Tag.Get("toml"), field.Type
		if of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		switch {
		case name == "":
		case of.Kind() == reflect.Struct:
			keys = append(keys, keysOf(of, prefix+name+".")...)
		default:
			keys = append(keys, prefix+name)
		}
	}
	return keys
}

func TestBadConfigIsRefusedByName(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"unknown keys", "[office]\nnmae = 'x'\n[stroe]\npath = 'x'\n", ": không có khoá tên là office.nmae, stroe; xem config.example.toml."},
		{"syntax", "[office]\nname = \n", ", dòng 2: viết sai cú pháp TOML."},
		{"broken UTF-8", "[office]\nname = '\xff'\n", ", dòng 2: viết sai cú pháp TOML."},
		{"type", "[office]\nname = 3\n", ", dòng 2: khoá office.name có giá trị sai kiểu; xem config.example.toml."},
		{"time zone", "[office]\ntimezone = 'Asia/Tuy_Hoa'\n", `: khoá office.timezone: không có múi giờ "Asia/Tuy_Hoa"; dùng "Asia/Ho_Chi_Minh".`},
		{"the machine's zone", "[office]\ntimezone = 'Local'\n", `: khoá office.timezone: không có múi giờ "Local"; dùng "Asia/Ho_Chi_Minh".`},
		{"no zone", "[office]\ntimezone = ''\n", `: khoá office.timezone: không có múi giờ ""; dùng "Asia/Ho_Chi_Minh".`},
		{"no path", "[store]\npath = ''\n", ": khoá store.path không được để trống."},
		{"API address", "[telegram]\napi_url = 'api.telegram.org'\n", ": khoá telegram.api_url phải là địa chỉ http:// hoặc https://."},
		{"proxy", "[telegram]\nproxy = 'ftp://user:secret@host'\n", ": khoá telegram.proxy phải là địa chỉ http://, https:// hoặc socks5://, có tên máy."},
		{"proxy without host", "[telegram]\nproxy = 'socks5://:1080'\n", ": khoá telegram.proxy phải là địa chỉ http://, https:// hoặc socks5://, có tên máy."},
		{"negative rate", "[outbox]\nprivate_per_second = -1\n", ": khoá outbox.private_per_second: số -1 ngoài khoảng cho phép."},
		{"not a number", "[outbox]\ngroup_per_minute = nan\n", ": khoá outbox.group_per_minute: số NaN ngoài khoảng cho phép."},
		{"nobody in flight", "[outbox]\nin_flight = 0\n", ": khoá outbox.in_flight: số 0 ngoài khoảng cho phép."},
		{"bad pattern", "[[secrecy.pattern]]\nname = 'số hiệu'\nmatch = '('\n", `: khoá secrecy.pattern: mẫu "số hiệu" không phải biểu thức chính quy đúng.`},
		{"half a pattern", "[[secrecy.pattern]]\nname = 'số hiệu'\n", `: khoá secrecy.pattern: mỗi mẫu cần đủ name và match (mẫu "số hiệu").`},
		{"level", "[log]\nlevel = 'loud'\n", `: khoá log.level: không có mức "loud"; dùng debug, info, warn hoặc error.`},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "c.toml")
			writeFile(t, file, test.text)
			_, err := readConfig(file, noEnvironment)
			if err == nil {
				t.Fatal("accepted")
			}
			if got := sentence(err); got != "Tệp cấu hình "+file+test.want {
				t.Errorf("said:\n%s\nwant:\n… %s", got, test.want)
			}
		})
	}
}

func TestListOfPatternsReplacesTheDefaults(t *testing.T) {
	for text, want := range map[string][]patternConfig{
		"[[secrecy.pattern]]\nname = 'a'\nmatch = 'b'\n": {{"a", "b"}},
		"[secrecy]\npattern = []\n":                      {},
		"[log]\nlevel = 'WARN'\n":                        defaultPatterns,
	} {
		file := filepath.Join(t.TempDir(), "c.toml")
		writeFile(t, file, text)
		got, err := readConfig(file, noEnvironment)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got.Secrecy.Patterns); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestTokenOfTheEnvironmentOverrides(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.toml")
	writeFile(t, file, "[telegram]\ntoken = '1:of-the-file'\n")
	for want, environment := range map[Token]string{"1:of-the-file": "", "2:of-the-environment": " 2:of-the-environment\n"} {
		c, err := readConfig(file, func(name string) string {
			if name == "THUKY_TELEGRAM_TOKEN" {
				return environment
			}
			return ""
		})
		if err != nil || string(c.Telegram.Token) != string(want) {
			t.Errorf("with %q: token %q, error %v", environment, string(c.Telegram.Token), err)
		}
	}
}

func TestTokenIsNeverPrinted(t *testing.T) {
	const secret = "8123456789:AAverySecret"
	c := defaults()
	c.Telegram.Token = secret
	var printed strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10v"} {
		fmt.Fprintf(&printed, verb+" "+verb+" "+verb+"\n", c.Telegram.Token, c, &c)
	}
	inJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	printed.Write(inJSON)
	for _, handler := range []slog.Handler{slog.NewTextHandler(&printed, nil), slog.NewJSONHandler(&printed, nil)} {
		slog.New(handler).Info("config", "token", c.Telegram.Token, "config", c, "pointer", &c.Telegram)
	}
	fmt.Fprint(&printed, errors.Join(fmt.Errorf("%w %v", errors.New("x"), c)))
	inHex := fmt.Sprintf("%x", secret)
	for _, leak := range []string{secret, "verySecret", inHex, strings.ToUpper(inHex)} {
		if strings.Contains(printed.String(), leak) {
			t.Fatalf("the token is printed:\n%s", printed.String())
		}
	}
	if strings.Count(printed.String(), "***") < 30 {
		t.Errorf("*** is missing:\n%s", printed.String())
	}
}

func TestDefaultPatternsWithholdSecrets(t *testing.T) {
	c, err := readConfig("", noEnvironment)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"MẬT":                          "dấu chỉ độ mật",
		"  TỐI MẬT ":                   "dấu chỉ độ mật",
		"Lịch tuần\n[TUYỆT MẬT]\n":     "dấu chỉ độ mật",
		"Lịch công tác tuần (MẬT)":     "dấu chỉ độ mật",
		"08h00: Họp án (Mật)":          "dấu chỉ độ mật",
		"Mật: họp chiều mai":           "dấu chỉ độ mật",
		"09h00: Tuyệt mật: Đ/c Liên":   "dấu chỉ độ mật",
		"Tối mật - họp án":             "dấu chỉ độ mật",
		"M Ậ T":                        "dấu chỉ độ mật",
		"🔴 MẬT":                        "dấu chỉ độ mật",
		"1. MẬT":                       "dấu chỉ độ mật",
		"dấu: MẬT":                     "dấu chỉ độ mật",
		"Chuyển tài liệu MẬT.":         "dấu chỉ độ mật",
		"Mật":                          "dấu chỉ độ mật",
		"M\u2063Ậ\u200ET":              "dấu chỉ độ mật",
		"Độ mật:\nTối mật":             "dấu chỉ độ mật",
		"08h00\tMẬT\tHọp Ban cán sự":   "dấu chỉ độ mật",
		"Độ mật: Mật":                  "dấu chỉ độ mật",
		"Độ mật : tuyệt mật, bản số 2": "dấu chỉ độ mật",
		"Mức độ mật: A":                "dấu chỉ độ mật",
		"MA\u0323\u0302T":              "dấu chỉ độ mật", // as a Mac types it
		"Nghe báo cáo vụ án số 12 bị can Nguyễn Văn An":                   "tên bị can, bị cáo kèm số vụ án",
		"Xét xử bị cáo Trần Thị B, bản án số 45/2021/HSST":                "tên bị can, bị cáo kèm số vụ án",
		"Cáo trạng số: 30/CT-VKS, Bị can: Lê Văn C phạm tội trộm cắp":     "tên bị can, bị cáo kèm số vụ án",
		"15/2021/TLST-HS: xét xử sơ thẩm bị cáo PHẠM VĂN D tại TAND tỉnh": "tên bị can, bị cáo kèm số vụ án",

		"Đ/c Liên - PVT nghe Phòng 9 báo cáo án.":                           "",
		"Hội nghị tập huấn công tác bảo vệ bí mật nhà nước":                 "",
		"HỘI NGHỊ TẬP HUẤN BẢO VỆ BÍ MẬT NHÀ NƯỚC":                          "",
		"HỘI NGHỊ VỀ BÍ MẬT":                                                "",
		"1. Mật ong rừng, quà tặng":                                         "",
		"Đổi mật khẩu trước 17h":                                            "",
		"dự hội nghị bảo vệ bí mật":                                         "",
		"Độ mật: Không":                                                     "",
		"Độ mật: bình thường":                                               "",
		"Sinh nhật, trăng mật":                                              "",
		"Thứ 5, 21/10/2021: nghe báo cáo vụ án số 12":                       "",
		"Phòng 7 hỏi cung bị can tại Trại tạm giam Công an tỉnh":            "",
		"Đ/c Thảo - PVT kiểm sát xét xử vụ án số 12/2021/HSST, có 3 bị cáo": "",
	} {
		found, _ := c.Secrecy.compiled.Find(text)
		if found.Pattern != want {
			t.Errorf("%q: found %q, want %q", text, found.Pattern, want)
		}
	}
	if found, ok := c.Secrecy.compiled.Find(string(samplePage)); ok {
		t.Errorf("the sample page would be withheld: %+v", found)
	}
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
