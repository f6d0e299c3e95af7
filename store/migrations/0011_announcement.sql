-- +goose Up

-- The text of announcements (lời văn công bố), as the office wrote it; a version never
-- changes, the last one is used.
CREATE TABLE announcement_text (
    version INTEGER PRIMARY KEY AUTOINCREMENT,
    text    TEXT    NOT NULL,        -- paragraphs with placeholders such as '{bảng}'
    made_by TEXT    NOT NULL,        -- key of a person
    made_at INTEGER NOT NULL         -- instant
) STRICT;

-- Announcements of results on their way (dự thảo công bố).
CREATE TABLE announcement (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    period     INTEGER NOT NULL REFERENCES period (id),
    replaces   INTEGER REFERENCES announcement (id), -- the published one that it corrects; null for none
    state      TEXT    NOT NULL CHECK (state IN ('draft', 'proposed', 'published', 'dropped')),
    content    TEXT    NOT NULL,     -- store.Draft as JSON
    drafters   TEXT    NOT NULL,     -- JSON array of keys: all who had a hand in it
    revision   INTEGER NOT NULL,     -- grows with every change of the content
    digest     TEXT    NOT NULL DEFAULT '', -- hexadecimal SHA-256 of the snapshot that was previewed last; '' before
    files      TEXT    NOT NULL DEFAULT '[]', -- JSON array of store.File: what was drawn of it
    broadcast  INTEGER REFERENCES broadcast (id) ON DELETE SET NULL, -- that sent it; null before, and where there was nobody to send to
    changed_at INTEGER NOT NULL      -- instant
) STRICT;
CREATE INDEX announcement_period ON announcement (period);

-- What was published (công bố): it never changes.
CREATE TABLE publication (
    announcement INTEGER PRIMARY KEY REFERENCES announcement (id),
    period       INTEGER NOT NULL REFERENCES period (id),
    replaces     INTEGER REFERENCES publication (announcement), -- that it corrects; null for none
    snapshot     TEXT    NOT NULL,   -- score.Report as canonical JSON: every input and every result
    digest       TEXT    NOT NULL,   -- hexadecimal SHA-256 of the snapshot
    drafted_by   TEXT    NOT NULL,   -- key of who drafted it last
    confirmed_by TEXT    NOT NULL CHECK (confirmed_by <> drafted_by), -- key
    at           INTEGER NOT NULL    -- instant
) STRICT;
CREATE INDEX publication_period ON publication (period);
CREATE UNIQUE INDEX publication_replaces ON publication (replaces) WHERE replaces IS NOT NULL;
-- +goose StatementBegin
CREATE TRIGGER publication_not_changed BEFORE UPDATE ON publication
BEGIN SELECT RAISE(ABORT, 'a publication is not changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER publication_not_removed BEFORE DELETE ON publication
BEGIN SELECT RAISE(ABORT, 'a publication is not removed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER publication_not_replaced BEFORE INSERT ON publication
WHEN EXISTS (SELECT 1 FROM publication WHERE announcement = NEW.announcement)
BEGIN SELECT RAISE(ABORT, 'a publication is not replaced'); END;
-- +goose StatementEnd

-- +goose Down
