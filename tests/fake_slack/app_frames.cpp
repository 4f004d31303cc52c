#include "fake_slack/app_frames.h"

#include <fmt/format.h>

#include "fake_slack/json.h"
#include "fake_slack/user_json.h"

namespace presenced::fake_slack {
namespace {

constexpr std::string_view kVerificationToken = "verification-token-of-the-fake";  // of no use to a Socket Mode client

std::string stamp_of(std::int64_t us) { return fmt::format("{}.{:06}", us / 1'000'000, us % 1'000'000); }

}  // namespace

std::string AppFrameWriter::finished(const JsonObject& object) {
  return options_.shuffle_keys ? object.shuffled(random_) : object.written();
}

std::string AppFrameWriter::hello(std::size_t connections, base::Millis life) {
  JsonObject debug;
  debug.text("host", "applink-1").number("build_number", 14);
  debug.number("approximate_connection_time", life.count() / 1000);
  JsonObject info;
  info.text("app_id", options_.modern.app_id);
  JsonObject frame;
  frame.text("type", "hello").number("num_connections", static_cast<std::int64_t>(connections));
  frame.raw("debug_info", debug.written()).raw("connection_info", info.written());
  return finished(frame);
}

std::string AppFrameWriter::disconnect(std::string_view reason) {
  JsonObject frame;
  frame.text("type", "disconnect").text("reason", reason);
  frame.raw("debug_info", R"({"host":"applink-2"})");
  return finished(frame);
}

std::string AppFrameWriter::envelope(const AppLetter& letter, std::string_view envelope_id, int attempt) {
  JsonObject frame;
  frame.text("envelope_id", envelope_id).raw("payload", letter.payload).text("type", letter.envelope_type);
  frame.boolean("accepts_response_payload", letter.envelope_type != "events_api");
  if (letter.retried) frame.number("retry_attempt", attempt).text("retry_reason", attempt == 0 ? "" : "timeout");
  return finished(frame);
}

std::string AppFrameWriter::user_event(std::string_view type, const Person& person, std::int64_t us) {
  const RecordShape shape{options_.modern.scopes.contains("users:read.email"), options_.modern.reduced_users};
  JsonObject event;
  event.text("type", type).raw("user", user_json(person, shape, options_, random_));
  event.number("cache_ts", person.updated).text("event_ts", stamp_of(us));
  return finished(event);
}

std::string AppFrameWriter::null_user_event(std::string_view type, std::int64_t us) {
  JsonObject event;
  event.text("type", type).raw("user", "null").text("event_ts", stamp_of(us));
  return finished(event);
}

std::string AppFrameWriter::dnd_event(const base::UserId& user, const base::Dnd& dnd, std::int64_t us) {
  JsonObject event;
  event.text("type", "dnd_updated_user").text("user", user.text).raw("dnd_status", dnd_json(dnd));
  event.text("event_ts", stamp_of(us));
  return finished(event);
}

std::string AppFrameWriter::tokens_revoked(const base::UserId& bot, std::int64_t us) {
  JsonObject tokens;
  tokens.raw("oauth", "[]").raw("bot", "[" + fake_slack::quoted(bot.text) + "]");
  JsonObject event;
  event.text("type", "tokens_revoked").raw("tokens", tokens.written()).text("event_ts", stamp_of(us));
  return finished(event);
}

std::string AppFrameWriter::bare_event(std::string_view type, std::int64_t us) {
  JsonObject event;
  event.text("type", type).text("event_ts", stamp_of(us));
  return finished(event);
}

std::string AppFrameWriter::authorizations(std::string_view team_id) const {
  JsonObject one;
  if (options_.modern.org_wide) {
    one.text("enterprise_id", kEnterpriseId);
  } else {
    one.raw("enterprise_id", "null");
  }
  one.text("team_id", team_id).text("user_id", "U0FAKEBOT").boolean("is_bot", true);
  one.boolean("is_enterprise_install", options_.modern.org_wide);
  return "[" + one.written() + "]";
}

std::string AppFrameWriter::payload(const AppEvent& event, std::string_view event_json, std::string_view team_id) {
  JsonObject payload;
  payload.text("token", kVerificationToken).text("team_id", team_id).text("api_app_id", options_.modern.app_id);
  payload.raw("event", event_json).text("type", "event_callback").text("event_id", event.event_id);
  payload.number("event_time", base::unix_ms(event.at) / 1000).raw("authorizations", authorizations(team_id));
  payload.boolean("is_ext_shared_channel", false);
  return finished(payload);
}

std::string AppFrameWriter::rate_limited_payload(std::int64_t minute) {
  JsonObject payload;
  payload.text("token", kVerificationToken).text("type", "app_rate_limited").text("team_id", kTeamId);
  payload.number("minute_rate_limited", minute).text("api_app_id", options_.modern.app_id);
  return finished(payload);
}

std::string AppFrameWriter::interactive_payload() {
  JsonObject payload;
  payload.text("type", "block_actions").text("token", kVerificationToken).text("api_app_id", options_.modern.app_id);
  payload.raw("team", R"({"id":"T0FAKE","domain":"fake"})").raw("user", R"({"id":"U0FAKEBOT","team_id":"T0FAKE"})");
  payload.raw("actions", "[]").text("trigger_id", "12466734323.1395872398");
  return finished(payload);
}

std::string AppFrameWriter::new_uuid() {
  const std::uint64_t high = random_.next();
  const std::uint64_t low = random_.next();
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFFF, low >> 48,
                     low & 0xFFFF'FFFF'FFFF);
}

std::string AppFrameWriter::new_event_id() { return fmt::format("Ev{:011X}", random_.next() >> 20); }

}  // namespace presenced::fake_slack
