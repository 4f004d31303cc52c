#include "slack/dnd.h"

#include <chrono>

namespace presenced::slack {
namespace {

// Slack writes 1, and others write 0, where there is no window.
std::optional<base::WallTime> end_of_window(json::Object status, std::string_view key) {
  const auto micros = json::moment(status, key);
  if (!micros) return std::nullopt;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds{*micros});
  return seconds.count() > 1 ? std::optional(base::WallTime{seconds}) : std::nullopt;
}

}  // namespace

std::optional<base::Dnd> read_dnd(json::Object status) {
  const auto enabled = json::boolean(status, "dnd_enabled");
  if (!enabled) return std::nullopt;
  base::Dnd dnd{*enabled, end_of_window(status, "next_dnd_start_ts"), end_of_window(status, "next_dnd_end_ts")};
  const bool window = dnd.starts_at && dnd.ends_at && *dnd.starts_at < *dnd.ends_at;
  if (!window) dnd.starts_at = dnd.ends_at = std::nullopt;
  return dnd;
}

}  // namespace presenced::slack
