package render

import (
	"fmt"

	"github.com/go-analyze/charts"

	"thuky/store/score"
)

// A bar is one row of a chart: a name, a figure and how long that is drawn from 0.
type bar struct {
	name    string
	figure  string
	detail  string       // under the name, "" for nothing
	value   score.Points // nothing is drawn of 0
	average score.Points // marked on the bar; 0 for no mark
	color   charts.Color
}

// The measures of a bar, in pixels.
const (
	barHeight = 26
	barLeft   = pageMargin
	barWidth  = pictureWidth - 2*pageMargin
	barFigure = 210 // room for the figure at the right
)

var steel = charts.ColorRGB(120, 136, 160) // of who has no rank

// The faces of a chart: names as large as the text of a week, so that fifteen units
// stand on one screen.
var (
	nameFace   = face{46, false, black}
	figureFace = face{50, true, navy}
	noteFace   = face{38, false, grey}
)

// RankingPicture draws the ranking of a cluster as PNG pictures of a phone's width: a
// bar a unit from 0 up, the best first. At least one picture, at most ten. Equal
// rankings give equal bytes.
func RankingPicture(r *score.Report, o *score.Outcome) ([][]byte, error) {
	return drawAll(rankingLayout(r, o), "ranking of "+r.Title)
}

func rankingLayout(r *score.Report, o *score.Outcome) []sheet {
	l := newLayout()
	l.head = []string{"KẾT QUẢ CHẤM ĐIỂM THI ĐUA", capital(periodName(r.Title)), ClusterName(o.Cluster)}
	if r.Provisional {
		l.head = append(l.head, provisional)
	}
	l.left = ". Còn %d đơn vị, xem trong tin nhắn."
	var bars []bar
	for i := range o.Ranking {
		one := &o.Ranking[i]
		b := bar{name: ranked(r, one), figure: Score(one.Total), detail: oneLine(one.Grade.Label), value: one.Total, color: navy}
		if one.Rank == 0 {
			b.color = steel
		}
		for _, remark := range Remarks(o.Sheet, one, false) {
			b.detail += "; " + remark
		}
		bars = append(bars, b)
	}
	return l.chart(bars, o.Sheet.BasePoints, acceptedSums(o))
}

// A Year is what a unit came to in one period, the average of its cluster beside it.
type Year struct {
	Title   string // of the period
	Total   score.Points
	Average score.Points
	Grade   string
	Rank    int // 0 for none
	Units   int // of the cluster
	Base    score.Points
}

// TrendPicture draws what a unit came to period by period as PNG pictures, the oldest
// first, with the average of its cluster marked.
func TrendPicture(unit string, years []Year) ([][]byte, error) {
	return drawAll(trendLayout(unit, years), "trend of "+unit)
}

func trendLayout(unit string, years []Year) []sheet {
	l := newLayout()
	l.head = []string{"KẾT QUẢ THI ĐUA QUA CÁC ĐỢT", oneLine(unit)}
	l.left = ". Còn %d đợt."
	var bars []bar
	most := score.Points(0)
	for _, y := range years {
		detail := oneLine(y.Grade)
		if y.Rank > 0 {
			detail += fmt.Sprintf(", hạng %d/%d", y.Rank, y.Units)
		}
		detail += "; trung bình " + Score(y.Average)
		bars = append(bars, bar{name: oneLine(y.Title), figure: Score(y.Total), detail: detail, value: y.Total, average: y.Average, color: navy})
		most = max(most, y.Base)
	}
	var notes []string
	if len(years) == 0 {
		notes = []string{"Chưa có đợt nào công bố."}
	} else {
		notes = []string{"Vạch đỏ: trung bình của cụm, khối."}
	}
	return l.chart(bars, most, notes)
}

func drawAll(sheets []sheet, what string) ([][]byte, error) {
	pictures := make([][]byte, len(sheets))
	for i, s := range sheets {
		p, err := s.draw()
		if err != nil {
			return nil, fmt.Errorf("draw page %d of %s: %w", i+1, what, err)
		}
		pictures[i] = p
	}
	return pictures, nil
}

// chart lays bars out under one another, all on one scale from 0 to full, or to the
// longest of them; notes stand under the last.
func (l *layout) chart(bars []bar, full score.Points, notes []string) []sheet {
	for _, b := range bars {
		full = max(full, b.value, b.average)
	}
	l.turn()
	for _, b := range bars {
		l.placeWhole(l.bar(b, full))
	}
	for _, note := range notes {
		c := column{layout: l, x: pageMargin, width: pictureWidth - 2*pageMargin}
		c.add(note, noteFace, false)
		for i := range c.lines {
			c.lines[i].y += gap
		}
		l.placeWhole(sheet{height: c.height + gap, lines: c.lines})
	}
	l.close()
	return l.sheets
}

// placeWhole places a piece on this page if it fits, else on the next.
func (l *layout) placeWhole(piece sheet) {
	if piece.height > l.room() {
		l.turn()
	}
	l.place(piece)
}

// bar lays out one bar: its name with the figure at the right, the bar, and the detail
// under it, or beside the name if both are short.
func (l *layout) bar(b bar, full score.Points) sheet {
	s := sheet{events: 1}
	names := column{layout: l, x: barLeft, width: barWidth - barFigure}
	names.add(clip(b.name, 120), nameFace, false)
	s.lines = names.lines
	for i := range s.lines {
		s.lines[i].y += gap
	}
	w := l.width(b.figure, figureFace)
	s.lines = append(s.lines, line{x: barLeft + barWidth - w, y: gap + nameFace.leading() - figureFace.size/4, width: w, text: b.figure, face: figureFace})
	top := gap + max(names.height, figureFace.leading()) + 4
	length := func(p score.Points) int { return int(int64(barWidth) * int64(p) / int64(max(full, 1))) }
	s.bands = append(s.bands, band{barLeft, top, barWidth, barHeight, pale})
	if b.value > 0 {
		s.bands = append(s.bands, band{barLeft, top, length(b.value), barHeight, b.color})
	}
	if b.average > 0 {
		s.bands = append(s.bands, band{barLeft + min(length(b.average), barWidth-6), top - 6, 6, barHeight + 12, red})
	}
	detail := column{layout: l, x: barLeft, width: barWidth}
	if w := l.width(b.detail, noteFace); len(s.lines) == 2 && s.lines[0].width+gap+w <= barWidth-barFigure {
		s.lines = append(s.lines, line{x: barLeft + barWidth - barFigure - w, y: s.lines[0].y, width: w, text: b.detail, face: noteFace})
		s.height = top + barHeight
		return s
	}
	detail.add(clip(b.detail, 300), noteFace, false)
	for _, line := range detail.lines {
		line.y += top + barHeight + 6
		s.lines = append(s.lines, line)
	}
	s.height = top + barHeight + 6 + detail.height
	return s
}
