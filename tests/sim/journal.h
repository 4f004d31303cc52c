// What happened in a run, as a timeline for people. Silent unless it is wanted: lines cost more than the run.
#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "sim/world.h"

namespace presenced::sim {

class Journal {
 public:
  Journal(const World& world, bool on) : world_(world), on_(on) {}

  bool on() const { return on_; }

  template <class... Args>
  void say(fmt::format_string<Args...> format, Args&&... args) {
    if (on_) add(fmt::format(format, std::forward<Args>(args)...));
  }

  const std::vector<std::string>& lines() const { return lines_; }

 private:
  void add(std::string line);

  const World& world_;
  bool on_;
  std::vector<std::string> lines_;
};

// "03:25:07.123", since the beginning of the run; of a moment of the true wall clock.
std::string clock_text(base::WallTime at);

std::string state_text(const base::State& state);  // "active", "'lunch' :ramen:"

}  // namespace presenced::sim
