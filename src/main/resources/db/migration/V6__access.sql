-- Times are milliseconds since 1970 UTC.

-- The secret itself is nowhere: hash is the SHA-256 of its whole text, 256 bits of which are random.
CREATE TABLE tokens (
    id      TEXT    NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL,
    role    TEXT    NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    created INTEGER NOT NULL,
    expires INTEGER,
    used    INTEGER,
    revoked INTEGER
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: a sequence number is never given twice.
CREATE TABLE audit (
    sequence  INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,
    token     TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    role      TEXT    NOT NULL,
    address   TEXT    NOT NULL,
    action    TEXT    NOT NULL,
    object    TEXT    NOT NULL,
    old_value TEXT    NOT NULL,
    new_value TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_object ON audit (object, sequence);
CREATE INDEX audit_name ON audit (name, sequence);

CREATE TRIGGER audit_keep BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_immutable BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- REPLACE deletes without asking the trigger for deletions.
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- Requests with an Idempotency-Key. No status: being done, or the appliance stopped in the middle.
CREATE TABLE repeats (
    token   TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    request TEXT    NOT NULL,
    begun   INTEGER NOT NULL,
    status  INTEGER,
    type    TEXT,
    body    TEXT,
    PRIMARY KEY (token, key)
) STRICT;
CREATE INDEX repeats_begun ON repeats (begun);

-- secret is kept as it is, since each delivery is signed with it. taken: the latest event that was taken or given up.
CREATE TABLE webhooks (
    id            TEXT    NOT NULL PRIMARY KEY,
    url           TEXT    NOT NULL,
    kinds         TEXT    NOT NULL CHECK (json_valid(kinds)),
    secret        TEXT    NOT NULL,
    created       INTEGER NOT NULL,
    taken         INTEGER NOT NULL,
    given_up      INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    failure       TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
