// The manual pages name all that the program has: who adds an option, a key, a view or an end reason is told here where
// it is to be described.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "config/tuning_keys.h"
#include "control/request.h"
#include "history/end_reason.h"
#include "history/record.h"
#include "store/history_db.h"
#include "store/reader.h"
#include "support/temp_dir.h"

using namespace presenced;

namespace {

const std::filesystem::path kSources = PRESENCED_SOURCE_DIR;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  REQUIRE_MESSAGE(stream, file.string());
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string page(const std::string& name) { return text_of(kSources / "docs/man" / (name + ".scd")); }

// As an entry of its own: in bold, at the start of a line or after a comma ("*coverage*, *status_coverage*").
bool has_entry(const std::string& page, const std::string& name) {
  const std::string entry = "*" + name + "*";
  return page.find("\n" + entry) != std::string::npos || page.find("*, " + entry) != std::string::npos;
}

// What follows `before`, as far as it is made of lower-case letters, digits, '_' and '-'. (std::regex would do, but g++
// 12 warns of its insides under the sanitizers.)
std::set<std::string> words_after(const std::string& text, const std::string& before) {
  constexpr const char* kOfAWord = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  std::set<std::string> words;
  for (std::size_t at = text.find(before); at != text.npos; at = text.find(before, at + 1)) {
    const std::size_t begin = at + before.size();
    const std::size_t end = std::min(text.find_first_not_of(kOfAWord, begin), text.size());
    if (end > begin) words.insert(text.substr(begin, end - begin));
  }
  return words;
}

// The keys that a mapping of the configuration may have, as the readers list them: Mapping NAME(..., {"a", "b"}).
std::set<std::string> configuration_keys() {
  std::set<std::string> keys;
  for (const char* reader : {"read_settings.cpp", "read_watchlist.cpp"}) {
    const std::string text = text_of(kSources / "lib/config" / reader);
    for (std::size_t at = text.find("Mapping "); at != text.npos; at = text.find("Mapping ", at + 1)) {
      const std::size_t begin = text.find('{', at);
      if (begin > text.find(';', at)) continue;
      keys.merge(words_after(text.substr(begin, text.find('}', begin) - begin), "\""));
    }
  }
  for (const config::TuningKey& key : config::tuning_keys()) keys.emplace(key.word);
  return keys;
}

std::string help() {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(PRESENCED_BINARY " --help", "r"), ::pclose);
  REQUIRE(pipe);
  std::string text;
  std::array<char, 4096> part{};
  while (const std::size_t bytes = std::fread(part.data(), 1, part.size(), pipe.get())) text.append(part.data(), bytes);
  return text;
}

}  // namespace

TEST_CASE("presenced(8) describes every option and command of --help") {
  const std::string text = page("presenced.8");
  const std::string said = help();
  const auto options = words_after(said, "--");
  CHECK(options.contains("config"));
  for (const std::string& option : options) {
    CAPTURE(option);
    CHECK(has_entry(text, "--" + option));
  }
  const auto commands = words_after(said.substr(said.find("Commands:")), "\n  ");
  CHECK(commands.contains("check"));
  for (const std::string& command : commands) {
    CAPTURE(command);
    CHECK(text.find("\n*" + command + "* ") != std::string::npos);
  }
}

TEST_CASE("presenced(8) describes every exit status that --help names") {
  const std::string said = help();
  const auto statuses = words_after(said.substr(said.find("Exit status:")), " ");
  CHECK(statuses.contains("78"));
  for (const std::string& status : statuses) {
    if (status.find_first_not_of("0123456789") != status.npos) continue;  // a word of its meaning
    CAPTURE(status);
    CHECK(has_entry(page("presenced.8"), status));
  }
}

TEST_CASE("presenced(8) describes everything that can be asked over the control socket") {
  for (const control::Request& request :
       {control::Request(control::GetStatus{}), control::Request(control::Reload{}),
        control::Request(control::Purge{{"U024BE7LH"}}), control::Request(control::Forget{{"U024BE7LH"}}),
        control::Request(control::UndoForget{{"U024BE7LH"}}), control::Request(control::Repair{"acme"}),
        control::Request(control::Reconnect{})}) {
    const control::Written written = control::write(request);
    CAPTURE(written.target);
    CHECK(has_entry(page("presenced.8"), written.method + " " + written.target));
  }
}

TEST_CASE("presenced.yaml(5) describes every key of the configuration and of a watchlist") {
  const std::string text = page("presenced.yaml.5");
  const auto keys = configuration_keys();
  CHECK(keys.contains("audit_interval"));
  CHECK(keys.contains("exclude"));
  for (const std::string& key : keys) {
    CAPTURE(key);
    const bool section = text.find("\n## " + key + "\n") != std::string::npos;
    CHECK((section || text.find("*" + key + "*") != std::string::npos));
  }
}

TEST_CASE("presenced-history(5) describes every end reason and every source") {
  const std::string text = page("presenced-history.5");
  for (const auto& entry : history::kEndReasonWords) {
    CAPTURE(entry.word);
    CHECK(has_entry(text, std::string(entry.word)));
  }
  for (int source = 0; source <= static_cast<int>(history::Source::late); ++source) {
    const std::string word(history::name_of(static_cast<history::Source>(source)));
    CAPTURE(word);
    CHECK(has_entry(text, word));
  }
}

TEST_CASE("presenced-history(5) describes every view with its columns, in their order") {
  const test::TempDir dir;
  const auto file = dir / "history.db";
  {
    auto made = store::HistoryDb::open({.file = file, .version = "test"});
    REQUIRE_MESSAGE(made.ok(), made.error().message);
  }
  auto reader = store::Reader::open(file);
  REQUIRE_MESSAGE(reader.ok(), reader.error().message);
  auto views = reader.value()->database().prepare(
      "SELECT m.name, group_concat(c.name, ', ') FROM sqlite_master m JOIN pragma_table_info(m.name) c "
      "WHERE m.type = 'view' GROUP BY m.name");
  const std::string text = page("presenced-history.5");
  std::string one_line = text;  // a list of columns may go over two lines
  for (std::size_t at = one_line.find("\n\t"); at != one_line.npos; at = one_line.find("\n\t", at))
    one_line.replace(at, 2, " ");
  int seen = 0;
  for (auto rows = views.select(); rows.next(); ++seen) {
    const std::string view(rows.text(0));
    CAPTURE(view);
    CHECK(has_entry(text, view));
    CAPTURE(rows.text(1));
    CHECK(one_line.find(std::string(rows.text(1)) + ".") != std::string::npos);
  }
  CHECK(seen > 5);
}
