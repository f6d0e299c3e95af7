-- +goose Up
-- Since when the sheet of a unit is in its state.
ALTER TABLE submission ADD COLUMN stepped_at INTEGER; -- instant; null before the first step

-- Who was chased when (đôn đốc): the office's proof, one row a message and unit. It is
-- kept like the period itself, when the outbox has long forgotten; what became of the
-- message follows the outbox by the trigger below.
CREATE TABLE chase (
    deed       TEXT    NOT NULL,     -- of the message in the outbox
    period     INTEGER NOT NULL REFERENCES period (id),
    unit       TEXT    NOT NULL,     -- code of the unit that is late, or soon will be
    person     TEXT    NOT NULL,     -- key of who was told
    role       TEXT    NOT NULL,     -- as whom: a staff.Role of the unit's, or 'clerk'
    days       INTEGER NOT NULL,     -- days from then to the deadline; below 0 behind it
    answered   INTEGER NOT NULL,     -- criteria answered then
    asked      INTEGER NOT NULL,     -- of so many
    chased_by  TEXT    NOT NULL,     -- key of the person who pressed, '' for the clock
    chased_at  INTEGER NOT NULL,     -- instant at which it was queued
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'withdrawn', 'expired')),
    settled_at INTEGER,              -- instant at which it arrived or came to nothing; null before
    PRIMARY KEY (deed, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX chase_unit ON chase (period, unit, chased_at);
CREATE INDEX chase_person ON chase (person);
-- +goose StatementBegin
CREATE TRIGGER chase_follows AFTER UPDATE OF state ON outbox WHEN NEW.deed GLOB 'chase*'
BEGIN
    UPDATE chase SET state = NEW.state, settled_at = NEW.settled_at WHERE deed = NEW.deed;
END;
-- +goose StatementEnd

-- +goose Down
