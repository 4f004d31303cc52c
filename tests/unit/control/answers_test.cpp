// Answers as they are written and read back.
#include <doctest/doctest.h>

#include <string>

#include "control/decode.h"
#include "control/encode.h"
#include "support/json_schema.h"

using namespace presenced;
using namespace presenced::control;

namespace {

base::WallTime at(std::int64_t ms) { return base::wall_from_unix_ms(1'700'000'000'000 + ms); }

Status full_status() {
  WorkspaceStatus acme;
  acme.name = "acme";
  acme.connected = true;
  acme.state = "live";
  acme.since = at(1);
  acme.watched = 7;
  acme.unresolved = {{"w.yaml:7", "email \"lee@example.com\"", "is not watched: nobody has this address"}};
  acme.confirmed = 4;
  acme.unconfirmed = {{"U1"}, {"U2"}};
  acme.sampled = 1;
  acme.covered[base::Facet::presence] = 5;
  acme.covered[base::Facet::status] = 3;
  acme.last_event = at(2);
  acme.uncommitted = 6;
  acme.uncommitted_bytes = 2'730;
  acme.held = true;
  acme.clock = {"contradicts", -3'600'400, false, 0};
  acme.feeds = {{"rtm", "stand_by", "not_allowed_token_type", 0, 0}, {"poll", "live", "", 7, 9'331}};
  WorkspaceStatus other;
  other.name = "other";
  other.state = "disconnected";
  other.trouble = "Slack refuses the token (\"invalid_auth\")";
  other.needed = "rtm:stream";
  other.provided = "identify,users:read";
  other.next_attempt_at = at(60'000);
  Status status;
  status.version = "0.1.0";
  status.pid = 4711;
  status.started_at = at(0);
  status.at = at(5);
  status.history = {"/var/lib/presenced/history.db", 1'234'567, 12, at(4), false, "the disk is full", 4'096,
                    "a reader does not end"};
  status.configuration = {"/etc/presenced/presenced.yaml", at(3), {{"watchlist.yaml", 3, 7, "groups", "empty"}}};
  status.workspaces = {acme, other};
  status.recent = {{at(4), true, "lost", "acme", "session 1 ended"}, {at(5), false, "no_control", "", "none"}};
  return status;
}

template <class T>
const T& value_of(const base::Result<T, std::string>& result) {
  REQUIRE_MESSAGE(result.ok(), result.error());
  return result.value();
}

}  // namespace

TEST_CASE("a status comes back as it went out") {
  CHECK(value_of(read_status(to_json(full_status()))) == full_status());
  CHECK(value_of(read_status(to_json(Status{}))) == Status{});
}

TEST_CASE("the JSON of a status, whole") {
  Status status = full_status();
  status.workspaces.resize(1);
  status.recent.resize(1);
  CHECK(
      to_json(status) ==
      R"({"schema":1,"version":"0.1.0","pid":4711,"started_at":1700000000000,"at":1700000000005,)"
      R"("history":{"path":"/var/lib/presenced/history.db","bytes":1234567,"queued":12,)"
      R"("last_commit_at":1700000000004,"recording":false,"trouble":"the disk is full",)"
      R"("log_bytes":4096,"log_trouble":"a reader does not end"},)"
      R"("configuration":{"file":"/etc/presenced/presenced.yaml","rejected_at":1700000000003,"problem_count":1,)"
      R"("problems":[{"file":"watchlist.yaml","line":3,"column":7,"key":"groups","message":"empty"}]},)"
      R"("workspaces":[{"name":"acme","connected":true,"state":"live","since":1700000000001,"trouble":"",)"
      R"("needed":"","provided":"",)"
      R"("next_attempt_at":null,"watched":7,"unresolved_count":1,"unresolved":[{"where":"w.yaml:7","name":"email \"lee@example.com\"",)"
      R"("trouble":"is not watched: nobody has this address"}],)"
      R"("confirmed":4,"unconfirmed_count":2,"unconfirmed":["U1","U2"],)"
      R"("sampled":1,"presence_covered":5,"status_covered":3,"dnd_covered":0,"huddle_covered":0,"last_event":1700000000002,"uncommitted":6,)"
      R"("uncommitted_bytes":2730,"held":true,)"
      R"("clock":{"state":"contradicts","ahead_ms":-3600400,"confirmed":false,"history_ahead_ms":0,)"
      R"("trouble":"the wall clock is 3600 s behind Slack's"},)"
      R"("feeds":[{"name":"rtm","state":"stand_by","trouble":"not_allowed_token_type","people":0,"round_ms":0},)"
      R"({"name":"poll","state":"live","trouble":"","people":7,"round_ms":9331}]}],)"
      R"("recent":[{"at":1700000000004,"level":"error","event":"lost","workspace":"acme","message":"session 1 ended"}]})"
      "\n");
}

TEST_CASE("the answers to reload, purge and forget come back as they went out") {
  const Reloaded good{{"workspace acme: watchlist", "history.retention"}, {}};
  CHECK(value_of(read_reloaded(to_json(good))) == good);
  CHECK(read_error(to_json(good)).empty());
  const Reloaded bad{{}, {{"/etc/presenced/presenced.yaml", 12, 3, "log.level", "expected info"}}};
  CHECK(value_of(read_reloaded(to_json(bad))) == bad);
  CHECK(to_json(bad).find(R"("applied":false)") != std::string::npos);
  CHECK(read_error(to_json(bad)) == "the configuration is not valid; the running one stays in force");
  const Purged purged{{"U024BE7LH"}, true, true, 1234, 56, {"/etc/presenced/watchlist.yaml:12", "b.yaml:3"}};
  CHECK(value_of(read_purged(to_json(purged))) == purged);
  const Repaired repaired{"acme", 12, 3, 1};
  CHECK(value_of(read_repaired(to_json(repaired))) == repaired);
  const ForgetUndone undone{{"U024BE7LH"}};
  CHECK(value_of(read_forget_undone(to_json(undone))) == undone);
}

TEST_CASE("every answer is as its schema in docs/schema/control says") {
  using test::against_schema;
  CHECK(against_schema("status", to_json(full_status())) == "");
  CHECK(against_schema("status", to_json(Status{})) == "");
  CHECK(against_schema("reload", to_json(Reloaded{{"log.level"}, {}})) == "");
  CHECK(against_schema("reload", to_json(Reloaded{{}, {{"presenced.yaml", 12, 3, "log.level", "expected info"}}})) ==
        "");
  CHECK(against_schema("purge", to_json(Purged{{"U024BE7LH"}, true, true, 1234, 56})) == "");
  CHECK(against_schema("purge", to_json(Purged{{"U024BE7LH"}, true, true, 1234, 56, {"watchlist.yaml:12"}})) == "");
  CHECK(against_schema("undo", to_json(ForgetUndone{{"U024BE7LH"}})) == "");
  CHECK(against_schema("repair", to_json(Repaired{"acme", 12, 3, 1})) == "");
  CHECK(against_schema("error", error_json("nobody has the id U1")) == "");
  CHECK(against_schema("purge", error_json("nobody has the id U1")) != "");
  CHECK(against_schema("reload", R"({"schema":1,"applied":false,"changed":[],"problem_count":0,"problems":[]})") != "");
}

TEST_CASE("an error is found in an answer of the daemon's and in one of its HTTP server's") {
  CHECK(error_json("nobody has the id U1") == "{\"schema\":1,\"error\":\"nobody has the id U1\"}\n");
  CHECK(read_error(error_json("a \"b\"\n")) == "a \"b\"\n");
  CHECK(read_error("{\"error\": \"too large\"}\n") == "too large");
  CHECK(read_error("{}").empty());
  CHECK(read_error("<html>").empty());
}

TEST_CASE("long lists are cut, and the count tells of all") {
  Status status;
  status.workspaces.resize(1);
  for (int i = 0; i < 5000; ++i) {
    status.workspaces[0].unconfirmed.push_back({"U" + std::to_string(i)});
    status.workspaces[0].unresolved.push_back({"w.yaml:1", "handle \"@x\"", ""});
    status.configuration.problems.push_back({"f", i, 1, "k", "m"});
  }
  const std::string json = to_json(status);
  CHECK(json.find(R"("unconfirmed_count":5000)") != std::string::npos);
  CHECK(json.find(R"("unresolved_count":5000)") != std::string::npos);
  CHECK(json.find(R"("problem_count":5000)") != std::string::npos);
  const Status read = value_of(read_status(json));
  CHECK(read.workspaces[0].unconfirmed.size() == kMostListed);
  CHECK(read.workspaces[0].unresolved.size() == kMostListed);
  CHECK(read.configuration.problems.size() == kMostListed);
}

TEST_CASE("whatever a text holds, the JSON is sound and one line, and no longer than it has to be") {
  CHECK(error_json("a\"\\\n\x7f\x1b[0m") == "{\"schema\":1,\"error\":\"a\\\"\\\\\\u000a\\u007f\\u001b[0m\"}\n");
  CHECK(error_json("/srv/\xff\xfe/x") == "{\"schema\":1,\"error\":\"/srv/\\ufffd\\ufffd/x\"}\n");
  const std::string most(kMostTextBytes - 1, 'x');
  CHECK(error_json(most + "\xc3\xab") == "{\"schema\":1,\"error\":\"" + most + "\"}\n");
}

TEST_CASE("an answer that is none is told as such, with what is wrong about it") {
  CHECK(read_status("").error() == "cannot read the daemon's answer: it is not JSON");
  CHECK(read_status("[]").error() == "cannot read the daemon's answer: it is not a JSON object");
  CHECK(read_status("{}").error() == "cannot read the daemon's answer: \"schema\" is missing or has the wrong type");
  CHECK(read_purged(R"({"schema":1,"user":"U1","known":true,"forgotten":1})").error() ==
        "cannot read the daemon's answer: \"forgotten\" is missing or has the wrong type");
  CHECK(read_purged(R"({"schema":1,"user":"U1","known":true,"forgotten":true,"transitions":-1,"spans":0})").error() ==
        "cannot read the daemon's answer: \"transitions\" is missing or has the wrong type");
  CHECK(read_reloaded(R"({"schema":2})").error() ==
        "the daemon answers in schema 2, and this presencectl reads schema 1: they are of different versions");
}

TEST_CASE("every answer cut short or with one byte changed is read or refused, never more") {
  const std::string json = to_json(full_status());
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (i + 1 < json.size()) CHECK(!read_status(json.substr(0, i)).ok());  // without the newline it is whole
    for (const char c : {'"', '}', '0', '\xff'}) {
      std::string changed = json;
      changed[i] = c;
      const auto read = read_status(changed);
      CHECK((read.ok() || !read.error().empty()));
    }
  }
}
