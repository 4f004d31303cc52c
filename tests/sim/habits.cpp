#include "sim/habits.h"

#include <chrono>
#include <optional>

#include "sim/life.h"

namespace presenced::sim {

using base::Millis;
using namespace std::chrono_literals;

void Habits::begin() {
  for (std::size_t i = 0; i < people_; ++i) live(i);
}

void Habits::live(std::size_t person) {
  const auto number = [this, person] {
    return (static_cast<std::uint64_t>(world_.mono().time_since_epoch().count()) << 8) + person;
  };
  base::Random random = draws_.of(Concern::further, number());
  world_.after(between(random, 1s, 40min), [this, person, number] {
    if (over_) return;
    const base::UserId id = Life::id_of(person);
    const fake_slack::Person* member = model_.directory().find(id);
    if (member != nullptr && !member->deleted) {
      base::Random draw = draws_.of(Concern::further, number() + (std::uint64_t{1} << 62));
      act(id, draw);
      network_.pump();
    }
    live(person);
  });
}

void Habits::act(const base::UserId& id, base::Random& random) {
  if (one_in(random, 2)) return set_dnd(id, random);
  meet(id, random);
}

void Habits::set_dnd(const base::UserId& id, base::Random& random) {
  base::Dnd dnd{!one_in(random, 8), {}, {}};
  if (!one_in(random, 5)) {
    dnd.starts_at = world_.truth().wall - 10min + random.up_to(Millis{60min});
    dnd.ends_at = *dnd.starts_at + between(random, 2s, 45min);
  }
  journal_.say("{} sets do-not-disturb {}", id.text, state_text(dnd));
  model_.set_dnd(world_.truth(), id, dnd);
}

void Habits::meet(const base::UserId& id, base::Random& random) {
  const bool in = model_.directory().find(id)->huddle == base::Huddle::in;
  if (in && one_in(random, 3)) {
    journal_.say("{} leaves the huddle, and nobody is told", id.text);
    return model_.leave_huddle_untold(world_.truth(), id);
  }
  std::optional<Millis> lasts;
  if (one_in(random, 2)) lasts = between(random, 2s, 30min);
  journal_.say("{} {} a huddle{}", id.text, in ? "leaves" : "joins", lasts && !in ? ", which ends by itself" : "");
  model_.huddle(world_.truth(), id, lasts);
}

}  // namespace presenced::sim
