package score

import (
	"fmt"
	"strings"
)

// A Fault says what is wrong with a line of a sheet or of entries.
type Fault string

// The faults of a sheet.
const (
	BadSyntax      Fault = "is no TOML"
	UnknownTable   Fault = "unknown table"
	UnknownKey     Fault = "unknown key"
	WrongType      Fault = "value of the wrong type"
	WrongSchema    Fault = "another schema"
	Missing        Fault = "missing"
	TooLong        Fault = "text too long"
	TooMany        Fault = "too many entries"
	TooFine        Fault = "finer than 1/100 point"
	TooLarge       Fault = "figure too large"
	NotPositive    Fault = "must be above 0"
	Negative       Fault = "below 0"
	OffStep        Fault = "off the step"
	WrongSum       Fault = "children do not add up"
	UnknownParent  Fault = "unknown parent"
	ParentLoop     Fault = "is inside itself"
	UnknownSection Fault = "unknown section"
	UnknownRule    Fault = "unknown rule"
	UnknownEffect  Fault = "unknown effect"
	UnknownGrade   Fault = "unknown grade"
	UnknownOrder   Fault = "unknown order key"
	Duplicate      Fault = "stands twice"
	ZeroTarget     Fault = "target of 0"
	LowerMisused   Fault = "lower_better with a rule that has none"
	NoZeroGrade    Fault = "no grade from 0"
	AboveMax       Fault = "above the max"
	TwoWays        Fault = "points_each and levels at once"
	BadLabel       Fault = "label with both ; and ="
	NoSuchSum      Fault = "accepted a sum error that is not there"
)

// The faults of entries; some of those above serve too.
const (
	NoHeader      Fault = "no header"
	UnknownColumn Fault = "unknown column"
	NoUnit        Fault = "no unit"
	UnknownCode   Fault = "unknown code"
	NotNumber     Fault = "not a number"
	NotWhole      Fault = "not a whole number"
	OutOfRange    Fault = "out of range"
	UnknownLabel  Fault = "no such level"
	NotYesNo      Fault = "neither đạt nor không đạt"
	NoTarget      Fault = "takes no target"
	NeverNA       Fault = "cannot be n/a"
	BadTime       Fault = "no time"
	NoReason      Fault = "veto without a reason"
	NoCovenant    Fault = "no covenant"
	BadDay        Fault = "no date"
	UnknownUnit   Fault = "takes no part"
	NoSheet       Fault = "cluster without a sheet"
)

// A Mistake is one thing wrong in a sheet or in entries, with the line and the
// figures that a person needs to mend it.
type Mistake struct {
	Fault Fault
	Page  string // the worksheet in which Line counts, "" for a text file
	Line  int    // from 1; 0 if it is about the whole file
	Table string // "criterion"; "" outside tables
	Code  string // of the entry: "A.II.3"; of entries: the criterion
	Unit  string // of entries
	Key   string // the key or column with the figure: "max"
	Value string // the figure as it stands: "29.5"
	Want  string // what it should be, or what is allowed: "30", "0..4", "direct, yes_no"
	Step  Points // of OffStep
}

func (m *Mistake) Error() string {
	var b strings.Builder
	if m.Page != "" {
		fmt.Fprintf(&b, "worksheet %s, ", m.Page)
	}
	fmt.Fprintf(&b, "line %d: %s", m.Line, m.Fault)
	for _, part := range [][2]string{{"unit", m.Unit}, {"table", m.Table}, {"code", m.Code}, {"key", m.Key}, {"value", m.Value}, {"want", m.Want}} {
		if part[1] != "" {
			fmt.Fprintf(&b, ", %s %q", part[0], part[1])
		}
	}
	return b.String()
}

// Mistakes is everything wrong in a file, in its order; never empty as an error.
type Mistakes []*Mistake

func (all Mistakes) Error() string {
	texts := make([]string, len(all))
	for i, m := range all {
		texts[i] = m.Error()
	}
	return strings.Join(texts, "; ")
}
