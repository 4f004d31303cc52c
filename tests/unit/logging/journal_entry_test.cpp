#include "logging/journal_entry.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

using namespace presenced;
using logging::journal_fields;
using Fields = std::vector<std::string>;

TEST_CASE("an entry of the journal has its workspace, its event and the event's identity") {
  CHECK(journal_fields({base::LogLevel::warning, "lost", "acme", "session 3 ended: timeout"}) ==
        Fields{"MESSAGE=acme lost: session 3 ended: timeout", "PRIORITY=4", "SYSLOG_IDENTIFIER=presenced",
               "PRESENCED_EVENT=lost", "PRESENCED_WORKSPACE=acme", "MESSAGE_ID=e480258ec40e4211992c14828c2e245d"});
}

TEST_CASE("an entry about the whole daemon names no workspace, and one that nobody waits for has no identity") {
  CHECK(journal_fields({base::LogLevel::info, "reloaded", "", "nothing has changed"}) ==
        Fields{"MESSAGE=reloaded: nothing has changed", "PRIORITY=6", "SYSLOG_IDENTIFIER=presenced",
               "PRESENCED_EVENT=reloaded"});
}

TEST_CASE("an entry's own fields are fields of the journal") {
  const Fields fields = journal_fields(
      {base::LogLevel::info, "purged", "", "purged the history of U1", {{"user_id", "U1"}, {"asked_by", "1000"}}});
  CHECK(fields == Fields{"MESSAGE=purged: purged the history of U1", "PRIORITY=6", "SYSLOG_IDENTIFIER=presenced",
                         "PRESENCED_EVENT=purged", "PRESENCED_USER_ID=U1", "PRESENCED_ASKED_BY=1000",
                         "MESSAGE_ID=e955900624864142946373c7a344ab7a"});
}

TEST_CASE("a message for the journal drives no terminal either") {
  CHECK(journal_fields({base::LogLevel::error, "x", "", "a\n\x1b[2J"}).front() == "MESSAGE=x: a\\x0a\\x1b[2J");
}

TEST_CASE("each identity is one of its own, of 32 hexadecimal digits") {
  std::set<std::string_view> ids;
  for (const auto& [event, id] : logging::journal_events()) {
    const std::string word(event);
    CAPTURE(word);
    CHECK(id.size() == 32);
    CHECK(id.find_first_not_of("0123456789abcdef") == std::string_view::npos);
    CHECK(ids.insert(id).second);
  }
}

TEST_CASE("presenced(8) lists the same events with the same identities, and no others") {
  std::ifstream file(std::string(PRESENCED_SOURCE_DIR) + "/docs/man/presenced.8.scd");
  REQUIRE(file);
  const std::string page(std::istreambuf_iterator<char>(file), {});
  const std::size_t begin = page.find("# JOURNAL\n");
  REQUIRE(begin != std::string::npos);
  const std::string section = page.substr(begin, page.find("\n# ", begin) - begin);
  for (const auto& [event, id] : logging::journal_events()) {
    const std::string entry = "\n*" + std::string(event) + "* " + std::string(id) + "\n\t";
    CHECK_MESSAGE(section.find(entry) != std::string::npos, entry);
  }
  std::istringstream lines(section);
  std::ptrdiff_t entries = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string id = line.substr(line.rfind(' ') + 1);
    entries +=
        line.starts_with("*") && id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
  }
  CHECK(entries == std::ssize(logging::journal_events()));
}
