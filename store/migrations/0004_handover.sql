-- +goose Up
-- Units come and go; what they did stays theirs.
ALTER TABLE unit ADD COLUMN valid_from TEXT NOT NULL DEFAULT ''; -- first day, '' if it was always there
ALTER TABLE unit ADD COLUMN valid_to TEXT NOT NULL DEFAULT ''; -- last day, '' while none is known
ALTER TABLE unit ADD COLUMN successor TEXT NOT NULL DEFAULT ''; -- code of the unit that it became part of, or ''
ALTER TABLE unit ADD COLUMN listed INTEGER NOT NULL DEFAULT 1 CHECK (listed IN (0, 1)); -- 0: the last directory file no longer names it; kept for its history

-- Posts that went from one person to another, or wait for somebody (bàn giao): a row for
-- each role.
CREATE TABLE handover (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    predecessor TEXT    NOT NULL,    -- key of who had the role
    successor   TEXT    NOT NULL,    -- key of who has it now, '' while nobody has
    role        TEXT    NOT NULL,    -- a staff.Role
    unit        TEXT    NOT NULL,    -- code of the unit in which it was held, or ''
    made_by     TEXT    NOT NULL,    -- key of a person
    made_at     INTEGER NOT NULL,    -- instant
    taken_at    INTEGER              -- instant at which the successor had its work in their chat; null before
) STRICT;
CREATE INDEX handover_open ON handover (id) WHERE taken_at IS NULL;

-- A screen of a post that waits for its successor stands in no chat.
ALTER TABLE screen ADD COLUMN handover INTEGER NOT NULL DEFAULT 0; -- the handover in which it waits; 0 if it does not
CREATE INDEX screen_handover ON screen (handover) WHERE handover <> 0;

-- What is old is found without looking at what is not.
CREATE INDEX missed_starts ON missed (starts);
CREATE INDEX receipt_starts ON receipt (starts);
CREATE INDEX again_starts ON again (starts);
CREATE INDEX stand_in_at ON stand_in (at);
CREATE INDEX job_run_at ON job_run (scheduled_for);
CREATE INDEX invitation_expires ON invitation (expires_at);

-- +goose Down
