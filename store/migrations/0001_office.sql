-- +goose Up
-- Released: changed no more. What comes later is a file of its own.

-- Small facts of the ledger itself.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,          -- 'directory_revision', 'next_update', 'clock_alive'
    value INTEGER NOT NULL           -- its number
) STRICT;

-- What arrived and is to be handled, in order of arrival.
CREATE TABLE inbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival
    source      TEXT    NOT NULL,    -- 'telegram' or 'errand': never taken from the JSON
    source_id   INTEGER NOT NULL,    -- update_id, or the errand's id
    kind        TEXT    NOT NULL,    -- 'message', 'callback_query', ...: for the log
    chat        INTEGER NOT NULL,    -- chat it came from, 0 if none
    raw         BLOB,                -- the update as received; erased when it is settled
    received_at INTEGER NOT NULL,    -- instant
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'done', 'failed', 'aside')),
    settled_at  INTEGER,             -- instant; null while waiting
    reason      TEXT    NOT NULL DEFAULT '', -- why it failed or was put aside; never message text
    UNIQUE (source, source_id)
) STRICT;
CREATE INDEX inbox_waiting ON inbox (id) WHERE state = 'waiting';
CREATE INDEX inbox_settled ON inbox (settled_at) WHERE state <> 'waiting';

-- A message that is edited in place: a form, a menu, an answer with arrows.
CREATE TABLE screen (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- the conversation in a button's token
    chat       INTEGER NOT NULL,     -- chat that shows it
    person     TEXT    NOT NULL,     -- key of the person it was made for
    duty       TEXT    NOT NULL,     -- which duty of the bot answers its buttons
    state      TEXT    NOT NULL,     -- what the duty remembers, JSON
    revision   INTEGER NOT NULL,     -- grows with every change; a button of an older one is stale
    message    INTEGER NOT NULL DEFAULT 0, -- message id in the chat; 0 until it is sent
    changed_at INTEGER NOT NULL      -- instant
) STRICT;
CREATE INDEX screen_person ON screen (chat, person, duty, id);
CREATE INDEX screen_changed ON screen (changed_at);

-- What is to be delivered, and what became of it.
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- order of queueing
    deed       TEXT    NOT NULL UNIQUE, -- names the deed: queueing it again changes nothing
    chat       INTEGER NOT NULL,     -- recipient; 0 for what concerns no chat
    class      INTEGER NOT NULL CHECK (class IN (1, 2, 3)), -- 1 answer, 2 reminder, 3 broadcast
    kind       TEXT    NOT NULL CHECK (kind IN ('send', 'edit', 'delete', 'pin', 'toast', 'inline', 'commands')),
    body       TEXT    NOT NULL,     -- store.Message as JSON
    screen     INTEGER REFERENCES screen (id) ON DELETE SET NULL, -- the screen it shows or edits
    not_before INTEGER NOT NULL,     -- instant: not earlier
    not_after  INTEGER,              -- instant: useless later; null is never
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'withdrawn', 'expired')),
    attempts   INTEGER NOT NULL DEFAULT 0, -- tries that failed
    message    INTEGER NOT NULL DEFAULT 0, -- message id given by the messenger
    reason     TEXT    NOT NULL DEFAULT '', -- why it failed, was withdrawn or expired
    queued_at  INTEGER NOT NULL,     -- instant
    settled_at INTEGER               -- instant; null while waiting or sending
) STRICT;
CREATE INDEX outbox_open ON outbox (chat, class, id, not_before) WHERE settled_at IS NULL;
CREATE INDEX outbox_screen ON outbox (screen) WHERE screen IS NOT NULL;
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX outbox_trouble ON outbox (state, settled_at) WHERE state IN ('failed', 'unknown', 'expired');

-- A chat that can no longer be written to, or has moved.
CREATE TABLE gone_chat (
    chat   INTEGER PRIMARY KEY,      -- the chat
    moved  INTEGER NOT NULL DEFAULT 0, -- its new id after a migration; 0 if it is simply gone
    reason TEXT    NOT NULL,         -- the messenger's words
    since  INTEGER NOT NULL          -- instant
) STRICT;

-- Slow work outside the clerk: download, read a file, draw a picture.
CREATE TABLE errand (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       TEXT    NOT NULL,     -- which work
    chat       INTEGER NOT NULL,     -- chat that asked
    person     TEXT    NOT NULL,     -- key of the person who asked
    task       TEXT    NOT NULL,     -- what to do, JSON
    not_before INTEGER NOT NULL,     -- instant: moved on by a retry
    attempts   INTEGER NOT NULL DEFAULT 0, -- tries that failed
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    reason     TEXT    NOT NULL DEFAULT '', -- why it failed
    settled_at INTEGER               -- instant; null while waiting
) STRICT;
CREATE INDEX errand_waiting ON errand (not_before) WHERE state = 'waiting';
CREATE INDEX errand_settled ON errand (settled_at) WHERE state <> 'waiting';

-- Who did what (nhật ký): rows are only ever added, each chained to the one before.
CREATE TABLE audit (
    number  INTEGER PRIMARY KEY AUTOINCREMENT, -- 1, 2, ... without a gap
    at      INTEGER NOT NULL,        -- instant
    actor   TEXT    NOT NULL,        -- key of a person, '' from the command line
    roles   TEXT    NOT NULL,        -- the actor's roles then, with commas
    act     TEXT    NOT NULL,        -- a store.AuditAct
    kind    TEXT    NOT NULL,        -- what kind of thing it was done to: 'week', 'person', ...
    subject TEXT    NOT NULL,        -- which one
    old     TEXT    NOT NULL,        -- what stood before, short, or ''
    new     TEXT    NOT NULL,        -- what stands since, short, or ''
    reason  TEXT    NOT NULL,        -- why, in the person's words, or ''
    source  TEXT    NOT NULL,        -- the arrival it answered, '' from the command line
    digest  TEXT    NOT NULL         -- SHA-256 over the row and the digest before, hexadecimal
) STRICT;
CREATE INDEX audit_kind ON audit (kind, subject);
CREATE INDEX audit_actor ON audit (actor);
-- +goose StatementBegin
CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_not_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is not removed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the audit is not replaced'); END;
-- +goose StatementEnd

-- The directory (danh bạ). Position keeps the file's order, which is precedence.
CREATE TABLE unit (
    code     TEXT PRIMARY KEY,       -- 'P9'
    name     TEXT NOT NULL,          -- 'Phòng 9'
    kind     TEXT NOT NULL,          -- 'lanh-dao', 'van-phong', 'phong', 'huyen'
    cluster  TEXT NOT NULL,          -- cụm or khối, '' if not scored
    aliases  TEXT NOT NULL,          -- JSON array of other names
    position INTEGER NOT NULL        -- order of precedence
) STRICT;
CREATE TABLE person (
    key      TEXT PRIMARY KEY,       -- 'thao'
    name     TEXT NOT NULL,          -- 'Thảo'
    title    TEXT NOT NULL,          -- 'Phó Viện trưởng'
    short    TEXT NOT NULL,          -- 'PVT'
    unit     TEXT NOT NULL,          -- code of a unit, or ''
    aliases  TEXT NOT NULL,          -- JSON array of other names
    listed   INTEGER NOT NULL CHECK (listed IN (0, 1)), -- 1: stands in the imported file; 0: invited by name
    position INTEGER NOT NULL        -- order of precedence
) STRICT;
CREATE TABLE person_role (
    person TEXT NOT NULL REFERENCES person (key) ON DELETE CASCADE,
    role   TEXT NOT NULL,            -- a staff.Role
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)), -- 1: given by the imported file; 0: by an invitation
    PRIMARY KEY (person, role)
) STRICT, WITHOUT ROWID;
CREATE TABLE staff_group (
    name     TEXT PRIMARY KEY,       -- 'Lãnh đạo Viện'
    everyone INTEGER NOT NULL CHECK (everyone IN (0, 1)), -- 1: reaches all staff
    members  TEXT NOT NULL,          -- JSON array of person keys
    aliases  TEXT NOT NULL,          -- JSON array of other names
    position INTEGER NOT NULL        -- order of the file
) STRICT;

-- Which account of the messenger is which person.
CREATE TABLE account (
    account   INTEGER PRIMARY KEY,   -- the messenger's user id; also the private chat
    person    TEXT NOT NULL REFERENCES person (key) ON DELETE CASCADE,
    linked_at INTEGER NOT NULL       -- instant
) STRICT;
CREATE INDEX account_person ON account (person);

-- One-time invitations (mã mời). The code itself is not kept.
CREATE TABLE invitation (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    digest     BLOB NOT NULL UNIQUE, -- SHA-256 of the code
    person     TEXT REFERENCES person (key) ON DELETE CASCADE, -- whom it is for; null: somebody not in the directory yet
    name       TEXT NOT NULL,        -- of that somebody, or ''
    role       TEXT NOT NULL,        -- staff.Role that it adds, or ''
    unit       TEXT NOT NULL,        -- code of the unit it gives, or ''
    device     TEXT NOT NULL CHECK (device IN ('', 'second', 'other')), -- beside the person's accounts, or instead of them; '' only if there are none
    made_by    TEXT NOT NULL,        -- key of the person who invited, '' from the command line
    made_at    INTEGER NOT NULL,     -- instant
    expires_at INTEGER NOT NULL,     -- instant
    used_at    INTEGER,              -- instant at which the person confirmed; null while unused
    used_by    INTEGER,              -- account that used it
    revoked_at INTEGER               -- instant; null if it was not revoked
) STRICT;

-- Accounts that sent wrong codes: they are slowed down, then locked for a while.
CREATE TABLE wrong_code (
    account INTEGER PRIMARY KEY,     -- the messenger's user id
    times   INTEGER NOT NULL,        -- wrong codes in a row
    last_at INTEGER NOT NULL         -- instant of the last one
) STRICT;

-- How fast an account sends, so that one phone cannot starve the office.
CREATE TABLE pace (
    account INTEGER NOT NULL,        -- the messenger's user id
    kind    TEXT    NOT NULL CHECK (kind IN ('message', 'file')),
    full_at INTEGER NOT NULL,        -- instant at which it may send its whole burst again
    told    INTEGER NOT NULL CHECK (told IN (0, 1)), -- 1: it was told that it sends too fast
    PRIMARY KEY (account, kind)
) STRICT, WITHOUT ROWID;

-- Secret addresses of calendar feeds (địa chỉ lịch cho điện thoại), one a person and
-- one for the office. The secret itself is not kept.
CREATE TABLE feed (
    digest  BLOB PRIMARY KEY,        -- SHA-256 of the secret
    person  TEXT REFERENCES person (key) ON DELETE CASCADE, -- whose schedule it shows; null: the whole office's
    made_at INTEGER NOT NULL         -- instant
) STRICT;
CREATE UNIQUE INDEX feed_person ON feed (ifnull(person, ''));

-- Every version of every week that was published (lịch tuần đã công bố).
CREATE TABLE week_version (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    monday       TEXT NOT NULL,      -- the week, by its Monday
    version      INTEGER NOT NULL,   -- 1, 2, ... within the week
    from_day     TEXT NOT NULL,      -- first day of its title
    to_day       TEXT NOT NULL,      -- last day of its title
    published_by TEXT NOT NULL,      -- key of a person, '' from the command line
    published_at INTEGER NOT NULL,   -- instant
    kind         TEXT NOT NULL CHECK (kind IN ('publish', 'change', 'undo')), -- a whole week, one event, or one step back
    note         TEXT NOT NULL,      -- why, in the person's words, or ''
    deed         INTEGER NOT NULL,   -- the same for the versions that one act made: the id of the first of them
    extent       TEXT NOT NULL CHECK (extent IN ('whole', 'part', 'none')), -- 'part': only single events, before the week is published; 'none': withdrawn
    current      INTEGER NOT NULL CHECK (current IN (0, 1)), -- 1: the one that is answered from
    UNIQUE (monday, version)
) STRICT;
CREATE UNIQUE INDEX week_current ON week_version (monday) WHERE current = 1;
CREATE INDEX week_deed ON week_version (deed);

-- The events of a version.
CREATE TABLE event (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    version  INTEGER NOT NULL REFERENCES week_version (id),
    identity INTEGER NOT NULL,       -- the same through all versions: the id of its first row
    position INTEGER NOT NULL,       -- order in the schedule
    day      TEXT    NOT NULL,       -- first day
    time     TEXT    NOT NULL,       -- 'HH:MM' or ''
    end_time TEXT    NOT NULL,       -- 'HH:MM' or ''
    session  TEXT    NOT NULL,       -- as stated, or ''
    days     INTEGER NOT NULL CHECK (days >= 1), -- number of days
    text     TEXT    NOT NULL,       -- as written
    people   TEXT    NOT NULL,       -- JSON array of person keys
    groups   TEXT    NOT NULL,       -- JSON array of group names
    units    TEXT    NOT NULL,       -- JSON array of unit codes
    place    TEXT    NOT NULL,       -- or ''
    duty     INTEGER NOT NULL CHECK (duty IN (0, 1)), -- 1: trực nghiệp vụ
    paper    INTEGER NOT NULL CHECK (paper IN (0, 1)), -- 1: not to be shown in chat (xem bản giấy)
    status   TEXT    NOT NULL CHECK (status IN ('', 'postponed', 'cancelled')), -- '' takes place
    line     INTEGER NOT NULL,       -- line of the source
    UNIQUE (version, identity)
) STRICT;
CREATE INDEX event_first_day ON event (day);
CREATE INDEX event_identity ON event (identity);

-- Which current event takes place on which day: a question reads this and
-- nothing else, so that its cost does not grow with the years.
CREATE TABLE event_day (
    day   TEXT    NOT NULL,          -- each day of the event
    event INTEGER NOT NULL REFERENCES event (id),
    PRIMARY KEY (day, event)
) STRICT, WITHOUT ROWID;

-- What a person wants of the clock (/nhacviec): hours, leads, days, quiet hours.
-- Who has no row wants what the office's settings say.
CREATE TABLE preference (
    person TEXT PRIMARY KEY REFERENCES person (key) ON DELETE CASCADE,
    wish   TEXT NOT NULL             -- store.Preference as JSON
) STRICT;

-- Which runs of the office's own jobs are behind us, done or dropped.
CREATE TABLE job_run (
    name          TEXT    NOT NULL,  -- 'duty', 'no-week', ...
    scheduled_for INTEGER NOT NULL,  -- instant it was meant for
    outcome       TEXT    NOT NULL,  -- 'done', or why it was dropped
    run_at        INTEGER NOT NULL,  -- instant
    PRIMARY KEY (name, scheduled_for)
) STRICT, WITHOUT ROWID;

-- Items that began while no reminder of them could leave. Each person is told of
-- theirs in one line.
CREATE TABLE missed (
    event  INTEGER NOT NULL,         -- identity
    person TEXT    NOT NULL,         -- key
    starts INTEGER NOT NULL,         -- instant
    told   TEXT    NOT NULL DEFAULT '', -- deed of the summary that tells it
    PRIMARY KEY (event, person, starts)
) STRICT, WITHOUT ROWID;

-- Reminders that were due to somebody without an account: for the report.
CREATE TABLE unreached (
    deed   TEXT PRIMARY KEY,
    person TEXT    NOT NULL,         -- key
    due    INTEGER NOT NULL          -- instant
) STRICT;
CREATE INDEX unreached_due ON unreached (due);

-- Who has acknowledged which item (đã nhận).
CREATE TABLE receipt (
    event  INTEGER NOT NULL,         -- identity
    person TEXT    NOT NULL,         -- key
    starts INTEGER NOT NULL,         -- instant; a moved item asks again
    at     INTEGER NOT NULL,         -- instant
    PRIMARY KEY (event, person, starts)
) STRICT, WITHOUT ROWID;

-- Who wants to be reminded of an item once more (nhắc lại sau).
CREATE TABLE again (
    event  INTEGER NOT NULL,         -- identity
    person TEXT    NOT NULL,         -- key
    starts INTEGER NOT NULL,         -- instant
    lead   INTEGER NOT NULL,         -- minutes before that
    PRIMARY KEY (event, person, starts, lead)
) STRICT, WITHOUT ROWID;

-- Who goes in whose place (cử người dự thay).
CREATE TABLE stand_in (
    event      INTEGER NOT NULL,     -- identity
    person     TEXT    NOT NULL,     -- key of who was to go
    substitute TEXT    NOT NULL,     -- key of who is asked
    state      TEXT    NOT NULL CHECK (state IN ('asked', 'accepted', 'declined')),
    at         INTEGER NOT NULL,     -- instant of the last change
    PRIMARY KEY (event, person)
) STRICT, WITHOUT ROWID;

-- Groups of the messenger that the office has registered (nhóm đã đăng ký).
CREATE TABLE chat_group (
    chat          INTEGER PRIMARY KEY, -- its chat; follows a migration
    title         TEXT    NOT NULL,  -- as the messenger last called it
    registered_by TEXT    NOT NULL,  -- key of a person
    registered_at INTEGER NOT NULL,  -- instant
    left_at       INTEGER            -- instant since which it is no longer served; null while it is
) STRICT;

-- Files that were drawn from a version of a week; they lie beside the ledger under
-- their hash.
CREATE TABLE week_file (
    monday  TEXT    NOT NULL,        -- the week, by its Monday
    version INTEGER NOT NULL,        -- of the week
    kind    TEXT    NOT NULL CHECK (kind IN ('picture', 'document')),
    hashes  TEXT,                    -- JSON array, a page each; null while it is being drawn, [] if it cannot be
    drawn_at INTEGER,                -- instant; null while it is being drawn
    PRIMARY KEY (monday, version, kind)
) STRICT, WITHOUT ROWID;

-- Files the messenger holds already: they are sent again by its id, not uploaded.
CREATE TABLE uploaded_file (
    hash    TEXT PRIMARY KEY,        -- SHA-256, hexadecimal
    file_id TEXT NOT NULL            -- the messenger's
) STRICT, WITHOUT ROWID;

-- What a group shows of a week (lịch đăng trong nhóm): each part is one message,
-- edited when the week changes.
CREATE TABLE board (
    chat    INTEGER NOT NULL REFERENCES chat_group (chat) ON UPDATE CASCADE ON DELETE CASCADE,
    monday  TEXT    NOT NULL,        -- the week, by its Monday
    kind    TEXT    NOT NULL CHECK (kind IN ('text', 'picture')),
    page    INTEGER NOT NULL,        -- 0, 1, ...
    screen  INTEGER NOT NULL REFERENCES screen (id) ON DELETE CASCADE, -- its message
    version INTEGER NOT NULL,        -- of the week, as it was last told to show
    content TEXT    NOT NULL,        -- digest of what that is
    PRIMARY KEY (chat, monday, kind, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX board_monday ON board (monday);
CREATE INDEX board_screen ON board (screen);

-- +goose Down
