#include "fake_slack/crowd.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/random.h"
#include "fake_slack/model.h"

namespace presenced::fake_slack {
namespace {

constexpr base::Millis kBetweenWaves{20};

// So many different ones, in any order.
std::vector<base::UserId> some_of(const std::vector<Person>& people, std::size_t count, base::Random& random) {
  Roll chosen;
  while (chosen.size() < std::min(count, people.size())) chosen.add(people[random.below(people.size())].id);
  return chosen.members();
}

}  // namespace

std::vector<Person> crowd(int people, std::uint64_t seed) {
  constexpr std::array kZones{"Europe/Berlin", "America/New_York", "Asia/Tokyo", "Africa/Lagos", "Australia/Sydney"};
  base::Random random(seed);
  std::vector<Person> all;
  for (int i = 1; i <= people; ++i) {
    Person person;
    person.guest = i % 50 == 0;
    person.id = {fmt::format("{}0CROWD{:05}", person.guest ? 'W' : 'U', i)};
    person.name = fmt::format("person{}", i);
    person.real_name = fmt::format("Person {}", i);
    person.email = fmt::format("person{}@example.com", i);
    person.tz = kZones[random.below(kZones.size())];
    if (random.below(3) == 0) person.presence = base::Presence::active;
    if (random.below(5) == 0) person.status = {"in a meeting", ":calendar:", {}};
    all.push_back(std::move(person));
  }
  return all;
}

Gatherings gatherings_of(const std::vector<Person>& people, int usergroups, int channels, std::uint64_t seed) {
  base::Random random(seed + 1);
  Gatherings all;
  for (int i = 1; i <= usergroups; ++i) {
    Usergroup group;
    group.id = fmt::format("S0GROUP{:04}", i);
    group.handle = fmt::format("group{}", i);
    group.name = fmt::format("Group {}", i);
    group.members = Roll(some_of(people, 5 + random.below(56), random));
    all.usergroups.push_back(std::move(group));
  }
  for (int i = 1; i <= channels; ++i) {
    Channel channel;
    channel.id = fmt::format("C0CHAN{:05}", i);
    channel.name = fmt::format("channel{}", i);
    channel.is_private = i % 4 == 0;
    channel.archived = i % 10 == 0;
    channel.members = Roll(some_of(people, 1 + random.below(people.size() / 10 + 1), random));
    channel.members.add(self_id());
    all.channels.push_back(std::move(channel));
  }
  return all;
}

std::vector<Wave> plan_flood(const std::vector<Person>& people, int changes, base::Millis length, std::uint64_t seed) {
  base::Random random(seed + 2);
  std::vector<bool> active;
  for (const Person& person : people) active.push_back(person.presence == base::Presence::active);
  const auto total = static_cast<std::size_t>(changes);
  const auto waves = std::max<std::size_t>(1, static_cast<std::size_t>(length / kBetweenWaves));
  std::vector<std::size_t> changed_in(people.size(), waves);  // the last wave of each; `waves`: none yet
  std::vector<Wave> flood;
  std::size_t done = 0;
  for (std::size_t i = 0; i < waves; ++i) {
    Wave wave;
    wave.after = kBetweenWaves * static_cast<std::int64_t>(i);
    const std::size_t due = std::min(total * (i + 1) / waves - done, people.size());
    while (wave.active.size() + wave.away.size() < due) {
      const std::size_t who = random.below(people.size());
      if (std::exchange(changed_in[who], i) == i) continue;
      active[who] = !active[who];
      (active[who] ? wave.active : wave.away).push_back(people[who].id);
    }
    done += due;
    if (due > 0) flood.push_back(std::move(wave));
  }
  return flood;
}

}  // namespace presenced::fake_slack
