#include "slack/envelope.h"

#include <array>
#include <cassert>
#include <utility>

#include "base/escape.h"
#include "slack/json.h"
#include "slack/log_text.h"
#include "slack/read_event.h"

namespace presenced::slack {
namespace {

constexpr std::int64_t kMicrosInSecond = 1'000'000;

std::string text_in(json::Object parent, std::string_view key) {
  return std::string(json::string_or_empty(parent, key));
}

Envelope read_hello(json::Object frame) {
  SocketHello hello;
  hello.connections = json::integer(frame, "num_connections");
  if (const auto info = json::object(frame, "connection_info")) hello.app = text_in(*info, "app_id");
  return hello;
}

Envelope read_disconnect(json::Object frame) {
  using Reason = std::pair<std::string_view, DisconnectReason>;
  constexpr std::array<Reason, 4> kReasons{{
      {"warning", DisconnectReason::warning},
      {"refresh_requested", DisconnectReason::refresh_requested},
      {"link_disabled", DisconnectReason::link_disabled},
      {"too_many_websockets", DisconnectReason::too_many_websockets},
  }};
  const std::string_view word = json::string_or_empty(frame, "reason");
  Disconnect disconnect{DisconnectReason::other, log_type(word)};
  for (const auto& [known, reason] : kReasons)
    if (known == word) disconnect.reason = reason;
  return disconnect;
}

void add_users(json::Object tokens, std::string_view key, std::vector<base::UserId>& users) {
  const auto list = json::array(tokens, key);
  if (!list) return;
  for (const json::Element element : *list) {
    std::string_view id;
    if (element.get(id) == simdjson::SUCCESS && !id.empty()) users.push_back(base::UserId{std::string(id)});
  }
}

AppRemoved read_revoked(json::Object event) {
  AppRemoved removed;
  const auto tokens = json::object(event, "tokens");
  if (!tokens) return removed;
  add_users(*tokens, "oauth", removed.users);
  add_users(*tokens, "bot", removed.users);
  return removed;
}

// Slack gives every event its time; should one lack it, the delivery has it in whole seconds.
Event dated(Event event, json::Object payload) {
  auto* change = std::get_if<UserChange>(&event);
  if (change && !change->event_us) change->event_us = json::moment(payload, "event_time");
  auto* dnd = std::get_if<DndChange>(&event);
  if (dnd && !dnd->event_us) dnd->event_us = json::moment(payload, "event_time");
  return event;
}

// False: the payload holds nothing that can be delivered.
bool read_payload(json::Object payload, Delivery& delivery) {
  if (const auto event = json::object(payload, "event")) {
    const std::string_view type = json::string_or_empty(*event, "type");
    if (type == "app_uninstalled")
      delivery.what = AppRemoved{true, {}};
    else if (type == "tokens_revoked")
      delivery.what = read_revoked(*event);
    else
      delivery.what = dated(read_event(*event), payload);
    return true;
  }
  const auto minute = json::moment(payload, "minute_rate_limited");
  if (!minute) return false;
  delivery.what = EventsDropped{*minute / kMicrosInSecond};
  return true;
}

Envelope read_envelope(json::Object frame) {
  const std::string_view type = json::string_or_empty(frame, "type");
  if (type == "hello") return read_hello(frame);
  if (type == "disconnect") return read_disconnect(frame);
  std::string id = text_in(frame, "envelope_id");
  if (id.empty()) return Ignored{log_type(type)};
  const auto payload = json::object(frame, "payload");
  if (type != "events_api" || !payload) return Unwanted{std::move(id), log_type(type)};
  Delivery delivery{std::move(id), text_in(*payload, "team_id"), text_in(*payload, "api_app_id"),
                    json::integer(frame, "retry_attempt").value_or(0), Event{}};
  if (!read_payload(*payload, delivery)) return Unwanted{std::move(delivery.envelope), log_type(type)};
  return delivery;
}

}  // namespace

struct EnvelopeDecoder::Parser {
  json::Parser json;
};

EnvelopeDecoder::EnvelopeDecoder() : parser_(std::make_unique<Parser>()) {}
EnvelopeDecoder::~EnvelopeDecoder() = default;
EnvelopeDecoder::EnvelopeDecoder(EnvelopeDecoder&&) noexcept = default;
EnvelopeDecoder& EnvelopeDecoder::operator=(EnvelopeDecoder&&) noexcept = default;

Envelope EnvelopeDecoder::decode(std::string_view frame) {
  assert(parser_ && "decode() of a moved-from EnvelopeDecoder");
  auto parsed = parser_->json.parse(frame);
  if (!parsed) return Malformed{std::move(parsed.error())};
  return read_envelope(parsed.value());
}

std::string acknowledgement(std::string_view envelope) {
  return R"({"envelope_id":)" + base::json_string(envelope) + "}";
}

}  // namespace presenced::slack
