#include "store/schema.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/people_mark.h"

namespace presenced::store {
namespace {

// One row a workspace. Ids start at 0: the first two workspaces cost the big tables nothing.
constexpr const char* kWorkspace = R"(
  CREATE TABLE workspace(
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE,
    last_batch INTEGER NOT NULL DEFAULT 0  -- the number of the last batch committed: a second attempt is skipped
  ) STRICT)";

// One row a Slack id, whichever workspaces it is seen in (ids are shared between connected workspaces). That the id
// alone names one row lets `WHERE user_id = ... ORDER BY at DESC LIMIT 1` be one seek.
constexpr const char* kPerson = R"(
  CREATE TABLE person(
    id      INTEGER PRIMARY KEY,
    user_id TEXT    NOT NULL UNIQUE
  ) STRICT)";

constexpr const char* kMembership = R"(
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
  ) WITHOUT ROWID, STRICT)";

constexpr const char* kEndReason = R"(
  CREATE TABLE end_reason(
    code INTEGER PRIMARY KEY,
    word TEXT    NOT NULL UNIQUE
  ) STRICT)";

constexpr const char* kSession = R"(
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
  ) STRICT)";
constexpr const char* kSessionOpen = "CREATE INDEX session_open ON session(id) WHERE ended_at IS NULL";

// code = the new presence (1 active) + 2 * history::Source; uncertainty = at - earliest. What was before follows: there
// are two states. No foreign keys here and in the next two: the store makes both sides itself, and a check would cost a
// seek a row.
constexpr const char* kPresenceTransition = R"(
  CREATE TABLE presence_transition(
    person      INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    workspace   INTEGER NOT NULL,
    code        INTEGER NOT NULL,
    uncertainty INTEGER NOT NULL,
    session     INTEGER,
    PRIMARY KEY(person, at, seq)
  ) WITHOUT ROWID, STRICT)";

constexpr const char* kStatusTransition = R"(
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
  ) WITHOUT ROWID, STRICT)";

// The spans of one person's facet in one workspace never overlap.
constexpr const char* kCoverage = R"(
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
  ) WITHOUT ROWID, STRICT)";
constexpr const char* kCoverageOpen =
    "CREATE INDEX coverage_open ON coverage_span(person, facet, workspace) WHERE ended_at IS NULL";

// Transitions have no index by seq (it would cost half as much as they do). A mark bounds the times on either side of
// it: every transition with a greater seq has at >= at_after, every other one at <= at_until.
constexpr const char* kSeqMark = R"(
  CREATE TABLE seq_mark(
    seq      INTEGER PRIMARY KEY,
    at_after INTEGER NOT NULL,
    at_until INTEGER NOT NULL
  ) STRICT)";

constexpr const char* kSeqLast = R"(
  CREATE TABLE seq_last(
    only INTEGER PRIMARY KEY CHECK(only = 1),
    seq  INTEGER NOT NULL
  ) STRICT)";
constexpr const char* kSeqLastRow = "INSERT INTO seq_last(only, seq) VALUES(1, 0)";

constexpr const char* kRun = R"(
  CREATE TABLE run(
    id         INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    alive_at   INTEGER NOT NULL,
    clean      INTEGER NOT NULL DEFAULT 0,
    version    TEXT    NOT NULL
  ) STRICT)";

// What the names of the watchlist stand for at Slack. `users`: their ids in Slack's order, a space between two; it is
// always read and replaced as a whole.
constexpr const char* kResolution = R"(
  CREATE TABLE resolution(
    workspace   INTEGER NOT NULL REFERENCES workspace(id),
    kind        INTEGER NOT NULL,  -- history::NameKind
    name        TEXT    NOT NULL,
    users       TEXT    NOT NULL,
    resolved_at INTEGER NOT NULL,
    PRIMARY KEY(workspace, kind, name)
  ) WITHOUT ROWID, STRICT)";
constexpr const char* kResolutionEmail =  // whose e-mail address: `users` is the one id then
    "CREATE INDEX resolution_email ON resolution(workspace, users) WHERE kind = 0";

constexpr const char* kWatchGroup = R"(
  CREATE TABLE watch_group(
    id        INTEGER PRIMARY KEY,
    workspace INTEGER NOT NULL REFERENCES workspace(id),
    name      TEXT    NOT NULL,
    UNIQUE(workspace, name)
  ) STRICT)";
// A group that is no longer on the watchlist stays for its memberships.
constexpr const char* kWatchGroupWatched = "ALTER TABLE watch_group ADD COLUMN watched INTEGER NOT NULL DEFAULT 1";

// Who was in which group, from when to when. One membership of a person in a group is open at most.
constexpr const char* kGroupMembership = R"(
  CREATE TABLE group_membership(
    watch_group INTEGER NOT NULL REFERENCES watch_group(id),
    user_id     TEXT    NOT NULL,
    since       INTEGER NOT NULL,
    until       INTEGER,           -- NULL: a member still
    PRIMARY KEY(watch_group, user_id, since),
    CHECK(until > since)
  ) WITHOUT ROWID, STRICT)";

// Who is never recorded again. The id alone: nothing else of the person is kept.
constexpr const char* kForgotten = "CREATE TABLE forgotten(user_id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID, STRICT";

// When they were forgotten, and the user id of whoever asked for it; NULL: not known.
constexpr const char* kForgottenAt = "ALTER TABLE forgotten ADD COLUMN at INTEGER";
constexpr const char* kForgottenBy = "ALTER TABLE forgotten ADD COLUMN by_uid INTEGER";

// Purges that were begun and are not done yet (store/purge.h).
constexpr const char* kPurging = R"(
  CREATE TABLE purging(
    id        INTEGER PRIMARY KEY,
    user_id   TEXT    NOT NULL,
    until_seq INTEGER NOT NULL
  ) STRICT)";

// Rows that were later than the clock when it was right again, as they were (store/misdated.h).
constexpr const char* kMisdated = R"(
  CREATE TABLE misdated(
    id         INTEGER PRIMARY KEY,
    move       INTEGER NOT NULL,                  -- what was moved together has the same number
    moved_at   INTEGER NOT NULL,                  -- the moment that they were later than, or reached over
    workspace  INTEGER REFERENCES workspace(id),  -- NULL: a run's, of all workspaces
    person     INTEGER REFERENCES person(id),     -- NULL: a session's or a run's
    from_table TEXT    NOT NULL,
    why        TEXT    NOT NULL CHECK(why IN ('later', 'reaches_over')),  -- reaches_over: its part up to moved_at stayed
    row        TEXT    NOT NULL                   -- all its columns, as a JSON object
  ) STRICT)";
constexpr const char* kMisdatedPerson = "CREATE INDEX misdated_person ON misdated(person)";

// The transitions of the facets that have no table of their own (store/facet_tables.h). `before` and `after` are in the
// form that the facet gives its states; `before` is NULL for history::Source::first.
constexpr const char* kFacetTransition = R"(
  CREATE TABLE facet_transition(
    person      INTEGER NOT NULL,
    facet       INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    workspace   INTEGER NOT NULL,
    source      INTEGER NOT NULL,
    uncertainty INTEGER NOT NULL,
    session     INTEGER,
    before      TEXT,
    after       TEXT    NOT NULL,
    PRIMARY KEY(person, facet, at, seq)
  ) WITHOUT ROWID, STRICT)";

// history::FeedName. Before there were several, each session was one of RTM.
constexpr const char* kSessionFeed = "ALTER TABLE session ADD COLUMN feed INTEGER NOT NULL DEFAULT 0";

// Whose the last transitions are (store/recent.h). slot = seq % kRecentTransitions.
constexpr const char* kRecentTransition = R"(
  CREATE TABLE recent_transition(
    slot   INTEGER PRIMARY KEY,
    seq    INTEGER NOT NULL,
    person INTEGER NOT NULL
  ) STRICT)";

constexpr const char* kFirstTables[] = {
    kWorkspace,        kPerson,   kMembership,   kEndReason, kSession, kSessionOpen, kPresenceTransition,
    kStatusTransition, kCoverage, kCoverageOpen, kSeqMark,   kSeqLast, kSeqLastRow,  kRun};

[[noreturn]] void refuse(const Database& database, int code, const std::string& why) {
  throw StoreError(Failure{FailureClass::broken, code, fmt::format("{}: {}", database.file().string(), why)});
}

}  // namespace

SchemaState inspect_schema(Database& database) {
  const std::int64_t application = database.integer("PRAGMA application_id");
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (application == 0 && version == 0 && database.integer("SELECT count(*) FROM sqlite_schema") == 0)
    return SchemaState::empty;
  if (application != kApplicationId)
    refuse(database, SQLITE_NOTADB,
           "is the database of another program; `history.path`, or --db, must name a history of presenced");
  if (version > kSchemaVersion)
    refuse(database, SQLITE_SCHEMA,
           fmt::format("was written by a newer presenced (schema {}, this one knows {}); install that one again",
                       version, kSchemaVersion));
  if (version < 1) refuse(database, SQLITE_SCHEMA, "is a history without a schema version; restore a backup");
  return version < kSchemaVersion ? SchemaState::older : SchemaState::current;
}

std::vector<const char*> schema_2_tables() {
  return {kResolution, kResolutionEmail, kWatchGroup, kForgotten, kPurging};
}

std::vector<const char*> schema_3_tables() { return {kMisdated, kMisdatedPerson, kForgottenAt, kForgottenBy}; }

std::vector<const char*> schema_4_tables() { return {kFacetTransition}; }

std::vector<const char*> schema_5_tables() { return {kSessionFeed}; }

std::vector<const char*> schema_7_tables() { return {kWatchGroupWatched, kGroupMembership}; }

std::vector<std::string> schema_8_tables() {
  std::vector<std::string> sql = people_mark_sql();
  sql.emplace_back(kRecentTransition);
  return sql;
}

void create_schema(Database& database, std::span<const FacetTable> facets) {
  for (const char* sql : kFirstTables) database.execute(sql);
  for (const char* sql : schema_2_tables()) database.execute(sql);
  for (const char* sql : schema_3_tables()) database.execute(sql);
  for (const char* sql : schema_4_tables()) database.execute(sql);
  for (const char* sql : schema_5_tables()) database.execute(sql);
  for (const char* sql : schema_7_tables()) database.execute(sql);
  for (const std::string& sql : schema_8_tables()) database.execute(sql.c_str());
  for (const char* sql : schema_9_tables()) database.execute(sql);
  for (const View& view : views(facets)) database.execute(view.sql.c_str());
  database.execute(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
}

}  // namespace presenced::store
