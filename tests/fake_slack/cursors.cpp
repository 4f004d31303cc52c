#include "fake_slack/cursors.h"

#include <fmt/format.h>

#include "fake_slack/api_call.h"

namespace presenced::fake_slack {
namespace {

// What stands before the next ':'; `rest` goes on after it.
std::string_view field(std::string_view& rest) {
  const std::size_t end = rest.find(':');
  const std::string_view found = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return found;
}

}  // namespace

// Like Slack's it ends in characters that a form must escape.
std::string Cursors::issue(base::MonoTime now, std::string_view list, std::uint64_t after) const {
  return fmt::format("{}:{}:{}:{}:==", list, generation_, now.time_since_epoch().count(), after);
}

std::optional<std::uint64_t> Cursors::read(base::MonoTime now, std::string_view list, std::string_view cursor) const {
  if (cursor.empty()) return 0;
  if (field(cursor) != list || number(field(cursor)) != generation_) return std::nullopt;
  const auto issued = number(field(cursor));
  const auto after = number(field(cursor));
  if (!issued || !after || cursor != "==") return std::nullopt;
  const base::MonoTime since{base::Millis{static_cast<std::int64_t>(*issued)}};
  if (now - since > life_) return std::nullopt;
  return *after;
}

}  // namespace presenced::fake_slack
