package render

import (
	"fmt"
	"strings"

	"thuky/store/score"
)

// shortSummary is the head of a sheet in short; its sections follow.
func shortSummary(s *score.Sheet) block {
	return block{lines: append(summaryHead(s), wholeSums(s)...)}
}

// sheetInShort is a sheet by its sections: what each adds up to and how many criteria
// are in it, sections inside a section under it.
func sheetInShort(s *score.Sheet) []block {
	sums := childSums(s)
	counts := map[string]int{}
	for _, c := range s.Criteria {
		counts[c.Section]++
	}
	var blocks []block
	var walk func(parent string, b *block)
	walk = func(parent string, b *block) {
		for _, section := range s.Sections {
			if section.Parent != parent || parent == section.Code {
				continue
			}
			line := sumLine(section.Code+" "+section.Title, sums[section.Code], section.Max)
			if n := counts[section.Code]; n > 0 {
				line += fmt.Sprintf(", %d tiêu chí", n)
			}
			if parent != "" {
				b.lines = append(b.lines, "• "+line)
				walk(section.Code, b)
				continue
			}
			blocks = append(blocks, block{lines: []string{bold(line)}})
			walk(section.Code, &blocks[len(blocks)-1])
		}
	}
	walk("", nil)
	var grades []string
	for _, g := range s.Grades {
		grades = append(grades, escape(clip(g.Label, 40))+" từ "+Score(g.Min))
	}
	return append(blocks, block{lines: []string{"Xếp loại: " + strings.Join(grades, "; ") + "."}})
}
