package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

// help prints what a command is for and how it is called. The library's own
// printer has English headings.
func help(_ kong.HelpOptions, ctx *kong.Context) error {
	node := ctx.Selected()
	if node == nil {
		node = ctx.Model.Node
	}
	var b strings.Builder
	b.WriteString(node.Help + "\n\nCách dùng: " + usage(node) + "\n")
	var rows [][2]string
	leaves(node, func(leaf *kong.Node) {
		if leaf != node {
			rows = append(rows, [2]string{strings.TrimPrefix(usage(leaf), "thuky "), leaf.Help})
		}
	})
	table(&b, "Các lệnh", rows)
	rows = nil
	for _, p := range node.Positional {
		rows = append(rows, [2]string{p.Summary(), p.Help})
	}
	table(&b, "Đối số", rows)
	rows = nil
	for _, level := range node.AllFlags(true) {
		for _, f := range level {
			rows = append(rows, [2]string{f.String(), f.Help})
		}
	}
	table(&b, "Tuỳ chọn", rows)
	_, err := ctx.Stdout.Write([]byte(b.String()))
	return err
}

// usage is the command line of a node, options first: "thuky week parse [--json] <tệp>".
func usage(n *kong.Node) string {
	words := []string{n.FullPath()}
	for _, f := range n.Flags {
		switch {
		case f.Name == "help" || n.Parent == nil:
		case f.Required:
			words = append(words, f.Summary())
		default:
			words = append(words, "["+f.Summary()+"]")
		}
	}
	for _, p := range n.Positional {
		words = append(words, p.Summary())
	}
	if len(n.Children) > 0 {
		words = append(words, "<lệnh>")
	}
	return strings.Join(words, " ")
}

func leaves(n *kong.Node, visit func(*kong.Node)) {
	if n.Leaf() {
		visit(n)
	}
	for _, child := range n.Children {
		leaves(child, visit)
	}
}

func table(b *strings.Builder, title string, rows [][2]string) {
	if len(rows) == 0 {
		return
	}
	width := 0
	for _, r := range rows {
		width = max(width, utf8.RuneCountInString(r[0]))
	}
	fmt.Fprintf(b, "\n%s:\n", title)
	for _, r := range rows {
		fmt.Fprintf(b, "  %-*s  %s\n", width, r[0], r[1])
	}
}
