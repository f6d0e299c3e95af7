-- +goose Up
-- How often the sheet has come to be appraised: 1, then one more each time it is
-- handed in again or sent back to the team by the council. Decisions count in their
-- own round only.
ALTER TABLE submission ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
-- Instant of the first submission: days late and order go by it; null before.
ALTER TABLE submission ADD COLUMN first_submitted INTEGER;
-- The round in which the unit sent its explanation (giải trình); 0 if it did not.
ALTER TABLE submission ADD COLUMN explained_round INTEGER NOT NULL DEFAULT 0;
UPDATE submission SET first_submitted = submitted_at;

-- The appraisal team of a period (Tổ chấm điểm): the decision that appoints it.
CREATE TABLE team (
    period    INTEGER PRIMARY KEY REFERENCES period (id),
    decision  TEXT    NOT NULL,      -- its number: '12/QĐ-VKS'
    signed_on TEXT    NOT NULL,      -- its date
    set_by    TEXT    NOT NULL,      -- key of a person
    set_at    INTEGER NOT NULL       -- instant
) STRICT;

-- Its members.
CREATE TABLE team_member (
    period    INTEGER NOT NULL REFERENCES period (id),
    person    TEXT    NOT NULL,      -- key
    absent    TEXT    NOT NULL DEFAULT '', -- why the Office fills in for them; '' while they are there
    absent_by TEXT    NOT NULL DEFAULT '', -- key of who said so
    PRIMARY KEY (period, person)
) STRICT, WITHOUT ROWID;

-- What a member appraises: a part of the sheet of a cluster.
CREATE TABLE team_charge (
    period  INTEGER NOT NULL,
    person  TEXT    NOT NULL,
    cluster TEXT    NOT NULL,
    part    TEXT    NOT NULL,        -- code of a section at the top; '+' bonuses, '-' deductions
    PRIMARY KEY (period, person, cluster, part),
    FOREIGN KEY (period, person) REFERENCES team_member (period, person)
) STRICT, WITHOUT ROWID;

-- What the team decided on each answer (thẩm định). Rows are only added; the last one
-- of a code counts, if it is of the sheet's present round.
CREATE TABLE appraisal (
    period    INTEGER NOT NULL,
    unit      TEXT    NOT NULL,
    code      TEXT    NOT NULL,      -- of the sheet
    revision  INTEGER NOT NULL,      -- 1, 2, ... of the code
    round     INTEGER NOT NULL,      -- of the submission
    stage     TEXT    NOT NULL CHECK (stage IN ('appraised', 'final')), -- 'final': after the explanation
    decision  TEXT    NOT NULL CHECK (decision IN ('accept', 'change', 'return', 'uphold')),
    value     TEXT    NOT NULL,      -- that counts from then on, as score.Sheet.Text writes it; '' of a return
    reason    TEXT    NOT NULL,
    appraiser TEXT    NOT NULL,      -- key of who decided
    absent    TEXT    NOT NULL,      -- key of the member for whom they filled in; '' for nobody
    at        INTEGER NOT NULL,      -- instant
    PRIMARY KEY (period, unit, code, revision),
    FOREIGN KEY (period, unit) REFERENCES submission (period, unit)
) STRICT, WITHOUT ROWID;

-- What the team asked a unit about an answer.
CREATE TABLE inquiry (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    period      INTEGER NOT NULL,
    unit        TEXT    NOT NULL,
    code        TEXT    NOT NULL,
    question    TEXT    NOT NULL,
    asked_by    TEXT    NOT NULL,    -- key
    asked_at    INTEGER NOT NULL,    -- instant
    answer      TEXT    NOT NULL DEFAULT '', -- '' until it is answered
    answered_by TEXT    NOT NULL DEFAULT '', -- key
    answered_at INTEGER,             -- instant
    FOREIGN KEY (period, unit) REFERENCES submission (period, unit)
) STRICT;
CREATE INDEX inquiry_sheet ON inquiry (period, unit);

-- Deductions and vetoes that were proposed (đề xuất điểm trừ, điểm liệt); what is not
-- decided to hold counts for nothing.
CREATE TABLE penalty (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    period      INTEGER NOT NULL,
    unit        TEXT    NOT NULL,
    code        TEXT    NOT NULL,    -- of a deduction or a veto of the sheet
    faults      INTEGER NOT NULL,    -- how many more, of a deduction; 0 of a veto
    reason      TEXT    NOT NULL,
    source      TEXT    NOT NULL,    -- where it is known from: a document
    proposed_by TEXT    NOT NULL,    -- key
    proposed_at INTEGER NOT NULL,    -- instant
    decision    TEXT    NOT NULL DEFAULT '' CHECK (decision IN ('', 'holds', 'dropped')),
    why         TEXT    NOT NULL DEFAULT '', -- of the decision
    decided_by  TEXT    NOT NULL DEFAULT '', -- key
    decided_at  INTEGER,             -- instant
    FOREIGN KEY (period, unit) REFERENCES submission (period, unit)
) STRICT;
CREATE INDEX penalty_sheet ON penalty (period, unit);

-- What a unit says to each change of its answers (giải trình).
CREATE TABLE explanation (
    period   INTEGER NOT NULL,
    unit     TEXT    NOT NULL,
    round    INTEGER NOT NULL,       -- of the submission
    code     TEXT    NOT NULL,
    agrees   INTEGER NOT NULL CHECK (agrees IN (0, 1)), -- 1: with the team
    text     TEXT    NOT NULL,       -- '' if it agrees
    by       TEXT    NOT NULL,       -- key
    at       INTEGER NOT NULL,       -- instant
    PRIMARY KEY (period, unit, round, code),
    FOREIGN KEY (period, unit) REFERENCES submission (period, unit)
) STRICT, WITHOUT ROWID;

-- Sessions of the council on a cluster (phiên họp Hội đồng); the last one counts.
CREATE TABLE council_session (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    period        INTEGER NOT NULL REFERENCES period (id),
    cluster       TEXT    NOT NULL,
    held_at       INTEGER NOT NULL,  -- instant
    present       TEXT    NOT NULL,  -- JSON array of keys
    votes_for     INTEGER NOT NULL,
    votes_against INTEGER NOT NULL,
    decision      TEXT    NOT NULL CHECK (decision IN ('approve', 'return')),
    reason        TEXT    NOT NULL,
    recorded_by   TEXT    NOT NULL   -- key
) STRICT;
CREATE INDEX council_session_cluster ON council_session (period, cluster);

-- +goose Down
