#include "arch/rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string_view>

#include "arch/includes.h"

namespace presenced::arch {
namespace {

using Words = std::span<const std::string_view>;

// The modules that decide and are told everything; see rule 3.
constexpr auto kPureModules = std::to_array<std::string_view>({
    "base",
    "history",
    "text",
    "time",
    "answers",
    "rendering",
    "slack",
    "session",
    "watch",
    "roster",
    "tracker",
    "feeds",
    "engine",
    "config",
    "setup",
    "control",
    "metrics",
});

bool under(const SourceFile& file, std::string_view folder) { return file.path.starts_with(folder); }
bool in_program(const SourceFile& file) { return under(file, "lib/") || under(file, "daemon/"); }

std::string first_part(std::string_view path) { return std::string(path.substr(0, path.find('/'))); }

// The module that a file of lib/ belongs to; empty for other files.
std::string module_of(const SourceFile& file) {
  constexpr std::string_view kLib = "lib/";
  return under(file, kLib) ? first_part(std::string_view(file.path).substr(kLib.size())) : "";
}

bool pure(const SourceFile& file) {
  return std::find(kPureModules.begin(), kPureModules.end(), module_of(file)) != kPureModules.end();
}

std::string finding(const SourceFile& file, std::size_t line, const std::string& what) {
  return file.path + ":" + std::to_string(line) + ": " + what;
}

bool starts_with_any(std::string_view name, Words prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](auto prefix) { return name.starts_with(prefix); });
}

// The includes that begin with one of the prefixes, in the files for which `forbidden(file)` holds.
template <class Forbidden>
Findings includes_where(const Sources& sources, Words prefixes, const std::string& why, const Forbidden& forbidden) {
  Findings findings;
  for (const SourceFile& file : sources) {
    if (!forbidden(file)) continue;
    for (const Include& include : includes_of(file))
      if (starts_with_any(include.name, prefixes))
        findings.push_back(finding(file, static_cast<std::size_t>(include.line), include.name + ": " + why));
  }
  return findings;
}

// What `judge(file, module, included)` says of each include in quotes in lib/; nothing said is nothing wrong.
template <class Judge>
Findings judge_arrows(const Sources& sources, const Judge& judge) {
  Findings findings;
  for (const SourceFile& file : sources) {
    const std::string module = module_of(file);
    if (module.empty()) continue;
    for (const Include& include : includes_of(file)) {
      if (!include.quoted) continue;
      const std::string fault = judge(module, first_part(include.name));
      if (!fault.empty()) findings.push_back(finding(file, static_cast<std::size_t>(include.line), fault));
    }
  }
  return findings;
}

bool word_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Where `word` stands in the line and does not merely end another one ("mktime(nullptr)" is not "time(nullptr)").
// A word that begins with '_' is meant to be such an end ("_clock::now").
bool mentions(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1))
    if (at == 0 || word.front() == '_' || !word_char(line[at - 1])) return true;
  return false;
}

Findings words_in_pure_modules(const Sources& sources, Words words, const std::string& why) {
  Findings findings;
  for (const SourceFile& file : sources) {
    if (!pure(file)) continue;
    const auto lines = lines_of(file.code);
    for (std::size_t i = 0; i < lines.size(); ++i)
      for (const std::string_view word : words)
        if (mentions(lines[i], word)) findings.push_back(finding(file, i + 1, std::string(word) + ": " + why));
  }
  return findings;
}

bool vague(std::string_view part) {
  constexpr std::array<std::string_view, 6> kVague{"util", "utils", "helper", "helpers", "common", "misc"};
  while (!part.empty()) {
    const std::size_t end = std::min(part.find_first_of("_-."), part.size());
    if (std::find(kVague.begin(), kVague.end(), part.substr(0, end)) != kVague.end()) return true;
    part.remove_prefix(std::min(end + 1, part.size()));
  }
  return false;
}

}  // namespace

Findings arrows_up(const Sources& sources, const Modules& modules) {
  return judge_arrows(sources, [&](const std::string& module, const std::string& included) -> std::string {
    if (!modules.contains(module)) return module + " is not in lib/CMakeLists.txt";
    if (!modules.contains(included)) return "\"" + included + "...\" is no module of lib/";
    if (modules.height(included) <= modules.height(module)) return "";
    return module + " stands below " + included + " and must not include it";
  });
}

Findings undeclared_arrows(const Sources& sources, const Modules& modules) {
  return judge_arrows(sources, [&](const std::string& module, const std::string& included) -> std::string {
    if (included == module || !modules.contains(module) || !modules.contains(included)) return "";
    if (modules.deps.at(module).contains(included)) return "";
    return module + " includes " + included + " without presenced::" + included + " among its DEPS";
  });
}

Findings broken_privacy(const Sources& sources) {
  Findings findings;
  for (const SourceFile& file : sources) {
    if (!in_program(file)) continue;
    for (const Include& include : includes_of(file)) {
      if (include.name.find("/private/") == std::string::npos || first_part(include.name) == module_of(file)) continue;
      findings.push_back(
          finding(file, static_cast<std::size_t>(include.line), include.name + " is private to its module"));
    }
  }
  return findings;
}

Findings tls_outside_net(const Sources& sources) {
  constexpr std::array<std::string_view, 3> kTls{"boost/beast", "boost/asio/ssl", "openssl/"};
  constexpr std::array<std::string_view, 4> kPlaces{"lib/net/", "tests/fake_slack/", "tests/support/",
                                                    "tests/unit/net/"};
  return includes_where(sources, kTls, "Beast and OpenSSL are known to lib/net alone",
                        [&](const SourceFile& file) { return !starts_with_any(file.path, kPlaces); });
}

Findings sqlite_outside_store(const Sources& sources) {
  constexpr std::array<std::string_view, 1> kSqlite{"sqlite3"};
  return includes_where(sources, kSqlite, "SQLite is known to lib/store alone",
                        [](const SourceFile& file) { return in_program(file) && !under(file, "lib/store/"); });
}

Findings postgres_outside_central(const Sources& sources) {
  constexpr std::array<std::string_view, 3> kPostgres{"libpq", "postgresql/", "postgres"};
  return includes_where(sources, kPostgres, "PostgreSQL is known to lib/central alone",
                        [](const SourceFile& file) { return in_program(file) && !under(file, "lib/central/"); });
}

Findings sockets_below_net(const Sources& sources, const Modules& modules) {
  constexpr std::array<std::string_view, 6> kSockets{"boost/asio", "asio",    "sys/socket.h",
                                                     "netinet/",   "netdb.h", "arpa/inet.h"};
  return includes_where(sources, kSockets, "sockets and event loops begin at lib/net", [&](const SourceFile& file) {
    const std::string module = module_of(file);
    return !module.empty() && modules.height(module) < modules.height("net");
  });
}

Findings logging_in_pure_modules(const Sources& sources) {
  constexpr std::array<std::string_view, 4> kLogging{"spdlog/", "boost/log/", "syslog.h", "systemd/"};
  return includes_where(sources, kLogging, "a pure module logs through base/log.h", pure);
}

Findings clocks_in_pure_modules(const Sources& sources) {
  constexpr std::array<std::string_view, 7> kClocks{"_clock::now",   "clock_gettime", "gettimeofday", "timespec_get",
                                                    "time(nullptr)", "time(NULL)",    "time(0)"};
  return words_in_pure_modules(sources, kClocks, "a pure module is told the time (base::Instant)");
}

Findings randomness_in_pure_modules(const Sources& sources) {
  constexpr std::array<std::string_view, 5> kRandomness{"random_device", "rand(", "srand(", "getrandom", "mt19937"};
  return words_in_pure_modules(sources, kRandomness, "a pure module is given its randomness (base::Random)");
}

Findings environment_in_pure_modules(const Sources& sources) {
  constexpr std::array<std::string_view, 4> kEnvironment{"getenv", "secure_getenv", "setenv", "environ["};
  return words_in_pure_modules(sources, kEnvironment, "a pure module is given what it needs of the environment");
}

Findings long_files(const Sources& sources) {
  Findings findings;
  for (const SourceFile& file : sources) {
    const std::size_t lines = lines_of(file.text).size();
    if (in_program(file) && lines > kMaxLines)
      findings.push_back(finding(file, lines, "longer than " + std::to_string(kMaxLines) + " lines: two subjects?"));
  }
  return findings;
}

Findings vague_names(const Sources& sources) {
  Findings findings;
  for (const SourceFile& file : sources) {
    std::string_view rest = file.path;
    while (!rest.empty()) {
      const std::string part = first_part(rest);
      if (vague(part)) findings.push_back(finding(file, 1, "\"" + part + "\" does not say what the file is about"));
      rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    }
  }
  return findings;
}

Findings bare_citations(const Sources& sources) {
  constexpr std::array<std::string_view, 5> kTitles{"PRODUCT ", "PRODUCT, ", "PROTOCOL ", "PROTOCOL, ", "STYLE "};
  Findings findings;
  for (const SourceFile& file : sources) {
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i)
      for (const std::string_view title : kTitles) {
        const std::size_t at = lines[i].find(title);
        if (at == std::string_view::npos || at + title.size() >= lines[i].size()) continue;
        if (std::isdigit(static_cast<unsigned char>(lines[i][at + title.size()])) != 0)
          findings.push_back(finding(file, i + 1, "state the rule itself, or link its page in docs/"));
      }
  }
  return findings;
}

}  // namespace presenced::arch
