// What presencectl asks: typed answers, and what cannot be opened.
#include "store/questions.h"

#include <fstream>

#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;
using base::UserId;

void fill_for_questions(HistoryDb& database) {
  const base::Status lunch{"Lunch", ":ramen:", at(9000)};
  Script script;
  script.session(1, 900).ready(1, 950).watched("U1", "Kim").watched("U2", "");
  script.seen({UserId{"U1"}, "kim", "Kim Doe", "Europe/Oslo", false, false});
  script.record(history::NameResolved{history::NameKind::email, "kim@example.com", {UserId{"U1"}}, at(900)});
  script.record(history::GroupsSet{{{"ops", {UserId{"U2"}, UserId{"U1"}}}, {"none", {}}}});
  script.cover("U1", 1000).first("U1", 1000, Presence::active).turn("U1", 2000, Presence::away).uncover("U1", 2500);
  script.cover("U1", 3000).turn("U1", 3000, Presence::active, history::Source::resync, 2500);
  script.turn("U1", 4000, Presence::away);
  script.cover("U1", 1000, 1, Facet::status).status("U1", 1000, std::nullopt, {}, history::Source::first);
  script.status("U1", 3500, base::Status{}, lunch).ended(1, 4500, history::EndReason::goodbye).session(2, 4400);
  commit(database, script.batch(5000));
  commit(database, Script("zeta").first("U1", 1500, Presence::away).batch(5000));
}

template <class T>
T ask(base::Result<T, Failure> answer) {
  REQUIRE_MESSAGE(answer.ok(), answer.error().message);
  return std::move(answer.value());
}

std::unique_ptr<Reader> reader_of(const std::filesystem::path& file) { return ask(Reader::open(file)); }

std::vector<std::int64_t> starts(const std::vector<history::Covered>& spans) {
  std::vector<std::int64_t> all;
  for (const history::Covered& span : spans) all.push_back(base::unix_ms(span.from));
  return all;
}

std::vector<std::int64_t> times(const std::vector<history::Change>& rows) {
  std::vector<std::int64_t> all;
  for (const auto& row : rows) all.push_back(base::unix_ms(row.at));
  return all;
}

using Times = std::vector<std::int64_t>;

TEST_CASE("People, groups, the recorder and the extent come typed") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", 700);
  fill_for_questions(*database);
  const auto reader = reader_of(folder / "h.db");
  Questions questions(*reader);
  const auto people = ask(questions.people());
  REQUIRE(people.size() == 3);
  CHECK(people[0].id == UserId{"U1"});
  CHECK(people[0].name == "kim");
  CHECK(people[0].label == "Kim");
  CHECK(people[0].email == "kim@example.com");
  CHECK(people[0].watched);
  CHECK(people[1].email.empty());
  CHECK(people[2].workspace == "zeta");
  const auto groups = ask(questions.groups());
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].name == "none");
  CHECK(groups[0].users.empty());
  CHECK(groups[1].users == std::vector<UserId>{UserId{"U1"}, UserId{"U2"}});
  const auto recorder = ask(questions.recorder());
  REQUIRE(recorder);
  CHECK(base::unix_ms(recorder->alive_at) == 5000);
  CHECK(!recorder->clean);
  CHECK(ask(questions.last_seq()) == 7);
  const Extent extent = ask(questions.extent());
  CHECK(extent.people == 3);
  CHECK(extent.sessions == 3);
  CHECK(extent.schema == kSchemaVersion);
  CHECK(extent.oldest == at(1000));
  CHECK(extent.log_bytes > 0);
}

TEST_CASE("A window gets the transition before it and those inside, the first moment in and the last one out") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  fill_for_questions(*database);
  const auto reader = reader_of(folder / "h.db");
  Questions questions(*reader);
  const auto kim = ask(questions.people())[0];
  const auto presence = [&](std::int64_t from, std::int64_t to) {
    return times(ask(questions.transitions(kim, Facet::presence, {at(from), at(to)})));
  };
  CHECK(presence(0, 9000) == Times{1000, 2000, 3000, 4000});  // and nothing of the other workspace
  CHECK(presence(2000, 4000) == Times{1000, 2000, 3000});
  CHECK(presence(2001, 2001) == Times{2000});
  CHECK(presence(0, 1000).empty());
  const auto found = ask(questions.transitions(kim, Facet::presence, {at(3000), at(3001)}));
  REQUIRE(found.size() == 2);
  CHECK(found[1].source == history::Source::resync);
  CHECK(found[1].after == base::State{Presence::active});
  CHECK(base::unix_ms(found[1].earliest) == 2500);
  const auto statuses = ask(questions.transitions(kim, Facet::status, {at(3000), at(9000)}));
  REQUIRE(statuses.size() == 2);
  CHECK(statuses[0].after == base::State{base::Status{}});
  CHECK(statuses[1].after == base::State{base::Status{"Lunch", ":ramen:", at(9000)}});
}

TEST_CASE("Coverage is what overlaps the window and the newest span before it") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  fill_for_questions(*database);
  const auto reader = reader_of(folder / "h.db");
  Questions questions(*reader);
  const auto kim = ask(questions.people())[0];
  const auto coverage = [&](std::int64_t from, std::int64_t to) {
    return starts(ask(questions.coverage(kim, Facet::presence, {at(from), at(to)})));
  };
  CHECK(coverage(0, 9000) == Times{1000, 3000});
  CHECK(coverage(2600, 2700) == Times{1000});
  CHECK(coverage(2600, 3001) == Times{1000, 3000});
  CHECK(coverage(3500, 3500) == Times{3000});
  CHECK(coverage(0, 1000).empty());
  const auto spans = ask(questions.coverage(kim, Facet::presence, {at(0), at(9000)}));
  CHECK(spans[0].reason == history::EndReason::peer_closed);
  CHECK(!spans[1].to);
}

TEST_CASE("Coverage until a moment goes back over the spans that touch, and to the newest before them") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  for (const auto& [from, to] : {std::pair{1000, 2000}, {3000, 4000}, {4000, 5000}, {5000, 6000}, {7000, 8000}})
    script.cover("U1", from).uncover("U1", to);
  commit(*database, script.cover("U1", 8000).watched("U1", "").batch(9000));
  commit(*database, Script("zeta").cover("U1", 6500).uncover("U1", 7000).watched("U1", "").batch(9000));
  const auto reader = reader_of(folder / "h.db");
  Questions questions(*reader);
  const auto kim = ask(questions.people())[0];
  const auto coverage = [&](std::int64_t until) {
    return starts(ask(questions.coverage_until(kim, Facet::presence, at(until))));
  };
  CHECK(coverage(999).empty());
  CHECK(coverage(1000) == Times{1000});
  CHECK(coverage(2500) == Times{1000});
  CHECK(coverage(5500) == Times{1000, 3000, 4000, 5000});
  CHECK(coverage(5000) == Times{1000, 3000, 4000, 5000});
  CHECK(coverage(4999) == Times{1000, 3000, 4000});
  CHECK(coverage(7999) == Times{5000, 7000});  // and nothing of the other workspace
  CHECK(coverage(8000) == Times{5000, 7000, 8000});
  CHECK(ask(questions.coverage_until(kim, Facet::status, at(9000))).empty());
}

TEST_CASE("Sessions come one after the other until it is enough") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  fill_for_questions(*database);
  const auto reader = reader_of(folder / "h.db");
  Questions questions(*reader);
  Times connected;
  const auto note = [&](const history::Session& row) {
    return connected.push_back(base::unix_ms(row.connected_at)), true;
  };
  CHECK(!questions.sessions({at(4450), at(9000)}, note));
  CHECK(connected == Times{900, 1500, 4400});
  connected.clear();
  CHECK(!questions.sessions({at(4500), at(9000)}, [&](const history::Session& row) { return note(row), false; }));
  CHECK(connected == Times{1500});
}

TEST_CASE("Inside one moment what the daemon commits is not seen") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  fill_for_questions(*database);
  const auto reader = reader_of(folder / "h.db");
  Questions questions(*reader);
  REQUIRE(!questions.begin());
  commit(*database, Script("other").first("U5", 6000, Presence::away).batch(6000));
  CHECK(ask(questions.last_seq()) == 7);
  questions.end();
  CHECK(ask(questions.last_seq()) == 8);
}

TEST_CASE("What cannot be read says why") {
  const TemporaryFolder folder;
  const auto why = [&](std::string_view name) {
    auto opened = Reader::open(folder / name);
    REQUIRE(!opened.ok());
    return opened.error().message;
  };
  CHECK(why("none.db").find("none.db: no such file") != std::string::npos);
  CHECK(!std::filesystem::exists(folder / "none.db"));
  std::filesystem::create_directory(folder / "folder");
  CHECK(why("folder").find("folder: is a folder") != std::string::npos);
  std::ofstream(folder / "empty.db") << "";
  CHECK(why("empty.db").find("empty.db: is empty") != std::string::npos);
  std::ofstream(folder / "text.db") << std::string(5000, 'x');
  CHECK(why("text.db").find("file is not a database") != std::string::npos);
}

}  // namespace
}  // namespace presenced::store::test
