// Measures the real presenced against the fake Slack, each in a process of its own, over loopback, with 500 people and
// `durability: full`: how many changes a second it commits in a flood, and how long one takes at a steady pace.
//
//   ingest_speed [--dir DIR] [--changes N] [--rounds N] [--seconds N] [--sdk FOLDER] [--json FILE] [--only
//   flood|latency]
//                [--judge no]
//
// DIR (.): where the histories are written; that disk is measured. CHANGES (400,000) are sent in each of ROUNDS (5),
// and a thousand a second for SECONDS (20). FOLDER: a node_modules with @slack/rtm-api and better-sqlite3. Prints one
// line a figure. Exit status 1 when one misses its limit, unless nothing is to be judged; 2 when something fails, or a
// change is not in the history exactly once.
#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

#include "bench/figures.h"
#include "bench/flood_speed.h"
#include "bench/latency.h"

namespace {

using namespace presenced;

std::map<std::string, std::string> parse(int count, char** words) {
  std::map<std::string, std::string> options{{"--dir", "."},      {"--changes", "400000"}, {"--rounds", "5"},
                                             {"--seconds", "20"}, {"--sdk", ""},           {"--json", ""},
                                             {"--only", ""},      {"--judge", ""}};
  for (int i = 1; i < count; i += 2) {
    const auto option = options.find(words[i]);
    if (option == options.end() || i + 1 == count)
      throw std::runtime_error(fmt::format("not understood: {}; the head of ingest_speed.cpp has the usage", words[i]));
    option->second = words[i + 1];
  }
  return options;
}

}  // namespace

int main(int count, char** words) {
  try {
    const auto options = parse(count, words);
    const std::filesystem::path folder = std::filesystem::absolute(options.at("--dir"));
    std::filesystem::create_directories(folder);
    ::setenv("TMPDIR", folder.c_str(), 1);  // where test::TempDir makes its folders
    const std::string& only = options.at("--only");
    bench::Figures figures;
    if (only.empty() || only == "flood")
      bench::measure_flood(
          {std::stoul(options.at("--changes")), std::stoul(options.at("--rounds")), options.at("--sdk")}, figures);
    if (only.empty() || only == "latency") bench::measure_latency(std::stoul(options.at("--seconds")), figures);
    if (!options.at("--json").empty()) figures.write_json(options.at("--json"));
    return figures.within_limits() || options.at("--judge") == "no" ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "ingest_speed: {}\n", error.what());
    return 2;
  }
}
