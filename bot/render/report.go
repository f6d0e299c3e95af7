package render

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"cloud.google.com/go/civil"

	"thuky/bot/vi"
	"thuky/store/score"
)

// A report names units by code; nameOf is how people read one.
func nameOf(r *score.Report, unit string) string {
	if name := r.Units[unit]; name != "" {
		return oneLine(name)
	}
	return oneLine(unit)
}

// clusterWords are the words of which codes of clusters are made.
var clusterWords = map[string]string{"khoi": "khối", "phong": "phòng", "cum": "cụm", "huyen": "huyện", "so": "số", "khu": "khu", "vuc": "vực"}

// ClusterName is a cluster as people read it: a name of the directory as it is, a code
// such as "khoi-phong" in words, "Khối phòng".
func ClusterName(cluster string) string {
	name := oneLine(cluster)
	if strings.IndexFunc(name, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) }) >= 0 {
		return name
	}
	words := strings.Split(name, "-")
	for i, word := range words {
		if known, ok := clusterWords[word]; ok {
			words[i] = known
		}
	}
	return capital(strings.Join(words, " "))
}

// clusterKind is "cụm" or "khối", as sentences call the cluster.
func clusterKind(cluster string) string {
	if strings.HasPrefix(strings.ToLower(ClusterName(cluster)), "khối") {
		return "khối"
	}
	return "cụm"
}

// periodName is the period inside a sentence: "Năm 2021" becomes "năm 2021".
func periodName(title string) string {
	title = oneLine(title)
	for _, word := range []string{"Năm", "Đợt", "Quý", "Tháng", "Kỳ", "Học"} {
		if rest, ok := strings.CutPrefix(title, word+" "); ok {
			return strings.ToLower(word) + " " + rest
		}
	}
	return title
}

// rankText is a rank, or a dash for who has none.
func rankText(r *score.Result) string {
	if r.Rank == 0 {
		return "–"
	}
	return fmt.Sprint(r.Rank)
}

// vetoText is what a veto does to a unit: "không xếp quá loại Khá (điểm liệt L.2)".
func vetoText(s *score.Sheet, v score.Veto) string {
	what := VetoEffect(v)
	if v.Effect == score.CapGrade {
		what = "không xếp quá loại " + gradeLabel(s, v.Cap)
	}
	return oneLine(what + " (điểm liệt " + v.Code + ")")
}

func gradeLabel(s *score.Sheet, code string) string {
	for _, g := range s.Grades {
		if g.Code == code {
			return oneLine(g.Label)
		}
	}
	return oneLine(code)
}

// Remarks are what stands beside a unit in a ranking: its vetoes, and why it stands
// before the next one of the same total. The reasons of vetoes are told where open is
// true: they may be about people, and do not leave the office.
func Remarks(s *score.Sheet, r *score.Result, open bool) []string {
	var all []string
	for _, v := range r.Vetoes {
		text := vetoText(s, v.Veto)
		if reason := oneLine(v.Reason); open && reason != "" {
			text += ": " + reason
		}
		all = append(all, text)
	}
	if tie := TieReason(r); tie != "" {
		all = append(all, tie)
	}
	return all
}

// acceptedSums are the sum errors that were accepted in the sheet, a sentence each.
func acceptedSums(o *score.Outcome) []string {
	all := make([]string, len(o.Sheet.Accepted))
	for i, e := range o.Sheet.Accepted {
		all[i] = strings.TrimSuffix(AcceptedSum(e), ".") + "."
	}
	return all
}

// longDate is a date as official documents write it: "ngày 05 tháng 12 năm 2021".
func longDate(day civil.Date) string {
	if day.IsZero() {
		return "ngày … tháng … năm …"
	}
	month := fmt.Sprint(int(day.Month))
	if day.Month < 3 {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", day.Day, month, day.Year)
}

// numbered is how a document is called: "số 15/TB-VKS ngày 05/12/2021".
func numbered(p score.Paper) string {
	return "số " + cmp.Or(oneLine(p.Number), "…") + " ngày " + vi.Day(p.Day)
}

// paragraphsOf are the paragraphs of a text, without empty ones.
func paragraphsOf(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = oneLine(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// spanText is the time of the work that was scored.
func spanText(r *score.Report) string {
	return "từ " + vi.Day(r.From) + " đến " + vi.Day(r.To)
}

const provisional = "Kết quả tạm tính, chưa công bố."
