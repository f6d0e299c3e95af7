-- +goose Up
-- Which command menu an account was last given: after an upgrade that changes menus, it is
-- given the new one.
ALTER TABLE account ADD COLUMN menu TEXT NOT NULL DEFAULT ''; -- SHA-256 of its commands, hexadecimal; '' if not known

-- +goose Down
