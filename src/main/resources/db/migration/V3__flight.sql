-- The flight recorder. at: milliseconds since 1970 UTC. The oldest rows are deleted, so sequence numbers have gaps.
CREATE TABLE exchanges (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    mac      TEXT,
    uuid     TEXT,
    ip       TEXT,
    boot     TEXT,
    kind     TEXT    NOT NULL,
    outcome  TEXT    NOT NULL CHECK (outcome IN ('ok', 'ignored', 'refused', 'aborted', 'failed')),
    summary  TEXT    NOT NULL,
    details  TEXT    NOT NULL CHECK (json_valid(details))
) STRICT;

CREATE INDEX exchanges_mac ON exchanges (mac, sequence);
CREATE INDEX exchanges_uuid ON exchanges (uuid, sequence) WHERE uuid IS NOT NULL;
