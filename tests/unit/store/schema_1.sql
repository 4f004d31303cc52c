-- A history as the first schema had it, left by a crash: people, open coverage, both facets. Made by that version.
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA application_id = 1347572548;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE workspace(
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    last_batch INTEGER NOT NULL DEFAULT 0  -- the number of the last batch committed: a second attempt is skipped
  ) STRICT;
INSERT INTO workspace VALUES(0,'acme',1);
CREATE TABLE person(
    id      INTEGER PRIMARY KEY,
    user_id TEXT    NOT NULL UNIQUE
  ) STRICT;
INSERT INTO person VALUES(1,'U1');
INSERT INTO person VALUES(2,'U2');
CREATE TABLE membership(
    person    INTEGER NOT NULL REFERENCES person(id),
    workspace INTEGER NOT NULL REFERENCES workspace(id),
    label     TEXT    NOT NULL DEFAULT '',  -- the name given in the watchlist
    name      TEXT    NOT NULL DEFAULT '',  -- the name at Slack
    real_name TEXT    NOT NULL DEFAULT '',
    tz        TEXT    NOT NULL DEFAULT '',
    is_bot    INTEGER NOT NULL DEFAULT 0,
    deleted   INTEGER NOT NULL DEFAULT 0,
    seen      INTEGER NOT NULL DEFAULT 0,   -- Slack has told something of them
    watched   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY(person, workspace)
  ) WITHOUT ROWID, STRICT;
INSERT INTO membership VALUES(1,0,'Kim','kim','Kim Doe','Europe/Oslo',0,0,1,1);
INSERT INTO membership VALUES(2,0,'','','','',0,0,0,1);
CREATE TABLE end_reason(
    code INTEGER PRIMARY KEY,
    word TEXT    NOT NULL UNIQUE
  ) STRICT;
INSERT INTO end_reason VALUES(1,'goodbye');
INSERT INTO end_reason VALUES(2,'peer_closed');
INSERT INTO end_reason VALUES(3,'timeout');
INSERT INTO end_reason VALUES(4,'protocol_error');
INSERT INTO end_reason VALUES(5,'network_error');
INSERT INTO end_reason VALUES(6,'unwatched');
INSERT INTO end_reason VALUES(7,'shutdown');
INSERT INTO end_reason VALUES(8,'crash');
INSERT INTO end_reason VALUES(9,'store_error');
INSERT INTO end_reason VALUES(10,'clock_step');
INSERT INTO end_reason VALUES(11,'lost_agreement');
CREATE TABLE session(
    id           INTEGER PRIMARY KEY,
    workspace    INTEGER NOT NULL REFERENCES workspace(id),
    number       INTEGER NOT NULL,
    connected_at INTEGER NOT NULL,
    ready_at     INTEGER,
    proven_at    INTEGER NOT NULL,  -- the last moment something was heard on it
    ended_at     INTEGER,
    end_reason   INTEGER,
    UNIQUE(workspace, number)
  ) STRICT;
INSERT INTO session VALUES(1,0,1,1000,1100,3000,NULL,NULL);
CREATE TABLE presence_transition(
    person      INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    workspace   INTEGER NOT NULL,
    code        INTEGER NOT NULL,
    uncertainty INTEGER NOT NULL,
    session     INTEGER,
    PRIMARY KEY(person, at, seq)
  ) WITHOUT ROWID, STRICT;
INSERT INTO presence_transition VALUES(1,1000,1,0,2,0,1);
INSERT INTO presence_transition VALUES(1,2500,5,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1000,3,0,3,0,1);
INSERT INTO presence_transition VALUES(2,2000,4,0,0,0,1);
CREATE TABLE status_transition(
    person       INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    workspace    INTEGER NOT NULL,
    source       INTEGER NOT NULL,
    uncertainty  INTEGER NOT NULL,
    session      INTEGER,
    before_text  TEXT,
    before_emoji TEXT,
    text         TEXT    NOT NULL,
    emoji        TEXT    NOT NULL,
    expires_at   INTEGER,
    PRIMARY KEY(person, at, seq)
  ) WITHOUT ROWID, STRICT;
INSERT INTO status_transition VALUES(1,1000,2,0,1,0,1,NULL,NULL,'','',NULL);
INSERT INTO status_transition VALUES(1,2600,6,0,0,0,1,'','','Lunch',':ramen:',99000);
CREATE TABLE coverage_span(
    person     INTEGER NOT NULL,
    facet      INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    workspace  INTEGER NOT NULL,
    ended_at   INTEGER,           -- NULL: open
    mode       INTEGER NOT NULL,
    end_reason INTEGER,
    session    INTEGER,           -- that keeps it up, or did last
    PRIMARY KEY(person, facet, started_at, workspace),
    CHECK(ended_at > started_at),
    CHECK((ended_at IS NULL) = (end_reason IS NULL))
  ) WITHOUT ROWID, STRICT;
INSERT INTO coverage_span VALUES(1,0,1000,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(1,1,1000,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(2,0,1000,0,2800,0,6,1);
CREATE TABLE seq_mark(
    seq      INTEGER PRIMARY KEY,
    at_after INTEGER NOT NULL,
    at_until INTEGER NOT NULL
  ) STRICT;
CREATE TABLE seq_last(
    only INTEGER PRIMARY KEY CHECK(only = 1),
    seq  INTEGER NOT NULL
  ) STRICT;
INSERT INTO seq_last VALUES(1,6);
CREATE TABLE run(
    id         INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    alive_at   INTEGER NOT NULL,
    clean      INTEGER NOT NULL DEFAULT 0,
    version    TEXT    NOT NULL
  ) STRICT;
INSERT INTO run VALUES(1,1000,3000,0,'1.2.3');
CREATE INDEX session_open ON session(id) WHERE ended_at IS NULL;
CREATE INDEX coverage_open ON coverage_span(person, facet, workspace) WHERE ended_at IS NULL;
CREATE VIEW people AS
  SELECT w.name AS workspace, p.user_id, CASE m.label WHEN '' THEN m.name ELSE m.label END AS name, m.real_name, m.tz,
         m.is_bot, m.deleted, m.watched
  FROM person p
  JOIN membership m ON m.person = p.id
  JOIN workspace w ON w.id = m.workspace;
CREATE VIEW presence_transitions AS
  SELECT t.seq, w.name AS workspace, p.user_id, t.at, t.at - t.uncertainty AS earliest,
         CASE WHEN t.code >> 1 = 1 THEN NULL WHEN t.code & 1 THEN 'away' ELSE 'active' END AS "before",
         CASE WHEN t.code & 1 THEN 'active' ELSE 'away' END AS "after",
         CASE t.code >> 1 WHEN 0 THEN 'push' WHEN 1 THEN 'first' WHEN 2 THEN 'resync' WHEN 3 THEN 'audit'
                          WHEN 4 THEN 'sample' WHEN 5 THEN 'expiry' END AS source,
         t.session
  FROM person p
  CROSS JOIN presence_transition t ON t.person = p.id
  JOIN workspace w ON w.id = t.workspace;
CREATE VIEW status_transitions AS
  SELECT t.seq, w.name AS workspace, p.user_id, t.at, t.at - t.uncertainty AS earliest, t.before_text, t.before_emoji,
         t.text, t.emoji, t.expires_at,
         CASE t.source WHEN 0 THEN 'push' WHEN 1 THEN 'first' WHEN 2 THEN 'resync' WHEN 3 THEN 'audit'
                       WHEN 4 THEN 'sample' WHEN 5 THEN 'expiry' END AS source,
         t.session
  FROM person p
  CROSS JOIN status_transition t ON t.person = p.id
  JOIN workspace w ON w.id = t.workspace;
CREATE VIEW presence_intervals AS
  WITH moment AS (
    SELECT p.id AS person, w.id AS workspace_id, w.name AS workspace, p.user_id, c.started_at AS at
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = 0
    JOIN workspace w ON w.id = c.workspace
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, c.ended_at
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = 0
    JOIN workspace w ON w.id = c.workspace
    WHERE c.ended_at IS NOT NULL
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, t.at
    FROM person p
    CROSS JOIN presence_transition t ON t.person = p.id
    JOIN workspace w ON w.id = t.workspace
  ), told AS (
    SELECT workspace, user_id, at,
           CASE 
           (SELECT c.ended_at IS NULL OR c.ended_at > m.at
            FROM coverage_span c
            WHERE c.person = m.person AND c.facet = 0 AND c.started_at <= m.at AND c.workspace = m.workspace_id
            ORDER BY c.started_at DESC LIMIT 1)
           WHEN 0 THEN 'unknown'
           WHEN 1 THEN coalesce((SELECT CASE WHEN t.code & 1 THEN 'active' ELSE 'away' END
                                 FROM presence_transition t
                                 WHERE t.person = m.person AND t.at <= m.at AND t.workspace = m.workspace_id
                                 ORDER BY t.at DESC, t.seq DESC LIMIT 1), 'unknown')
           END AS presence
    FROM moment m
  ), turned AS (
    SELECT workspace, user_id, at, presence,
           lag(presence) OVER (PARTITION BY workspace, user_id ORDER BY at) AS presence_before
    FROM told
  )
  SELECT workspace, user_id, presence, at AS started_at,
         lead(at) OVER (PARTITION BY workspace, user_id ORDER BY at) AS ended_at
  FROM turned
  WHERE presence IS NOT presence_before;
CREATE VIEW status_intervals AS
  WITH moment AS (
    SELECT p.id AS person, w.id AS workspace_id, w.name AS workspace, p.user_id, c.started_at AS at
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = 1
    JOIN workspace w ON w.id = c.workspace
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, c.ended_at
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = 1
    JOIN workspace w ON w.id = c.workspace
    WHERE c.ended_at IS NOT NULL
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, t.at
    FROM person p
    CROSS JOIN status_transition t ON t.person = p.id
    JOIN workspace w ON w.id = t.workspace
  ), told AS (
    SELECT m.workspace, m.user_id, m.at, t.text, t.emoji, t.expires_at
    FROM moment m
    LEFT JOIN status_transition t
      ON t.person = m.person
     AND (t.at, t.seq) = (SELECT f.at, f.seq
                          FROM status_transition f
                          WHERE f.person = m.person AND f.at <= m.at AND f.workspace = m.workspace_id
                          ORDER BY f.at DESC, f.seq DESC LIMIT 1)
     AND 
           (SELECT c.ended_at IS NULL OR c.ended_at > m.at
            FROM coverage_span c
            WHERE c.person = m.person AND c.facet = 1 AND c.started_at <= m.at AND c.workspace = m.workspace_id
            ORDER BY c.started_at DESC LIMIT 1)
  ), turned AS (
    SELECT workspace, user_id, at, text, emoji, expires_at,
           lag(text) OVER earlier AS text_before, lag(emoji) OVER earlier AS emoji_before,
           lag(expires_at) OVER earlier AS expires_before
    FROM told
    WINDOW earlier AS (PARTITION BY workspace, user_id ORDER BY at)
  ), spans AS (
    SELECT workspace, user_id, text, emoji, expires_at, at AS started_at,
           lead(at) OVER (PARTITION BY workspace, user_id ORDER BY at) AS ended_at
    FROM turned
    WHERE (text, emoji, expires_at) IS NOT (text_before, emoji_before, expires_before)
  )
  SELECT workspace, user_id, text, emoji, expires_at, started_at, ended_at
  FROM spans
  WHERE text IS NOT NULL;
CREATE VIEW coverage AS
  SELECT w.name AS workspace, p.user_id, c.started_at, c.ended_at,
         CASE c.mode WHEN 0 THEN 'subscribed' WHEN 1 THEN 'sampled' END AS mode,
         (SELECT word FROM end_reason WHERE code = c.end_reason) AS end_reason
  FROM person p
  CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = 0
  JOIN workspace w ON w.id = c.workspace;
CREATE VIEW status_coverage AS
  SELECT w.name AS workspace, p.user_id, c.started_at, c.ended_at,
         CASE c.mode WHEN 0 THEN 'subscribed' WHEN 1 THEN 'sampled' END AS mode,
         (SELECT word FROM end_reason WHERE code = c.end_reason) AS end_reason
  FROM person p
  CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = 1
  JOIN workspace w ON w.id = c.workspace;
CREATE VIEW sessions AS
  SELECT s.id AS session, w.name AS workspace, s.connected_at, s.ready_at, s.ended_at,
         (SELECT word FROM end_reason WHERE code = s.end_reason) AS end_reason
  FROM session s
  JOIN workspace w ON w.id = s.workspace;
CREATE VIEW recorder AS
  SELECT alive_at, started_at, clean, version FROM run ORDER BY id DESC LIMIT 1;
COMMIT;
