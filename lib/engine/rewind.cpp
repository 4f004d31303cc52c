#include "engine/rewind.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::MonoTime;
using base::WallTime;

void Rewind::order(WallTime after, MonoTime now) {
  awaited_ = true;
  next_ = now + kPause;
  purged_.clear();
  context_.desk.ask(SetAsideMisdated{after});
}

void Rewind::tend(Instant now) {
  if (!ready() || now.mono < next_) return;
  const auto after = clocks_.misdated_after(now);
  if (!after) return;
  context_.note(LogLevel::warning, "set_aside",
                fmt::format("the newest record of the history is {} s ahead of the wall clock, which Slack's time has "
                            "confirmed; moving the records of the future into the table misdated",
                            (context_.clock.latest() - *after).count() / 1000));
  order(*after, now.mono);
}

// What lies further ahead than the recorder waits for: nothing is covered then.
void Rewind::asked(Instant now) {
  if (!ready() || clocks_.wrong(now)) return;
  if (context_.clock.latest() - now.wall > ClockWitness::kTolerance) order(now.wall, now.mono);
}

void Rewind::done(const history::Resume& resume, std::span<const watch::Person> people, WallTime wall) {
  if (!awaited_) return;
  awaited_ = false;
  auto known = resume.people;
  std::erase_if(known, [&](const auto& entry) {
    return std::find(purged_.begin(), purged_.end(), entry.first) != purged_.end();
  });
  context_.recorder.rewind(resume.recorded_until, wall);
  const WallTime until = context_.clock.latest();
  context_.keeper.rewind(until, known);
  context_.backlog.rewound(until);
  feeds_.each([&](feeds::Feed& feed) { feed.rewound(until); });
  context_.keeper.watch(people);
}

void Rewind::failed(const std::string& why, MonoTime now) {
  awaited_ = false;
  next_ = now + kPause;
  context_.note(
      LogLevel::error, "set_aside_failed",
      fmt::format("cannot move the records of the future aside: {}; next attempt in {} s", why, kPause.count() / 1000));
}

}  // namespace presenced::engine
