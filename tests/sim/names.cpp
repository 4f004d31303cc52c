#include "sim/names.h"

#include <fmt/format.h>

#include <utility>

#include "sim/life.h"

namespace presenced::sim {

using base::UserId;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kOfEach = 2;  // user groups and channels

std::string usergroup_id(std::size_t group) { return fmt::format("S0SIM{}", group); }
std::string usergroup_handle(std::size_t group) { return fmt::format("team{}", group); }
std::string channel_id(std::size_t channel) { return fmt::format("C0SIM{}", channel); }
std::string channel_name(std::size_t channel) { return fmt::format("room{}", channel); }

}  // namespace

std::string Names::address_of(std::size_t person) { return fmt::format("person{}@example.com", person); }
std::string Names::handle_of(std::size_t person) { return fmt::format("person{}", person); }

Names::Names(World& world, fake_slack::Model& model, Network& network, const Draws& draws, Journal& journal,
             std::size_t people, std::function<void()> grown)
    : world_(world),
      model_(model),
      network_(network),
      draws_(draws),
      journal_(journal),
      people_(people),
      grown_(std::move(grown)) {
  base::Random random = draws.of(Concern::names);
  if (one_in(random, 2)) return;
  for (std::size_t i = 0; i < people; ++i) {
    all_.emplace_back(watch::Email{address_of(i)});
    all_.emplace_back(watch::Handle{handle_of(i)});
    // Whoever joins later has these names from then on.
    ever_[watch::describe(watch::Email{address_of(i)})].insert(Life::id_of(i));
    ever_[watch::describe(watch::Handle{handle_of(i)})].insert(Life::id_of(i));
  }
  // As often as the others, many though those are.
  for (std::size_t i = 0; i < people; ++i) {
    all_.emplace_back(watch::Usergroup{usergroup_handle(i % kOfEach)});
    all_.emplace_back(watch::Channel{channel_name(i % kOfEach)});
  }
}

void Names::begin() {
  if (!any()) return;
  base::Random random = draws_.of(Concern::names, 1);
  for (std::size_t i = 0; i < kOfEach; ++i) {
    fake_slack::Usergroup group{usergroup_id(i), usergroup_handle(i), "Team", {}, false, 0};
    fake_slack::Channel channel{channel_id(i), channel_name(i), false, false, {}};
    if (i == 0) channel.members.add(fake_slack::self_id());  // of the other nothing is told
    for (std::size_t person = 0; person < people_; ++person) {
      if (model_.directory().find(Life::id_of(person)) == nullptr) continue;
      if (one_in(random, 3)) group.members.add(Life::id_of(person));
      if (one_in(random, 3)) channel.members.add(Life::id_of(person));
    }
    model_.add_usergroup(world_.truth(), std::move(group));
    model_.add_channel(std::move(channel));
    note_members(i);
  }
  network_.pump();
  live(0);
}

void Names::live(std::uint64_t deed) {
  base::Random random = draws_.of(Concern::names, 100 + deed);
  const base::Millis wait = one_in(random, 4) ? between(random, 10ms, 5s) : between(random, 1min, 60min);
  world_.after(wait, [this, deed] {
    if (over_) return;
    base::Random draw = draws_.of(Concern::names, 1'000'000 + deed);
    change(draw);
    network_.pump();
    live(deed + 1);
  });
}

void Names::change(base::Random& random) {
  switch (random.below(5)) {
    case 0:
    case 1:
      return change_usergroup(random, random.below(kOfEach));
    case 2:
    case 3:
      return change_channel(random, random.below(kOfEach));
    default:
      return swap_addresses(random);
  }
}

void Names::change_usergroup(base::Random& random, std::size_t number) {
  const std::string id = usergroup_id(number);
  const fake_slack::Usergroup& group = *model_.groups().find_usergroup(id);
  switch (random.below(6)) {
    case 0: {
      const bool own = group.handle == usergroup_handle(number);
      journal_.say("the user group {} is renamed", group.handle);
      model_.rename_usergroup(world_.truth(), id, own ? "elsewhere" + id : usergroup_handle(number));
      break;
    }
    case 1:
      journal_.say("the user group {} is {}", group.handle, group.disabled ? "enabled" : "disabled");
      model_.disable_usergroup(world_.truth(), id, !group.disabled);
      break;
    default: {
      const UserId user = somebody(random);
      const bool leaves = group.members.contains(user);
      journal_.say("{} {} the user group {}", user.text, leaves ? "leaves" : "joins", group.handle);
      if (leaves)
        model_.change_usergroup(world_.truth(), id, {}, {user});
      else
        model_.change_usergroup(world_.truth(), id, {user}, {});
    }
  }
  note_members(number);
}

void Names::change_channel(base::Random& random, std::size_t number) {
  const std::string id = channel_id(number);
  fake_slack::Channel& channel = model_.groups().channel(id);
  if (one_in(random, 8)) {  // nobody is told of this, nor of the next
    channel.archived = !channel.archived;
    journal_.say("the channel {} is {}", channel.name, channel.archived ? "archived" : "there again");
  } else if (one_in(random, 8)) {
    channel.name = channel.name == channel_name(number) ? "elsewhere" : channel_name(number);
    journal_.say("the channel {} is now called {}", channel_name(number), channel.name);
  } else if (!channel.archived) {
    const UserId user = somebody(random);
    const bool leaves = channel.members.contains(user);
    journal_.say("{} {} the channel {}", user.text, leaves ? "leaves" : "joins", channel.name);
    if (leaves)
      model_.leave_channel(world_.truth(), id, user);
    else
      model_.join_channel(world_.truth(), id, user);
  }
  note_members(number);
}

void Names::swap_addresses(base::Random& random) {
  const UserId one = somebody(random);
  const UserId other = somebody(random);
  if (one == other) return;
  const std::string first = model_.directory().find(one)->email;
  const std::string second = model_.directory().find(other)->email;
  journal_.say("{} and {} change their addresses", one.text, other.text);
  model_.set_email(world_.truth(), one, "");
  model_.set_email(world_.truth(), other, first);
  model_.set_email(world_.truth(), one, second);
  note(watch::Email{first}, {other});
  note(watch::Email{second}, {one});
}

UserId Names::somebody(base::Random& random) const {
  const std::size_t person = random.below(people_);
  for (std::size_t i = 0; i < people_; ++i) {
    const UserId id = Life::id_of((person + i) % people_);
    if (model_.directory().find(id) != nullptr) return id;
  }
  return fake_slack::self_id();
}

namespace {

std::set<UserId> set_of(const fake_slack::Roll& members) {
  const auto list = members.members();
  std::set<UserId> users(list.begin(), list.end());
  return users;
}

std::set<UserId> without_bots(std::set<UserId> users) {
  users.erase(fake_slack::self_id());
  return users;
}

}  // namespace

std::set<UserId> Names::now(const watch::Who& who) const {
  if (const auto* email = std::get_if<watch::Email>(&who)) {
    const fake_slack::Person* person = model_.directory().find_by_email(email->address);
    if (person != nullptr && !person->deleted) return {person->id};
  }
  if (const auto* handle = std::get_if<watch::Handle>(&who)) {
    for (std::size_t i = 0; i < people_; ++i) {
      const fake_slack::Person* person = model_.directory().find(Life::id_of(i));
      if (person != nullptr && !person->deleted && person->name == handle->name) return {person->id};
    }
  }
  if (const auto* wanted = std::get_if<watch::Usergroup>(&who))
    for (const fake_slack::Usergroup& group : model_.groups().usergroups())
      if (group.handle == wanted->handle && !group.disabled) return without_bots(set_of(group.members));
  if (const auto* wanted = std::get_if<watch::Channel>(&who))
    for (const fake_slack::Channel& channel : model_.groups().channels())
      if (channel.name == wanted->name && !channel.archived) return without_bots(set_of(channel.members));
  return {};
}

// Members are asked for by id, and then the group may be disabled, or called otherwise, since it was found.
void Names::note_members(std::size_t number) {
  const auto meant = [this](const fake_slack::Roll& members) {
    return bots_meant_ ? set_of(members) : without_bots(set_of(members));
  };
  note(watch::Usergroup{usergroup_handle(number)},
       meant(model_.groups().find_usergroup(usergroup_id(number))->members));
  note(watch::Channel{channel_name(number)}, meant(model_.groups().find_channel(channel_id(number))->members));
}

void Names::bots_may_be_meant() {
  if (!any() || std::exchange(bots_meant_, true)) return;
  for (std::size_t number = 0; number < kOfEach; ++number) note_members(number);
}

const std::set<UserId>& Names::ever(const watch::Who& who) const {
  static const std::set<UserId> kNobody;
  const auto found = ever_.find(watch::describe(who));
  return found == ever_.end() ? kNobody : found->second;
}

void Names::note(const watch::Who& who, const std::set<UserId>& meant) {
  std::set<UserId>& ever = ever_[watch::describe(who)];
  const std::size_t before = ever.size();
  ever.insert(meant.begin(), meant.end());
  if (ever.size() != before) grown_();
}

}  // namespace presenced::sim
