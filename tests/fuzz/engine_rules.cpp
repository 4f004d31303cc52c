#include "fuzz/engine_rules.h"

#include <algorithm>

#include "fuzz/expect.h"
#include "fuzz/text_rules.h"

namespace presenced::fuzz {

void EngineRules::hold(base::Millis passed) {
  for (const std::string& rule : world_.violations()) expect(false, "a rule of the world", rule);
  for (const std::string& rule : world_.history().violations()) expect(false, "a rule of the history", rule);
  log_is_clean();
  coverage_is_claimed_by_right();
  records_are_of_the_watched();
  wakes_are_few(passed);
}

void EngineRules::log_is_clean() {
  const auto& lines = world_.log().lines();
  for (; lines_read_ < lines.size(); ++lines_read_) {
    const support::LogLine& line = lines[lines_read_];
    expect(line.message.find(support::EngineWorld::kSecret) == std::string::npos, "no secret is logged", line.message);
    expect(one_line(line.message) && !line.message.empty(), "a log entry is one clean line", line.event);
    expect(!line.event.empty() && line.workspace == "acme", "a log entry says what it is about", line.message);
  }
}

void EngineRules::coverage_is_claimed_by_right() const {
  const engine::Snapshot snapshot = world_.snapshot();
  std::size_t presence = 0;
  std::size_t status = 0;
  for (const support::Span& span : world_.history().spans())
    if (!span.ended_at) ++(span.facet == base::Facet::presence ? presence : status);
  expect(presence == snapshot.facet_covered[base::Facet::presence] &&
             status == snapshot.facet_covered[base::Facet::status],
         "what the engine says is covered is what it has recorded");
  expect(snapshot.covering || presence + status == 0, "what cannot be recorded is not claimed");
  expect(!world_.stopped() || presence + status == 0, "nothing is covered once it has stopped");
}

void EngineRules::records_are_of_the_watched() const {
  for (const auto& [user, seen] : world_.history().seen())
    expect(world_.ever_watched(user), "only the watched are recorded", user.text);
}

// A frame a second, a call a second, marks, pings and their deadlines: some ten a second at the most.
void EngineRules::wakes_are_few(base::Millis passed) {
  const auto most = 50 + 20 * static_cast<std::size_t>(passed / base::Millis{1'000});
  expect(world_.wakes() - wakes_ <= most, "the engine does not spin");
  wakes_ = world_.wakes();
}

}  // namespace presenced::fuzz
