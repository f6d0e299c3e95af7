package score

import (
	"math/big"
	"strings"
)

// levels reads `levels = [{label, points}]`, in a cell "label=points; …".
func (f *form) levels() []Level {
	const key = "levels"
	value, ok := f.take(key)
	if !ok {
		return nil
	}
	var all []Level
	add := func(label string, points *big.Rat) {
		p, ok := f.inPoints(key, points)
		switch {
		case label == "":
			f.complain(Missing, key, "label", "")
		case strings.Contains(label, ";") && strings.Contains(label, "="):
			f.complain(BadLabel, key, label, "") // a cell could not hold it
		case ok && levelOf(all, label) >= 0:
			f.complain(Duplicate, key, label, "")
		case ok:
			all = append(all, Level{label, p})
		}
	}
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			table, _ := one.(map[string]any)
			f.level(table, add)
		}
	case []map[string]any:
		for _, one := range v {
			f.level(one, add)
		}
	case cell:
		f.levelCell(string(v), add)
	default:
		f.complain(WrongType, key, shown(value), "")
	}
	return all
}

func (f *form) level(table map[string]any, add func(string, *big.Rat)) {
	const key = "levels"
	for _, name := range sortedKeys(table) {
		if name != "label" && name != "points" {
			f.complain(UnknownKey, key, name, "")
			return
		}
	}
	n, ok := number(table["points"])
	switch {
	case table == nil || table["label"] == nil || table["points"] == nil:
		f.complain(WrongType, key, "[…]", "")
	case !ok:
		f.complain(WrongType, key, shown(table["points"]), "")
	case n.Sign() < 0:
		f.complain(Negative, key, shown(table["points"]), "")
	default:
		add(f.clean(key, table["label"]), n)
	}
}

// levelCell reads "Đúng hạn=3; Chậm=1". A label may hold a semicolon or an equals
// sign: a piece without points goes on in the next.
func (f *form) levelCell(text string, add func(string, *big.Rat)) {
	const key = "levels"
	label := ""
	for piece := range strings.SplitSeq(text, ";") {
		label += piece
		i := strings.LastIndexByte(label, '=')
		if i < 0 {
			label += ";"
			continue
		}
		n, ok := ParseNumber(strings.TrimSpace(label[i+1:]))
		if !ok || n.Sign() < 0 {
			f.complain(WrongType, key, shown(strings.TrimSpace(label)), "")
			return
		}
		add(f.clean(key, cell(label[:i])), n)
		label = ""
	}
	if strings.Trim(label, "; ") != "" {
		f.complain(WrongType, key, shown(strings.TrimSpace(label)), "")
	}
}

// levelOf finds a level by its label, whatever the case; -1 for none.
func levelOf(levels []Level, label string) int {
	for i, level := range levels {
		if strings.EqualFold(level.Label, label) {
			return i
		}
	}
	return -1
}
