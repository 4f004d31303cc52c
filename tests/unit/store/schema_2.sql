-- A history as the second schema had it, left by a kill: a pressed working day of a dozen people, recorded by the
-- release of that schema from the fake Slack (fake_slack --day 12 --by-name).
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA application_id = 1347572548;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE workspace(
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    last_batch INTEGER NOT NULL DEFAULT 0  -- the number of the last batch committed: a second attempt is skipped
  ) STRICT;
INSERT INTO workspace VALUES(0,'acme',204);
CREATE TABLE person(
    id      INTEGER PRIMARY KEY,
    user_id TEXT    NOT NULL UNIQUE
  ) STRICT;
INSERT INTO person VALUES(1,'W0KIM0011');
INSERT INTO person VALUES(2,'U0INES009');
INSERT INTO person VALUES(3,'U0GRACE07');
INSERT INTO person VALUES(4,'U0LEE0012');
INSERT INTO person VALUES(5,'U0JONAS10');
INSERT INTO person VALUES(6,'U0HUGO008');
INSERT INTO person VALUES(7,'U0FRANK06');
INSERT INTO person VALUES(8,'U0ELIF005');
INSERT INTO person VALUES(9,'U0CHEN003');
INSERT INTO person VALUES(10,'U0DANA004');
INSERT INTO person VALUES(11,'U0BIRGIT2');
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
INSERT INTO membership VALUES(1,0,'','kim','Kim Tanaka','Asia/Tokyo',0,0,1,1);
INSERT INTO membership VALUES(2,0,'','ines','Inês Duarte','Europe/Lisbon',0,0,1,1);
INSERT INTO membership VALUES(3,0,'','grace','Grace Kim','Asia/Seoul',0,0,1,1);
INSERT INTO membership VALUES(4,0,'','lee','Lee Carter','America/New_York',0,0,1,1);
INSERT INTO membership VALUES(5,0,'','jonas','Jonas Lindqvist','Europe/Stockholm',0,0,1,1);
INSERT INTO membership VALUES(6,0,'','hugo','Hugo Sánchez','Europe/Madrid',0,0,1,1);
INSERT INTO membership VALUES(7,0,'','frank','Frank O''Neill','Europe/Dublin',0,0,1,1);
INSERT INTO membership VALUES(8,0,'','elif','Elif Aydın','Europe/Istanbul',0,0,1,1);
INSERT INTO membership VALUES(9,0,'','chen','Chen Wei','Asia/Shanghai',0,0,1,1);
INSERT INTO membership VALUES(10,0,'','dana','Dana Okafor','Africa/Lagos',0,0,1,1);
INSERT INTO membership VALUES(11,0,'','birgit','Birgit Haas','Europe/Berlin',0,0,1,1);
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
INSERT INTO session VALUES(1,0,1,1795797340415,1795797340415,1795797351979,NULL,NULL,NULL);
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
INSERT INTO presence_transition VALUES(1,1795797340415,3,0,2,0,1);
INSERT INTO presence_transition VALUES(1,1795797341639,22,0,1,0,1);
INSERT INTO presence_transition VALUES(1,1795797343099,39,0,0,0,1);
INSERT INTO presence_transition VALUES(1,1795797343419,48,0,1,0,1);
INSERT INTO presence_transition VALUES(1,1795797344979,79,0,0,0,1);
INSERT INTO presence_transition VALUES(1,1795797345659,92,0,1,0,1);
INSERT INTO presence_transition VALUES(1,1795797348959,170,0,0,0,1);
INSERT INTO presence_transition VALUES(1,1795797349379,178,0,1,0,1);
INSERT INTO presence_transition VALUES(1,1795797351279,197,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795797340415,2,0,2,0,1);
INSERT INTO presence_transition VALUES(2,1795797341039,14,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795797342959,35,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795797343219,41,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795797345079,82,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795797345979,102,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795797346659,117,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795797347079,130,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795797347219,132,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795797347599,136,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795797348799,164,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795797348959,169,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795797349759,182,0,0,0,1);
INSERT INTO presence_transition VALUES(2,1795797349879,186,0,1,0,1);
INSERT INTO presence_transition VALUES(2,1795797351919,206,0,0,0,1);
INSERT INTO presence_transition VALUES(3,1795797340415,1,0,2,0,1);
INSERT INTO presence_transition VALUES(3,1795797341539,20,0,1,0,1);
INSERT INTO presence_transition VALUES(3,1795797344979,77,0,0,0,1);
INSERT INTO presence_transition VALUES(3,1795797345759,96,0,1,0,1);
INSERT INTO presence_transition VALUES(3,1795797346099,109,0,0,0,1);
INSERT INTO presence_transition VALUES(3,1795797346519,116,0,1,0,1);
INSERT INTO presence_transition VALUES(3,1795797348299,148,0,0,0,1);
INSERT INTO presence_transition VALUES(3,1795797348679,162,0,1,0,1);
INSERT INTO presence_transition VALUES(3,1795797351959,207,0,0,0,1);
INSERT INTO presence_transition VALUES(4,1795797340415,12,0,2,0,1);
INSERT INTO presence_transition VALUES(4,1795797341059,15,0,1,0,1);
INSERT INTO presence_transition VALUES(4,1795797345699,93,0,0,0,1);
INSERT INTO presence_transition VALUES(4,1795797346099,110,0,1,0,1);
INSERT INTO presence_transition VALUES(4,1795797351979,208,0,0,0,1);
INSERT INTO presence_transition VALUES(5,1795797340415,11,0,2,0,1);
INSERT INTO presence_transition VALUES(5,1795797342239,28,0,1,0,1);
INSERT INTO presence_transition VALUES(5,1795797345799,98,0,0,0,1);
INSERT INTO presence_transition VALUES(5,1795797346699,118,0,1,0,1);
INSERT INTO presence_transition VALUES(5,1795797348199,147,0,0,0,1);
INSERT INTO presence_transition VALUES(5,1795797348459,153,0,1,0,1);
INSERT INTO presence_transition VALUES(5,1795797349819,185,0,0,0,1);
INSERT INTO presence_transition VALUES(5,1795797350159,189,0,1,0,1);
INSERT INTO presence_transition VALUES(5,1795797350419,191,0,0,0,1);
INSERT INTO presence_transition VALUES(6,1795797340415,10,0,2,0,1);
INSERT INTO presence_transition VALUES(6,1795797342039,27,0,1,0,1);
INSERT INTO presence_transition VALUES(6,1795797344079,60,0,0,0,1);
INSERT INTO presence_transition VALUES(6,1795797344299,66,0,1,0,1);
INSERT INTO presence_transition VALUES(6,1795797345119,83,0,0,0,1);
INSERT INTO presence_transition VALUES(6,1795797346019,108,0,1,0,1);
INSERT INTO presence_transition VALUES(6,1795797346779,119,0,0,0,1);
INSERT INTO presence_transition VALUES(6,1795797346979,122,0,1,0,1);
INSERT INTO presence_transition VALUES(6,1795797348399,151,0,0,0,1);
INSERT INTO presence_transition VALUES(6,1795797348559,156,0,1,0,1);
INSERT INTO presence_transition VALUES(6,1795797348919,167,0,0,0,1);
INSERT INTO presence_transition VALUES(6,1795797349119,174,0,1,0,1);
INSERT INTO presence_transition VALUES(6,1795797351819,203,0,0,0,1);
INSERT INTO presence_transition VALUES(7,1795797340415,9,0,2,0,1);
INSERT INTO presence_transition VALUES(7,1795797341959,25,0,1,0,1);
INSERT INTO presence_transition VALUES(7,1795797343639,51,0,0,0,1);
INSERT INTO presence_transition VALUES(7,1795797343959,57,0,1,0,1);
INSERT INTO presence_transition VALUES(7,1795797345939,100,0,0,0,1);
INSERT INTO presence_transition VALUES(7,1795797346459,115,0,1,0,1);
INSERT INTO presence_transition VALUES(7,1795797346939,121,0,0,0,1);
INSERT INTO presence_transition VALUES(7,1795797347059,129,0,1,0,1);
INSERT INTO presence_transition VALUES(7,1795797348979,172,0,0,0,1);
INSERT INTO presence_transition VALUES(7,1795797349339,177,0,1,0,1);
INSERT INTO presence_transition VALUES(7,1795797350859,193,0,0,0,1);
INSERT INTO presence_transition VALUES(8,1795797340415,8,0,2,0,1);
INSERT INTO presence_transition VALUES(8,1795797341799,24,0,1,0,1);
INSERT INTO presence_transition VALUES(8,1795797344079,59,0,0,0,1);
INSERT INTO presence_transition VALUES(8,1795797344499,68,0,1,0,1);
INSERT INTO presence_transition VALUES(8,1795797345339,88,0,0,0,1);
INSERT INTO presence_transition VALUES(8,1795797346239,112,0,1,0,1);
INSERT INTO presence_transition VALUES(8,1795797347139,131,0,0,0,1);
INSERT INTO presence_transition VALUES(8,1795797347419,135,0,1,0,1);
INSERT INTO presence_transition VALUES(8,1795797348979,171,0,0,0,1);
INSERT INTO presence_transition VALUES(8,1795797349079,173,0,1,0,1);
INSERT INTO presence_transition VALUES(8,1795797351359,198,0,0,0,1);
INSERT INTO presence_transition VALUES(9,1795797340415,6,0,2,0,1);
INSERT INTO presence_transition VALUES(9,1795797341159,17,0,1,0,1);
INSERT INTO presence_transition VALUES(9,1795797343039,36,0,0,0,1);
INSERT INTO presence_transition VALUES(9,1795797343159,40,0,1,0,1);
INSERT INTO presence_transition VALUES(9,1795797345139,84,0,0,0,1);
INSERT INTO presence_transition VALUES(9,1795797346019,107,0,1,0,1);
INSERT INTO presence_transition VALUES(9,1795797346279,113,0,0,0,1);
INSERT INTO presence_transition VALUES(9,1795797346419,114,0,1,0,1);
INSERT INTO presence_transition VALUES(9,1795797347959,142,0,0,0,1);
INSERT INTO presence_transition VALUES(9,1795797348339,150,0,1,0,1);
INSERT INTO presence_transition VALUES(9,1795797349679,180,0,0,0,1);
INSERT INTO presence_transition VALUES(9,1795797349819,184,0,1,0,1);
INSERT INTO presence_transition VALUES(9,1795797351659,202,0,0,0,1);
INSERT INTO presence_transition VALUES(10,1795797340415,7,0,2,0,1);
INSERT INTO presence_transition VALUES(10,1795797340759,13,0,1,0,1);
INSERT INTO presence_transition VALUES(10,1795797343539,50,0,0,0,1);
INSERT INTO presence_transition VALUES(10,1795797343999,58,0,1,0,1);
INSERT INTO presence_transition VALUES(10,1795797345979,101,0,0,0,1);
INSERT INTO presence_transition VALUES(10,1795797346799,120,0,1,0,1);
INSERT INTO presence_transition VALUES(10,1795797348159,145,0,0,0,1);
INSERT INTO presence_transition VALUES(10,1795797348439,152,0,1,0,1);
INSERT INTO presence_transition VALUES(10,1795797351899,205,0,0,0,1);
INSERT INTO presence_transition VALUES(11,1795797340415,5,0,2,0,1);
INSERT INTO presence_transition VALUES(11,1795797341339,18,0,1,0,1);
INSERT INTO presence_transition VALUES(11,1795797343099,38,0,0,0,1);
INSERT INTO presence_transition VALUES(11,1795797343259,43,0,1,0,1);
INSERT INTO presence_transition VALUES(11,1795797345239,86,0,0,0,1);
INSERT INTO presence_transition VALUES(11,1795797345879,99,0,1,0,1);
INSERT INTO presence_transition VALUES(11,1795797347299,133,0,0,0,1);
INSERT INTO presence_transition VALUES(11,1795797347639,137,0,1,0,1);
INSERT INTO presence_transition VALUES(11,1795797347759,139,0,0,0,1);
INSERT INTO presence_transition VALUES(11,1795797347879,140,0,1,0,1);
INSERT INTO presence_transition VALUES(11,1795797351159,196,0,0,0,1);
INSERT INTO presence_transition VALUES(12,1795797340415,4,0,2,0,1);
INSERT INTO presence_transition VALUES(12,1795797341679,23,0,1,0,1);
INSERT INTO presence_transition VALUES(12,1795797344219,65,0,0,0,1);
INSERT INTO presence_transition VALUES(12,1795797344359,67,0,1,0,1);
INSERT INTO presence_transition VALUES(12,1795797345719,94,0,0,0,1);
INSERT INTO presence_transition VALUES(12,1795797346179,111,0,1,0,1);
INSERT INTO presence_transition VALUES(12,1795797348339,149,0,0,0,1);
INSERT INTO presence_transition VALUES(12,1795797348499,154,0,1,0,1);
INSERT INTO presence_transition VALUES(12,1795797351399,200,0,0,0,1);
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
INSERT INTO status_transition VALUES(1,1795797342799,34,0,1,0,1,NULL,NULL,'in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(1,1795797343839,55,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(1,1795797344779,71,0,0,0,1,'','','lunch',':sandwich:',1795797346000);
INSERT INTO status_transition VALUES(1,1795797346001,106,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(1,1795797348659,160,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(1,1795797349739,181,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(2,1795797342659,31,0,1,0,1,NULL,NULL,'in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(2,1795797344099,61,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(2,1795797344879,72,0,0,0,1,'','','lunch',':sandwich:',1795797346000);
INSERT INTO status_transition VALUES(2,1795797346001,105,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(2,1795797348499,155,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(2,1795797350099,187,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(3,1795797341579,21,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(3,1795797343079,37,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(3,1795797344199,64,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(3,1795797344779,70,0,0,0,1,'','','lunch',':sandwich:',1795797346000);
INSERT INTO status_transition VALUES(3,1795797346001,104,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(3,1795797348799,163,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(3,1795797350219,190,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(4,1795797341099,16,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(4,1795797342499,30,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(4,1795797344099,62,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(4,1795797345499,89,0,0,0,1,'','','lunch',':sandwich:',1795797347000);
INSERT INTO status_transition VALUES(4,1795797347001,128,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(4,1795797348039,144,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(4,1795797348899,165,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(5,1795797342279,29,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(5,1795797343499,49,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(5,1795797344979,78,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(5,1795797345599,91,0,0,0,1,'','','lunch',':sandwich:',1795797347000);
INSERT INTO status_transition VALUES(5,1795797347001,127,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(5,1795797347919,141,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(5,1795797348939,168,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(6,1795797343415,45,0,1,0,1,NULL,NULL,'','',NULL);
INSERT INTO status_transition VALUES(6,1795797343779,54,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(6,1795797344919,74,0,0,0,1,'in a meeting',':calendar:','lunch',':sandwich:',1795797346000);
INSERT INTO status_transition VALUES(6,1795797345079,81,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(6,1795797348619,159,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(6,1795797349559,179,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(6,1795797351579,201,0,0,0,1,'','','on holiday from tomorrow',':palm_tree:',NULL);
INSERT INTO status_transition VALUES(6,1795797351839,204,0,0,0,1,'on holiday from tomorrow',':palm_tree:','','',NULL);
INSERT INTO status_transition VALUES(7,1795797341999,26,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(7,1795797343339,44,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(7,1795797344899,73,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(7,1795797345739,95,0,0,0,1,'','','lunch',':sandwich:',1795797347000);
INSERT INTO status_transition VALUES(7,1795797347001,126,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(7,1795797348599,157,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(7,1795797349779,183,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(7,1795797350619,192,0,0,0,1,'','','on holiday from tomorrow',':palm_tree:',NULL);
INSERT INTO status_transition VALUES(7,1795797350879,194,0,0,0,1,'on holiday from tomorrow',':palm_tree:','','',NULL);
INSERT INTO status_transition VALUES(8,1795797343415,46,0,1,0,1,NULL,NULL,'','',NULL);
INSERT INTO status_transition VALUES(8,1795797343779,53,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(8,1795797345139,85,0,0,0,1,'in a meeting',':calendar:','lunch',':sandwich:',1795797347000);
INSERT INTO status_transition VALUES(8,1795797345259,87,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(8,1795797348679,161,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(8,1795797350159,188,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(8,1795797351119,195,0,0,0,1,'','','on holiday from tomorrow',':palm_tree:',NULL);
INSERT INTO status_transition VALUES(8,1795797351379,199,0,0,0,1,'on holiday from tomorrow',':palm_tree:','','',NULL);
INSERT INTO status_transition VALUES(9,1795797342739,32,0,1,0,1,NULL,NULL,'in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(9,1795797344199,63,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(9,1795797344939,76,0,0,0,1,'','','lunch',':sandwich:',1795797346000);
INSERT INTO status_transition VALUES(9,1795797346000,103,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(9,1795797347659,138,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(9,1795797349159,175,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(10,1795797343239,42,0,1,0,1,NULL,NULL,'in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(10,1795797344599,69,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(10,1795797345779,97,0,0,0,1,'','','lunch',':sandwich:',1795797347000);
INSERT INTO status_transition VALUES(10,1795797347001,125,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(10,1795797348199,146,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(10,1795797349219,176,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(11,1795797341379,19,0,1,0,1,NULL,NULL,'working from home',':house_with_garden:',NULL);
INSERT INTO status_transition VALUES(11,1795797342799,33,0,0,0,1,'working from home',':house_with_garden:','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(11,1795797343659,52,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(11,1795797345039,80,0,0,0,1,'','','lunch',':sandwich:',1795797347000);
INSERT INTO status_transition VALUES(11,1795797347001,124,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(11,1795797347399,134,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(11,1795797348619,158,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(12,1795797343415,47,0,1,0,1,NULL,NULL,'','',NULL);
INSERT INTO status_transition VALUES(12,1795797343919,56,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(12,1795797344939,75,0,0,0,1,'in a meeting',':calendar:','','',NULL);
INSERT INTO status_transition VALUES(12,1795797345519,90,0,0,0,1,'','','lunch',':sandwich:',1795797347000);
INSERT INTO status_transition VALUES(12,1795797347001,123,0,0,0,1,'lunch',':sandwich:','','',NULL);
INSERT INTO status_transition VALUES(12,1795797348039,143,0,0,0,1,'','','in a meeting',':calendar:',NULL);
INSERT INTO status_transition VALUES(12,1795797348919,166,0,0,0,1,'in a meeting',':calendar:','','',NULL);
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
INSERT INTO coverage_span VALUES(1,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(1,1,1795797342799,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(2,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(2,1,1795797342659,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(3,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(3,1,1795797341579,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(4,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(4,1,1795797341099,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(5,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(5,1,1795797342279,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(6,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(6,1,1795797343415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(7,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(7,1,1795797341999,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(8,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(8,1,1795797343415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(9,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(9,1,1795797342739,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(10,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(10,1,1795797343239,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(11,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(11,1,1795797341379,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(12,0,1795797340415,0,NULL,0,NULL,1);
INSERT INTO coverage_span VALUES(12,1,1795797343415,0,NULL,0,NULL,1);
CREATE TABLE seq_mark(
    seq      INTEGER PRIMARY KEY,
    at_after INTEGER NOT NULL,
    at_until INTEGER NOT NULL
  ) STRICT;
CREATE TABLE seq_last(
    only INTEGER PRIMARY KEY CHECK(only = 1),
    seq  INTEGER NOT NULL
  ) STRICT;
INSERT INTO seq_last VALUES(1,208);
CREATE TABLE run(
    id         INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    alive_at   INTEGER NOT NULL,
    clean      INTEGER NOT NULL DEFAULT 0,
    version    TEXT    NOT NULL
  ) STRICT;
INSERT INTO run VALUES(1,1795797340369,1795797351979,0,'0.1.0');
CREATE TABLE resolution(
    workspace   INTEGER NOT NULL REFERENCES workspace(id),
    kind        INTEGER NOT NULL,  -- history::NameKind
    name        TEXT    NOT NULL,
    users       TEXT    NOT NULL,
    resolved_at INTEGER NOT NULL,
    PRIMARY KEY(workspace, kind, name)
  ) WITHOUT ROWID, STRICT;
INSERT INTO resolution VALUES(0,0,'alex@example.com','U0ALEX001',1795797340414);
INSERT INTO resolution VALUES(0,0,'chen@example.com','U0CHEN003',1795797340414);
INSERT INTO resolution VALUES(0,0,'elif@example.com','U0ELIF005',1795797340414);
INSERT INTO resolution VALUES(0,0,'grace@example.com','U0GRACE07',1795797340414);
INSERT INTO resolution VALUES(0,0,'ines@example.com','U0INES009',1795797340414);
INSERT INTO resolution VALUES(0,0,'kim@example.com','W0KIM0011',1795797340414);
INSERT INTO resolution VALUES(0,1,'birgit','U0BIRGIT2',1795797340414);
INSERT INTO resolution VALUES(0,1,'dana','U0DANA004',1795797340414);
INSERT INTO resolution VALUES(0,1,'frank','U0FRANK06',1795797340414);
INSERT INTO resolution VALUES(0,1,'hugo','U0HUGO008',1795797340414);
INSERT INTO resolution VALUES(0,1,'jonas','U0JONAS10',1795797340414);
INSERT INTO resolution VALUES(0,1,'lee','U0LEE0012',1795797340414);
INSERT INTO resolution VALUES(0,2,'design','U0GRACE07 U0INES009 W0KIM0011',1795797340414);
INSERT INTO resolution VALUES(0,2,'on-call','U0BIRGIT2 U0LEE0012',1795797347043);
INSERT INTO resolution VALUES(0,3,'general','U0ALEX001 U0BIRGIT2 U0CHEN003 U0DANA004 U0ELIF005 U0FRANK06 U0GRACE07 U0HUGO008 U0INES009 U0JONAS10 U0LEE0012 W0KIM0011',1795797340415);
INSERT INTO resolution VALUES(0,3,'incidents','U0DANA004',1795797341414);
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
INSERT INTO watch_group_member VALUES(1,'U0DANA004');
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
INSERT INTO watch_group_member VALUES(4,'U0DANA004');
INSERT INTO watch_group_member VALUES(4,'U0ELIF005');
INSERT INTO watch_group_member VALUES(4,'U0FRANK06');
INSERT INTO watch_group_member VALUES(4,'U0GRACE07');
INSERT INTO watch_group_member VALUES(4,'U0HUGO008');
INSERT INTO watch_group_member VALUES(4,'U0INES009');
INSERT INTO watch_group_member VALUES(4,'U0JONAS10');
INSERT INTO watch_group_member VALUES(4,'U0LEE0012');
INSERT INTO watch_group_member VALUES(4,'W0KIM0011');
INSERT INTO watch_group_member VALUES(5,'U0DANA004');
CREATE TABLE forgotten(user_id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE purging(
    id        INTEGER PRIMARY KEY,
    user_id   TEXT    NOT NULL,
    until_seq INTEGER NOT NULL
  ) STRICT;
CREATE INDEX session_open ON session(id) WHERE ended_at IS NULL;
CREATE INDEX coverage_open ON coverage_span(person, facet, workspace) WHERE ended_at IS NULL;
CREATE INDEX resolution_email ON resolution(workspace, users) WHERE kind = 0;
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
