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
#include <string>

#include "bench/flood_speed.h"
#include "bench/latency.h"
#include "bench/run.h"

namespace {

using namespace presenced;

void measure(const bench::Options& options, bench::Figures& figures) {
  const std::string& only = options.at("--only");
  if (only.empty() || only == "flood")
    bench::measure_flood({std::stoul(options.at("--changes")), std::stoul(options.at("--rounds")), options.at("--sdk")},
                         figures);
  if (only.empty() || only == "latency") bench::measure_latency(std::stoul(options.at("--seconds")), figures);
}

}  // namespace

int main(int count, char** words) {
  return bench::run("ingest_speed", count, words,
                    {{"--dir", "."},
                     {"--changes", "400000"},
                     {"--rounds", "5"},
                     {"--seconds", "20"},
                     {"--sdk", ""},
                     {"--json", ""},
                     {"--only", ""},
                     {"--judge", ""}},
                    measure);
}
