-- Hand-offs of clusters to Mayastor. Times are milliseconds since 1970 UTC.

-- Bundles that were given out. files: gzip of JSON, texts by path; the oldest of a cluster are forgotten.
CREATE TABLE handoff_bundles (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster  TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    chart    TEXT    NOT NULL,
    who      TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    files    BLOB    NOT NULL
) STRICT;
CREATE INDEX handoff_bundles_cluster ON handoff_bundles (cluster, sequence);

-- Runs. overrides: JSON list of the gates that a person let pass. ended: NULL while it runs.
CREATE TABLE handoff_runs (
    sequence  INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT    NOT NULL UNIQUE,
    cluster   TEXT    NOT NULL,
    bundle    TEXT    NOT NULL,
    overrides TEXT    NOT NULL,
    who       TEXT    NOT NULL,
    began     INTEGER NOT NULL,
    ended     INTEGER,
    outcome   TEXT    NOT NULL CHECK (outcome IN ('running', 'done', 'failed', 'stopped')),
    CHECK ((outcome = 'running') = (ended IS NULL))
) STRICT;
CREATE INDEX handoff_runs_cluster ON handoff_runs (cluster, sequence);
-- A cluster has one run at a time.
CREATE UNIQUE INDEX handoff_runs_running ON handoff_runs (cluster) WHERE outcome = 'running';

-- Steps of runs, the latest word of each. results: JSON object of figures by name.
CREATE TABLE handoff_steps (
    run     TEXT    NOT NULL REFERENCES handoff_runs (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    state   TEXT    NOT NULL CHECK (state IN ('running', 'done', 'failed', 'skipped')),
    detail  TEXT    NOT NULL,
    results TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

-- What was measured on the nodes: the latest of each kind and subject.
CREATE TABLE handoff_proofs (
    cluster TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    good    INTEGER NOT NULL,
    detail  TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (cluster, kind, subject)
) STRICT, WITHOUT ROWID;

-- How the gates of a cluster stood when they were last written into its timeline.
CREATE TABLE handoff_gates (
    cluster TEXT    NOT NULL,
    gate    TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (cluster, gate)
) STRICT, WITHOUT ROWID;

-- The timeline of a cluster: gates that changed, bundles, runs, steps. The oldest lines are forgotten.
CREATE TABLE handoff_lines (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster  TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('gate', 'bundle', 'run', 'step')),
    subject  TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    text     TEXT    NOT NULL
) STRICT;
CREATE INDEX handoff_lines_cluster ON handoff_lines (cluster, sequence);
