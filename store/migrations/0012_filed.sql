-- +goose Up
-- What the last directory file said, beside what holds: what a handover or an invitation
-- has made of it holds until a file says something else than the one before.
ALTER TABLE person ADD COLUMN filed_unit TEXT; -- unit as the file says; null if no file names the person
ALTER TABLE person_role ADD COLUMN handed INTEGER NOT NULL DEFAULT 0 CHECK (handed IN (0, 1)); -- 1: handed over: not held, though the file still says so
ALTER TABLE staff_group ADD COLUMN filed TEXT NOT NULL DEFAULT '[]'; -- members as the file says: JSON array of person keys
UPDATE person SET filed_unit = unit WHERE listed = 1;
UPDATE staff_group SET filed = members;

-- +goose Down
