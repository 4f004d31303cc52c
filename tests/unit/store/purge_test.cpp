// One person's history is deleted, or never written again.
#include <condition_variable>
#include <fstream>
#include <mutex>

#include "store/writer.h"
#include "unit/store/fixture.h"
#include "unit/store/no_room.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;
using base::UserId;
using history::NameKind;

constexpr const char* kSecretText = "at the clinic";

// Everything that can be known of somebody, and the same of U2.
void fill(HistoryDb& database, Script& script) {
  script.session(1, 900);
  for (const std::string user : {"U1", "U2"}) {
    script.watched(user, "label of " + user)
        .seen({UserId{user}, "name of " + user, "Real", "Europe/Oslo", false, false});
    script.cover(user, 1000).first(user, 1000, Presence::active);
    script.cover(user, 1000, 1, Facet::status).status(user, 1000, std::nullopt, {}, history::Source::first);
    script.status(user, 1500, base::Status{}, {kSecretText + user, "", std::nullopt});
    for (int i = 0; i < 1500; ++i) script.turn(user, 2000 + i, i % 2 == 0 ? Presence::away : Presence::active);
    script.uncover(user, 4000).cover(user, 5000);
    script.record(history::NameResolved{NameKind::email, user + "@example.com", {UserId{user}}, at(1000)});
  }
  script.record(history::NameResolved{NameKind::channel, "x", {UserId{"U2"}, UserId{"U1"}, UserId{"U11"}}, at(1000)});
  script.record(history::GroupsSet{{{"ops", {UserId{"U1"}, UserId{"U2"}}}}});
  commit(database, script.batch(6000));
}

Purged purge(HistoryDb& database, const std::string& user, bool forget) {
  auto purged = database.purge(UserId{user}, forget);
  REQUIRE_MESSAGE(purged.ok(), purged.error().message);
  return purged.value();
}

Lines all_of(const std::filesystem::path& file, const std::string& user) {
  Lines all;
  for (const std::string view : {"presence_transitions", "status_transitions", "presence_intervals", "status_intervals",
                                 "coverage", "status_coverage", "people", "groups"})
    for (const std::string& line : rows(file, "SELECT * FROM " + view + " WHERE user_id = '" + user + "'"))
      all.push_back(view + " " + line);
  return all;
}

TEST_CASE("A purge deletes everything of one person and nothing of the others") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  commit(*database, Script("zeta").cover("U1", 1000).first("U1", 1000, Presence::away).batch(6000));
  const Lines other = all_of(folder / "h.db", "U2");
  const Purged purged = purge(*database, "U1", false);
  CHECK(purged.known);
  CHECK(purged.transitions == 1504);
  CHECK(purged.spans == 4);
  CHECK(all_of(folder / "h.db", "U1") == Lines{"people acme|U1||||0|0|1||-", "groups acme|ops|U1"});  // still watched
  CHECK(all_of(folder / "h.db", "U2") == other);
  CHECK(!purge(*database, "U404", false).known);
  const auto resume = database->resume("acme").value();
  REQUIRE(resume.people.size() == 2);
  CHECK(!resume.people[0].second.facets[base::Facet::presence]);
  CHECK(!resume.people[0].second.seen);
  CHECK(resume.forgotten.empty());
}

TEST_CASE("What was purged is neither in the file nor in its log") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  purge(*database, "U1", false);
  const std::string all = bytes_of(folder / "h.db") + bytes_of(folder / "h.db-wal");
  CHECK(all.find(kSecretText + std::string("U2")) != std::string::npos);
  for (const std::string& text : {kSecretText + std::string("U1"), std::string("label of U1"),
                                  std::string("U1@example.com"), std::string("name of U1")})
    CHECK_MESSAGE(all.find(text) == std::string::npos, text);
}

TEST_CASE("After a purge the history of a person who is still watched begins anew") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  REQUIRE(!database->promise_purge(UserId{"U1"}, false));
  REQUIRE(!database->begin_purge());
  script.watched("U1", "Kim").cover("U1", 7000).first("U1", 7000, Presence::active);  // while the deleting goes on
  commit(*database, script.batch(7000));
  while (database->purging()) REQUIRE(database->purge_step().ok());
  commit(*database, script.turn("U1", 8000, Presence::away).batch(8000));
  CHECK(all_of(folder / "h.db", "U1") ==
        Lines{"presence_transitions 3007|acme|U1|7000|7000|-|active|first|1",
              "presence_transitions 3008|acme|U1|8000|8000|active|away|push|1",
              "presence_intervals acme|U1|active|7000|8000", "presence_intervals acme|U1|away|8000|-",
              "coverage acme|U1|7000|-|subscribed|-|rtm", "people acme|U1|Kim|||0|0|1|Kim|-", "groups acme|ops|U1"});
}

TEST_CASE("old bug: records moved aside while a purge was under way brought the last state of the purged person back") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  REQUIRE(!database->promise_purge(UserId{"U1"}, false));
  REQUIRE(!database->begin_purge());
  const auto rewound = database->set_aside("acme", base::wall_from_unix_ms(1'000'000'000));
  REQUIRE(rewound.ok());
  for (const auto& [user, known] : rewound.value().resume.people)
    CHECK(known.facets[Facet::presence].has_value() == (user != UserId{"U1"}));
}

TEST_CASE("Somebody forgotten leaves an id and is never recorded again, also after a restart") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  purge(*database, "U1", true);
  const auto record_again = [&](std::int64_t when) {
    script.watched("U1", "Kim").seen({UserId{"U1"}, "kim", "", "", false, false}).cover("U1", when);
    script.first("U1", when, Presence::active).status("U1", when, std::nullopt, {}, history::Source::first);
    script.move("U1", 1).uncover("U1", when + 1);
    script.record(history::NameResolved{NameKind::email, "U1@example.com", {UserId{"U1"}}, at(when)});
    script.record(history::GroupsSet{{{"ops", {UserId{"U1"}, UserId{"U2"}}}}});
    commit(*database, script.turn("U2", when, Presence::away).batch(when + 2));
  };
  record_again(7000);
  database.reset();
  database = open(folder / "h.db", 8000);
  record_again(9000);
  CHECK(all_of(folder / "h.db", "U1") == Lines{});
  CHECK(row(folder / "h.db", "SELECT count(*) FROM person WHERE user_id = 'U1'") == "0");
  CHECK(row(folder / "h.db", "SELECT user_id FROM forgotten") == "U1");
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions WHERE at IN (7000, 9000)") == "2");
  const auto resume = database->resume("acme").value();
  CHECK(resume.forgotten == std::vector<UserId>{UserId{"U1"}});
  CHECK(database->resume("never seen").value().forgotten.size() == 1);
  for (const history::NameResolved& name : resume.names) {
    CAPTURE(name.name);
    CHECK(std::find(name.users.begin(), name.users.end(), UserId{"U1"}) == name.users.end());
    if (name.kind == NameKind::channel) CHECK(name.users == std::vector<UserId>{UserId{"U2"}, UserId{"U11"}});
  }
}

TEST_CASE("A purge that a crash interrupts is finished at the next start") {
  const TemporaryFolder folder;
  {
    const auto crashed = open(folder / "h.db");
    Script script;
    fill(*crashed, script);
    REQUIRE(!crashed->promise_purge(UserId{"U1"}, true));
    REQUIRE(!crashed->begin_purge());
    REQUIRE(crashed->purge_step().ok());
    REQUIRE(crashed->purging());
  }
  const auto database = open(folder / "h.db", 20'000);
  CHECK(!database->purging());
  CHECK(all_of(folder / "h.db", "U1") == Lines{});
  CHECK(row(folder / "h.db", "SELECT count(*) FROM person") == "1");
  CHECK(row(folder / "h.db", "SELECT count(*) FROM purging") == "0");
  CHECK(database->resume("acme").value().people.size() == 1);
}

TEST_CASE("Without a daemon a purge notes no run and mends nothing, and needs a history that is there") {
  const TemporaryFolder folder;
  {
    const auto crashed = open(folder / "h.db");
    Script script;
    fill(*crashed, script);
  }
  OpenOptions tool = options(folder / "h.db", 50'000);
  tool.recording = false;
  {
    auto opened = HistoryDb::open(tool);
    REQUIRE_MESSAGE(opened.ok(), opened.error().message);
    CHECK(purge(*opened.value(), "U1", false).known);
    REQUIRE(!opened.value()->close());
  }
  CHECK(row(folder / "h.db", "SELECT alive_at, clean FROM recorder") == "6000|0");
  CHECK(row(folder / "h.db", "SELECT count(*) FROM coverage WHERE user_id = 'U2' AND ended_at IS NULL") == "1");
  CHECK(open(folder / "h.db", 60'000)->opening().spans_closed == 2);

  tool.file = folder / "none.db";
  CHECK(HistoryDb::open(tool).error().message.find("none.db: no such history") != std::string::npos);
  CHECK(!std::filesystem::exists(folder / "none.db"));
  CHECK(!std::filesystem::exists(folder / "none.db.lock"));
}

// Asks the writer for purges as the daemon does, and waits for what its thread tells.
class Asker {
 public:
  explicit Asker(Writer& writer) : writer_(writer) {}

  bool ask(const std::string& user, bool forget) {
    return writer_.purge(
        UserId{user}, forget, [this] { tell([this] { ++promises_; }); },
        [this](const base::Result<Purged, Failure>& result) { tell([&] { results_.push_back(result); }); });
  }
  void wait_for_promises(std::size_t count) {
    std::unique_lock lock(mutex_);
    REQUIRE(heard_.wait_for(lock, std::chrono::seconds(30), [&] { return promises_ >= count; }));
  }
  void purge(const std::string& user, bool forget) {
    const std::size_t before = promises();
    REQUIRE(ask(user, forget));
    wait_for_promises(before + 1);
    REQUIRE(writer_.begin_purge());
  }
  std::vector<base::Result<Purged, Failure>> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    REQUIRE(heard_.wait_for(lock, std::chrono::seconds(30), [&] { return results_.size() >= count; }));
    return results_;
  }
  std::size_t promises() {
    const std::lock_guard lock(mutex_);
    return promises_;
  }

 private:
  template <class Act>
  void tell(const Act& act) {
    const std::lock_guard lock(mutex_);
    act();
    heard_.notify_all();
  }

  Writer& writer_;
  std::mutex mutex_;
  std::condition_variable heard_;
  std::size_t promises_ = 0;
  std::vector<base::Result<Purged, Failure>> results_;
};

WriterEvents deaf() {
  return {.committed = [](const std::vector<history::Batch>&) {}, .failed = [](const Failure&) {}};
}

TEST_CASE("While batches are written a purge has its place among them: where it begins") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  Writer writer(std::move(database), {}, deaf());
  Asker asker(writer);
  const auto turn = [&](int i) {
    return script.turn("U1", 7000 + i, i % 2 == 0 ? Presence::away : Presence::active).batch(7000 + i);
  };
  for (int i = 0; i < 40; ++i) REQUIRE(writer.submit(turn(i)));
  REQUIRE(asker.ask("U1", false));
  asker.wait_for_promises(1);
  for (int i = 40; i < 50; ++i) REQUIRE(writer.submit(turn(i)));  // before the engine has heard of it
  REQUIRE(writer.begin_purge());
  REQUIRE(writer.submit(script.cover("U1", 8000).first("U1", 8000, Presence::active).batch(8000)));
  asker.purge("U2", true);
  REQUIRE(writer.submit(script.turn("U2", 8100, Presence::active).turn("U1", 8100, Presence::away).batch(8100)));
  const auto results = asker.wait_for(2);
  REQUIRE(results[0].ok());
  CHECK(results[0].value().user == UserId{"U1"});
  CHECK(results[0].value().transitions == 1553);
  CHECK(results[1].value().user == UserId{"U2"});
  CHECK(writer.stop(base::Millis{30'000}));
  CHECK_FALSE(writer.busy());
  CHECK(rows(folder / "h.db", "SELECT user_id, at, after, source FROM presence_transitions") ==
        Lines{"U1|8000|active|first", "U1|8100|away|push"});
  CHECK(rows(folder / "h.db", "SELECT started_at, ended_at FROM coverage") == Lines{"8000|-"});
  CHECK(bytes_of(folder / "h.db").find("label of") == std::string::npos);
}

TEST_CASE("old bug: a purge on a full disk was believed in before it was certain; now it fails and changes nothing") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  const Lines before = all_of(folder / "h.db", "U1");
  Writer writer(std::move(database), {}, deaf());
  Asker asker(writer);
  {
    const NoRoom no_room(1000);
    REQUIRE(asker.ask("U1", true));
    const auto refused = asker.wait_for(1);
    REQUIRE(!refused[0].ok());
    CHECK(refused[0].error().failure_class == FailureClass::full);
    CHECK(asker.promises() == 0);
  }
  CHECK(all_of(folder / "h.db", "U1") == before);
  REQUIRE(writer.submit(script.turn("U1", 7000, Presence::active).batch(7000)));  // and it goes on as it was
  asker.purge("U2", false);
  REQUIRE(asker.wait_for(2)[1].ok());
  CHECK(writer.stop(base::Millis{30'000}));
  CHECK(row(folder / "h.db", "SELECT count(*) FROM forgotten") == "0");
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions WHERE at = 7000 AND user_id = 'U1'") == "1");
  CHECK(open(folder / "h.db", 20'000)->resume("acme").value().people.size() == 2);
}

TEST_CASE("A purge that would have to wait for room is answered at once: it fails, and changes nothing") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  Writer writer(std::move(database), {.first_retry = base::Millis{1}, .longest_retry = base::Millis{5}}, deaf());
  Asker asker(writer);
  {
    const NoRoom no_room(1000);
    REQUIRE(writer.submit(script.turn("U1", 7000, Presence::active).batch(7000)));
    REQUIRE(asker.ask("U1", false));
    const auto refused = asker.wait_for(1);
    REQUIRE(!refused[0].ok());
    CHECK(refused[0].error().failure_class == FailureClass::full);
  }
  CHECK(writer.stop(base::Millis{30'000}));
  CHECK_FALSE(writer.busy());
  CHECK(asker.promises() == 0);
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions WHERE at = 7000 AND user_id = 'U1'") == "1");
}

TEST_CASE("A purge that was promised is done by the next start, also when it was never begun") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  {
    Writer writer(std::move(database), {}, deaf());
    Asker asker(writer);
    REQUIRE(asker.ask("U1", false));
    REQUIRE(asker.ask("U2", true));
    asker.wait_for_promises(2);
    CHECK(writer.stop(base::Millis{30'000}));
    const auto results = asker.wait_for(2);
    REQUIRE(!results[0].ok());
    CHECK(results[0].error().message.find("its next start deletes the rest") != std::string::npos);
  }
  const auto again = open(folder / "h.db", 20'000);
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions") == "0");
  CHECK(row(folder / "h.db", "SELECT count(*) FROM purging") == "0");
  CHECK(all_of(folder / "h.db", "U1") == Lines{"people acme|U1||||0|0|1||-", "groups acme|ops|U1"});
  CHECK(all_of(folder / "h.db", "U2") == Lines{});
}

TEST_CASE("A purge for which the writing ends too early is answered so, and one after the stop is not taken") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  Database(folder / "h.db", Database::Access::read_write).execute("DROP TABLE forgotten");
  Writer writer(std::move(database), {}, deaf());
  Asker answers(writer);
  REQUIRE(answers.ask("U1", true));
  const auto results = answers.wait_for(1);
  REQUIRE(!results[0].ok());
  CHECK(!writer.stop(base::Millis{30'000}));
  CHECK(!answers.ask("U1", true));
  CHECK(answers.wait_for(1).size() == 1);
}

TEST_CASE("The log is emptied when the reader that was in the way has gone") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  Script script;
  fill(*database, script);
  Writer writer(std::move(database), {}, deaf());
  Asker answers(writer);
  {
    Database reader(folder / "h.db", Database::Access::read_only);
    const Transaction reading(reader, Transaction::Kind::reading);
    REQUIRE(reader.integer("SELECT count(*) FROM person") == 2);
    answers.purge("U1", false);
    REQUIRE(answers.wait_for(1)[0].ok());
    CHECK(bytes_of(folder / "h.db-wal").find("label of U1") != std::string::npos);
  }
  REQUIRE(writer.submit(script.batch(9000)));
  answers.purge("U404", false);  // answered after that commit
  REQUIRE(answers.wait_for(2)[1].ok());
  CHECK(bytes_of(folder / "h.db-wal").find("label of U1") == std::string::npos);
  CHECK(writer.stop(base::Millis{30'000}));
}

}  // namespace
}  // namespace presenced::store::test
