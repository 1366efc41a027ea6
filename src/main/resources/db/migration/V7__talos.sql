-- Secrets of clusters, what nodes got and what they say. Times are milliseconds since 1970 UTC. sealed: AES-256-GCM.

CREATE TABLE cluster_secrets (
    cluster TEXT    NOT NULL PRIMARY KEY,
    sealed  BLOB    NOT NULL,
    key_id  TEXT    NOT NULL,
    origin  TEXT    NOT NULL CHECK (origin IN ('GENERATED', 'SECRETS_FILE', 'CONFIGURATION')),
    made    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Client certificates that were handed out; without their keys.
CREATE TABLE minted (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster  TEXT    NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('talosconfig', 'kubeconfig')),
    who      TEXT    NOT NULL,
    role     TEXT    NOT NULL,
    serial   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    until    INTEGER NOT NULL
) STRICT;
CREATE INDEX minted_cluster ON minted (cluster, sequence);

-- Configurations that were handed out. ticket: SHA-256 of the ticket, or of the push. A ticket is used once.
CREATE TABLE served (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket   TEXT    NOT NULL UNIQUE,
    machine  TEXT    NOT NULL,
    arm      TEXT    NOT NULL,
    boot     TEXT    NOT NULL,
    how      TEXT    NOT NULL CHECK (how IN ('ticket', 'push')),
    hash     TEXT    NOT NULL,
    sealed   BLOB    NOT NULL,
    key_id   TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX served_machine ON served (machine, sequence);

-- Tickets that were refused; a machine's own or, without a machine, anybody's. The oldest are forgotten.
CREATE TABLE refusals (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    machine  TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    code     TEXT    NOT NULL,
    text     TEXT    NOT NULL
) STRICT;
CREATE INDEX refusals_machine ON refusals (machine, sequence);

-- What nodes say; the oldest lines of a machine are forgotten. event: the event's id, empty for kernel lines.
CREATE TABLE node_lines (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    machine  TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    source   TEXT    NOT NULL CHECK (source IN ('EVENT', 'KERNEL')),
    event    TEXT    NOT NULL,
    level    TEXT    NOT NULL,
    text     TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX node_lines_number ON node_lines (machine, number);
CREATE UNIQUE INDEX node_lines_event ON node_lines (machine, event) WHERE event <> '';

-- How far nodes were heard. said: number of the last line. began: when it last said that a boot begins. history: JSON.
CREATE TABLE node_progress (
    machine TEXT    NOT NULL PRIMARY KEY,
    said    INTEGER NOT NULL,
    began   INTEGER,
    history TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Who had an address, where nothing better tells.
CREATE INDEX sightings_address ON sightings (address, sequence);
CREATE INDEX served_address ON served (address, sequence);

-- By which method machines boot their own disk.
CREATE TABLE boot_methods (
    scope    TEXT    NOT NULL CHECK (scope IN ('MACHINE', 'CLASS', 'SITE')),
    key      TEXT    NOT NULL,
    firmware TEXT    NOT NULL CHECK (firmware IN ('BIOS', 'UEFI')),
    method   TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (scope, key, firmware)
) STRICT, WITHOUT ROWID;

-- The method of a boot that was told to boot its own disk; empty for other steps.
ALTER TABLE sightings ADD COLUMN method TEXT NOT NULL DEFAULT '';
