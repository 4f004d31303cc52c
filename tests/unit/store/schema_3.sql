-- A history as the third schema had it, left by a kill: a pressed working day of a dozen people, one of whom was
-- forgotten in the middle of it, recorded by the release of that schema from the fake Slack (fake_slack --day 12 --by-name).
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA application_id = 1347572548;
PRAGMA user_version = 3;
BEGIN TRANSACTION;
CREATE TABLE workspace(
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    last_batch INTEGER NOT NULL DEFAULT 0  -- the number of the last batch committed: a second attempt is skipped
  ) STRICT;
INSERT INTO workspace VALUES(0,'acme',175);
CREATE TABLE person(
    id      INTEGER PRIMARY KEY,
    user_id TEXT    NOT NULL UNIQUE
  ) STRICT;
INSERT INTO person VALUES(1,'U0LEE0012');
INSERT INTO person VALUES(2,'W0KIM0011');
INSERT INTO person VALUES(3,'U0JONAS10');
INSERT INTO person VALUES(4,'U0GRACE07');
INSERT INTO person VALUES(5,'U0HUGO008');
INSERT INTO person VALUES(6,'U0FRANK06');
INSERT INTO person VALUES(7,'U0ELIF005');
INSERT INTO person VALUES(8,'U0CHEN003');
INSERT INTO person VALUES(10,'U0BIRGIT2');
INSERT INTO person VALUES(11,'U0INES009');
INSERT INTO person VALUES(12,'U0ALEX001');
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
INSERT INTO membership VALUES(1,0,'','lee','Lee Carter','America/New_York',0,0,1,1);
INSERT INTO membership VALUES(2,0,'','kim','Kim Tanaka','Asia/Tokyo',0,0,1,1);
INSERT INTO membership VALUES(3,0,'','jonas','Jonas Lindqvist','Europe/Stockholm',0,0,1,1);
INSERT INTO membership VALUES(4,0,'','grace','Grace Kim','Asia/Seoul',0,0,1,1);
INSERT INTO membership VALUES(5,0,'','hugo','Hugo Sánchez','Europe/Madrid',0,0,1,1);
INSERT INTO membership VALUES(6,0,'','frank','Frank O''Neill','Europe/Dublin',0,0,1,1);
INSERT INTO membership VALUES(7,0,'','elif','Elif Aydın','Europe/Istanbul',0,0,1,1);
INSERT INTO membership VALUES(8,0,'','chen','Chen Wei','Asia/Shanghai',0,0,1,1);
INSERT INTO membership VALUES(10,0,'','birgit','Birgit Haas','Europe/Berlin',0,0,1,1);
INSERT INTO membership VALUES(11,0,'','ines','Inês Duarte','Europe/Lisbon',0,0,1,1);
INSERT INTO membership VALUES(12,0,'','alex','Alex Moreau','Europe/Paris',0,0,1,1);
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
INSERT INTO end_reason VALUES(12,'invalidated');
CREATE TABLE session(
    id           INTEGER PRIMARY KEY,
    workspace    INTEGER NOT NULL REFERENCES workspace(id),
    number       INTEGER NOT NULL,
    connected_at INTEGER NOT NULL,
    ready_at     INTEGER,
    proven_at    INTEGER NOT NULL,  -- the last moment something was heard on it
    ended_at     INTEGER,
    end_reason   INTEGER,
    sampled_at   INTEGER,           -- sampled coverage is proven up to here; NULL: no round was whole yet
    UNIQUE(workspace, number)
  ) STRICT;
INSERT INTO session VALUES(1,0,1,1795813289885,1795813289886,1795813294306,1795813294385,5,NULL);
INSERT INTO session VALUES(2,0,2,1795813295350,1795813295351,1795813296393,1795813296457,1,NULL);
INSERT INTO session VALUES(3,0,3,1795813296429,1795813296433,1795813301149,NULL,NULL,NULL);
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
INSERT INTO presence_transition VALUES(1,1795813289886,12,0,2,0,1);
INSERT INTO presence_transition VALUES(1,1795813290225,15,0,1,0,1);
INSERT INTO presence_transition VALUES(1,1795813301149,185,0,0,0,3);
INSERT INTO presence_transition VALUES(2,1795813289886,11,0,2,0,1);
INSERT INTO presence_transition VALUES(2,1795813290809,22,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795813292266,39,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795813292589,45,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795813294146,79,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795813295351,89,0,5,1045,2);
INSERT INTO presence_transition VALUES(2,1795813298129,149,0,0,0,3);
INSERT INTO presence_transition VALUES(2,1795813298561,156,0,1,0,3);
INSERT INTO presence_transition VALUES(2,1795813300465,175,0,0,0,3);
INSERT INTO presence_transition VALUES(3,1795813289886,10,0,2,0,1);
INSERT INTO presence_transition VALUES(3,1795813291405,28,0,1,0,1);
INSERT INTO presence_transition VALUES(3,1795813295351,93,0,4,1045,2);
INSERT INTO presence_transition VALUES(3,1795813295865,100,0,1,0,2);
INSERT INTO presence_transition VALUES(3,1795813297369,127,0,0,0,3);
INSERT INTO presence_transition VALUES(3,1795813297625,132,0,1,0,3);
INSERT INTO presence_transition VALUES(3,1795813299017,163,0,0,0,3);
INSERT INTO presence_transition VALUES(3,1795813299326,167,0,1,0,3);
INSERT INTO presence_transition VALUES(3,1795813299601,169,0,0,0,3);
INSERT INTO presence_transition VALUES(4,1795813289886,7,0,2,0,1);
INSERT INTO presence_transition VALUES(4,1795813290709,20,0,1,0,1);
INSERT INTO presence_transition VALUES(4,1795813294145,77,0,0,0,1);
INSERT INTO presence_transition VALUES(4,1795813295685,98,0,1,0,2);
INSERT INTO presence_transition VALUES(4,1795813297469,128,0,0,0,3);
INSERT INTO presence_transition VALUES(4,1795813297851,141,0,1,0,3);
INSERT INTO presence_transition VALUES(4,1795813301129,184,0,0,0,3);
INSERT INTO presence_transition VALUES(5,1795813289886,8,0,2,0,1);
INSERT INTO presence_transition VALUES(5,1795813291205,27,0,1,0,1);
INSERT INTO presence_transition VALUES(5,1795813293253,60,0,0,0,1);
INSERT INTO presence_transition VALUES(5,1795813293477,66,0,1,0,1);
INSERT INTO presence_transition VALUES(5,1795813294285,83,0,0,0,1);
INSERT INTO presence_transition VALUES(5,1795813295351,87,0,5,1045,2);
INSERT INTO presence_transition VALUES(5,1795813295945,101,0,0,0,2);
INSERT INTO presence_transition VALUES(5,1795813296145,104,0,1,0,2);
INSERT INTO presence_transition VALUES(5,1795813297565,131,0,0,0,3);
INSERT INTO presence_transition VALUES(5,1795813297729,135,0,1,0,3);
INSERT INTO presence_transition VALUES(5,1795813298089,146,0,0,0,3);
INSERT INTO presence_transition VALUES(5,1795813298289,153,0,1,0,3);
INSERT INTO presence_transition VALUES(5,1795813300985,181,0,0,0,3);
INSERT INTO presence_transition VALUES(6,1795813289886,6,0,2,0,1);
INSERT INTO presence_transition VALUES(6,1795813291125,25,0,1,0,1);
INSERT INTO presence_transition VALUES(6,1795813292809,48,0,0,0,1);
INSERT INTO presence_transition VALUES(6,1795813293125,57,0,1,0,1);
INSERT INTO presence_transition VALUES(6,1795813295351,92,0,4,1045,2);
INSERT INTO presence_transition VALUES(6,1795813295625,97,0,1,0,2);
INSERT INTO presence_transition VALUES(6,1795813296105,103,0,0,0,2);
INSERT INTO presence_transition VALUES(6,1795813296229,105,0,1,0,2);
INSERT INTO presence_transition VALUES(6,1795813298145,151,0,0,0,3);
INSERT INTO presence_transition VALUES(6,1795813298505,155,0,1,0,3);
INSERT INTO presence_transition VALUES(6,1795813300025,171,0,0,0,3);
INSERT INTO presence_transition VALUES(7,1795813289886,5,0,2,0,1);
INSERT INTO presence_transition VALUES(7,1795813290965,24,0,1,0,1);
INSERT INTO presence_transition VALUES(7,1795813293253,59,0,0,0,1);
INSERT INTO presence_transition VALUES(7,1795813293665,68,0,1,0,1);
INSERT INTO presence_transition VALUES(7,1795813295351,91,0,4,1045,2);
INSERT INTO presence_transition VALUES(7,1795813295405,94,0,1,0,2);
INSERT INTO presence_transition VALUES(7,1795813296317,107,0,0,0,2);
INSERT INTO presence_transition VALUES(7,1795813296589,117,0,1,0,3);
INSERT INTO presence_transition VALUES(7,1795813298145,150,0,0,0,3);
INSERT INTO presence_transition VALUES(7,1795813298245,152,0,1,0,3);
INSERT INTO presence_transition VALUES(7,1795813300533,176,0,0,0,3);
INSERT INTO presence_transition VALUES(8,1795813289886,3,0,2,0,1);
INSERT INTO presence_transition VALUES(8,1795813290333,17,0,1,0,1);
INSERT INTO presence_transition VALUES(8,1795813292205,36,0,0,0,1);
INSERT INTO presence_transition VALUES(8,1795813292325,40,0,1,0,1);
INSERT INTO presence_transition VALUES(8,1795813294305,84,0,0,0,1);
INSERT INTO presence_transition VALUES(8,1795813295351,86,0,5,1045,2);
INSERT INTO presence_transition VALUES(8,1795813295445,95,0,0,0,2);
INSERT INTO presence_transition VALUES(8,1795813295585,96,0,1,0,2);
INSERT INTO presence_transition VALUES(8,1795813297125,124,0,0,0,3);
INSERT INTO presence_transition VALUES(8,1795813297513,130,0,1,0,3);
INSERT INTO presence_transition VALUES(8,1795813298849,158,0,0,0,3);
INSERT INTO presence_transition VALUES(8,1795813299017,162,0,1,0,3);
INSERT INTO presence_transition VALUES(8,1795813300825,180,0,0,0,3);
INSERT INTO presence_transition VALUES(10,1795813289886,2,0,2,0,1);
INSERT INTO presence_transition VALUES(10,1795813290505,18,0,1,0,1);
INSERT INTO presence_transition VALUES(10,1795813292265,38,0,0,0,1);
INSERT INTO presence_transition VALUES(10,1795813292425,43,0,1,0,1);
INSERT INTO presence_transition VALUES(10,1795813296469,115,0,0,0,3);
INSERT INTO presence_transition VALUES(10,1795813296813,119,0,1,0,3);
INSERT INTO presence_transition VALUES(10,1795813296925,121,0,0,0,3);
INSERT INTO presence_transition VALUES(10,1795813297057,122,0,1,0,3);
INSERT INTO presence_transition VALUES(10,1795813300325,174,0,0,0,3);
INSERT INTO presence_transition VALUES(11,1795813289886,9,0,2,0,1);
INSERT INTO presence_transition VALUES(11,1795813290217,14,0,1,0,1);
INSERT INTO presence_transition VALUES(11,1795813292125,35,0,0,0,1);
INSERT INTO presence_transition VALUES(11,1795813292385,41,0,1,0,1);
INSERT INTO presence_transition VALUES(11,1795813294246,82,0,0,0,1);
INSERT INTO presence_transition VALUES(11,1795813295351,88,0,5,1045,2);
INSERT INTO presence_transition VALUES(11,1795813295825,99,0,0,0,2);
INSERT INTO presence_transition VALUES(11,1795813296253,106,0,1,0,2);
INSERT INTO presence_transition VALUES(11,1795813296393,108,0,0,0,2);
INSERT INTO presence_transition VALUES(11,1795813296775,118,0,1,0,3);
INSERT INTO presence_transition VALUES(11,1795813297970,143,0,0,0,3);
INSERT INTO presence_transition VALUES(11,1795813298129,148,0,1,0,3);
INSERT INTO presence_transition VALUES(11,1795813298925,160,0,0,0,3);
INSERT INTO presence_transition VALUES(11,1795813299045,164,0,1,0,3);
INSERT INTO presence_transition VALUES(11,1795813301089,183,0,0,0,3);
INSERT INTO presence_transition VALUES(12,1795813289886,1,0,2,0,1);
INSERT INTO presence_transition VALUES(12,1795813290859,23,0,1,0,1);
INSERT INTO presence_transition VALUES(12,1795813293385,65,0,0,0,1);
INSERT INTO presence_transition VALUES(12,1795813293525,67,0,1,0,1);
INSERT INTO presence_transition VALUES(12,1795813297513,129,0,0,0,3);
INSERT INTO presence_transition VALUES(12,1795813297689,133,0,1,0,3);
INSERT INTO presence_transition VALUES(12,1795813300565,178,0,0,0,3);
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
INSERT INTO status_transition VALUES(1,1795813290273,16,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(1,1795813291665,30,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(1,1795813293269,62,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(1,1795813297206,126,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(1,1795813298071,144,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(2,1795813291966,34,0,1,0,1,NULL,NULL,'in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(2,1795813293006,55,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(2,1795813293946,71,0,0,0,1,'','','lunch',':sandwich:',1795813295000);
INSERT INTO status_transition VALUES(2,1795813296457,109,0,2,2151,2,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(2,1795813297825,139,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(2,1795813298909,159,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(3,1795813291445,29,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(3,1795813292673,46,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(3,1795813294146,78,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(3,1795813297089,123,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(3,1795813298109,147,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(4,1795813290765,21,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(4,1795813292245,37,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(4,1795813293367,64,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(4,1795813293945,70,0,0,0,1,'','','lunch',':sandwich:',1795813295000);
INSERT INTO status_transition VALUES(4,1795813296457,110,0,2,2151,2,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(4,1795813297965,142,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(4,1795813299389,168,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(5,1795813292821,49,0,1,0,1,NULL,NULL,'','',NULL);
INSERT INTO status_transition VALUES(5,1795813292946,54,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(5,1795813294085,74,0,0,0,1,'in a meeting',':calendar:','lunch',':sandwich:',1795813296000);
INSERT INTO status_transition VALUES(5,1795813294245,81,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(5,1795813297797,138,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(5,1795813298725,157,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(5,1795813300757,179,0,0,0,3,'','','on holiday from tomorrow',':palm_tree:',NULL);
INSERT INTO status_transition VALUES(5,1795813301005,182,0,0,0,3,'on holiday from tomorrow',':palm_tree:','','',NULL);
INSERT INTO status_transition VALUES(6,1795813291165,26,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(6,1795813292505,44,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(6,1795813294065,73,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(6,1795813297765,136,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(6,1795813298946,161,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(6,1795813299801,170,0,0,0,3,'','','on holiday from tomorrow',':palm_tree:',NULL);
INSERT INTO status_transition VALUES(6,1795813300045,172,0,0,0,3,'on holiday from tomorrow',':palm_tree:','','',NULL);
INSERT INTO status_transition VALUES(7,1795813292821,50,0,1,0,1,NULL,NULL,'','',NULL);
INSERT INTO status_transition VALUES(7,1795813292946,53,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(7,1795813294306,85,0,0,0,1,'in a meeting',':calendar:','lunch',':sandwich:',1795813296000);
INSERT INTO status_transition VALUES(7,1795813296457,111,0,2,2151,2,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(7,1795813297851,140,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(7,1795813299325,166,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(7,1795813300287,173,0,0,0,3,'','','on holiday from tomorrow',':palm_tree:',NULL);
INSERT INTO status_transition VALUES(7,1795813300545,177,0,0,0,3,'on holiday from tomorrow',':palm_tree:','','',NULL);
INSERT INTO status_transition VALUES(8,1795813291905,32,0,1,0,1,NULL,NULL,'in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(8,1795813293366,63,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(8,1795813294106,76,0,0,0,1,'','','lunch',':sandwich:',1795813296000);
INSERT INTO status_transition VALUES(8,1795813296457,112,0,2,2151,2,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(8,1795813296829,120,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(8,1795813298329,154,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(10,1795813290553,19,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(10,1795813291965,33,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(10,1795813292825,52,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(10,1795813294205,80,0,0,0,1,'','','lunch',':sandwich:',1795813296000);
INSERT INTO status_transition VALUES(10,1795813296457,113,0,2,2151,2,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(10,1795813296565,116,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(10,1795813297797,137,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(11,1795813291825,31,0,1,0,1,NULL,NULL,'in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(11,1795813293269,61,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(11,1795813294045,72,0,0,0,1,'','','lunch',':sandwich:',1795813296000);
INSERT INTO status_transition VALUES(11,1795813296457,114,0,2,2151,2,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(11,1795813297693,134,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(11,1795813299272,165,0,0,0,3,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(12,1795813292821,51,0,1,0,1,NULL,NULL,'','',NULL);
INSERT INTO status_transition VALUES(12,1795813293085,56,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(12,1795813294105,75,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(12,1795813297205,125,0,0,0,3,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(12,1795813298089,145,0,0,0,3,'in a meeting',':calendar:','','',NULL);
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
INSERT INTO coverage_span VALUES(1,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(1,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(1,1,1795813290273,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(1,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(2,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(2,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(2,1,1795813291966,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(2,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(3,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(3,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(3,1,1795813291445,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(3,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(4,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(4,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(4,1,1795813290765,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(4,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(5,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(5,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(5,1,1795813292821,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(5,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(6,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(6,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(6,1,1795813291165,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(6,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(7,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(7,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(7,1,1795813292821,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(7,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(8,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(8,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(8,1,1795813291905,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(8,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(10,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(10,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(10,1,1795813290553,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(10,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(11,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(11,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(11,1,1795813291825,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(11,1,1795813296457,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(12,0,1795813289886,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(12,0,1795813295351,0,NULL,0,NULL,3);
INSERT INTO coverage_span VALUES(12,1,1795813292821,0,1795813294306,0,5,1);
INSERT INTO coverage_span VALUES(12,1,1795813296457,0,NULL,0,NULL,3);
CREATE TABLE seq_mark(
    seq      INTEGER PRIMARY KEY,
    at_after INTEGER NOT NULL,
    at_until INTEGER NOT NULL
  ) STRICT;
CREATE TABLE seq_last(
    only INTEGER PRIMARY KEY CHECK(only = 1),
    seq  INTEGER NOT NULL
  ) STRICT;
INSERT INTO seq_last VALUES(1,185);
CREATE TABLE run(
    id         INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    alive_at   INTEGER NOT NULL,
    clean      INTEGER NOT NULL DEFAULT 0,
    version    TEXT    NOT NULL
  ) STRICT;
INSERT INTO run VALUES(1,1795813289750,1795813301149,0,'0.1.0');
CREATE TABLE resolution(
    workspace   INTEGER NOT NULL REFERENCES workspace(id),
    kind        INTEGER NOT NULL,  -- history::NameKind
    name        TEXT    NOT NULL,
    users       TEXT    NOT NULL,
    resolved_at INTEGER NOT NULL,
    PRIMARY KEY(workspace, kind, name)
  ) WITHOUT ROWID, STRICT;
INSERT INTO resolution VALUES(0,0,'alex@example.com','U0ALEX001',1795813289853);
INSERT INTO resolution VALUES(0,0,'chen@example.com','U0CHEN003',1795813289853);
INSERT INTO resolution VALUES(0,0,'elif@example.com','U0ELIF005',1795813289853);
INSERT INTO resolution VALUES(0,0,'grace@example.com','U0GRACE07',1795813289853);
INSERT INTO resolution VALUES(0,0,'ines@example.com','U0INES009',1795813289853);
INSERT INTO resolution VALUES(0,0,'kim@example.com','W0KIM0011',1795813289853);
INSERT INTO resolution VALUES(0,1,'birgit','U0BIRGIT2',1795813289853);
INSERT INTO resolution VALUES(0,1,'frank','U0FRANK06',1795813289853);
INSERT INTO resolution VALUES(0,1,'hugo','U0HUGO008',1795813289853);
INSERT INTO resolution VALUES(0,1,'jonas','U0JONAS10',1795813289853);
INSERT INTO resolution VALUES(0,1,'lee','U0LEE0012',1795813289853);
INSERT INTO resolution VALUES(0,2,'design','U0GRACE07 U0INES009 W0KIM0011',1795813289865);
INSERT INTO resolution VALUES(0,2,'on-call','U0BIRGIT2 U0LEE0012',1795813296253);
INSERT INTO resolution VALUES(0,3,'general','U0ALEX001 U0BIRGIT2 U0CHEN003 U0ELIF005 U0FRANK06 U0GRACE07 U0HUGO008 U0INES009 U0JONAS10 U0LEE0012 W0KIM0011',1795813289885);
INSERT INTO resolution VALUES(0,3,'incidents','',1795813290859);
CREATE TABLE watch_group(
    id        INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL REFERENCES workspace(id),
    name      TEXT    NOT NULL,
    UNIQUE(workspace, name)
  ) STRICT;
INSERT INTO watch_group VALUES(1,0,'team');
INSERT INTO watch_group VALUES(2,0,'on-call');
INSERT INTO watch_group VALUES(3,0,'design');
INSERT INTO watch_group VALUES(4,0,'general');
INSERT INTO watch_group VALUES(5,0,'incidents');
CREATE TABLE watch_group_member(
    watch_group INTEGER NOT NULL REFERENCES watch_group(id) ON DELETE CASCADE,
    user_id     TEXT    NOT NULL,
    PRIMARY KEY(watch_group, user_id)
  ) WITHOUT ROWID, STRICT;
INSERT INTO watch_group_member VALUES(1,'U0ALEX001');
INSERT INTO watch_group_member VALUES(1,'U0BIRGIT2');
INSERT INTO watch_group_member VALUES(1,'U0CHEN003');
INSERT INTO watch_group_member VALUES(1,'U0ELIF005');
INSERT INTO watch_group_member VALUES(1,'U0FRANK06');
INSERT INTO watch_group_member VALUES(1,'U0GRACE07');
INSERT INTO watch_group_member VALUES(1,'U0HUGO008');
INSERT INTO watch_group_member VALUES(1,'U0INES009');
INSERT INTO watch_group_member VALUES(1,'U0JONAS10');
INSERT INTO watch_group_member VALUES(1,'U0LEE0012');
INSERT INTO watch_group_member VALUES(1,'W0KIM0011');
INSERT INTO watch_group_member VALUES(2,'U0BIRGIT2');
INSERT INTO watch_group_member VALUES(2,'U0LEE0012');
INSERT INTO watch_group_member VALUES(3,'U0GRACE07');
INSERT INTO watch_group_member VALUES(3,'U0INES009');
INSERT INTO watch_group_member VALUES(3,'W0KIM0011');
INSERT INTO watch_group_member VALUES(4,'U0ALEX001');
INSERT INTO watch_group_member VALUES(4,'U0BIRGIT2');
INSERT INTO watch_group_member VALUES(4,'U0CHEN003');
INSERT INTO watch_group_member VALUES(4,'U0ELIF005');
INSERT INTO watch_group_member VALUES(4,'U0FRANK06');
INSERT INTO watch_group_member VALUES(4,'U0GRACE07');
INSERT INTO watch_group_member VALUES(4,'U0HUGO008');
INSERT INTO watch_group_member VALUES(4,'U0INES009');
INSERT INTO watch_group_member VALUES(4,'U0JONAS10');
INSERT INTO watch_group_member VALUES(4,'U0LEE0012');
INSERT INTO watch_group_member VALUES(4,'W0KIM0011');
CREATE TABLE forgotten(user_id TEXT PRIMARY KEY NOT NULL, at INTEGER, by_uid INTEGER) WITHOUT ROWID, STRICT;
INSERT INTO forgotten VALUES('U0DANA004',1795813296501,0);
CREATE TABLE purging(
    id        INTEGER PRIMARY KEY,
    user_id   TEXT    NOT NULL,
    until_seq INTEGER NOT NULL
  ) STRICT;
CREATE TABLE misdated(
    id         INTEGER PRIMARY KEY,
    move       INTEGER NOT NULL,                  -- what was moved together has the same number
    moved_at   INTEGER NOT NULL,                  -- the moment that they were later than, or reached over
    workspace  INTEGER REFERENCES workspace(id),  -- NULL: a run's, of all workspaces
    person     INTEGER REFERENCES person(id),     -- NULL: a session's or a run's
    from_table TEXT    NOT NULL,
    why        TEXT    NOT NULL CHECK(why IN ('later', 'reaches_over')),  -- reaches_over: its part up to moved_at stayed
    row        TEXT    NOT NULL                   -- all its columns, as a JSON object
  ) STRICT;
CREATE INDEX session_open ON session(id) WHERE ended_at IS NULL;
CREATE INDEX coverage_open ON coverage_span(person, facet, workspace) WHERE ended_at IS NULL;
CREATE INDEX resolution_email ON resolution(workspace, users) WHERE kind = 0;
CREATE INDEX misdated_person ON misdated(person);
CREATE VIEW people AS
  SELECT w.name AS workspace, p.user_id, CASE m.label WHEN '' THEN m.name ELSE m.label END AS name, m.real_name, m.tz,
         m.is_bot, m.deleted, m.watched, m.label,
         (SELECT r.name FROM resolution r
          WHERE r.workspace = w.id AND r.kind = 0 AND r.users = p.user_id
          ORDER BY r.resolved_at DESC LIMIT 1) AS email
  FROM person p
  JOIN membership m ON m.person = p.id
  JOIN workspace w ON w.id = m.workspace;
CREATE VIEW groups AS
  SELECT w.name AS workspace, g.name, m.user_id
  FROM watch_group g
  JOIN workspace w ON w.id = g.workspace
  JOIN watch_group_member m ON m.watch_group = g.id;
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
