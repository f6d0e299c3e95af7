package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/civil"

	"thuky/store/week"
)

var boardMonday = civil.Date{Year: 2021, Month: 10, Day: 18}

func TestGroupsComeMoveAndGo(t *testing.T) {
	s, now := openTest(t, Options{}), time.Date(2021, 10, 18, 6, 0, 0, 0, time.UTC)
	write(t, s, func(tx *Tx) error {
		if err := tx.RegisterGroup(Group{Chat: -1, Title: "Giao ban", By: "ha", Since: now}); err != nil {
			return err
		}
		screen, err := tx.NewScreen(Screen{Chat: -1, Duty: "board"}, struct{}{}, now)
		if err != nil {
			return err
		}
		return tx.SaveBoardPart(BoardPart{Chat: -1, Monday: boardMonday, Kind: BoardText, Screen: screen.ID, Version: 1, Content: "x"})
	})
	// The new group may be known already; twice told is once moved.
	write(t, s, func(tx *Tx) error {
		return errors.Join(tx.RegisterGroup(Group{Chat: -1001, Title: "Giao ban", By: "ha", Since: now}),
			tx.MoveChat(-1, -1001, now), tx.MoveChat(-1, -1001, now))
	})
	write(t, s, func(tx *Tx) error {
		if _, found, err := tx.Group(-1); err != nil || found {
			t.Errorf("the old group is still there: %v", err)
		}
		groups, err := tx.Groups()
		if err != nil || len(groups) != 1 || groups[0].Chat != -1001 || groups[0].By != "ha" {
			t.Errorf("groups: %+v, %v", groups, err)
		}
		parts, err := tx.Board(-1001, boardMonday)
		if err != nil || len(parts) != 1 || parts[0].Version != 1 {
			t.Errorf("its board: %+v, %v", parts, err)
		}
		if renewed, err := tx.RenewBoard(-1001); err != nil || !renewed {
			t.Errorf("a part that never arrived is not renewed: %v", err)
		}
		return tx.LoseChat(-1001, "kicked", now)
	})
	write(t, s, func(tx *Tx) error {
		if groups, err := tx.Groups(); err != nil || len(groups) != 0 {
			t.Errorf("a group that cannot be written to: %+v, %v", groups, err)
		}
		if _, found, err := tx.LeaveGroup(-1001, "", now); err != nil || !found {
			t.Errorf("leave: %v, %v", found, err)
		}
		if _, found, err := tx.LeaveGroup(-1001, "", now); err != nil || found {
			t.Errorf("leave again: %v, %v", found, err)
		}
		return nil
	})
}

func TestBoardRevisionGrows(t *testing.T) {
	s, now := openTest(t, Options{}), time.Date(2021, 10, 18, 6, 0, 0, 0, time.UTC)
	last := int64(-1)
	for name, change := range map[string]func(*Tx) error{
		"group": func(tx *Tx) error { return tx.RegisterGroup(Group{Chat: -1, Since: now}) },
		"drawing": func(tx *Tx) error {
			return tx.SaveDrawing(Drawing{Monday: boardMonday, Version: 1, Kind: Picture}, now)
		},
		"week": func(tx *Tx) error {
			_, err := tx.PublishWeek(week.Week{From: boardMonday, To: boardMonday.AddDays(6)}, "", now)
			return err
		},
	} {
		write(t, s, func(tx *Tx) error {
			if err := change(tx); err != nil {
				return err
			}
			revision, err := tx.BoardRevision()
			if revision <= last {
				t.Errorf("%s: revision %d after %d", name, revision, last)
			}
			last = revision
			return err
		})
	}
}

func TestDrawings(t *testing.T) {
	s, now := openTest(t, Options{}), time.Date(2021, 10, 18, 6, 0, 0, 0, time.UTC)
	drawing := func(version int, hashes ...string) Drawing {
		return Drawing{Monday: boardMonday, Version: version, Kind: Picture, Hashes: hashes}
	}
	write(t, s, func(tx *Tx) error {
		if _, asked, _, err := tx.Drawing(boardMonday, 1, Picture); err != nil || asked {
			t.Errorf("not asked for yet: %v, %v", asked, err)
		}
		if err := tx.AskDrawing(boardMonday, 1, Picture); err != nil {
			return err
		}
		if _, asked, done, err := tx.Drawing(boardMonday, 1, Picture); err != nil || !asked || done {
			t.Errorf("asked for: %v, %v, %v", asked, done, err)
		}
		return errors.Join(tx.SaveDrawing(drawing(1, "a", "b"), now), tx.SaveDrawing(drawing(2, "b", "c"), now.AddDate(0, 0, 50)))
	})
	write(t, s, func(tx *Tx) error {
		d, asked, done, err := tx.Drawing(boardMonday, 2, Picture)
		if err != nil || !asked || !done || !slices.Equal(d.Hashes, []string{"b", "c"}) {
			t.Errorf("second drawing: %+v, %v", d, err)
		}
		return nil
	})
}
