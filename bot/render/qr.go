package render

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/boombuler/barcode/qr"
)

const (
	qrModule = 8 // pixels of a module
	qrQuiet  = 4 // modules of white around it: without them some phones see no code
)

// InvitationPicture is the QR code of a link as a PNG, black on white. It fails for a
// link too long for a code.
func InvitationPicture(link string) ([]byte, error) {
	code, err := qr.Encode(link, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("draw QR code: %w", err)
	}
	modules := code.Bounds().Dx()
	side := (modules + 2*qrQuiet) * qrModule
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			at := image.Pt(x/qrModule-qrQuiet, y/qrModule-qrQuiet)
			if at.In(code.Bounds()) && color.GrayModel.Convert(code.At(at.X, at.Y)).(color.Gray).Y < 128 {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("draw QR code: %w", err)
	}
	return out.Bytes(), nil
}
