-- +goose Up
-- Messages to many (gửi hàng loạt): a notice, a ranking.
CREATE TABLE broadcast (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT    NOT NULL,       -- what kind of thing it tells: 'notice', ...
    subject  TEXT    NOT NULL,       -- which one, a key within the kind, or ''
    title    TEXT    NOT NULL,       -- one line by which people know it
    sender   TEXT    NOT NULL,       -- key of the person who sends it
    act      TEXT    NOT NULL,       -- staff.Act that the sender must be allowed
    receipts INTEGER NOT NULL CHECK (receipts IN (0, 1)), -- 1: people are asked to acknowledge it
    version  INTEGER NOT NULL,       -- of its words: 1, 2 after a correction, ...
    state    TEXT    NOT NULL CHECK (state IN ('scheduled', 'running', 'paused', 'cancelled', 'struck')),
    reason   TEXT    NOT NULL DEFAULT '', -- why it was cancelled, if nobody did: 'no right'
    due      INTEGER NOT NULL,       -- instant at which it begins
    made_at  INTEGER NOT NULL,       -- instant
    reminded INTEGER NOT NULL DEFAULT 0, -- how often those who had not acknowledged were reminded
    screen   INTEGER REFERENCES screen (id) ON DELETE SET NULL, -- shows the sender how it goes
    revision INTEGER NOT NULL DEFAULT 1, -- grows whenever something of it has come to an end
    shown    INTEGER NOT NULL DEFAULT 0, -- revision that the screen was last told to show
    shown_at INTEGER NOT NULL DEFAULT 0  -- instant of that
) STRICT;
CREATE INDEX broadcast_state ON broadcast (state, due);
CREATE INDEX broadcast_screen ON broadcast (screen) WHERE screen IS NOT NULL;
CREATE INDEX broadcast_made ON broadcast (made_at);

-- To whom it goes: a person or a group.
CREATE TABLE broadcast_recipient (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    broadcast INTEGER NOT NULL REFERENCES broadcast (id) ON DELETE CASCADE,
    person    TEXT    NOT NULL,      -- key, or '' for a group
    chat      INTEGER NOT NULL,      -- of the group; follows a migration; 0 for a person
    name      TEXT    NOT NULL,      -- of person or group, as it was then
    own       INTEGER NOT NULL CHECK (own IN (0, 1)), -- 1: it gets parts of its own
    version   INTEGER NOT NULL DEFAULT 0 -- of the words that are on their way to it; 0: none yet
) STRICT;
CREATE INDEX broadcast_recipient_version ON broadcast_recipient (broadcast, version);
CREATE INDEX broadcast_recipient_person ON broadcast_recipient (person);
CREATE INDEX broadcast_recipient_chat ON broadcast_recipient (chat) WHERE chat <> 0;

-- What it says, message by message, in every version.
CREATE TABLE broadcast_part (
    broadcast INTEGER NOT NULL REFERENCES broadcast (id) ON DELETE CASCADE,
    recipient INTEGER NOT NULL,      -- whose own part it is, or 0 for everybody's
    version   INTEGER NOT NULL,
    part      INTEGER NOT NULL,      -- 0, 1, ...: the order
    body      TEXT    NOT NULL,      -- store.Part as JSON
    PRIMARY KEY (broadcast, recipient, version, part)
) STRICT, WITHOUT ROWID;

-- Each message of it in each chat, and what became of that: the account that is
-- left when the outbox has forgotten. It follows the outbox by the trigger below, in
-- the same transaction, whatever ends a delivery.
CREATE TABLE broadcast_copy (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    recipient  INTEGER NOT NULL REFERENCES broadcast_recipient (id) ON DELETE CASCADE,
    chat       INTEGER NOT NULL,     -- an account of the person, or the group; follows a migration
    part       INTEGER NOT NULL,
    try        INTEGER NOT NULL,     -- 1, 2 when it was sent again, ...
    deed       TEXT    NOT NULL,     -- of that try
    screen     INTEGER REFERENCES screen (id) ON DELETE SET NULL, -- its message
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'gone', 'unknown', 'withdrawn', 'expired', 'removed')),
    reason     TEXT    NOT NULL DEFAULT '', -- why, in the messenger's words
    message    INTEGER NOT NULL DEFAULT 0, -- message id given by the messenger
    settled_at INTEGER,              -- instant; null while waiting or sending
    edit       TEXT    NOT NULL DEFAULT '', -- deed of the newest edit of it, or ''
    edit_state TEXT    NOT NULL DEFAULT ''  -- the state of that
) STRICT;
CREATE INDEX broadcast_copy_recipient ON broadcast_copy (recipient, chat, part);
CREATE UNIQUE INDEX broadcast_copy_deed ON broadcast_copy (deed);
CREATE INDEX broadcast_copy_edit ON broadcast_copy (edit) WHERE edit <> '';
CREATE INDEX broadcast_copy_open ON broadcast_copy (id) WHERE settled_at IS NULL;
CREATE INDEX broadcast_copy_edited ON broadcast_copy (id) WHERE edit_state IN ('waiting', 'sending');
CREATE INDEX broadcast_copy_chat ON broadcast_copy (chat);
CREATE INDEX broadcast_copy_screen ON broadcast_copy (screen) WHERE screen IS NOT NULL;
-- +goose StatementBegin
CREATE TRIGGER broadcast_copy_follows AFTER UPDATE OF state ON outbox WHEN NEW.deed GLOB 'broadcast*'
BEGIN
    UPDATE broadcast_copy SET message = NEW.message, settled_at = NEW.settled_at, reason = NEW.reason,
        state = CASE WHEN NEW.state = 'failed' AND EXISTS (SELECT 1 FROM gone_chat WHERE chat = NEW.chat AND moved = 0) THEN 'gone' ELSE NEW.state END
        WHERE deed = NEW.deed AND state <> 'removed';
    UPDATE broadcast_copy SET edit_state = NEW.state WHERE edit = NEW.deed AND edit <> '';
    UPDATE broadcast SET revision = revision + 1 WHERE NEW.settled_at IS NOT NULL AND id = (SELECT r.broadcast FROM broadcast_copy c
        JOIN broadcast_recipient r ON r.id = c.recipient WHERE c.deed = NEW.deed
        UNION SELECT r.broadcast FROM broadcast_copy c
        JOIN broadcast_recipient r ON r.id = c.recipient WHERE c.edit = NEW.deed AND c.edit <> '');
END;
-- +goose StatementEnd

-- Who has acknowledged which version (đã nhận).
CREATE TABLE broadcast_receipt (
    broadcast INTEGER NOT NULL REFERENCES broadcast (id) ON DELETE CASCADE,
    version   INTEGER NOT NULL,
    person    TEXT    NOT NULL,      -- key
    chat      INTEGER NOT NULL,      -- where: the person's own chat or a group
    at        INTEGER NOT NULL,      -- instant
    PRIMARY KEY (broadcast, version, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX broadcast_receipt_person ON broadcast_receipt (person);

-- +goose Down
