#include "sim/life.h"

#include <array>

#include "sim/names.h"

namespace presenced::sim {

using base::Millis;
using namespace std::chrono_literals;

Life::Life(World& world, fake_slack::Model& model, Network& network, const Draws& draws, Journal& journal,
           std::size_t people)
    : world_(world), model_(model), network_(network), draws_(draws), journal_(journal) {
  constexpr std::array kTempers{2min, 8min, 20min, 60min, 240min};
  for (std::size_t i = 0; i < people; ++i)
    tempers_.push_back(kTempers[draws.of(Concern::people, i).below(kTempers.size())]);
}

base::UserId Life::id_of(std::size_t person) {
  return {fmt::format("{}0SIM{:03}", person % 5 == 4 ? 'W' : 'U', person)};
}

void Life::begin() {
  for (std::size_t i = 0; i < tempers_.size(); ++i) {
    base::Random random = draws_.of(Concern::people, 1000 + i);
    if (i > 2 && one_in(random, 8))
      world_.after(between(random, 1min, 120min), [this, i] { join(i); });
    else
      join(i);
  }
}

void Life::join(std::size_t person) {
  base::Random random = draws_.of(Concern::people, 2000 + person);
  fake_slack::Person member;
  member.id = id_of(person);
  member.name = Names::handle_of(person);
  member.email = Names::address_of(person);
  member.real_name = fmt::format("Person <{}> & Søn", person);
  member.presence = one_in(random, 2) ? base::Presence::active : base::Presence::away;
  if (one_in(random, 3)) member.status = new_status(random);
  model_.join(world_.truth(), std::move(member));
  network_.pump();
  live(person, false);
}

void Life::live(std::size_t person, bool hurried) {
  if (over_) return;
  const auto now = static_cast<std::uint64_t>(world_.mono().time_since_epoch().count());
  base::Random random = draws_.of(Concern::person, now * 64 + person * 2 + (hurried ? 1 : 0));
  const Millis wait = hurried ? between(random, 50ms, 4s) : between(random, 1s, 2 * tempers_[person]);
  world_.after(wait, [this, person, hurried] {
    if (over_ || (hurried && world_.mono() > flurry_until_)) return;
    const auto then = static_cast<std::uint64_t>(world_.mono().time_since_epoch().count());
    base::Random draw = draws_.of(Concern::person, (then << 20) + person * 2 + (hurried ? 1 : 0));
    act(person, draw);
    network_.pump();
    live(person, hurried);
  });
}

void Life::flurry(base::MonoTime until) {
  const bool under_way = world_.mono() < flurry_until_;
  flurry_until_ = std::max(flurry_until_, until);
  if (under_way) return;
  for (std::size_t i = 0; i < tempers_.size(); ++i)
    if (model_.directory().find(id_of(i)) != nullptr) live(i, true);
}

base::Status Life::new_status(base::Random& random) const {
  constexpr std::array<const char*, 6> kTexts{
      "lunch", "in a meeting", "R&D <busy> \"now\"", "unterwegs, bis später", "", "\xF0\x9F\x8F\x96 am Meer"};
  constexpr std::array<const char*, 4> kEmoji{":sandwich:", ":calendar:", "", ":palm_tree:"};
  base::Status status{kTexts[random.below(kTexts.size())], kEmoji[random.below(kEmoji.size())], {}};
  if (status.text.empty() && status.emoji.empty()) status.emoji = ":zzz:";
  const auto wall = world_.truth().wall;
  switch (random.below(8)) {
    case 0:
      status.expires_at = wall + between(random, 1s, 10s);
      break;
    case 1:
    case 2:
    case 3:
      status.expires_at = wall + between(random, 1min, 90min);
      break;
    default:
      break;
  }
  return status;
}

void Life::act(std::size_t person, base::Random& random) {
  const base::UserId id = id_of(person);
  const fake_slack::Person& member = *model_.directory().find(id);
  if (member.deleted) return;
  const std::uint64_t what = random.below(1000);
  const base::Instant now = world_.truth();
  if (what < 600) {
    const bool away = member.presence == base::Presence::away;
    model_.set_presence(now, id, away ? base::Presence::active : base::Presence::away);
    journal_.say("{} becomes {}", id.text, away ? "active" : "away");
  } else if (what < 820) {
    base::Status status = new_status(random);
    journal_.say("{} sets '{}' {}{}", id.text, status.text, status.emoji,
                 status.expires_at ? " until " + clock_text(*status.expires_at) : "");
    model_.set_status(now, id, std::move(status));
  } else if (what < 920) {
    journal_.say("{} clears the status", id.text);
    model_.set_status(now, id, {});
  } else if (what < 950) {
    const std::uint64_t version = random.below(100);  // a third of the time the name they began with
    const std::string own = Names::handle_of(person);
    model_.rename(now, id, version < 33 ? own : fmt::format("{}v{}", own, version), member.real_name);
  } else if (what < 998) {
    model_.huddle(now, id);
  } else {
    journal_.say("{} is deactivated", id.text);
    model_.deactivate(now, id);
  }
}

}  // namespace presenced::sim
