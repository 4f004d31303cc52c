// What people do, and who is told.
#include <algorithm>
#include <utility>

#include "fake_slack/model.h"

namespace presenced::fake_slack {

void Model::join(base::Instant now, Person person) {
  const base::UserId id = person.id;
  directory_.add(std::move(person), now.wall);
  socket_mode_.user_changed(now, *directory_.find(id), "team_join");
  for (const auto& [socket_id, socket] : sockets_)
    if (socket.listening()) say(now, socket_id, writer_.user_event("team_join", *directory_.find(id), now.wall));
}

void Model::set_presence(base::Instant now, const base::UserId& user, base::Presence presence) {
  set_presences(now, {user}, presence);
}

void Model::set_presences(base::Instant now, const std::vector<base::UserId>& users, base::Presence presence) {
  tick(now);
  std::vector<base::UserId> announced;
  for (const base::UserId& user : users) {
    const bool lost = losing_.contains(user);
    if (!directory_.set_presence(user, presence, now.wall, !lost)) continue;
    losing_.erase(user);
    if (!lost) announced.push_back(user);
  }
  tell_presence(now, announced, presence);
}

void Model::set_status(base::Instant now, const base::UserId& user, base::Status status) {
  tick(now);  // so that an expiry which is due comes first
  if (directory_.set_status(user, std::move(status), now.wall, true))
    tell_user_change(now, *directory_.find(user), "user_status_changed", directory_.find(user)->status);
}

void Model::rename(base::Instant now, const base::UserId& user, std::string name, std::string real_name) {
  tick(now);  // so that a huddle whose end is due is over in what is told
  directory_.set_names(user, std::move(name), std::move(real_name), now.wall);
  tell_user_change(now, *directory_.find(user), "user_profile_changed");
}

void Model::set_email(base::Instant now, const base::UserId& user, const std::string& email) {
  tick(now);
  directory_.set_email(user, email, now.wall);
  tell_user_change(now, *directory_.find(user), "user_profile_changed");
}

void Model::deactivate(base::Instant now, const base::UserId& user) {
  set_presence(now, user, base::Presence::away);
  directory_.set_deleted(user, now.wall);
  tell_user_change(now, *directory_.find(user), "user_profile_changed");
}

void Model::huddle(base::Instant now, const base::UserId& user, std::optional<base::Millis> lasts) {
  tick(now);
  const bool joins = directory_.find(user)->huddle == base::Huddle::out;
  const std::optional<base::WallTime> end = lasts ? std::optional(now.wall + *lasts) : std::nullopt;
  directory_.set_huddle(user, joins ? base::Huddle::in : base::Huddle::out, joins ? end : std::nullopt, now.wall, true);
  tell_user_change(now, *directory_.find(user), "user_huddle_changed", directory_.find(user)->huddle);
}

void Model::leave_huddle_untold(base::Instant now, const base::UserId& user) {
  tick(now);
  directory_.set_huddle(user, base::Huddle::out, {}, now.wall, false);
}

void Model::set_dnd(base::Instant now, const base::UserId& user, const base::Dnd& dnd) {
  tick(now);
  if (!directory_.set_dnd(user, dnd, now.wall, true)) return;
  const base::Dnd& kept = directory_.find(user)->dnd;
  for (const auto& [id, socket] : sockets_)
    if (socket.listening()) say(now, id, writer_.dnd_event(user, kept, now.wall), {{user, kept}});
  socket_mode_.dnd_changed(now, user, kept);
}

void Model::tell_presence(base::Instant now, const std::vector<base::UserId>& users, base::Presence presence) {
  for (const auto& [id, socket] : sockets_) {
    if (!socket.listening()) continue;
    std::vector<base::UserId> subscribed;
    for (const base::UserId& user : users)
      if (socket.subscribed.contains(user)) subscribed.push_back(user);
    say_presence(now, socket, subscribed, presence);
  }
}

// Each change of a record is told twice, at the same instant and with the same body: as user_change and as what it was.
void Model::tell_user_change(base::Instant now, const Person& person, std::string_view second_type,
                             std::optional<base::State> changed) {
  directory_.run_on(now.wall, options_.dnd_period);  // the record says what has ended by itself
  const bool only_invalidated = options_.browser_session && person.id != self_id();
  Wire::Facts facts;
  if (changed && !only_invalidated) facts.emplace_back(person.id, *changed);
  for (const auto& [id, socket] : sockets_) {
    if (!socket.listening()) continue;
    if (only_invalidated) {
      say(now, id, writer_.user_invalidated(person.id));
      continue;
    }
    say(now, id, writer_.user_event("user_change", person, now.wall), facts);
    say(now, id, writer_.user_event(second_type, person, now.wall), facts);
    if (options_.noise) say(now, id, writer_.noise(person.id));
  }
  socket_mode_.user_changed(now, person, second_type, std::move(changed));
}

void Model::expire_statuses(base::Instant now) {
  while (const auto user = directory_.expired(now.wall)) {
    const bool announced = options_.announce_expiry;
    // By its own clock, so at that moment; but not before it was set, should it have been set already run out.
    const base::WallTime at = std::max(*directory_.next_expiry(), directory_.truth(*user).status.back().at);
    directory_.set_status(*user, {}, at, announced);
    if (announced) tell_user_change(now, *directory_.find(*user), "user_status_changed", base::Status{});
  }
}

void Model::refresh_self(base::Instant now) {
  const bool active = !self_appears_away_ && !sockets_.empty();
  const base::Presence presence = active ? base::Presence::active : base::Presence::away;
  if (directory_.set_presence(self_id(), presence, now.wall, true)) tell_presence(now, {self_id()}, presence);
}

}  // namespace presenced::fake_slack
