package doc

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decode makes UTF-8 of the encodings in which Vietnamese office files come:
// UTF-8, UTF-16 (Notepad's "Unicode") and windows-1258. Bytes that fit none
// become U+FFFD.
func decode(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xFF\xFE")), bytes.HasPrefix(data, []byte("\xFE\xFF")):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
		if text, err := decoder.Bytes(data); err == nil {
			return string(text)
		}
	}
	if utf8.Valid(data) {
		return string(data)
	}
	if !mostlyUTF8(data) {
		if text, err := charmap.Windows1258.NewDecoder().Bytes(data); err == nil {
			return string(text)
		}
	}
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

// mostlyUTF8 reports whether the letters beyond ASCII are UTF-8 rather than
// single bytes: a file cut in the middle of a letter still is.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		data = data[size:]
	}
	return good > bad
}
