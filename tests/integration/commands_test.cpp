// presencectl and a daemon that runs: both real, over the control socket.
#include <doctest/doctest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <memory>

#include "integration/checks.h"
#include "integration/installation.h"
#include "integration/small_disk.h"
#include "support/json_schema.h"

using namespace presenced;
using test::DaemonProcess;
using test::eventually;
using test::holds;
using test::Installation;
using test::SmallDisk;

namespace {

struct Said {
  int status = 0;
  std::string text;  // both outputs
};

struct Commanded : Installation {
  Commanded() { write_extra_yaml("", control); }

  Said presencectl(const std::string& words) const { return presencectl(words, database()); }
  Said presencectl(const std::string& words, const std::filesystem::path& db) const {
    const std::string command = "RUNTIME_DIRECTORY=" + directory().string() + " " PRESENCED_PRESENCECTL " --db " +
                                db.string() + " " + words + " 2>&1 </dev/null";
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    REQUIRE(pipe);
    Said said;
    std::array<char, 4096> part{};
    while (const std::size_t bytes = std::fread(part.data(), 1, part.size(), pipe.get()))
      said.text.append(part.data(), bytes);
    said.status = WEXITSTATUS(::pclose(pipe.release()));
    return said;
  }
  // The same configuration with another name of the history.
  std::filesystem::path config_of(const std::filesystem::path& db) const {
    std::string text = config_text();
    const std::string path = database().string();
    text.replace(text.find(path), path.size(), db.string());
    text.replace(text.find("control.sock"), 12, "second.sock");
    return folder().write("second.yaml", text);
  }
  void start_and_cover() {
    start();
    REQUIRE(eventually([&] { return all_covered(); }));
  }
  bool recorded_at_all(const base::UserId& user) const {
    const auto history = this->history();
    const auto found = history.people.find(user);
    return found != history.people.end() && !found->second.presence.coverage.empty();
  }

  const std::string control = "control: { socket: control.sock }\n";
};

}  // namespace

TEST_CASE("commands: status tells people how the daemon stands, and programs what the daemon says") {
  Commanded here;
  here.start_and_cover();
  const Said told = here.presencectl("status");
  CAPTURE(told.text);
  CHECK(told.status == 0);
  for (const char* part :
       {"presenced 0.1.0, process ", "\nfake: connected since ", "people         6 watched, 6 confirmed, 0",
        "covered        presence of 6, status of 6", "queue          0 records", "last event     "})
    CHECK_MESSAGE(holds(told.text, part), part);
  CHECK(holds(told.text, "history        " + here.database().string()));
  CHECK(test::against_schema("status", here.presencectl("status -o json").text) == "");
  CHECK(here.presencectl("status -o csv").status == 2);
  CHECK(here.presencectl("status dana").status == 2);
  CHECK(here.stop() == 0);
  const Said gone = here.presencectl("status");
  CHECK(gone.status == 1);
  CHECK(holds(gone.text, "presenced is not running"));
  CHECK(holds(gone.text, "and was stopped"));
}

TEST_CASE("commands: a status tells why there is no connection, and which edit was refused") {
  Commanded here;
  here.write_token("xoxb-not-this-one");
  here.start();
  REQUIRE(eventually([&] { return holds(here.presencectl("status").text, "invalid_auth"); }));
  here.folder().write("watchlist.yaml", "groups: 7\n");
  REQUIRE(eventually([&] { return holds(here.presencectl("status").text, "EDIT REFUSED"); }));
  const Said told = here.presencectl("status");
  CAPTURE(told.text);
  for (const char* part : {"fake: NOT CONNECTED since ", "why            rtm.connect: invalid_auth",
                           "next try       in ", "watchlist.yaml:1:9: groups:"})
    CHECK_MESSAGE(holds(told.text, part), part);
  CHECK_FALSE(holds(told.text, "not-this-one"));
  CHECK(here.presencectl("reconnect").text == "connecting now: fake\n");
  CHECK(here.stop() == 0);
}

TEST_CASE("commands: reload prints what has changed, or what is wrong and then nothing is") {
  Commanded here;
  here.start_and_cover();
  CHECK(here.presencectl("reload").text == "nothing has changed\n");
  here.write_extra_yaml("    audit_interval: 1h\n", here.control);
  const Said good = here.presencectl("reload");
  CHECK(good.status == 0);
  CHECK(good.text == "changed: workspace fake: audit_interval\n");
  here.write_extra_yaml("    colour: red\n", here.control);
  const Said bad = here.presencectl("reload");
  CAPTURE(bad.text);
  CHECK(bad.status == 1);
  CHECK(holds(bad.text, "presenced.yaml:"));
  CHECK(holds(bad.text, "workspaces[0].colour"));
  CHECK(holds(bad.text, "stays in force"));
  const Said json = here.presencectl("reload -o json 2>/dev/null");
  CHECK(json.status == 1);
  CHECK(test::against_schema("reload", json.text.substr(0, json.text.find('\n') + 1)) == "");
  CHECK(here.stop() == 0);
}

TEST_CASE("commands: reconnect leaves a connection that is up alone") {
  Commanded here;
  here.start_and_cover();
  CHECK(here.presencectl("reconnect").text == "every connection is up; nothing to do\n");
  const Said json = here.presencectl("reconnect -o json");
  CHECK(json.status == 0);
  CHECK(test::against_schema("reconnect", json.text) == "");
  CHECK(here.stop() == 0);
}

TEST_CASE("commands: purge and forget are done by the daemon that records") {
  Commanded here;
  here.start_and_cover();
  const std::string who = here.person(0).text;
  CHECK(here.presencectl("purge " + who).status == 2);  // nobody to ask
  const Said purged = here.presencectl("purge " + who + " --yes");
  CAPTURE(purged.text);
  CHECK(purged.status == 0);
  CHECK(holds(purged.text, who));
  REQUIRE(eventually([&] { return here.all_covered(); }));  // begun anew, in the same run
  CHECK(here.history().people.at(here.person(0)).presence.transitions.at(0).source == "first");
  CHECK(here.presencectl("forget " + here.person(1).text + " --yes").status == 0);
  CHECK_FALSE(here.recorded_at_all(here.person(1)));
  CHECK(here.presencectl("purge U0NOBODY99 --yes").status == 4);
  CHECK(here.presencectl("forget U0NOBODY99 --yes").status == 4);
  CHECK(here.presencectl("forget U0NOBODY99 --yes --force").status == 0);
  const Said listed = here.presencectl("forget --list");
  CHECK(listed.status == 0);
  CHECK(holds(listed.text, "U0NOBODY99"));
  CHECK(holds(listed.text, here.person(1).text));
  CHECK(here.presencectl("forget --undo U0NOBODY99").status == 0);
  CHECK_FALSE(holds(here.presencectl("forget --list").text, "U0NOBODY99"));
  here.presence(1, base::Presence::away);
  here.presence(0, base::Presence::away);
  REQUIRE(eventually([&] { return here.history().people.at(here.person(0)).presence.transitions.size() > 1; }));
  CHECK_FALSE(here.recorded_at_all(here.person(1)));
  CHECK(here.stop() == 0);
  CHECK(here.presencectl("purge " + here.person(2).text + " --yes").status == 0);  // and without a daemon
  CHECK_FALSE(here.recorded_at_all(here.person(2)));
  CHECK(here.presencectl("verify").status == 0);
}

TEST_CASE("commands: whoever names another history than the daemon's changes that one alone, and asks no daemon") {
  Commanded here;
  here.start_and_cover();
  const auto copy = here.directory() / "copy.db";
  REQUIRE(here.presencectl("backup " + copy.string()).status == 0);
  const std::string who = here.person(0).text;
  CHECK(here.presencectl("purge " + who + " --yes", copy).status == 0);
  CHECK(holds(here.presencectl("now " + who, copy).text, "never seen"));
  CHECK(here.recorded_at_all(here.person(0)));
  const Said locked = here.presencectl("purge " + who + " --yes --socket /nonexistent/control.sock");
  CHECK(locked.status == 1);
  CHECK(holds(locked.text, "in use by process"));
  CHECK(here.recorded_at_all(here.person(0)));
  CHECK(here.stop() == 0);
}

TEST_CASE("commands: a workspace removed while the daemon is stopped is not watched any more after the next start") {
  Commanded here;
  here.folder().write("other.yaml", "groups: { g: { members: [U0PERSON01, { email: person2@example.com }] } }\n");
  here.write_extra_yaml(
      "  - name: other\n    token_file: fake.token\n    watchlist: other.yaml\n    ca_file: ca.pem\n"
      "    api_url: " +
          here.api_url() + "\n",
      here.control);
  here.start_and_cover();
  const auto other = [&] { return test::read_history(here.database(), "other"); };
  REQUIRE(eventually([&] { return other().people.size() == 2 && here.presencectl("now --strict").status == 0; }));
  CHECK(here.stop() == 0);
  const auto before = other();
  here.write_extra_yaml("", here.control);
  here.start_and_cover();
  CHECK(eventually([&] { return here.presencectl("now --strict").status == 0; }));
  CHECK(here.logged("other unwatched: is no longer in the configuration"));
  CHECK(here.presencectl("now --strict").status == 0);
  CHECK(holds(here.presencectl("now").text, "unknown"));  // they are known, as everybody who was ever watched
  CHECK(other().people.size() == before.people.size());
  CHECK(other().sessions.size() == before.sessions.size());
  CHECK(here.stop() == 0);
  CHECK(here.presencectl("verify").status == 0);
  // And back again: the workspace goes on where it ended.
  here.write_extra_yaml(
      "  - name: other\n    token_file: fake.token\n    watchlist: other.yaml\n    ca_file: ca.pem\n"
      "    api_url: " +
          here.api_url() + "\n",
      here.control);
  here.start_and_cover();
  CHECK(eventually([&] { return other().sessions.size() == before.sessions.size() + 1; }));
  CHECK(eventually([&] { return here.presencectl("now --strict").status == 0; }));
  CHECK(here.stop() == 0);
}

TEST_CASE("commands: doctor reports on a daemon that runs, and tells neither its token nor whom it watches") {
  Commanded here;
  test::WatchlistText list;
  list.group("team").id(here.person(0)).email("nobody@example.com");
  here.write_watchlist(list);
  here.start();
  REQUIRE(eventually([&] { return holds(here.presencectl("status").text, "is not watched"); }));
  const Said told = here.presencectl("doctor --config " + here.config().string());
  CAPTURE(told.text);
  CHECK(told.status == (holds(told.text, "\n! ") ? 1 : 0));
  for (const char* part : {"presenced.yaml: OK", "integrity: OK", "workspace 1: connected since ", "people: 1 watched",
                           "control socket: 0660", "workspace 1 unresolved\n", "workspace 1 token: 0600"})
    CHECK_MESSAGE(holds(told.text, part), part);
  CHECK_FALSE(holds(told.text, here.token()));
  CHECK_FALSE(holds(told.text, "nobody@example.com"));
  CHECK_FALSE(holds(told.text, here.person(0).text));
  CHECK(here.stop() == 0);
}

TEST_CASE("commands: a second daemon, and presencectl, are refused through a symbolic link to the history") {
  Commanded here;
  here.start_and_cover();
  const auto link = here.directory() / "link.db";
  std::filesystem::create_symlink("history.db", link);
  DaemonProcess second(PRESENCED_BINARY, {"--config", here.config_of(link).string()}, here.directory() / "second.log");
  CHECK(second.wait(base::Millis{20'000}) == 74);
  CHECK(holds(second.log(), "history.db: in use by process " + std::to_string(here.daemon().pid())));
  const std::string who = here.person(0).text;
  const Said purged = here.presencectl("purge " + who + " --yes --socket /nonexistent/control.sock", link);
  CHECK(purged.status == 1);
  CHECK(holds(purged.text, "in use by process"));
  CHECK(here.presencectl("verify", link).status == 0);
  CHECK(here.presencectl("purge " + who + " --yes", link).status == 0);  // by the daemon, which records into this file
  REQUIRE(eventually([&] { return here.all_covered(); }));
  CHECK(here.stop() == 0);
  CHECK(here.findings_of_verify().empty());
}

TEST_CASE("commands: a second daemon, and presencectl, are refused through a hard link to the history") {
  Commanded here;
  here.start_and_cover();
  const auto link = here.directory() / "other.db";
  std::filesystem::create_hard_link(here.database(), link);
  DaemonProcess second(PRESENCED_BINARY, {"--config", here.config_of(link).string()}, here.directory() / "second.log");
  CHECK(second.wait(base::Millis{20'000}) == 74);
  CHECK(holds(second.log(), "in use by process " + std::to_string(here.daemon().pid())));
  const std::string copy = (here.directory() / "copy.db").string();
  for (const std::string& words :
       {"purge " + here.person(0).text + " --yes", "backup " + copy, std::string("verify")}) {
    CAPTURE(words);
    const Said refused = here.presencectl(words, link);
    CHECK(refused.status == 1);
    CHECK(holds(refused.text, "the file has 2 names (hard links)"));
  }
  CHECK_FALSE(std::filesystem::exists(copy));
  CHECK_FALSE(std::filesystem::exists(link.string() + "-wal"));
  here.presence(0, base::Presence::away);
  CHECK(eventually([&] { return here.recorded(here.people().size() + 1, 0); }));  // the first one goes on
  CHECK(here.stop() == 0);
  here.start();
  CHECK(here.daemon().wait(base::Millis{20'000}) == 74);
  CHECK(here.logged("the file has 2 names (hard links)"));
  std::filesystem::remove(link);
  here.start_and_cover();
  CHECK(here.stop() == 0);
  CHECK(here.findings_of_verify().empty());
}

TEST_CASE("commands: a backup and an export are read on a read-only medium" * doctest::skip(!SmallDisk::possible())) {
  Commanded here;
  here.start_and_cover();
  const SmallDisk medium("16m");
  REQUIRE(here.presencectl("backup " + (medium.path() / "backup.db").string()).status == 0);
  REQUIRE(here.presencectl("export --to " + (medium.path() / "export.db").string()).status == 0);
  REQUIRE(std::distance(std::filesystem::directory_iterator(medium.path()), {}) == 2);
  CHECK(here.stop() == 0);
  std::filesystem::copy_file(here.database(), medium.path() / "bare.db");
  medium.make_read_only();
  for (const char* words : {"now", "verify", "log --since -1h"}) {
    const Said read = here.presencectl(words, medium.path() / "backup.db");
    CHECK_MESSAGE(read.status == 0, read.text);
  }
  const Said bare = here.presencectl("now", medium.path() / "bare.db");
  CHECK(bare.status == 1);
  CHECK(holds(bare.text, "is on a read-only medium"));
  const Said no_history = here.presencectl("now", "/etc/passwd");
  CHECK(no_history.status == 1);
  CHECK_FALSE(holds(no_history.text, "move it away"));
}
