#include "sim/arguments.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <charconv>

namespace presenced::sim {
namespace {

bool read_number(std::string_view text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

// "7" or "1..1000".
bool read_seeds(const std::string& text, Arguments& into) {
  const auto dots = text.find("..");
  if (dots == std::string::npos) return read_number(text, into.first_seed) && read_number(text, into.last_seed);
  return read_number(text.substr(0, dots), into.first_seed) && read_number(text.substr(dots + 2), into.last_seed) &&
         into.first_seed <= into.last_seed;
}

std::string names_of_all() {
  std::vector<std::string_view> names;
  for (const FaultKind kind : all_faults()) names.push_back(name_of(kind));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::filesystem::path default_directory() {
  const std::filesystem::path memory = "/dev/shm";  // a file system in memory: the disk is not what is tested
  const auto base = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
  return base / ("presenced-sim-" + std::to_string(::getpid()));
}

}  // namespace

Parsed parse_arguments(int argc, char** argv) {
  Arguments arguments;
  std::string seeds = "1..20";
  std::vector<std::string> names;
  CLI::App app{"Runs the engine and a real history on virtual time against a fake Slack, and lets things go wrong."};
  app.add_option("--seeds", seeds, "one seed, or A..B")->capture_default_str();
  app.add_option("--hours", arguments.hours, "simulated hours in which things go wrong, a seed")
      ->check(CLI::Range(0.01, 100'000.0))
      ->capture_default_str();
  app.add_option("--faults", names, "only these kinds; `none` for none")->delimiter(',');
  app.add_option("--dir", arguments.directory, "where the databases are made (default: in memory)");
  app.add_flag("--verbose", arguments.verbose, "shrink each failing seed and print what happened in it");
  app.footer("Exit status: 0 no violation, 1 a violation, 2 wrong usage.");
  try {
    app.parse(argc, argv);
    if (!read_seeds(seeds, arguments)) throw CLI::ValidationError("--seeds", "one seed, or A..B: " + seeds);
    for (const std::string& name : names) {
      if (name == "none") continue;
      const auto kind = fault_named(name);
      if (!kind) throw CLI::ValidationError("--faults", "no fault is called " + name + "; there are " + names_of_all());
      arguments.faults.push_back(*kind);
    }
  } catch (const CLI::ParseError& error) {
    return {std::nullopt, app.exit(error) == 0 ? 0 : 2};
  }
  if (names.empty()) arguments.faults = all_faults();
  arguments.temporary = arguments.directory.empty();
  if (arguments.temporary) arguments.directory = default_directory();
  return {std::move(arguments), 0};
}

}  // namespace presenced::sim
