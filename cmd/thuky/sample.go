package main

import (
	_ "embed"
	"strings"

	"thuky/store/staff"
)

// The sample office (VKSND tỉnh Phú Yên, October 2021): the directory used where
// none was imported, and the week of the demo exactly as the office published it.
var (
	//go:embed sample/phuyen.toml
	sampleDirectory string
	//go:embed sample/week-2021-10-18.txt
	sampleWeek []byte
	//go:embed sample/page-2021-10-21.txt
	samplePage []byte
	//go:embed sample/sheets/04-vks-phong-nghiep-vu-100.toml
	sampleDivisionSheet string
	//go:embed sample/sheets/01-vks-cap-huyen-khu-vuc-100.toml
	sampleDistrictSheet string
)

// sampleOffice reads the embedded directory, which a test proves readable.
func sampleOffice() (staff.Directory, error) { return staff.Decode(strings.NewReader(sampleDirectory)) }

// Who issues the sample office's documents, and where.
const (
	sampleIssuer = "Viện kiểm sát nhân dân tối cao\nViện kiểm sát nhân dân tỉnh Phú Yên"
	samplePlace  = "Phú Yên"
)
