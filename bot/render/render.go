// Package render puts facts into words: what package ask has found, what a
// week's import has understood, what a person may do becomes the Vietnamese
// message that they see.
//
// A message fits a phone: short lines, a blank line between blocks, the hour
// first and in bold. Markup is the five tags b, i, u, s, code. Whatever comes
// from outside (a schedule, a question, a file name, the directory) goes through
// escape exactly once, where it is put into a line.
//
// What may grow without bound is a title and blocks of lines; paginate lays them
// out on pages that the messenger takes whole and loses nothing on the way. The
// labels of buttons belong to those who own the screens, package bot.
package render

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"thuky/bot/vi"
	"thuky/store"
)

// Marks of a state; there are no other pictures.
const (
	markDone    = "✓"
	markWarning = "⚠"
)

// message is a message of the given paragraphs, a blank line between them.
func message(paragraphs ...string) store.Message {
	return store.Message{Text: strings.Join(paragraphs, "\n\n")}
}

// lines puts lines under one another; empty ones are left out.
func lines(all ...string) string {
	kept := make([]string, 0, len(all))
	for _, line := range all {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// escape makes text from outside safe to stand in markup: one line of NFC
// without control signs.
func escape(text string) string { return escapeSigns.Replace(oneLine(text)) }

var escapeSigns = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// oneLine is text from outside as one line of NFC without control signs.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(vi.Clean(text), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || isDirection(r)
	}), " ")
}

// isDirection finds the invisible signs that turn the direction of writing: they
// could make the rest of a message unreadable.
func isDirection(r rune) bool {
	return r == '\u061C' || r == '\u200E' || r == '\u200F' || r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// clip shortens text from outside that only points at something (a quotation, a
// file name) to a number of code points.
func clip(text string, most int) string {
	runes := []rune(oneLine(text))
	if len(runes) <= most {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

func bold(markup string) string   { return "<b>" + markup + "</b>" }
func italic(markup string) string { return "<i>" + markup + "</i>" }
func struck(markup string) string { return "<s>" + markup + "</s>" }

// quote shows words as they were typed or read.
func quote(text string) string { return "“" + escape(text) + "”" }

// capital writes the first letter large: "đ/c Thảo" becomes "Đ/c Thảo".
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 || first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// Plain is a message's text without markup: for the terminal, and for a
// messenger that refuses the markup.
func Plain(markup string) string {
	var b strings.Builder
	for markup != "" {
		before, rest, found := strings.Cut(markup, "<")
		b.WriteString(before)
		if !found {
			break
		}
		_, markup, _ = strings.Cut(rest, ">")
	}
	return html.UnescapeString(b.String())
}
