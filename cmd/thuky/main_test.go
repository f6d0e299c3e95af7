package main

import (
	"context"
	"io"
	"strings"
	"testing"
)

// Whoever waits for a line of a terminal can be interrupted.
func TestInterruptedWhileReading(t *testing.T) {
	t.Chdir(t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	silent, typing := io.Pipe()
	defer typing.Close()
	var out, said strings.Builder
	ended := make(chan int)
	go func() { ended <- run(ctx, []string{"ask", "-"}, silent, &out, &said) }()
	if _, err := io.WriteString(typing, "lịch hôm nay\n"); err != nil { // returns once it has been read
		t.Fatal(err)
	}
	stop()
	if code := <-ended; code != exitFailed || said.String() != "thuky: Đã dừng theo yêu cầu.\n" {
		t.Errorf("exit code %d, said %q", code, said.String())
	}
}

func TestStandardInputEnds(t *testing.T) {
	text, err := io.ReadAll(untilDone(t.Context(), strings.NewReader("một\nhai\n")))
	if err != nil || string(text) != "một\nhai\n" {
		t.Errorf("read %q, %v", text, err)
	}
}
