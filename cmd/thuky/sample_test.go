package main

import (
	"bytes"
	"testing"
)

func TestSampleOffice(t *testing.T) {
	d, err := sampleOffice()
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Units) != 22 || len(d.People) != 4 || len(d.Groups) != 6 {
		t.Errorf("%d units, %d people, %d groups", len(d.Units), len(d.People), len(d.Groups))
	}
}

// The sample is the office's own bytes: no editor may have cleaned them.
func TestSampleWeekIsVerbatim(t *testing.T) {
	if !bytes.Contains(sampleWeek, []byte("\u00a0")) {
		t.Error("the schedule has lost its no-break spaces")
	}
	if !bytes.Contains(samplePage, []byte("\u00d0")) {
		t.Error("the page has lost its Ð")
	}
}
