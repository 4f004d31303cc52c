// One run: a workspace, a network, a daemon and its history, from a seed and a plan of what goes wrong; and what it
// shows. Findings, beside those of honesty.h, of witness.h, frame and pace (manners.h):
//
//   slack     the fake Slack caught a breach of its rules (fake_slack/rulebook.h)
//   store     the history could not be opened, read, written or closed
//   bounded   more links, requests, records or steps than there may be
//   lost      rows that tell of up to now were moved aside, as if they were of the future
//   recovery  after the last fault somebody was not covered again within the time there is
//   stop      an orderly stop was not clean
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "fake_slack/model.h"
#include "sim/faults.h"
#include "sim/findings.h"

namespace presenced::sim {

struct Setup {
  std::uint64_t seed = 1;
  base::Millis span{};  // how long things go wrong; a healthy time follows
  std::vector<Fault> plan;
  std::filesystem::path directory;  // for the database of this run; made, and removed when all is well
  bool journal = false;
  // Is shown the truth and the history when everything is over, before it is judged.
  std::function<void(const fake_slack::Model& model, const std::filesystem::path& history)> at_end = {};
};

struct Outcome {
  std::vector<Finding> findings;
  std::vector<std::string> journal;
  base::Millis simulated{};
  std::uint64_t inputs = 0;   // of the engines
  std::uint64_t batches = 0;  // handed to the history
};

Outcome simulate(const Setup& setup);

}  // namespace presenced::sim
