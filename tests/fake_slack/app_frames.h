// The frames of Socket Mode, as texts. One place for their shapes (docs/PROTOCOL.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.h"
#include "fake_slack/app_event.h"
#include "fake_slack/options.h"
#include "fake_slack/person.h"

namespace presenced::fake_slack {

class JsonObject;

class AppFrameWriter {
 public:
  AppFrameWriter(const Options& options, base::Random& random) : options_(options), random_(random) {}

  std::string hello(std::size_t connections, base::Millis life);
  std::string disconnect(std::string_view reason);
  std::string envelope(const AppLetter& letter, std::string_view envelope_id, int attempt);

  // ---- events: the `event` of a payload ----
  // `us`: the event's time in microseconds since 1970; so below.
  std::string user_event(std::string_view type, const Person& person, std::int64_t us);
  std::string null_user_event(std::string_view type, std::int64_t us);
  std::string dnd_event(const base::UserId& user, const base::Dnd& dnd, std::int64_t us);
  std::string tokens_revoked(const base::UserId& bot, std::int64_t us);
  std::string bare_event(std::string_view type, std::int64_t us);

  // ---- payloads ----
  std::string payload(const AppEvent& event, std::string_view event_json, std::string_view team_id);
  std::string rate_limited_payload(std::int64_t minute);  // UNIX seconds
  std::string interactive_payload();

  std::string new_uuid();
  std::string new_event_id();

 private:
  std::string finished(const JsonObject& object);
  std::string authorizations(std::string_view team_id) const;

  const Options& options_;
  base::Random& random_;
};

}  // namespace presenced::fake_slack
