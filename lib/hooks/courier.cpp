#include "hooks/courier.h"

#include <fmt/format.h>

#include <utility>

#include "time/durations.h"

namespace presenced::hooks {
Courier::Courier(Cursor saved, World world, base::Random random)
    : world_(std::move(world)), random_(random), position_(saved), saved_seq_(saved.seq) {}

Courier::Then Courier::give(const Change& change) {
  if (change.seq <= position_.seq) return Then::next;
  if (change.object.empty()) {
    pass({change.seq, change.at});
    return Then::next;
  }
  if (!world_.sleep(base::Millis{0})) return Then::end;
  const Outcome outcome = world_.receiver.deliver(change.object);
  if (outcome.acknowledged) {
    retry_.acknowledged();
    pass({change.seq, change.at});
    save();
    return Then::next;
  }
  const base::Millis wait = retry_.after(outcome, random_);
  world_.say(fmt::format("change {} is not delivered: {}; attempt {} follows in {}", change.seq, outcome.why,
                         retry_.failures() + 1, time::readable(wait)));
  return world_.sleep(wait) ? Then::again : Then::end;
}

void Courier::read_up_to(std::int64_t last_seq) {
  if (last_seq > position_.seq) {
    pass({last_seq, std::nullopt});
    ++missing_;  // the last one itself is not there, either
  }
  if (position_.seq > saved_seq_) save();
  say_missing();
}

void Courier::pass(Cursor to) {
  missing_ += to.seq - position_.seq - 1;
  position_ = to;
}

void Courier::save() {
  world_.save(position_);
  saved_seq_ = position_.seq;
}

void Courier::say_missing() {
  const std::int64_t missing = std::exchange(missing_, 0);
  if (missing == 0) return;
  world_.say(missing == 1 ? fmt::format("skipped a change before number {}: it is not in the history any more",
                                        position_.seq + 1)
                          : fmt::format("skipped {} changes before number {}: they are not in the history any more",
                                        missing, position_.seq + 1));
}

}  // namespace presenced::hooks
