-- +goose Up

-- Every version of every score sheet (phiếu chấm điểm) that the office took in. A
-- version never changes.
CREATE TABLE sheet_version (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    sheet    TEXT NOT NULL,          -- the id that the file gives itself
    version  INTEGER NOT NULL,       -- 1, 2, ... of that id
    title    TEXT NOT NULL,
    content  TEXT NOT NULL,          -- score.Sheet as JSON, accepted sum errors included
    taken_by TEXT NOT NULL,          -- key of a person, '' from the command line
    taken_at INTEGER NOT NULL,       -- instant
    UNIQUE (sheet, version)
) STRICT;

-- Emulation periods (đợt thi đua).
CREATE TABLE period (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    title        TEXT NOT NULL,      -- 'Năm 2021'
    from_day     TEXT NOT NULL,      -- first day of the work that is scored
    to_day       TEXT NOT NULL,      -- last day
    state        TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed', 'appraising', 'explaining', 'council', 'approved', 'published', 'archived')),
    opens_at     INTEGER,            -- instant of each step; null while it is not fixed
    self_due     INTEGER,            -- units submit (hạn tự chấm)
    appraise_due INTEGER,            -- appraisal ends (hạn thẩm định)
    explain_due  INTEGER,            -- units explain (hạn giải trình)
    council_at   INTEGER,            -- the council meets (họp Hội đồng)
    publish_at   INTEGER,            -- the result is published (công bố)
    made_by      TEXT NOT NULL,      -- key of a person
    made_at      INTEGER NOT NULL,   -- instant
    revision     INTEGER NOT NULL    -- grows with every change of the period itself
) STRICT;

-- The sheet by which each cluster (cụm, khối) is scored in a period.
CREATE TABLE period_cluster (
    period        INTEGER NOT NULL REFERENCES period (id),
    cluster       TEXT    NOT NULL,  -- as the directory calls it
    sheet_version INTEGER NOT NULL REFERENCES sheet_version (id),
    PRIMARY KEY (period, cluster)
) STRICT, WITHOUT ROWID;

-- The sheet of one unit in a period (phiếu của đơn vị), from the day the unit takes part.
CREATE TABLE submission (
    period           INTEGER NOT NULL REFERENCES period (id),
    unit             TEXT    NOT NULL, -- code of a unit
    cluster          TEXT    NOT NULL, -- in which it is ranked, as it was when the unit was taken in
    state            TEXT    NOT NULL CHECK (state IN ('not_started', 'in_progress', 'submitted', 'returned', 'appraised', 'explained', 'final')),
    sheet_version    INTEGER REFERENCES sheet_version (id), -- the one it was begun with; null before
    extended_to      INTEGER,        -- instant until which this unit may submit; null without an extension
    extension_reason TEXT    NOT NULL DEFAULT '',
    submitted_at     INTEGER,        -- instant of the last submission; null before
    submitted_by     TEXT    NOT NULL DEFAULT '', -- key of the unit's head
    receipt          TEXT    NOT NULL DEFAULT '', -- verification code of the last submission
    editor           TEXT    NOT NULL DEFAULT '', -- key of who entered something last
    edited_at        INTEGER,        -- instant of that
    revision         INTEGER NOT NULL DEFAULT 0,  -- grows with every change of state
    PRIMARY KEY (period, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_unit ON submission (unit, period);

-- What a unit answered (câu trả lời): criteria, bonuses and deductions by code.
CREATE TABLE entry (
    period     INTEGER NOT NULL,
    unit       TEXT    NOT NULL,
    code       TEXT    NOT NULL,     -- of the sheet
    value      TEXT    NOT NULL,     -- as score.Sheet.Text writes it; '' is a blank
    points     INTEGER NOT NULL,     -- hundredths that the value is worth by the unit's own targets; 0 for what only others can score
    evidence   TEXT    NOT NULL,     -- JSON array of score.Evidence
    note       TEXT    NOT NULL,     -- the unit's explanation, where there is no evidence
    entered_by TEXT    NOT NULL,     -- key of a person
    entered_at INTEGER NOT NULL,     -- instant
    revision   INTEGER NOT NULL,     -- grows with every change of the row
    PRIMARY KEY (period, unit, code),
    FOREIGN KEY (period, unit) REFERENCES submission (period, unit)
) STRICT, WITHOUT ROWID;

-- Targets that units signed (giao ước thi đua); they replace the sheet's.
CREATE TABLE covenant_target (
    period    INTEGER NOT NULL REFERENCES period (id),
    unit      TEXT    NOT NULL,
    code      TEXT    NOT NULL,      -- of a criterion
    target    TEXT    NOT NULL,      -- a number, exact
    covenant  TEXT    NOT NULL,      -- number of the document
    signed_on TEXT    NOT NULL,      -- its date
    set_by    TEXT    NOT NULL,      -- key of a person, '' from the command line
    set_at    INTEGER NOT NULL,      -- instant
    PRIMARY KEY (period, unit, code)
) STRICT, WITHOUT ROWID;

-- +goose Down
