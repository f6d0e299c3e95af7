package score

import (
	"fmt"
	"math/big"
	"strings"
)

// Points are hundredths of a point.
type Points int64

// Limits on figures, far above any sheet's: they keep every sum exact.
const (
	maxPoints = 1_000_000 * 100 // of one figure of a sheet
	maxDigits = 18              // of a number that is typed
)

// String writes points as files do: "92.25", "92.5", "4".
func (p Points) String() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	if p%100 == 0 {
		return fmt.Sprintf("%s%d", sign, p/100)
	}
	return sign + strings.TrimSuffix(fmt.Sprintf("%d.%02d", p/100, p%100), "0")
}

// MarshalJSON writes points as a number with at most two decimals.
func (p Points) MarshalJSON() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Points) UnmarshalJSON(text []byte) error {
	number, ok := ParseNumber(string(text))
	if ok {
		*p, ok = exactPoints(number)
	}
	if !ok {
		return fmt.Errorf("points %q: want a number with at most two decimals", text)
	}
	return nil
}

func (p Points) rat() *big.Rat { return big.NewRat(int64(p), 100) }

// ParseNumber reads a decimal number exactly, with a comma or a point, as people
// and files write it: "3,5", "3.5", "-2". Either sign starts the decimals, never
// thousands, so 1.200 is 1,2; a number with both is refused.
func ParseNumber(text string) (*big.Rat, bool) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, cut := strings.Cut(strings.Replace(digits, ",", ".", 1), ".")
	if whole == "" || cut && fraction == "" || len(whole)+len(fraction) > maxDigits {
		return nil, false
	}
	for _, r := range whole + fraction {
		if r < '0' || r > '9' {
			return nil, false
		}
	}
	number, ok := new(big.Rat).SetString(whole + "." + fraction + "0")
	if ok && negative {
		number.Neg(number)
	}
	return number, ok
}

// NumberText writes an exact decimal as files do: "3.5". What ParseNumber has read
// comes back whole.
func NumberText(number *big.Rat) string {
	text := number.FloatString(maxDigits)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// exactPoints is the number in hundredths; ok is false if it is finer than that
// or beyond what points can be.
func exactPoints(number *big.Rat) (Points, bool) {
	hundredths := new(big.Rat).Mul(number, big.NewRat(100, 1))
	if !hundredths.IsInt() || !hundredths.Num().IsInt64() {
		return 0, false
	}
	return Points(hundredths.Num().Int64()), true
}

// round is a number of points, not negative, in hundredths, half up.
func round(points *big.Rat) Points {
	twice := new(big.Rat).Mul(points, big.NewRat(200, 1))
	top := new(big.Int).Add(twice.Num(), twice.Denom())
	half := new(big.Int).Mul(twice.Denom(), big.NewInt(2))
	return Points(top.Quo(top, half).Int64())
}

func ratio(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
func times(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func less(a, b *big.Rat) bool      { return a.Cmp(b) < 0 }
func lesser(a, b *big.Rat) *big.Rat {
	if less(a, b) {
		return a
	}
	return b
}

var (
	zero = new(big.Rat)
	one  = big.NewRat(1, 1)
	half = big.NewRat(1, 2)
)
