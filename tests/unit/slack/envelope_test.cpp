#include "slack/envelope.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

using namespace presenced;
using namespace presenced::slack;

namespace {

Envelope unwrapped(std::string_view frame) { return EnvelopeDecoder().decode(frame); }

// Fails the test when the envelope is of another kind.
template <class E>
E unwrapped_as(std::string_view frame) {
  Envelope envelope = unwrapped(frame);
  CAPTURE(frame);
  REQUIRE(std::holds_alternative<E>(envelope));
  return std::get<E>(std::move(envelope));
}

std::string events_api(const std::string& payload) {
  return R"({"envelope_id":"1d3c79ab-0ffb-41f3-a080-d19e85f53649","payload":)" + payload +
         R"(,"accepts_response_payload":false,"retry_attempt":1,"retry_reason":"timeout","type":"events_api"})";
}

std::string payload_of(const std::string& event) {
  return R"({"token":"x","team_id":"T0ACME","api_app_id":"A0APP","event":)" + event +
         R"(,"type":"event_callback","event_id":"Ev1","event_time":1652050264,"authorizations":[{"team_id":"T0ACME"}]})";
}

Delivery delivered(const std::string& event) { return unwrapped_as<Delivery>(events_api(payload_of(event))); }

UserChange change_in(const std::string& event) { return std::get<UserChange>(std::get<Event>(delivered(event).what)); }

}  // namespace

TEST_CASE("hello tells how many connections the app has, and which app it is") {
  const auto hello = unwrapped_as<SocketHello>(
      R"({"type":"hello","num_connections":3,"debug_info":{"host":"applink-1","build_number":14,)"
      R"("approximate_connection_time":18060},"connection_info":{"app_id":"A0APP"}})");
  CHECK(hello.connections == 3);
  CHECK(hello.app == "A0APP");
}

TEST_CASE("a hello that says less is a hello all the same") {
  const auto hello = unwrapped_as<SocketHello>(R"({"connection_info":null,"num_connections":"many","type":"hello"})");
  CHECK_FALSE(hello.connections);
  CHECK(hello.app.empty());
}

TEST_CASE("an event is read as from an RTM socket, `type` last, with where it comes from") {
  const auto delivery =
      delivered(R"({"user":{"id":"U1","team_id":"T0ACME","profile":{"status_text":"a &amp; b","status_emoji":":x:",)"
                R"("status_expiration":4102444800}},"event_ts":"1652050264.234000","type":"user_status_changed"})");
  CHECK(delivery.envelope == "1d3c79ab-0ffb-41f3-a080-d19e85f53649");
  CHECK(delivery.team == "T0ACME");
  CHECK(delivery.app == "A0APP");
  CHECK(delivery.retry == 1);
  const auto& change = std::get<UserChange>(std::get<Event>(delivery.what));
  CHECK(change.event_us == 1652050264234000);
  CHECK(change.user.status->text == "a & b");
  CHECK(change.user.status->expires_at == base::wall_from_unix_ms(4'102'444'800'000));  // beyond 32 bits
}

TEST_CASE("an event without its own time has that of its delivery") {
  CHECK(change_in(R"({"type":"user_change","user":{"id":"U1"}})").event_us == 1652050264000000);
}

TEST_CASE("a reduced record lacks what it lacks") {
  const auto change =
      change_in(R"({"type":"user_change","user":{"id":"U1","profile":{"status_text":"x"}},"event_ts":"5.0"})");
  CHECK_FALSE(change.user.updated);
  CHECK_FALSE(change.user.deleted);
  CHECK(change.user.status->text == "x");
}

TEST_CASE("an event of no use, or with nobody in it, is ignored and still to be acknowledged") {
  for (const char* event : {R"({"type":"message","text":"secret"})", R"({"type":"user_change","user":null})",
                            R"({"type":"user_change"})", R"({})"}) {
    const auto delivery = delivered(event);
    CHECK_FALSE(delivery.envelope.empty());
    CHECK(std::holds_alternative<Ignored>(std::get<Event>(delivery.what)));
  }
}

TEST_CASE("the end of the app in the workspace is told with whose tokens were revoked") {
  CHECK(std::get<AppRemoved>(delivered(R"({"type":"app_uninstalled"})").what).uninstalled);
  const auto revoked =
      std::get<AppRemoved>(delivered(R"({"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":["U2",7]}})").what);
  CHECK_FALSE(revoked.uninstalled);
  CHECK(revoked.users == std::vector<base::UserId>{base::UserId{"U1"}, base::UserId{"U2"}});
  CHECK(std::get<AppRemoved>(delivered(R"({"type":"tokens_revoked","tokens":null})").what).users.empty());
}

TEST_CASE("a minute whose events were dropped is told without an event") {
  const auto delivery = unwrapped_as<Delivery>(events_api(
      R"({"token":"x","type":"app_rate_limited","team_id":"T0ACME","minute_rate_limited":1518467820,"api_app_id":"A0APP"})"));
  CHECK(std::get<EventsDropped>(delivery.what).minute == 1518467820);
}

TEST_CASE("whatever else has an envelope is to be acknowledged") {
  const auto slash =
      unwrapped_as<Unwanted>(R"({"envelope_id":"e1","type":"slash_commands","payload":{"command":"/x"}})");
  CHECK(slash.envelope == "e1");
  CHECK(slash.type == "slash_commands");
  CHECK(unwrapped_as<Unwanted>(R"({"envelope_id":"e2","type":"of the future"})").type == "of_the_future");
  CHECK(unwrapped_as<Unwanted>(R"({"envelope_id":"e3","type":"events_api","payload":null})").envelope == "e3");
  CHECK(unwrapped_as<Unwanted>(R"({"envelope_id":"e4","type":"events_api","payload":{"event":[]}})").envelope == "e4");
}

TEST_CASE("a disconnect says why") {
  const auto reason = [](const std::string& word) {
    return unwrapped_as<Disconnect>(R"({"type":"disconnect","reason":")" + word + R"(","debug_info":{"host":"h"}})")
        .reason;
  };
  CHECK(reason("warning") == DisconnectReason::warning);
  CHECK(reason("refresh_requested") == DisconnectReason::refresh_requested);
  CHECK(reason("link_disabled") == DisconnectReason::link_disabled);
  CHECK(reason("too_many_websockets") == DisconnectReason::too_many_websockets);
  CHECK(reason("of the future") == DisconnectReason::other);
  CHECK(unwrapped_as<Disconnect>(R"({"type":"disconnect"})").reason == DisconnectReason::other);
}

TEST_CASE("a frame without an envelope that is not known is ignored") {
  CHECK(unwrapped_as<Ignored>(R"({"type":"error","error":{"msg":"x"}})").type == "error");
  CHECK(unwrapped_as<Ignored>("{}").type.empty());
}

TEST_CASE("what is not a JSON object is malformed, and its content is not named") {
  CHECK(unwrapped_as<Malformed>("secret").why == "broken JSON");
  CHECK(unwrapped_as<Malformed>("[]").why == "not a JSON object");
  CHECK(unwrapped_as<Malformed>(R"({"type":"events_api","envelope_id":"x)").why == "an unclosed string");
}

TEST_CASE("an acknowledgement names its envelope, and nothing in that name can break out of it") {
  CHECK(acknowledgement("1d3c79ab") == R"({"envelope_id":"1d3c79ab"})");
  CHECK(acknowledgement("a\"}\n{") == R"({"envelope_id":"a\"}\u000a{"})");
}

TEST_CASE("what was decoded outlives the frame and the next one") {
  EnvelopeDecoder decoder;
  std::string frame = events_api(payload_of(R"({"type":"user_change","user":{"id":"U1"},"event_ts":"5.0"})"));
  const Envelope envelope = decoder.decode(frame);
  frame.assign(frame.size(), '#');
  decoder.decode(R"({"type":"hello","connection_info":{"app_id":"AAAAAAAAAAAAAAAAAAAAAAAA"}})");
  CHECK(std::get<Delivery>(envelope).team == "T0ACME");
}
