package score

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestCovenants(t *testing.T) {
	s := decode(t, small)
	sheetOf := func(unit string) (string, *Sheet) {
		switch unit {
		case "P9", "P7":
			return unit, &s
		case "Phòng 9":
			return "P9", &s
		case "TUYAN":
			return unit, nil
		}
		return "", nil
	}
	all, err := ReadCovenants(rowsOf("Ngày ký|Đơn vị|Mã|covenant|Chỉ  tiêu\n09/02/2023|P9|A.1|01/GƯ-VKS|92,5%\n\n2023-02-09|P7|A.1|01/GƯ-VKS|95"), sheetOf)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, one := range all {
		got = append(got, fmt.Sprintf("%s %s %s %s %s", one.Unit, one.Code, NumberText(one.Target), one.Covenant, one.Date))
	}
	if strings.Join(got, "; ") != "P9 A.1 92.5 01/GƯ-VKS 2023-02-09; P7 A.1 95 01/GƯ-VKS 2023-02-09" {
		t.Error(got)
	}
	head := "unit|code|target|covenant|date\n"
	for text, want := range map[string]Fault{
		"unit|code|target|covenant\nP9|A.1|9|x": NoHeader, head + "P9|A.2|9|x|09/02/2023": UnknownCode, head + "P9|B.1|9|x|09/02/2023": NoTarget,
		head + "P9|A.1||x|09/02/2023": NotNumber, head + "P9|A.1|0|x|09/02/2023": ZeroTarget, head + "P9|A.1|9||09/02/2023": NoCovenant,
		head + "P9|A.1|9|x|30/02/2023": BadDay, head + "P9|A.1|9|x|": BadDay,
		head + "P9|A.1|9|x|09/02/2023\nP9|A.1|9|x|09/02/2023":      Duplicate,
		head + "P9|A.1|9|x|09/02/2023\nPhòng 9|A.1|9|x|09/02/2023": Duplicate,
		head + "P9|T.1|9|x|09/02/2023":                             NoTarget, head + "P9|P.1|9|x|09/02/2023": NoTarget, head + "P9|L.1|9|x|09/02/2023": NoTarget,
		head + "P8|A.1|9|x|09/02/2023": UnknownUnit, head + "TUYAN|A.1|9|x|09/02/2023": NoSheet,
	} {
		_, err := ReadCovenants(rowsOf(text), sheetOf)
		var wrong Mistakes
		if !errors.As(err, &wrong) || len(wrong) != 1 || wrong[0].Fault != want || wrong[0].Line != strings.Count(text, "\n")+1 && want != NoHeader {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
