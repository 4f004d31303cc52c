#include "control/deletion_words.h"

#include <fmt/format.h>

#include "base/counted.h"

namespace presenced::control {
namespace {

constexpr std::int64_t kOverflowUid = 65534;

}  // namespace

std::string requested_by(std::optional<std::int64_t> by_uid) {
  return by_uid ? fmt::format("requested by user {}", *by_uid) : "requested by an unknown user";
}

std::optional<std::int64_t> known_uid(std::optional<std::int64_t> uid) {
  return uid == kOverflowUid ? std::nullopt : uid;
}

std::string words_of(const Purged& purged, std::optional<std::int64_t> by_uid) {
  const std::string who = purged.forgotten
                              ? "forgot a person and will never record them again (see presencectl forget --list)"
                              : "purged the history of " + purged.user.text;
  return fmt::format("{}: deleted {} and {} of coverage; {}", who, base::counted(purged.transitions, "transition"),
                     base::counted(purged.spans, "span"), requested_by(by_uid));
}

std::string words_of(const ForgetUndone& undone, std::optional<std::int64_t> by_uid) {
  return fmt::format("{} may be recorded again; {}", undone.user.text, requested_by(by_uid));
}

std::string words_of_failure(const std::string& why, std::optional<std::int64_t> by_uid) {
  return fmt::format("{}; {}", why, requested_by(by_uid));
}

}  // namespace presenced::control
