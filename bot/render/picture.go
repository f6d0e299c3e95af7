package render

import (
	"fmt"

	"github.com/go-analyze/charts"

	"thuky/store/staff"
	"thuky/store/week"
)

// A picture is as wide as a phone's screen and no higher: the messenger makes a
// photo smaller until its longer side fits, and what is read without enlarging it
// must not shrink. So a week takes several pictures, an album; the messenger takes
// at most ten in one.
const (
	pictureWidth  = 1080 // pixels
	pictureHeight = 1920 // at most
	pictureCount  = 10   // at most
)

// A face is how text looks.
type face struct {
	size  int // pixels
	bold  bool
	color charts.Color
}

// The colours of a picture; each text on its ground has a contrast above 7:1.
var (
	white = charts.ColorRGB(255, 255, 255)
	black = charts.ColorRGB(24, 24, 28)
	grey  = charts.ColorRGB(80, 84, 92)
	navy  = charts.ColorRGB(16, 52, 104)
	pale  = charts.ColorRGB(225, 234, 246)
	red   = charts.ColorRGB(158, 20, 24)
	rule  = charts.ColorRGB(205, 210, 218)
)

// The faces of a picture. A line of text holds some thirty signs, as a chat does
// in the size that older eyes choose.
var (
	titleFace  = face{62, true, white}
	spanFace   = face{52, true, white}
	dayFace    = face{56, true, navy}
	hourFace   = face{52, true, red}
	textFace   = face{50, false, black}
	goneFace   = face{50, false, grey} // of what does not take place
	detailFace = face{44, false, grey}
	markFace   = face{41, true, red} // "HOÃN", "Ngày 1/2"
	footFace   = face{38, false, grey}
)

// leading is the height of a line: room for two diacritics over a capital (Ổ) and
// one under a letter (ạ).
func (f face) leading() int { return f.size * 128 / 100 }

func (f face) style() charts.FontStyle {
	family := charts.FontFamilyNotoSans
	if f.bold {
		family = charts.FontFamilyNotoSansBold
	}
	return charts.FontStyle{FontSize: float64(f.size) * 72 / 96, FontColor: f.color, Font: charts.GetFont(family)} // 96 dots an inch
}

// WeekPicture draws a week, a PNG a screen, to be read on a phone without
// enlarging: day by day, an event of several days on each of them, the hour bold
// before its event, what is postponed or cancelled struck out. At least one
// picture, at most ten; of a longer week the last one counts what is missing.
func WeekPicture(w week.Week, d *staff.Directory) ([][]byte, error) {
	sheets := newLayout().week(w, d)
	pictures := make([][]byte, len(sheets))
	for i, s := range sheets {
		p, err := s.draw()
		if err != nil {
			return nil, fmt.Errorf("draw page %d of week %s: %w", i+1, w.From, err)
		}
		pictures[i] = p
	}
	return pictures, nil
}

// draw paints a sheet as a PNG.
func (s sheet) draw() ([]byte, error) {
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputPNG, Width: pictureWidth, Height: s.height})
	p.FilledRect(0, 0, pictureWidth, s.height, white, white, 0)
	for _, b := range s.bands {
		p.FilledRect(b.x, b.y, b.x+b.width, b.y+b.height, b.color, b.color, 0)
	}
	for _, l := range s.lines {
		p.Text(l.text, l.x, l.y, 0, l.face.style())
		if l.struck {
			y := l.y - l.face.size*3/10
			p.FilledRect(l.x, y, l.x+l.width, y+4, l.face.color, l.face.color, 0)
		}
	}
	return p.Bytes()
}
