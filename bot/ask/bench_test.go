package ask_test

import (
	"testing"

	"thuky/bot/ask"
)

// BenchmarkUnderstand reads questions of every length.
func BenchmarkUnderstand(b *testing.B) {
	o := newOffice(b)
	for _, question := range []string{
		"lịch hôm nay",
		"chieu mai d/c lien co lich gi",
		"từ thứ 2 đến thứ 4 tuần sau đ/c Thảo nghe án mấy buổi",
		"lịhc tuầnsau",
	} {
		b.Run(question, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ask.Understand(question, o.index, asked)
			}
		})
	}
}
