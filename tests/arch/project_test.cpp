// The rules, applied to this project as it stands on the disk.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include "arch/class_size.h"
#include "arch/facet_recipe.h"
#include "arch/rules.h"

namespace presenced::arch {
namespace {

const std::filesystem::path kRoot = PRESENCED_SOURCE_DIR;

Sources program() { return read_sources(kRoot, {"lib", "daemon"}); }
Sources everything() { return read_sources(kRoot, {"lib", "daemon", "tests"}); }

void check_none(const Findings& findings) {
  for (const std::string& finding : findings) FAIL_CHECK(finding);
}

TEST_CASE("the project's sources and modules are found") {
  const Modules modules = read_modules(kRoot);
  CHECK(modules.height("base") == 0);
  CHECK(modules.height("net") < modules.order.size());
  CHECK(program().size() > modules.order.size());
  for (const auto& entry : std::filesystem::directory_iterator(kRoot / "lib")) {
    if (!entry.is_directory()) continue;
    CAPTURE(entry.path().string());
    CHECK(modules.contains(entry.path().filename().string()));
  }
}

TEST_CASE("an include points down the order of the modules, or stays inside of one") {
  check_none(arrows_up(program(), read_modules(kRoot)));
}
TEST_CASE("a module declares every module that it includes") {
  check_none(undeclared_arrows(program(), read_modules(kRoot)));
}
TEST_CASE("the private headers of a module are included by that module alone") {
  check_none(broken_privacy(program()));
}

TEST_CASE("Beast and OpenSSL are included by lib/net and the fake Slack alone") {
  check_none(tls_outside_net(everything()));
}
TEST_CASE("SQLite is included by lib/store alone") { check_none(sqlite_outside_store(program())); }
TEST_CASE("libpq is included by lib/central alone") { check_none(postgres_outside_central(program())); }
TEST_CASE("no module below net includes Asio or sockets") {
  check_none(sockets_below_net(program(), read_modules(kRoot)));
}
TEST_CASE("no pure module includes a logging library") { check_none(logging_in_pure_modules(program())); }

TEST_CASE("no pure module reads a clock") { check_none(clocks_in_pure_modules(program())); }
TEST_CASE("no pure module has randomness of its own") { check_none(randomness_in_pure_modules(program())); }
TEST_CASE("no pure module reads the environment") { check_none(environment_in_pure_modules(program())); }

TEST_CASE("no file of lib or daemon is longer than 300 lines") { check_none(long_files(program())); }
TEST_CASE("no class of lib or daemon is longer than 400 lines over all its files") {
  check_none(long_classes(program()));
}
TEST_CASE("only the files of the recipe for a facet switch over facets") {
  const auto recipe = recipe_files(read_text(kRoot / "docs" / "ARCHITECTURE.md"));
  CHECK(recipe.contains("lib/base/facets.h"));
  check_none(switches_over_facets(program(), recipe));
}

// What looks like the name of a source file.
std::vector<std::string> sources_named(const std::string& page) {
  std::vector<std::string> names;
  std::string word;
  for (const char c : page + ' ') {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '/') {
      word += c;
      continue;
    }
    while (word.ends_with('.')) word.pop_back();  // a sentence's
    if (word.ends_with(".h") || word.ends_with(".cpp")) names.push_back(word);
    word.clear();
  }
  return names;
}

TEST_CASE("the pages name no source file that is not there") {
  const Sources sources = everything();
  const std::vector<std::string> pages{"ARCHITECTURE.md", "TESTING.md",     "HISTORY.md", "PERFORMANCE.md",
                                       "SCALE.md",        "RELIABILITY.md", "PROTOCOL.md"};
  for (const std::string& page : pages)
    for (const std::string& name : sources_named(read_text(kRoot / "docs" / page))) {
      CAPTURE(page);
      CAPTURE(name);
      CHECK(std::any_of(sources.begin(), sources.end(),
                        [&](const SourceFile& source) { return ("/" + source.path).ends_with("/" + name); }));
    }
}

TEST_CASE("no comment cites a section of a page that the reader may not have") {
  check_none(bare_citations(everything()));
}

TEST_CASE("every file is named for its subject") { check_none(vague_names(everything())); }

}  // namespace
}  // namespace presenced::arch
