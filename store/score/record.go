package score

import (
	"fmt"
	"io"
	"math/big"
	"slices"
	"strconv"

	"github.com/BurntSushi/toml"
)

// A record is one table of a file, whatever the file's form, with the lines that
// its figures stand in.
type record struct {
	table  string // "section"; "sheet" for the keys outside tables
	page   string // the worksheet, "" in TOML
	line   int
	fields map[string]field
}

// A field's value is a string, int64, float64, bool, []any, a map or, from a
// workbook, a cell.
type field struct {
	value any
	line  int
}

// A cell is a value of a workbook: text that becomes whatever is wanted.
type cell string

// root is the table of the keys that stand outside tables.
const root = "sheet"

type tableKind struct {
	name string
	once bool
}

// tables are the tables of a sheet in the order of a file; those marked stand
// once.
var tables = []tableKind{
	{root, true}, {"section", false}, {"criterion", false}, {"bonus", false}, {"deduction", false}, {"veto", false},
	{"limits", true}, {"grade", false}, {"ranking", true},
}

// Decode reads a sheet (TOML, schema "thuky.sheet/1") and checks it. What it
// refuses is Mistakes; a failing reader is its own error. Sum errors are passed
// only if accepted names them with their figures.
func Decode(r io.Reader, accepted ...Exception) (Sheet, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return Sheet{}, fmt.Errorf("read sheet: %w", err)
	}
	var content map[string]any
	if err := toml.Unmarshal(text, &content); err != nil {
		return Sheet{}, fmt.Errorf("read sheet: %w", Mistakes{syntaxMistake(err)})
	}
	sheet, mistakes := build(tomlRecords(content, linesOf(string(text))), accepted)
	if len(mistakes) > 0 {
		return Sheet{}, fmt.Errorf("read sheet: %w", mistakes)
	}
	return sheet, nil
}

func syntaxMistake(err error) *Mistake {
	if syntax, ok := err.(toml.ParseError); ok {
		return &Mistake{Fault: BadSyntax, Line: max(1, syntax.Position.Line), Key: syntax.LastKey}
	}
	return &Mistake{Fault: BadSyntax, Line: 1}
}

// tomlRecords makes records of a decoded file.
func tomlRecords(content map[string]any, at lines) []record {
	rootRecord := record{table: root, line: 1, fields: map[string]field{}}
	var rest []record
	for _, key := range sortedKeys(content) {
		switch value := content[key].(type) {
		case map[string]any:
			rest = append(rest, tomlRecord(key, 0, value, at))
		case []map[string]any:
			for i, one := range value {
				rest = append(rest, tomlRecord(key, i, one, at))
			}
		case []any: // inline: grade = [{code = "K", …}]
			for i, one := range value {
				content, _ := one.(map[string]any)
				rest = append(rest, tomlRecord(key, i, content, at))
			}
		default:
			rootRecord.fields[key] = field{value, at.find(root, 0, key)}
		}
	}
	return append([]record{rootRecord}, rest...)
}

func tomlRecord(table string, i int, content map[string]any, at lines) record {
	r := record{table: table, line: at.find(table, i, ""), fields: map[string]field{}}
	for key, value := range content {
		r.fields[key] = field{value, at.find(table, i, key)}
	}
	return r
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// number reads a figure exactly: TOML's floats are the nearest to what was
// written, so their shortest form is what was written.
func number(value any) (*big.Rat, bool) {
	switch v := value.(type) {
	case int64:
		return new(big.Rat).SetInt64(v), true
	case float64:
		return ParseNumber(strconv.FormatFloat(v, 'f', -1, 64))
	case cell:
		return ParseNumber(string(v))
	}
	return nil, false
}

// shown is a value as it stands in a message.
func shown(value any) string {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any, []map[string]any, map[string]any:
		return "[…]"
	}
	text := []rune(fmt.Sprint(value))
	if len(text) > 60 {
		return string(text[:59]) + "…"
	}
	return string(text)
}
