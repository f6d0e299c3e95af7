package bot

import "thuky/store"

func (t *turn) correctNotice(b store.Broadcast) error { return nil }
