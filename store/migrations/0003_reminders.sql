-- +goose Up
-- 1: the office wants to know who has not acknowledged the reminder (quan trọng).
ALTER TABLE event ADD COLUMN important INTEGER NOT NULL DEFAULT 0 CHECK (important IN (0, 1));

-- Who was named to the office for not having acknowledged an important item.
CREATE TABLE unacknowledged (
    event  INTEGER NOT NULL,         -- identity
    person TEXT    NOT NULL,         -- key
    starts INTEGER NOT NULL,         -- instant
    told   INTEGER NOT NULL,         -- instant
    PRIMARY KEY (event, person, starts)
) STRICT, WITHOUT ROWID;

-- Times in which what was due could not leave; of each the office is told once,
-- afterwards.
CREATE TABLE outage (
    since INTEGER PRIMARY KEY,       -- instant
    until INTEGER,                   -- instant; null while it lasts
    lists INTEGER NOT NULL DEFAULT 0, -- lists that were never made: their hours had passed
    told  INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)) -- 1: it is over and told, or not worth telling
) STRICT;

-- +goose Down
