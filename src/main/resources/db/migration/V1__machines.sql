-- Times are milliseconds since 1970 UTC. MACs and UUIDs are in their canonical text form.

CREATE TABLE machines (
    id           TEXT    NOT NULL PRIMARY KEY,
    uuid         TEXT,
    stage        TEXT    NOT NULL,
    stage_since  INTEGER NOT NULL,
    stage_why    TEXT    NOT NULL,
    boot         TEXT    NOT NULL,
    fingerprint  TEXT    NOT NULL REFERENCES fingerprints (hash) DEFERRABLE INITIALLY DEFERRED,
    evidence_at  INTEGER NOT NULL,
    turn         INTEGER NOT NULL CHECK (turn >= 1),
    first_seen   INTEGER NOT NULL
) STRICT;
CREATE INDEX machines_uuid ON machines (uuid);
CREATE INDEX machines_boot ON machines (boot);

-- Not unique by MAC: two held machines may both claim a NIC.
CREATE TABLE machine_macs (
    machine TEXT NOT NULL REFERENCES machines (id),
    mac     TEXT NOT NULL,
    PRIMARY KEY (machine, mac)
) STRICT, WITHOUT ROWID;
CREATE INDEX machine_macs_mac ON machine_macs (mac);

-- held: confused with the other until a person decides; distinct: a person decided.
CREATE TABLE machine_others (
    machine  TEXT NOT NULL REFERENCES machines (id),
    relation TEXT NOT NULL CHECK (relation IN ('held', 'distinct')),
    other    TEXT NOT NULL REFERENCES machines (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (machine, relation, other)
) STRICT, WITHOUT ROWID;

-- At most one open order a machine: the one that is not closed.
CREATE TABLE orders (
    machine TEXT    NOT NULL REFERENCES machines (id),
    number  INTEGER NOT NULL,
    kind    TEXT    NOT NULL CHECK (kind IN ('wait', 'reboot', 'poweroff', 'boot-on')),
    boot    TEXT    NOT NULL,
    given   INTEGER NOT NULL,
    until   INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    closed  INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    PRIMARY KEY (machine, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX orders_open ON orders (machine) WHERE closed = 0;

-- The raw archive lies beside the database as fingerprints/<hash>.tar.gz.
CREATE TABLE fingerprints (
    hash       TEXT    NOT NULL PRIMARY KEY,
    machine    TEXT    NOT NULL REFERENCES machines (id) DEFERRABLE INITIALLY DEFERRED,
    boot       TEXT    NOT NULL,
    taken      INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    parsed     TEXT    NOT NULL CHECK (json_valid(parsed)),
    difference TEXT    NOT NULL CHECK (json_valid(difference))
) STRICT;
CREATE INDEX fingerprints_machine ON fingerprints (machine, taken);

CREATE TRIGGER fingerprints_immutable BEFORE UPDATE ON fingerprints
BEGIN
    SELECT RAISE(ABORT, 'fingerprints are immutable');
END;

CREATE TABLE disks (
    fingerprint  TEXT    NOT NULL REFERENCES fingerprints (hash) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    wwid         TEXT    NOT NULL,
    serial       TEXT    NOT NULL,
    model        TEXT    NOT NULL,
    eui          TEXT    NOT NULL,
    nguid        TEXT    NOT NULL,
    firmware     TEXT    NOT NULL,
    bytes        INTEGER NOT NULL,
    logical      INTEGER NOT NULL,
    physical     INTEGER NOT NULL,
    transport    TEXT    NOT NULL,
    rotational   INTEGER NOT NULL CHECK (rotational IN (0, 1)),
    pci          TEXT,
    numa         INTEGER,
    percent_used INTEGER,
    media_errors INTEGER,
    celsius      INTEGER,
    blank        INTEGER NOT NULL CHECK (blank IN (0, 1)),
    contents     TEXT    NOT NULL,
    by_id        TEXT    NOT NULL,
    kernel_name  TEXT    NOT NULL,
    PRIMARY KEY (fingerprint, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX disks_serial ON disks (serial);
CREATE INDEX disks_wwid ON disks (wwid);

CREATE TABLE nics (
    fingerprint TEXT    NOT NULL REFERENCES fingerprints (hash) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    mac         TEXT    NOT NULL,
    driver      TEXT    NOT NULL,
    firmware    TEXT    NOT NULL,
    pci         TEXT,
    numa        INTEGER,
    speed       INTEGER,
    link        INTEGER NOT NULL CHECK (link IN (0, 1)),
    max_mtu     INTEGER,
    booted      INTEGER NOT NULL CHECK (booted IN (0, 1)),
    address     TEXT    NOT NULL,
    lldp_system TEXT,
    lldp_port   TEXT,
    jumbo       TEXT,
    kernel_name TEXT    NOT NULL,
    PRIMARY KEY (fingerprint, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX nics_mac ON nics (mac);

CREATE VIEW machine_disks AS
SELECT m.id AS machine, d.* FROM machines m JOIN disks d ON d.fingerprint = m.fingerprint;
CREATE VIEW machine_nics AS
SELECT m.id AS machine, n.* FROM machines m JOIN nics n ON n.fingerprint = m.fingerprint;

-- AUTOINCREMENT: a sequence number is never given twice.
CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    machine  TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    text     TEXT    NOT NULL
) STRICT;
CREATE INDEX events_machine ON events (machine, sequence);

CREATE TRIGGER events_keep BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
CREATE TRIGGER events_immutable BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

-- REPLACE deletes without asking the trigger for deletions.
CREATE TRIGGER events_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;

-- Questions. Only the newest of each MAC are kept.
CREATE TABLE sightings (
    sequence INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    address  TEXT    NOT NULL,
    boot     TEXT    NOT NULL,
    mac      TEXT    NOT NULL,
    uuid     TEXT,
    firmware TEXT    NOT NULL,
    arch     TEXT    NOT NULL,
    product  TEXT    NOT NULL,
    serial   TEXT    NOT NULL,
    step     TEXT    NOT NULL,
    reason   TEXT    NOT NULL
) STRICT;
CREATE INDEX sightings_mac ON sightings (mac, sequence);

CREATE TABLE secrets (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
