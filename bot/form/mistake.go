package form

import (
	"errors"

	"thuky/store/score"
)

// mistakeOf is the mistake that an error of score.Sheet.Read is.
func mistakeOf(err error) *score.Mistake {
	var m *score.Mistake
	if errors.As(err, &m) {
		return m
	}
	return &score.Mistake{Fault: score.NotNumber}
}

func unknownCode(code string) *score.Mistake {
	return &score.Mistake{Fault: score.UnknownCode, Value: clip(code)}
}

func twice(code string) *score.Mistake {
	return &score.Mistake{Fault: score.Duplicate, Value: clip(code)}
}

// clip shortens what was typed to what a sentence can quote.
func clip(text string) string {
	runes := []rune(text)
	if len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return text
}
