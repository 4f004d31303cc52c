#include <doctest/doctest.h>

#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

// `type`, `user.id`, text and expiry of a frame that carries a record.
std::string gist(const std::string& frame) {
  simdjson::dom::parser parser;
  const simdjson::dom::element json = parser.parse(frame);
  const simdjson::dom::element user = json["user"];
  const simdjson::dom::element profile = user["profile"];
  return fmt::format("{} {} '{}' {}", std::string_view(json["type"]), std::string_view(user["id"]),
                     std::string_view(profile["status_text"]), std::int64_t(profile["status_expiration"]));
}

std::vector<std::string> gists(Bench& bench) {
  std::vector<std::string> out;
  for (const auto& text : bench.texts()) out.push_back(gist(text));
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a status change is told twice to every socket, subscribed or not") {
  Bench bench;
  bench.open();
  bench.open();
  bench.model.set_status(bench.now, {"U0ANN"}, {"in a meeting", ":calendar:", {}});
  const Lines twice{"user_change U0ANN 'in a meeting' 0", "user_status_changed U0ANN 'in a meeting' 0"};
  CHECK(gists(bench) == Lines{twice[0], twice[1], twice[0], twice[1]});
  bench.model.set_status(bench.now, {"U0ANN"}, {"in a meeting", ":calendar:", {}});
  CHECK(bench.texts().empty());
}

TEST_CASE("a status runs out by its own clock, to the second, and that is told like any change") {
  Bench bench;
  bench.open();
  const base::WallTime end = bench.now.wall + 10min;
  bench.model.set_status(bench.now, {"U0ANN"}, {"lunch", ":sandwich:", end + 400ms});
  bench.take();
  bench.pass(10min - 1ms);
  CHECK(bench.texts().empty());
  bench.pass(1ms);
  CHECK(gists(bench) == Lines{"user_change U0ANN '' 0", "user_status_changed U0ANN '' 0"});
  const auto& truth = bench.model.truth({"U0ANN"}).status;
  REQUIRE(truth.size() == 3);
  CHECK(truth[1].state.expires_at == end);
  CHECK(truth[2].at == end);
  CHECK(truth[2].state.cleared());
}

TEST_CASE("a status that runs out in silence is only in the truth, marked as not announced") {
  Options options = Bench::plain();
  options.announce_expiry = false;
  Bench bench(options);
  bench.open();
  bench.model.set_status(bench.now, {"U0ANN"}, {"lunch", "", bench.now.wall + 60s});
  bench.take();
  bench.pass(2min);
  CHECK(bench.texts().empty());
  CHECK_FALSE(bench.model.truth({"U0ANN"}).status.back().announced);
}

TEST_CASE("a status that is set already run out is cleared at once, and never before it was set") {
  Bench bench;
  bench.model.set_status(bench.now, {"U0ANN"}, {"late", "", bench.now.wall - 1h});
  bench.pass(0ms);
  const auto& truth = bench.model.truth({"U0ANN"}).status;
  REQUIRE(truth.size() == 3);
  CHECK(truth[2].at == truth[1].at);
  CHECK(truth[2].state.cleared());
}

TEST_CASE("a status replaced before it ran out does not run out") {
  Bench bench;
  bench.model.set_status(bench.now, {"U0ANN"}, {"lunch", "", bench.now.wall + 60s});
  bench.model.set_status(bench.now, {"U0ANN"}, {"at home", "", {}});
  bench.pass(1h);
  CHECK(bench.model.directory().find({"U0ANN"})->status.text == "at home");
}

TEST_CASE("what is told of a person after a huddle has ended by itself says that it has ended") {
  for (const bool runs_out : {true, false}) {
    Bench bench;
    bench.open();
    bench.model.huddle(bench.now, {"U0ANN"}, 10s);
    bench.model.set_status(bench.now, {"U0ANN"}, {"lunch", "", bench.now.wall + 20s});
    bench.take();
    if (runs_out) {
      bench.now = {bench.now.mono + 20s, bench.now.wall + 20s};
      bench.model.tick(bench.now);
    } else {
      bench.now = {bench.now.mono + 12s, bench.now.wall + 12s};
      bench.model.set_status(bench.now, {"U0ANN"}, {"back", "", {}});
    }
    const auto texts = bench.texts();
    REQUIRE(texts.size() == 2);
    for (const std::string& text : texts) CHECK(text.find("in_a_huddle") == std::string::npos);
  }
}

TEST_CASE("the three entities are escaped in status texts, and everything is valid JSON however it is written") {
  Options options;
  options.keep_frames = true;
  options.noise = true;
  for (options.seed = 0; options.seed < 50; ++options.seed) {
    Bench bench(options);
    bench.open();
    bench.model.set_status(bench.now, {"U0ANN"}, {"R&D <\"caf\u00e9\"> \U0001F600\\\n", ":a:", {}});
    simdjson::dom::parser parser;
    for (const auto& frame : bench.model.frames()) {
      const simdjson::dom::element json = parser.parse(frame.text);
      std::string_view text;
      if (json["user"]["profile"]["status_text"].get_string().get(text) == simdjson::SUCCESS)
        CHECK(text == "R&amp;D &lt;\"caf\u00e9\"&gt; \U0001F600\\\n");
    }
  }
}

TEST_CASE("type is not always the first key") {
  Options options;
  int first = 0;
  int last = 0;
  for (options.seed = 0; options.seed < 60; ++options.seed) {
    Bench bench(options);
    bench.subscribe(bench.open(), {"U0ANN"});
    const std::string text = bench.texts().at(0);
    first += text.starts_with("{\"type\"") ? 1 : 0;
    last += text.ends_with("presence_change\"}") || text.ends_with("presence_change_batch\"}") ? 1 : 0;
  }
  CHECK(first > 0);
  CHECK(last > 0);
}

TEST_CASE("a rename, a deactivation, a huddle and a new member are told, and change no status") {
  Bench bench;
  bench.open();
  bench.model.rename(bench.now, {"U0ANN"}, "anna", "Anna");
  CHECK(gists(bench) == Lines{"user_change U0ANN '' 0", "user_profile_changed U0ANN '' 0"});
  bench.model.deactivate(bench.now, {"U0ANN"});
  CHECK(gists(bench) == Lines{"user_change U0ANN '' 0", "user_profile_changed U0ANN '' 0"});
  CHECK(bench.model.directory().find({"U0ANN"})->deleted);
  bench.model.huddle(bench.now, {"U0BEN"});
  CHECK(gists(bench) == Lines{"user_change U0BEN '' 0", "user_huddle_changed U0BEN '' 0"});
  Person person;
  person.id = {"W0NEW"};
  bench.model.join(bench.now, person);
  CHECK(gists(bench) == Lines{"team_join W0NEW '' 0"});
  CHECK(bench.model.truth({"U0ANN"}).status.size() == 1);
}

TEST_CASE("old bug: a rename or a new address told of a huddle that had ended by then") {
  for (const bool renamed : {true, false}) {
    Bench bench;
    bench.open();
    bench.model.huddle(bench.now, {"U0BEN"}, 1500ms);
    CHECK(bench.texts().size() == 2);
    bench.now = {bench.now.mono + 1600ms,
                 bench.now.wall + 1600ms};  // nothing has made the model look at its clock since
    if (renamed)
      bench.model.rename(bench.now, {"U0BEN"}, "ben", "Benjamin");
    else
      bench.model.set_email(bench.now, {"U0BEN"}, "ben@example.com");
    const auto told = bench.texts();
    REQUIRE(told.size() == 2);
    for (const std::string& text : told) CHECK(text.find("in_a_huddle") == std::string::npos);
  }
}

}  // namespace presenced::fake_slack
