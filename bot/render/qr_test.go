package render

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
)

// TestInvitationPictureIsAQRCode looks at what a phone looks for: white around, the
// three squares in the corners, a whole number of modules.
func TestInvitationPictureIsAQRCode(t *testing.T) {
	raw, err := InvitationPicture("https://t.me/thuky_bot?start=AAAABBBBCCCCDDDDEEEEFFFF22")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	side := picture.Bounds().Dx() / qrModule
	modules := side - 2*qrQuiet
	if picture.Bounds().Dx()%qrModule != 0 || picture.Bounds().Dy() != picture.Bounds().Dx() || (modules-17)%4 != 0 {
		t.Fatalf("the picture is %v", picture.Bounds())
	}
	dark := func(x, y int) bool {
		r, _, _, _ := picture.At((x+qrQuiet)*qrModule+qrModule/2, (y+qrQuiet)*qrModule+qrModule/2).RGBA()
		return r == 0
	}
	for _, corner := range [][2]int{{0, 0}, {modules - 7, 0}, {0, modules - 7}} {
		for y := range 7 {
			for x := range 7 {
				ring := max(max(x-3, 3-x), max(y-3, 3-y))
				if want := ring != 2; dark(corner[0]+x, corner[1]+y) != want {
					t.Errorf("the square in corner %v is wrong at %d, %d", corner, x, y)
				}
			}
		}
	}
	for i := -qrQuiet; i < modules+qrQuiet; i++ {
		if dark(i, -1) || dark(i, modules) || dark(-1, i) || dark(modules, i) {
			t.Fatalf("the margin is not white at %d", i)
		}
	}
	if _, err := InvitationPicture(strings.Repeat("x", 5000)); err == nil {
		t.Error("a link too long for a code is drawn")
	}
}
