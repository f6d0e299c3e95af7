-- +goose Up
-- Units come and go; what they did stays theirs.
ALTER TABLE unit ADD COLUMN valid_from TEXT NOT NULL DEFAULT ''; -- first day, '' if it was always there
ALTER TABLE unit ADD COLUMN valid_to TEXT NOT NULL DEFAULT ''; -- last day, '' while none is known
ALTER TABLE unit ADD COLUMN successor TEXT NOT NULL DEFAULT ''; -- code of the unit that it became part of, or ''
ALTER TABLE unit ADD COLUMN listed INTEGER NOT NULL DEFAULT 1 CHECK (listed IN (0, 1)); -- 0: the last directory file no longer names it; kept for its history

-- +goose Down
