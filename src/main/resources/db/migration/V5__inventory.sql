-- Nodes, disk roles, arms and the declared world. Times are milliseconds since 1970 UTC.

-- Agents can be told to read anew; a CHECK cannot be changed in place.
CREATE TABLE orders_new (
    machine TEXT    NOT NULL REFERENCES machines (id),
    number  INTEGER NOT NULL,
    kind    TEXT    NOT NULL CHECK (kind IN ('wait', 'reboot', 'poweroff', 'boot-on', 'read')),
    boot    TEXT    NOT NULL,
    given   INTEGER NOT NULL,
    until   INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    closed  INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    PRIMARY KEY (machine, number)
) STRICT, WITHOUT ROWID;
INSERT INTO orders_new SELECT machine, number, kind, boot, given, until, by, closed FROM orders;
DROP TABLE orders;
ALTER TABLE orders_new RENAME TO orders;
CREATE UNIQUE INDEX orders_open ON orders (machine) WHERE closed = 0;

-- What a machine is. Empty texts for: no node.
ALTER TABLE machines ADD COLUMN cluster TEXT NOT NULL DEFAULT '';
ALTER TABLE machines ADD COLUMN node TEXT NOT NULL DEFAULT '';
ALTER TABLE machines ADD COLUMN placed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE machines ADD COLUMN installed INTEGER;
ALTER TABLE machines ADD COLUMN obstacles TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(obstacles));
ALTER TABLE machines ADD COLUMN person INTEGER NOT NULL DEFAULT 0 CHECK (person IN (0, 1));
-- Of the stages armed and installing; install_boot of installing alone, arm_checked of armed alone.
ALTER TABLE machines ADD COLUMN arm TEXT;
ALTER TABLE machines ADD COLUMN install_boot TEXT;
ALTER TABLE machines ADD COLUMN arm_checked INTEGER NOT NULL DEFAULT 0 CHECK (arm_checked IN (0, 1));

-- What lists show and search, so that they need no fingerprint.
ALTER TABLE machines ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE machines ADD COLUMN serial TEXT NOT NULL DEFAULT '';
ALTER TABLE machines ADD COLUMN product TEXT NOT NULL DEFAULT '';
ALTER TABLE machines ADD COLUMN firmware TEXT NOT NULL DEFAULT '';
ALTER TABLE machines ADD COLUMN disks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE machines ADD COLUMN disk_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE machines ADD COLUMN nics INTEGER NOT NULL DEFAULT 0;
ALTER TABLE machines ADD COLUMN words TEXT NOT NULL DEFAULT '';

UPDATE machines SET
    number = rowid,
    person = stage = 'held',
    serial = coalesce((SELECT json_extract(parsed, '$.system.serial') FROM fingerprints WHERE hash = fingerprint), ''),
    product = coalesce((SELECT trim(json_extract(parsed, '$.system.manufacturer') || ' '
        || json_extract(parsed, '$.system.product')) FROM fingerprints WHERE hash = fingerprint), ''),
    firmware = coalesce((SELECT lower(json_extract(parsed, '$.platform.firmware')) FROM fingerprints
        WHERE hash = fingerprint), ''),
    disks = (SELECT count(*) FROM disks d WHERE d.fingerprint = machines.fingerprint),
    disk_bytes = (SELECT coalesce(sum(bytes), 0) FROM disks d WHERE d.fingerprint = machines.fingerprint),
    nics = (SELECT count(*) FROM nics n WHERE n.fingerprint = machines.fingerprint);
UPDATE machines SET words = lower(id || char(10) || serial || char(10) || product || char(10)
    || coalesce((SELECT group_concat(mac, char(10)) FROM machine_macs WHERE machine = id), '') || char(10)
    || coalesce((SELECT group_concat(d.serial, char(10)) FROM disks d WHERE d.fingerprint = machines.fingerprint), ''));

CREATE UNIQUE INDEX machines_number ON machines (number);
CREATE INDEX machines_first_seen ON machines (first_seen, id);
CREATE INDEX machines_evidence_at ON machines (evidence_at, id);
CREATE INDEX machines_serial ON machines (serial, id);
CREATE INDEX machines_by_node ON machines (node, id);
CREATE INDEX machines_stage ON machines (stage, first_seen, id);
CREATE INDEX machines_stage_id ON machines (stage, id);
CREATE INDEX machines_cluster ON machines (cluster, first_seen, id) WHERE cluster <> '';
CREATE INDEX machines_person ON machines (first_seen, id) WHERE person = 1;
-- No two machines are one node, whatever else goes wrong.
CREATE UNIQUE INDEX machines_node ON machines (node) WHERE node <> '';

-- rowid is machines.number; case is folded before.
CREATE VIRTUAL TABLE machine_words USING fts5 (words, tokenize = 'trigram', detail = 'full');
INSERT INTO machine_words (rowid, words) SELECT number, words FROM machines;

CREATE TABLE claims (
    machine  TEXT    NOT NULL REFERENCES machines (id),
    position INTEGER NOT NULL,
    wwid     TEXT    NOT NULL,
    serial   TEXT    NOT NULL,
    bytes    INTEGER NOT NULL,
    role     TEXT    NOT NULL CHECK (role IN ('system', 'pool', 'spare', 'ignore')),
    keep     INTEGER NOT NULL CHECK (keep IN (0, 1)),
    accepted TEXT    NOT NULL,
    PRIMARY KEY (machine, position),
    UNIQUE (machine, wwid, serial, bytes)
) STRICT, WITHOUT ROWID;

-- Every arm that was ever given; of a forgotten machine too.
CREATE TABLE arms (
    id          TEXT    NOT NULL PRIMARY KEY,
    machine     TEXT    NOT NULL,
    purpose     TEXT    NOT NULL CHECK (purpose IN ('INSTALL', 'WIPE')),
    fingerprint TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    by_policy   INTEGER NOT NULL CHECK (by_policy IN (0, 1)),
    given       INTEGER NOT NULL,
    until       INTEGER NOT NULL,
    ended       INTEGER,
    ending      TEXT    CHECK (ending IN ('DISARMED', 'EXPIRED', 'VOIDED', 'SPENT')),
    why         TEXT    NOT NULL DEFAULT '',
    CHECK ((ended IS NULL) = (ending IS NULL))
) STRICT;
-- At most one arm of a machine lives.
CREATE UNIQUE INDEX arms_live ON arms (machine) WHERE ended IS NULL;
CREATE INDEX arms_until ON arms (until) WHERE ended IS NULL;
CREATE INDEX arms_machine ON arms (machine, given);
CREATE INDEX arms_given ON arms (given, id);

CREATE TRIGGER arms_keep BEFORE DELETE ON arms
BEGIN
    SELECT RAISE(ABORT, 'arms are kept');
END;
CREATE TRIGGER arms_fixed BEFORE UPDATE OF id, machine, purpose, fingerprint, by, by_policy, given, until ON arms
BEGIN
    SELECT RAISE(ABORT, 'what an arm allows never changes');
END;
CREATE TRIGGER arms_over BEFORE UPDATE OF ended, ending, why ON arms WHEN OLD.ended IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'an arm that is over stays over');
END;
CREATE TRIGGER arms_not_replaced BEFORE INSERT ON arms WHEN EXISTS (SELECT 1 FROM arms WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'arms are kept');
END;

CREATE TABLE arm_disks (
    arm     TEXT    NOT NULL REFERENCES arms (id),
    number  INTEGER NOT NULL,
    wwid    TEXT    NOT NULL,
    serial  TEXT    NOT NULL,
    bytes   INTEGER NOT NULL,
    model   TEXT    NOT NULL,
    role    TEXT    NOT NULL CHECK (role IN ('system', 'pool', 'spare', 'ignore')),
    carries TEXT    NOT NULL,
    erase   INTEGER NOT NULL CHECK (erase IN (0, 1)),
    state   TEXT    NOT NULL CHECK (state IN ('UNTOUCHED', 'STARTED', 'ERASED', 'REFUSED', 'FAILED')),
    note    TEXT    NOT NULL,
    PRIMARY KEY (arm, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER arm_disks_keep BEFORE DELETE ON arm_disks
BEGIN
    SELECT RAISE(ABORT, 'arms are kept');
END;
CREATE TRIGGER arm_disks_fixed BEFORE UPDATE OF arm, number, wwid, serial, bytes, model, role, carries, erase
ON arm_disks
BEGIN
    SELECT RAISE(ABORT, 'what an arm allows never changes');
END;
CREATE TRIGGER arm_disks_over BEFORE INSERT ON arm_disks
WHEN EXISTS (SELECT 1 FROM arm_disks WHERE arm = NEW.arm AND number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'what an arm allows never changes');
END;
-- A policy arms blank disks only, so there is nothing to erase (law 3).
CREATE TRIGGER arm_disks_of_policies BEFORE INSERT ON arm_disks
WHEN NEW.erase = 1 AND EXISTS (SELECT 1 FROM arms WHERE id = NEW.arm AND by_policy = 1)
BEGIN
    SELECT RAISE(ABORT, 'a policy arms blank disks only');
END;

-- What people and policies declared. value: the thing as JSON. source: the file as a person wrote it, as long as the
-- thing did not change since. made: the policy that made it. world: the change of the whole world it came with.
CREATE TABLE declared (
    kind    TEXT    NOT NULL CHECK (kind IN ('CLUSTER', 'NODE', 'POLICY')),
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL CHECK (version >= 1),
    value   TEXT    NOT NULL CHECK (json_valid(value)),
    path    TEXT    NOT NULL,
    source  TEXT,
    made    TEXT    NOT NULL,
    cluster TEXT    NOT NULL,
    zone    TEXT    NOT NULL,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    world   INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX declared_world ON declared (world);
CREATE INDEX declared_zone ON declared (zone, name) WHERE kind = 'NODE';

-- The last version of what is no more: a name that is declared again counts on, so that an old version never fits.
CREATE TABLE declared_before (
    kind    TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- One row. version counts changes, removed those of them that took something away.
CREATE TABLE world (
    one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL,
    removed INTEGER NOT NULL
) STRICT;
INSERT INTO world (one, version, removed) VALUES (1, 0, 0);

-- Storage addresses that nodes have: the key is what keeps one from being given twice. pooled: taken from the pool,
-- not declared.
CREATE TABLE addresses (
    address TEXT    NOT NULL PRIMARY KEY,
    cluster TEXT    NOT NULL,
    node    TEXT    NOT NULL UNIQUE,
    pooled  INTEGER NOT NULL CHECK (pooled IN (0, 1)),
    given   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX addresses_cluster ON addresses (cluster);

-- Every giving and taking back, append-only.
CREATE TABLE addresses_given (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    what     TEXT    NOT NULL CHECK (what IN ('GIVEN', 'RELEASED')),
    address  TEXT    NOT NULL,
    cluster  TEXT    NOT NULL,
    node     TEXT    NOT NULL
) STRICT;
CREATE INDEX addresses_given_cluster ON addresses_given (cluster, address);

CREATE TRIGGER addresses_given_keep BEFORE DELETE ON addresses_given
BEGIN
    SELECT RAISE(ABORT, 'addresses_given is append-only');
END;
CREATE TRIGGER addresses_given_fixed BEFORE UPDATE ON addresses_given
BEGIN
    SELECT RAISE(ABORT, 'addresses_given is append-only');
END;
CREATE TRIGGER addresses_given_not_replaced BEFORE INSERT ON addresses_given
WHEN EXISTS (SELECT 1 FROM addresses_given WHERE sequence = NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'addresses_given is append-only');
END;
CREATE TRIGGER addresses_taken AFTER INSERT ON addresses
BEGIN
    INSERT INTO addresses_given (at, what, address, cluster, node)
    VALUES (NEW.given, 'GIVEN', NEW.address, NEW.cluster, NEW.node);
END;

-- Boots of a machine that were told to do something and brought nothing new.
CREATE INDEX sightings_recent ON sightings (mac, at, step, boot);
