// The keys of a workspace that fill feeds::Tuning, one row each. A reload may change all of them.
#pragma once

#include <span>
#include <string_view>

#include "feeds/settings.h"

namespace presenced::config {

class Value;

struct TuningKey {
  std::string_view word;  // in the file, and in the list of what a reload has changed
  // Stores what is written. If that is not acceptable, reports it and leaves the tuning as it is.
  void (*read)(const Value& value, feeds::Tuning& tuning);
  bool (*differs)(const feeds::Tuning& a, const feeds::Tuning& b);
};

// In the order in which they are listed for people.
std::span<const TuningKey> tuning_keys();

}  // namespace presenced::config
