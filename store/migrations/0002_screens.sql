-- +goose Up
-- 1: a text or a file that the person sends next may be for this screen.
ALTER TABLE screen ADD COLUMN awaits INTEGER NOT NULL DEFAULT 0 CHECK (awaits IN (0, 1));
CREATE INDEX screen_awaits ON screen (chat, person, changed_at) WHERE awaits = 1;
-- What is still on its way to a screen: a form of two hundred questions has been edited
-- as often, and none of that is looked at again.
CREATE INDEX outbox_screen_open ON outbox (screen) WHERE settled_at IS NULL;

-- +goose Down
