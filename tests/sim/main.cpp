// simulate: see arguments.cpp for its command line, simulation.h for what is checked.
#include <fmt/core.h>
#include <sqlite3.h>

#include "sim/arguments.h"
#include "sim/shrink.h"

namespace {

using namespace presenced::sim;

void show_timeline(Setup setup, const std::string& invariant) {
  setup = shrink(std::move(setup), invariant);
  setup.journal = true;
  const Outcome outcome = simulate(setup);
  fmt::print("---- seed {}, shrunk to {} min and {} faults\n", setup.seed, setup.span.count() / 60'000,
             setup.plan.size());
  for (const std::string& line : outcome.journal) fmt::print("{}\n", line);
}

}  // namespace

// One thread: SQLite need neither lock nor count its memory.
void lighten_sqlite() {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int main(int argc, char** argv) {
  lighten_sqlite();
  const Parsed parsed = parse_arguments(argc, argv);
  if (!parsed.arguments) return parsed.status;
  const Arguments& arguments = *parsed.arguments;
  const presenced::base::Millis span{static_cast<std::int64_t>(arguments.hours * 3'600'000)};
  std::uint64_t violations = 0;
  for (std::uint64_t seed = arguments.first_seed; seed <= arguments.last_seed; ++seed) {
    const Setup setup{seed, span, draw_plan(Draws(seed), span, arguments.faults),
                      arguments.directory / std::to_string(seed), false};
    const Outcome outcome = simulate(setup);
    if (outcome.findings.empty()) continue;
    ++violations;
    const Finding& first = outcome.findings.front();
    fmt::print("seed {}: {}: {}\n", seed, first.invariant, first.what);
    std::fflush(stdout);
    if (arguments.verbose) show_timeline(setup, first.invariant);
  }
  if (arguments.temporary && violations == 0) std::filesystem::remove(arguments.directory);
  fmt::print("{} seeds, {} hours each, {} violations\n", arguments.last_seed - arguments.first_seed + 1,
             arguments.hours, violations);
  return violations == 0 ? 0 : 1;
}
