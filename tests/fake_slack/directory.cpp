#include "fake_slack/directory.h"

#include <cassert>
#include <chrono>
#include <utility>

namespace presenced::fake_slack {
namespace {

base::Status as_slack_keeps_it(base::Status status) {
  if (status.cleared()) return {};
  if (status.expires_at) status.expires_at = std::chrono::floor<std::chrono::seconds>(*status.expires_at);
  return status;
}

base::Dnd as_slack_keeps_it(base::Dnd dnd) {
  if (!dnd.starts_at || !dnd.ends_at) return {dnd.enabled, {}, {}};
  dnd.starts_at = std::chrono::floor<std::chrono::seconds>(*dnd.starts_at);
  dnd.ends_at = std::chrono::floor<std::chrono::seconds>(*dnd.ends_at);
  return dnd;
}

std::string small_letters(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

}  // namespace

void Directory::add(Person person, base::WallTime now) {
  person.status = as_slack_keeps_it(std::move(person.status));
  person.dnd = as_slack_keeps_it(person.dnd);
  const std::size_t index = people_.size();
  const bool is_new = index_.emplace(person.id, index).second;
  assert(is_new);
  static_cast<void>(is_new);
  if (person.status.expires_at) expiries_.emplace(*person.status.expires_at, index);
  if (person.dnd.ends_at) window_ends_.emplace(*person.dnd.ends_at, index);
  if (person.huddle_ends_at) huddle_ends_.emplace(*person.huddle_ends_at, index);
  if (!person.email.empty()) email_index_.emplace(small_letters(person.email), index);
  Truth truth;
  truth.presence.push_back({now, person.presence});
  truth.status.push_back({now, person.status});
  truth.dnd.push_back({now, person.dnd});
  truth.huddle.push_back({now, person.huddle});
  truths_.push_back(std::move(truth));
  people_.push_back(std::move(person));
  stamped(index, now);
}

const Person* Directory::find(const base::UserId& id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? nullptr : &people_[found->second];
}

const Person* Directory::find_by_email(std::string_view email) const {
  const auto found = email_index_.find(small_letters(email));
  return found == email_index_.end() ? nullptr : &people_[found->second];
}

const Truth& Directory::truth(const base::UserId& id) const { return truths_[index_of(id)]; }

bool Directory::set_presence(const base::UserId& id, base::Presence presence, base::WallTime now, bool announced) {
  const std::size_t index = index_of(id);
  if (people_[index].presence == presence) return false;
  people_[index].presence = presence;
  truths_[index].presence.push_back({now, presence, announced});
  return true;
}

bool Directory::set_status(const base::UserId& id, base::Status status, base::WallTime now, bool announced) {
  const std::size_t index = index_of(id);
  status = as_slack_keeps_it(std::move(status));
  if (people_[index].status == status) return false;
  Person& person = stamped(index, now);
  if (person.status.expires_at) expiries_.erase({*person.status.expires_at, index});
  if (status.expires_at) expiries_.emplace(*status.expires_at, index);
  truths_[index].status.push_back({now, status, announced});
  person.status = std::move(status);
  return true;
}

bool Directory::set_dnd(const base::UserId& id, base::Dnd dnd, base::WallTime now, bool announced) {
  const std::size_t index = index_of(id);
  Person& person = people_[index];  // no part of the record
  dnd = as_slack_keeps_it(dnd);
  if (person.dnd == dnd) return false;
  if (person.dnd.ends_at) window_ends_.erase({*person.dnd.ends_at, index});
  if (dnd.ends_at) window_ends_.emplace(*dnd.ends_at, index);
  truths_[index].dnd.push_back({now, dnd, announced});
  person.dnd = dnd;
  return true;
}

bool Directory::set_huddle(const base::UserId& id, base::Huddle huddle, std::optional<base::WallTime> ends_at,
                           base::WallTime now, bool announced) {
  const std::size_t index = index_of(id);
  if (people_[index].huddle == huddle) return false;
  Person& person = stamped(index, now);
  if (person.huddle_ends_at) huddle_ends_.erase({*person.huddle_ends_at, index});
  if (ends_at) huddle_ends_.emplace(*ends_at, index);
  truths_[index].huddle.push_back({now, huddle, announced});
  person.huddle = huddle;
  person.huddle_ends_at = ends_at;
  return true;
}

void Directory::run_on(base::WallTime now, base::Millis period) {
  while (!huddle_ends_.empty() && huddle_ends_.begin()->first <= now) {
    const auto [end, index] = *huddle_ends_.begin();
    set_huddle(people_[index].id, base::Huddle::out, {}, std::max(end, truths_[index].huddle.back().at), false);
  }
  while (!window_ends_.empty() && window_ends_.begin()->first <= now) {
    const auto [end, index] = *window_ends_.begin();
    base::Dnd next = people_[index].dnd;
    while (*next.ends_at <= end) next = {next.enabled, *next.starts_at + period, *next.ends_at + period};
    set_dnd(people_[index].id, next, std::max(end, truths_[index].dnd.back().at), false);
  }
}

void Directory::set_names(const base::UserId& id, std::string name, std::string real_name, base::WallTime now) {
  Person& person = stamped(index_of(id), now);
  person.name = std::move(name);
  person.real_name = std::move(real_name);
}

void Directory::set_email(const base::UserId& id, const std::string& email, base::WallTime now) {
  const std::size_t index = index_of(id);
  Person& person = stamped(index, now);
  if (!person.email.empty()) email_index_.erase(small_letters(person.email));
  if (!email.empty()) email_index_.emplace(small_letters(email), index);
  person.email = email;
}

void Directory::set_deleted(const base::UserId& id, base::WallTime now) { stamped(index_of(id), now).deleted = true; }

void Directory::touch(const base::UserId& id, base::WallTime now) { stamped(index_of(id), now); }

std::optional<base::WallTime> Directory::next_expiry() const {
  if (expiries_.empty()) return std::nullopt;
  return expiries_.begin()->first;
}

std::optional<base::UserId> Directory::expired(base::WallTime now) const {
  if (expiries_.empty() || expiries_.begin()->first > now) return std::nullopt;
  return people_[expiries_.begin()->second].id;
}

std::size_t Directory::index_of(const base::UserId& id) const {
  const auto found = index_.find(id);
  assert(found != index_.end());
  return found->second;
}

Person& Directory::stamped(std::size_t index, base::WallTime now) {
  people_[index].updated = base::unix_ms(now) / 1000;
  return people_[index];
}

}  // namespace presenced::fake_slack
