// The people of an engine: what is known of them, and their present statuses.
#include <fmt/format.h>

#include <string_view>
#include <variant>
#include <vector>

#include "engine/engine.h"

namespace presenced::engine {

using base::Instant;
using base::LogLevel;
using base::UserId;

Stream* Engine::stream_of(const UserId& user) const {
  const auto home = homes_.find(user);
  return home == homes_.end() ? nullptr : home->second;
}

base::WallTime Engine::proven(const UserId& user) {
  const Stream* stream = stream_of(user);
  return stream ? stream->proof_of(user) : base::WallTime{};
}

namespace {

// What the record tells replaces what is known; what it lacks stays.
void learn(history::PersonSeen& person, const slack::User& user) {
  if (user.display_name || person.name.empty()) {
    // Without a display name the handle is shown; a record may lack it, and then the name is not known better.
    const std::string_view shown = user.shown_name();
    if (!shown.empty()) person.name = shown;
  }
  if (user.real_name) person.real_name = *user.real_name;
  if (user.tz) person.tz = *user.tz;
  if (user.is_bot) person.is_bot = *user.is_bot;
  if (user.deleted) person.deleted = *user.deleted;
}

}  // namespace

void Engine::seen(const slack::User& user) {
  if (!stream_of(user.id)) return;
  const auto known = directory_.find(user.id);
  history::PersonSeen person = known == directory_.end() ? history::PersonSeen{} : known->second;
  person.user = user.id;
  learn(person, user);
  if (known != directory_.end() && known->second == person) return;
  directory_[user.id] = person;
  context_.recorder.add(std::move(person));
}

void Engine::handle(const PersonPurged& input, Instant now) {
  const UserId& user = input.user;
  rewind_.purged(user);
  // What this step has said of them so far, because the clock was moved, is of before, and would come after it.
  std::erase_if(context_.records(), [&](const history::Record& record) {
    const UserId* subject = history::subject_of(record);
    return subject && *subject == user;
  });
  const auto known = directory_.extract(user);
  context_.tracker.purge(user, input.forgotten, context_.records());
  if (input.forgotten) {
    roster_.forget(user);
    return take_names(now);
  }
  roster_.restate(user);
  take_names(now);
  Stream* stream = stream_of(user);
  if (!stream) return;
  if (!known.empty()) context_.recorder.add(directory_[user] = known.mapped());
  stream->tell_again(user);
}

void Engine::handle(const PersonAllowed& input, Instant now) {
  roster_.allow(input.user);
  take_names(now);
}

std::vector<std::string> Engine::places_naming(const UserId& user) const { return roster_.places_naming(user); }

void Engine::fetch_replied(const slack::Reply& reply, Instant now) {
  const auto outcome = context_.fetch.replied(now.mono, reply, context_.random);
  for (const auto& found : outcome.found) context_.slack_clock.heard(found.user.updated, now.mono);
  for (const auto& found : outcome.found) {
    seen(found.user);
    if (Stream* stream = stream_of(found.user.id)) stream->status_fetched(found.user, found.asked_at, now);
  }
  if (outcome.not_visible)
    context_.note(LogLevel::warning, "not_visible",
                  fmt::format("Slack does not show {} to this token ({}); the status is not covered, and asked about "
                              "again every hour",
                              outcome.not_visible->user.text, outcome.not_visible->why));
  if (!outcome.trouble) return;
  const slack::ApiError& trouble = *outcome.trouble;
  const std::string advice = slack::advice(slack::Method::users_info, trouble);
  context_.note(slack::is_refusal(trouble.kind) ? LogLevel::error : LogLevel::warning, "status_fetch_failed",
                fmt::format("present statuses: {}{}{}; {} people's statuses wait for it", trouble.error,
                            advice.empty() ? "" : "; ", advice, context_.fetch.pending()));
}

// Sessions come and go faster than Slack may want to be told: it is told when it may be, and the newest setting only.
void Engine::set_presence(Instant now) {
  const auto method = slack::Method::users_set_presence;
  if (!may_fetch() || !context_.own_presence.due() || !context_.api_pace.ready(method, now.mono)) return;
  context_.api_pace.made(method, now.mono);
  context_.call(slack::users_set_presence(context_.own_presence.take()), Caller::own_presence);
}

void Engine::presence_set(const slack::Reply& reply, Instant now) {
  const auto* error = std::get_if<slack::ApiError>(&reply);
  context_.own_presence.replied(error);
  if (!error) return;
  if (context_.own_presence.due() && !error->retry_after)
    context_.api_pace.not_before(slack::Method::users_set_presence, now.mono + OwnPresence::kRetry);
  const std::string advice = slack::advice(slack::Method::users_set_presence, *error);
  const std::string failed = "users.setPresence: " + error->error + (advice.empty() ? "" : "; ") + advice;
  if (context_.own_presence.hide())
    context_.note(LogLevel::warning, "appear_away_failed",
                  failed + "; our own account shows as active (appear_away: false stops the attempt)");
  else
    context_.note(LogLevel::debug, "appear_away_failed",
                  failed + "; our own account stays away if an earlier run made it so");
}

}  // namespace presenced::engine
