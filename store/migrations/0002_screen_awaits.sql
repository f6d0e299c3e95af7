-- +goose Up
-- 1: a text or a file that the person sends next may be for this screen.
ALTER TABLE screen ADD COLUMN awaits INTEGER NOT NULL DEFAULT 0 CHECK (awaits IN (0, 1));
CREATE INDEX screen_awaits ON screen (chat, person, changed_at) WHERE awaits = 1;

-- +goose Down
