-- +goose Up
-- A sheet that was begun may be left out of its period: its unit merged into another one.
ALTER TABLE submission ADD COLUMN left_out TEXT NOT NULL DEFAULT ''; -- why, '' if it is not; what was answered is kept

-- +goose Down
