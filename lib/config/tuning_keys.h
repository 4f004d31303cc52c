// The keys of a workspace that fill engine::Tuning, one row each. A reload may change all of them.
#pragma once

#include <span>
#include <string_view>

#include "engine/settings.h"

namespace presenced::config {

class Value;

struct TuningKey {
  std::string_view word;  // in the file, and in the list of what a reload has changed
  // Stores what is written. If that is not acceptable, reports it and leaves the tuning as it is.
  void (*read)(const Value& value, engine::Tuning& tuning);
  bool (*differs)(const engine::Tuning& a, const engine::Tuning& b);
};

// In the order in which they are listed for people.
std::span<const TuningKey> tuning_keys();

}  // namespace presenced::config
