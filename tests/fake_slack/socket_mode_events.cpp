// What happens in the workspace, as the app is told of it.
#include <algorithm>
#include <utility>

#include "fake_slack/socket_mode.h"

namespace presenced::fake_slack {
namespace {

constexpr std::int64_t kMinute = 60'000;

std::string_view scope_of(std::string_view type) {
  if (type == "dnd_updated_user") return "dnd:read";
  return type.starts_with("user_") || type == "team_join" ? "users:read" : std::string_view{};
}

}  // namespace

bool SocketMode::subscribed(std::string_view type) const {
  const ModernApp& app = options_.modern;
  if (app.bot_token.empty() || app.app_token.empty() || !enabled_ || !installed_) return false;
  if (!app.events.contains(std::string(type))) return false;
  const std::string scope(scope_of(type));
  return scope.empty() || app.scopes.contains(scope);
}

std::int64_t SocketMode::next_stamp(base::Instant now) {
  const base::WallTime slacks = now.wall + options_.clock_ahead;
  const std::int64_t us = base::unix_ms(slacks) * 1000 + static_cast<std::int64_t>(random_.below(1000));
  return last_stamp_ = std::max(us, last_stamp_ + 1);
}

void SocketMode::user_changed(base::Instant now, const Person& person, std::string_view type,
                              std::optional<base::State> changed) {
  std::vector<std::string_view> types{type};
  if (type != "team_join") types.push_back("user_change");
  std::erase_if(types, [&](std::string_view one) { return !subscribed(one); });
  if (type == "team_join" && !links_.ever_opened()) return;  // the workspace is being filled
  if (types.empty()) return;
  const std::int64_t us = next_stamp(now);  // of the same instant
  for (const std::string_view one : types) {
    Wire::Facts facts;
    if (changed) facts.emplace_back(person.id, *changed);
    publish(now, {.type = std::string(one), .user = person.id, .at = now.wall}, writer_.user_event(one, person, us),
            kTeamId, std::move(facts));
  }
  if (options_.modern.noise) make_noise(now, person);
}

void SocketMode::dnd_changed(base::Instant now, const base::UserId& user, const base::Dnd& dnd) {
  if (!subscribed("dnd_updated_user")) return;
  publish(now, {.type = "dnd_updated_user", .user = user, .at = now.wall},
          writer_.dnd_event(user, dnd, next_stamp(now)), kTeamId, {{user, dnd}});
}

void SocketMode::tokens_revoked(base::Instant now, const base::UserId& bot) {
  if (!subscribed("tokens_revoked")) return;
  publish(now, {.type = "tokens_revoked", .at = now.wall}, writer_.tokens_revoked(bot, next_stamp(now)), kTeamId);
}

void SocketMode::app_uninstalled(base::Instant now) {
  if (!subscribed("app_uninstalled")) return;
  publish(now, {.type = "app_uninstalled", .at = now.wall}, writer_.bare_event("app_uninstalled", next_stamp(now)),
          kTeamId);
}

void SocketMode::foreign_event(base::Instant now, Person person) {
  person.guest = true;  // so that its team_id is the other's
  publish(now, {.type = "user_status_changed", .user = person.id, .at = now.wall, .genuine = false},
          writer_.user_event("user_status_changed", person, next_stamp(now)), kOtherTeamId);
}

void SocketMode::make_noise(base::Instant now, const Person& about) {
  AppEvent event{.type = "user_status_changed", .user = about.id, .at = now.wall, .genuine = false};
  switch (random_.below(6)) {
    case 0:
      return publish(now, event, writer_.null_user_event(event.type, next_stamp(now)), kTeamId);
    case 1: {
      Person liar = about;
      liar.status = {"of another team", ":alien:", {}};
      return foreign_event(now, std::move(liar));
    }
    case 2:
      event.type = "something_new";
      return publish(now, event, writer_.bare_event(event.type, next_stamp(now)), kTeamId);
    case 3:
      return interactive(now);
    default:
      return;
  }
}

void SocketMode::interactive(base::Instant now) {
  AppLetter letter;
  letter.envelope_type = "interactive";
  letter.payload = writer_.interactive_payload();
  letter.retried = false;
  hand_over(now, {.type = "interactive", .at = now.wall, .genuine = false}, std::move(letter));
}

void SocketMode::rate_limit(base::Instant now) {
  const std::int64_t minute = base::unix_ms(now.wall) / kMinute * kMinute;
  AppLetter letter;
  letter.payload = writer_.rate_limited_payload(minute / 1000);
  hand_over(now, {.type = "app_rate_limited", .at = now.wall}, std::move(letter));
  limited_until_ = base::wall_from_unix_ms(minute + kMinute);
}

void SocketMode::publish(base::Instant now, AppEvent event, std::string_view event_json, std::string_view team_id,
                         Wire::Facts facts) {
  event.event_id = writer_.new_event_id();
  if (dropping_ || (limited_until_ && now.wall < *limited_until_))
    return deliveries_.add_lost(now.mono, std::move(event));
  AppLetter letter;
  letter.payload = writer_.payload(event, event_json, team_id);
  letter.facts = std::move(facts);
  hand_over(now, std::move(event), std::move(letter));
}

void SocketMode::hand_over(base::Instant now, AppEvent event, AppLetter letter) {
  base::Millis late{};
  if (!delays_.empty()) {
    late = delays_.front();
    delays_.erase(delays_.begin());
  } else if (options_.modern.event_jitter > base::Millis{0}) {
    late = random_.up_to(options_.modern.event_jitter);
  }
  deliveries_.add(std::move(event), std::move(letter), now.mono + late);
  tick(now);
}

}  // namespace presenced::fake_slack
