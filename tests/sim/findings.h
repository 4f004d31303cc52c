// What a run has found wrong: the invariant by its short name, and what happened, for people. A product that is broken
// in one place is broken in many: only the first few are kept.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/journal.h"

namespace presenced::sim {

struct Finding {
  std::string invariant;  // "missed", "false", "claimed", ...: see honesty.h, manners.h, simulation.h
  std::string what;
};

class Findings {
 public:
  static constexpr std::size_t kMost = 50;

  explicit Findings(Journal& journal) : journal_(journal) {}

  void add(std::string invariant, std::string what) {
    journal_.say("==== {}: {}", invariant, what);
    if (list_.size() < kMost) list_.push_back({std::move(invariant), std::move(what)});
  }
  bool empty() const { return list_.empty(); }
  const std::vector<Finding>& list() const { return list_; }

 private:
  Journal& journal_;
  std::vector<Finding> list_;
};

}  // namespace presenced::sim
