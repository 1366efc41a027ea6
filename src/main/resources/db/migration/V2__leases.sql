-- Addresses that the DHCP server in full mode gave out, one row an address. Times are milliseconds since 1970.
CREATE TABLE lease (
    address   TEXT    NOT NULL PRIMARY KEY,
    client    TEXT    NOT NULL,
    mac       TEXT,
    host_name TEXT    NOT NULL DEFAULT '',
    state     TEXT    NOT NULL CHECK (state IN ('ACTIVE', 'RELEASED', 'QUARANTINED')),
    since     INTEGER NOT NULL,
    expires   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX lease_by_mac ON lease (mac) WHERE mac IS NOT NULL;

-- What happened to addresses, oldest first; renewals are left out.
CREATE TABLE lease_history (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    event     TEXT    NOT NULL CHECK (event IN ('GRANTED', 'RELEASED', 'DECLINED', 'CONFLICT')),
    address   TEXT    NOT NULL,
    client    TEXT    NOT NULL,
    mac       TEXT,
    host_name TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX lease_history_by_mac ON lease_history (mac, at) WHERE mac IS NOT NULL;
CREATE INDEX lease_history_by_address ON lease_history (address, at);

-- The kind of PXE offer that a machine's firmware followed up.
CREATE TABLE offer_variant (
    mac     TEXT    NOT NULL PRIMARY KEY,
    variant TEXT    NOT NULL CHECK (variant IN ('BOOT_SERVER', 'DIRECT')),
    learned INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
