// Every prefix and thousands of mutations of every sample frame: whatever comes, an event comes out whose promises
// hold.
#include <algorithm>
#include <string>
#include <vector>

#include "decoded.h"
#include "samples.h"

using namespace presenced;
using namespace presenced::slack;

namespace {

// Checks what events.h promises of each kind of event. One bool, because millions of assertions take minutes.
struct KeepsItsPromises {
  static bool ids(std::vector<base::UserId> users) {
    const bool named = std::none_of(users.begin(), users.end(), [](const auto& id) { return id.text.empty(); });
    std::sort(users.begin(), users.end());
    return !users.empty() && named && std::adjacent_find(users.begin(), users.end()) == users.end();
  }
  static bool user(const User& user) {
    const bool expires = !user.status || !user.status->expires_at ||
                         (!user.status->cleared() && base::unix_ms(*user.status->expires_at) > 0);
    return !user.id.text.empty() && expires;
  }

  bool operator()(const PresenceChange& event) const { return ids(event.users); }
  bool operator()(const UserInvalidated& event) const { return ids(event.users); }
  bool operator()(const UserChange& event) const { return user(event.user) && event.event_us.value_or(1) > 0; }
  bool operator()(const TeamJoin& event) const { return user(event.user); }
  bool operator()(const ReplyError& event) const { return event.message.size() <= 200; }
  bool operator()(const ConnectionError& event) const { return event.message.size() <= 200; }
  bool operator()(const Ignored& event) const {
    return event.type.size() <= 64 &&
           event.type.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string::npos;
  }
  bool operator()(const Malformed& event) const { return !event.why.empty(); }
  template <class Other>
  bool operator()(const Other&) const {
    return true;
  }
};

bool sane(const Event& event) { return std::visit(KeepsItsPromises{}, event); }

}  // namespace

TEST_CASE("every sample frame decodes to an event that keeps its promises") {
  for (const std::string_view frame : kSampleFrames) {
    const Event event = decoded(frame);
    CAPTURE(frame);
    CHECK_FALSE(std::holds_alternative<Malformed>(event));
    CHECK(sane(event));
  }
}

TEST_CASE("a frame cut short anywhere is malformed") {
  Decoder decoder;
  for (const std::string_view frame : kSampleFrames)
    for (std::size_t length = 0; length < frame.size(); ++length) {
      const std::string cut(frame.substr(0, length));  // a copy of its own, so that reading past its end is noticed
      const Event event = decoder.decode(cut);
      if (std::holds_alternative<Malformed>(event) && sane(event)) continue;
      FAIL_CHECK("not malformed: " << cut);
    }
}

TEST_CASE("one byte changed to any other never breaks a promise") {
  Decoder decoder;
  for (const std::string_view frame : kSampleFrames)
    for (std::size_t at = 0; at < frame.size(); ++at)
      for (int byte = 0; byte < 256; ++byte) {
        std::string mutated(frame);
        mutated[at] = static_cast<char>(byte);
        const Event event = decoder.decode(mutated);
        const bool must_fail = byte >= 0x80;  // alone among ASCII it is not UTF-8
        if (sane(event) && (!must_fail || std::holds_alternative<Malformed>(event))) continue;
        FAIL_CHECK("byte " << byte << " at " << at << " of " << frame);
      }
}

TEST_CASE("one byte left out, doubled or put in never breaks a promise") {
  Decoder decoder;
  for (const std::string_view frame : kSampleFrames)
    for (std::size_t at = 0; at < frame.size(); ++at)
      for (const char inserted : {'\0', '"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', 'u', frame[at]}) {
        std::string longer(frame);
        longer.insert(at, 1, inserted);
        std::string shorter(frame);
        shorter.erase(at, 1);
        if (sane(decoder.decode(longer)) && sane(decoder.decode(shorter))) continue;
        FAIL_CHECK("at " << at << " of " << frame);
      }
}
