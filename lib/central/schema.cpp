#include "central/schema.h"

#include <fmt/format.h>

namespace presenced::central {
namespace {

// Two histories may know the same person and workspace: these two tables have one row for each, and the numbers that a
// source gives are translated by origin_person and origin_workspace.
constexpr const char* kNames = R"(
  CREATE TABLE workspace(
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text    NOT NULL UNIQUE
  );
  CREATE TABLE person(
    id      integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id text    NOT NULL UNIQUE
  );
  CREATE TABLE end_reason(
    code smallint PRIMARY KEY,
    word text     NOT NULL UNIQUE
  ))";

// A source, and how far it has come: everything of it up to `position` is here, written in the transaction that moved
// `position` on. The run_ columns are those of the source's newest run at that moment (central/lineage.h).
constexpr const char* kOrigin = R"(
  CREATE TABLE origin(
    id            smallint    GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text        NOT NULL UNIQUE,
    history       text        NOT NULL,
    position      bigint      NOT NULL DEFAULT 0,
    deletion      bigint      NOT NULL DEFAULT 0,  -- the last one of the source that was carried out here
    run           bigint      NOT NULL DEFAULT 0,
    run_mark      text        NOT NULL DEFAULT '',
    run_alive_at  bigint      NOT NULL DEFAULT 0,
    marked        bigint      NOT NULL DEFAULT 0,  -- the seq of the newest row in mark
    replicated_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE TABLE origin_workspace(
    origin    smallint NOT NULL,
    number    bigint   NOT NULL,
    workspace integer  NOT NULL,
    PRIMARY KEY(origin, number)
  );
  CREATE TABLE origin_person(
    origin smallint NOT NULL,
    number bigint   NOT NULL,
    person integer  NOT NULL,
    PRIMARY KEY(origin, number)
  );
  CREATE INDEX origin_person_person ON origin_person(person);
  CREATE TABLE mark(
    origin   smallint NOT NULL,
    seq      bigint   NOT NULL,
    at_after bigint   NOT NULL,  -- of every greater seq, or later
    at_until bigint   NOT NULL,  -- of every other one, or earlier
    PRIMARY KEY(origin, seq)
  );
  CREATE INDEX mark_after ON mark(origin, at_after);
  CREATE TABLE kept(
    single    boolean PRIMARY KEY DEFAULT true CHECK(single),
    kept_from bigint  NOT NULL  -- what is older was dropped, but for the states in force then
  );
  INSERT INTO kept(kept_from) VALUES(-9223372036854775808))";

constexpr const char* kPeople = R"(
  CREATE TABLE membership(
    person    integer  NOT NULL,
    workspace integer  NOT NULL,
    origin    smallint NOT NULL,
    label     text     NOT NULL,
    name      text     NOT NULL,
    real_name text     NOT NULL,
    tz        text     NOT NULL,
    is_bot    smallint NOT NULL,
    deleted   smallint NOT NULL,
    watched   smallint NOT NULL,
    email     text,
    PRIMARY KEY(person, workspace, origin)
  );
  CREATE TABLE group_membership(
    person    integer  NOT NULL,
    workspace integer  NOT NULL,
    name      text     NOT NULL,
    origin    smallint NOT NULL,
    since     bigint   NOT NULL,
    until     bigint,
    PRIMARY KEY(person, workspace, name, origin, since)
  );
  CREATE INDEX group_membership_name ON group_membership(workspace, name);
  CREATE TABLE forgotten(
    origin  smallint NOT NULL,
    user_id text     NOT NULL,
    at      bigint,
    by_uid  bigint,
    PRIMARY KEY(origin, user_id)
  );
  CREATE TABLE reader_group(  -- members of the role see the people who are in the group now
    role      name NOT NULL,
    workspace text NOT NULL,
    name      text NOT NULL,
    PRIMARY KEY(role, workspace, name)
  ))";

constexpr const char* kLife = R"(
  CREATE TABLE session(
    origin       smallint NOT NULL,
    number       bigint   NOT NULL,
    workspace    integer  NOT NULL,
    connected_at bigint   NOT NULL,
    ready_at     bigint,
    ended_at     bigint,
    end_reason   smallint,
    feed         smallint NOT NULL,
    PRIMARY KEY(origin, number)
  );
  CREATE TABLE run(
    origin     smallint NOT NULL,
    number     bigint   NOT NULL,
    started_at bigint   NOT NULL,
    alive_at   bigint   NOT NULL,
    clean      smallint NOT NULL,
    version    text     NOT NULL,
    PRIMARY KEY(origin, number)
  ))";

constexpr const char* kCoverage = R"(
  CREATE TABLE coverage_span(
    person     integer  NOT NULL,
    workspace  integer  NOT NULL,
    started_at bigint   NOT NULL,
    ended_at   bigint,  -- NULL: open
    session    bigint,
    facet      smallint NOT NULL,
    origin     smallint NOT NULL,
    mode       smallint NOT NULL,
    end_reason smallint,
    PRIMARY KEY(person, workspace, facet, origin, started_at)
  ) PARTITION BY RANGE(started_at))";

constexpr const char* kTransition = R"(
  CREATE TABLE {table}(
    person      integer  NOT NULL,
    workspace   integer  NOT NULL,
    at          bigint   NOT NULL,
    seq         bigint   NOT NULL,
    session     bigint,
    uncertainty bigint   NOT NULL,
    origin      smallint NOT NULL,
    source      smallint NOT NULL {state},
    PRIMARY KEY(person, workspace, origin, at, seq)
  ) PARTITION BY RANGE(at))";

constexpr const char* kStagingTransition =
    "CREATE TEMP TABLE {table}(person bigint, workspace bigint, seq bigint, session bigint, at bigint, "
    "uncertainty bigint, source smallint {state}) ON COMMIT DELETE ROWS";

// As store/replica.h hands the rows over.
constexpr const char* kStaging[] = {
    "CREATE TEMP TABLE staging_workspaces(number bigint, name text) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE staging_people(number bigint, workspace bigint, user_id text, label text, name text, "
    "real_name text, tz text, is_bot smallint, deleted smallint, watched smallint, email text) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE staging_groups(workspace bigint, name text, user_id text, since bigint, until bigint) "
    "ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE staging_forgotten(user_id text, at bigint, by_uid bigint) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE staging_sessions(number bigint, workspace bigint, connected_at bigint, ready_at bigint, "
    "ended_at bigint, end_reason smallint, feed smallint) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE staging_runs(number bigint, started_at bigint, alive_at bigint, clean smallint, "
    "version text) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE staging_spans(person bigint, workspace bigint, facet smallint, started_at bigint, "
    "ended_at bigint, mode smallint, end_reason smallint, session bigint) ON COMMIT DELETE ROWS",
    "CREATE TEMP TABLE staging_gone(person bigint, workspace bigint, facet smallint, started_at bigint) "
    "ON COMMIT DELETE ROWS",
};

}  // namespace

std::vector<Partitioned> partitioned_tables() {
  std::vector<Partitioned> tables;
  for (const Facet& facet : facets()) tables.push_back({table_of(facet), "at"});
  tables.push_back({"coverage_span", "started_at"});
  return tables;
}

std::vector<std::string> version_1_statements() {
  std::vector<std::string> statements{kNames, kOrigin, kPeople, kLife, kCoverage};
  for (const Facet& facet : facets())
    statements.push_back(
        fmt::format(kTransition, fmt::arg("table", table_of(facet)), fmt::arg("state", state_definitions(facet))));
  return statements;
}

std::vector<std::string> staging_statements() {
  std::vector<std::string> statements(std::begin(kStaging), std::end(kStaging));
  for (const Facet& facet : facets())
    statements.push_back(fmt::format(kStagingTransition, fmt::arg("table", staging_of(facet)),
                                     fmt::arg("state", state_definitions(facet))));
  return statements;
}

}  // namespace presenced::central
