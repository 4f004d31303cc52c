// The people of an engine: who belongs to which set, what is known of them, and their present statuses.
#include <fmt/format.h>

#include "engine/engine.h"

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::UserId;

void Engine::watch_people(std::vector<watch::Person> people, Instant now) {
  context_.people = std::move(people);
  context_.tracker.watch(
      context_.people, [&](const UserId& user) { return proven(user); }, context_.records());
  assign_sets(now);
}

// Everyone is put into a set. Whoever is followed for statuses alone needs no room in one, and stays where they were so
// that their coverage goes on; new ones go with the first.
void Engine::assign_sets(Instant now) {
  plan_ = watch::plan(context_.people, plan_, context_.settings.plan);
  if (!plan_.left_over.empty())
    context_.note(LogLevel::warning, "left_over",
                  fmt::format("{} people on the watchlist find no room in {} subscription(s) of {} and are not watched",
                              plan_.left_over.size(), plan_.sets.size(), context_.settings.plan.ids));
  std::unordered_map<UserId, std::size_t> home;
  for (std::size_t i = 0; i < plan_.sets.size(); ++i)
    for (const UserId& id : plan_.sets[i]) home.emplace(id, i);
  std::vector<std::vector<UserId>> members(plan_.sets.size());
  for (const watch::Person& person : context_.people) {
    const auto found = home.find(person.id);
    members[found == home.end() ? set_of(person.id) : found->second].push_back(person.id);
  }
  while (streams_.size() < plan_.sets.size()) {
    streams_.push_back(std::make_unique<Stream>(context_, streams_.size()));
    if (!context_.stopping) streams_.back()->start(now.mono);
  }
  for (std::size_t i = 0; i < plan_.sets.size(); ++i) streams_[i]->assign(plan_.sets[i], std::move(members[i]), now);
  for (std::size_t i = plan_.sets.size(); i < streams_.size(); ++i) streams_[i]->assign({}, {}, now);
}

void Engine::handle(const TuningChanged& input, Instant now) {
  Settings& settings = context_.settings;
  if (input.appear_away != settings.appear_away && may_fetch())
    context_.call(slack::users_set_presence(input.appear_away));
  settings.appear_away = input.appear_away;
  settings.audit_interval = input.audit_interval;
  settings.sample_interval = input.sample_interval;
  settings.resolve_interval = input.resolve_interval;
  roster_.set_interval(input.resolve_interval, now.mono);
  for (const auto& stream : streams_) stream->audit_anew();
  if (settings.plan.sets == input.max_sockets) return;
  settings.plan.sets = input.max_sockets;
  assign_sets(now);
}

std::size_t Engine::set_of(const UserId& user) const {
  for (std::size_t i = 0; i < streams_.size(); ++i)
    if (streams_[i]->has(user)) return i;
  return 0;
}

Stream* Engine::stream_of(const UserId& user) {
  for (const auto& stream : streams_)
    if (stream->has(user)) return stream.get();
  return nullptr;
}

base::WallTime Engine::proven(const UserId& user) {
  const Stream* stream = stream_of(user);
  return stream ? stream->proof_of(user) : base::WallTime{};
}

void Engine::seen(const slack::User& user) {
  if (!stream_of(user.id)) return;
  history::PersonSeen person{user.id, user.name, user.real_name, user.tz, user.is_bot, user.deleted};
  auto& known = directory_[user.id];
  if (known == person) return;
  known = person;
  context_.recorder.add(std::move(person));
}

void Engine::fetch_replied(const slack::Reply& reply, Instant now) {
  const auto outcome = context_.fetch.replied(now.mono, reply, context_.random);
  for (const auto& found : outcome.found) {
    seen(found.user);
    if (Stream* stream = stream_of(found.user.id)) stream->status_fetched(found.user, found.asked_at, now);
  }
  if (outcome.absent)
    context_.note(LogLevel::warning, "not_visible",
                  fmt::format("Slack does not show {} to this token; the status is not covered", outcome.absent->text));
  if (!outcome.trouble) return;
  const bool refused = outcome.trouble->kind == slack::ErrorClass::credential;
  const std::string scopes =
      outcome.trouble->needed.empty() ? "" : fmt::format(" (add the scope {})", outcome.trouble->needed);
  context_.note(refused ? LogLevel::error : LogLevel::warning, "status_fetch_failed",
                fmt::format("present statuses: {}{}; {} people's statuses wait for it", outcome.trouble->error, scopes,
                            context_.fetch.pending()));
}

}  // namespace presenced::engine
