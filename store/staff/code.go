package staff

import "time"

// Wrong codes are slowed down, and after the fifth nothing is looked at for a day.
const (
	MostWrongCodes  = 5
	WrongCodeMemory = 24 * time.Hour // after so long without one they are forgotten
)

var wrongCodePauses = [MostWrongCodes + 1]time.Duration{0, 2 * time.Second, 15 * time.Second, time.Minute, 5 * time.Minute, WrongCodeMemory}

// WrongCodePause is for how long no code of an account is looked at after so many
// wrong ones.
func WrongCodePause(times int) time.Duration {
	return wrongCodePauses[min(max(times, 0), MostWrongCodes)]
}
