// Misbehaviour on command: everything a Slack, or a network in front of it, has been seen to do to a client.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"

namespace presenced::fake_slack {

// What happens to one open socket.
enum class SocketFault : std::uint8_t {
  reset,                   // the connection is reset: no close frame, what was on its way is lost
  vanish,                  // TCP ends without a close frame (seen by clients as code 1006)
  close,                   // a close frame out of the blue, without goodbye
  close_and_linger,        // a close frame, then TCP stays open for ever (node-slack-sdk #2709)
  silence,                 // half-open: takes everything, says nothing, never ends
  goodbye,                 // goodbye, and the close after the grace
  goodbye_only,            // goodbye, and it just goes on
  error_frame,             // {"type":"error",...} with code 2, and it goes on
  error_frame_and_close,   // the same, then the close
  garbage_frame,           // text that is not JSON
  truncated_frame,         // JSON that breaks off
  invalid_utf8,            // a text message that is not UTF-8: the client's WebSocket must fail the connection
  binary_frame,            // a binary message
  oversized_frame,         // a 5 MB message, valid JSON
  deep_nesting,            // 100,000 arrays in one another
  empty_object,            // {}
  unknown_event,           // a type nobody has heard of
  team_migration_started,  // closes at once; rtm.connect answers migration_in_progress for a while
  token_refused,           // {"type":"error",...} with code 401 and "invalid_auth", then the close (matterircd #550)
};

// What happens to one open Socket Mode socket beside all that (Model::misbehave): the reason of a `disconnect` frame,
// and what follows it.
enum class LinkFault : std::uint8_t {
  warning,              // and it just goes on
  rotation,             // `warning`, after ten seconds `refresh_requested`, after ten more the close
  refresh,              // `refresh_requested` without a warning, after ten seconds the close
  refresh_and_close,    // both at once
  link_disabled,        // and the close; Model::enable_socket_mode is the lasting form
  too_many_websockets,  // and the close
};

// What a Web API call is answered with in place of its answer.
enum class ApiAnswer : std::uint8_t {
  rate_limited,       // 429 with Retry-After
  rate_limited_bare,  // 429 without it
  rate_limited_ok,    // 200, ok:false, error:"ratelimited", with Retry-After
  unavailable,        // 503 with an HTML page
  not_found,          // 404 with an HTML page
  request_timeout,    // 408, empty
  error,              // 200, ok:false with the word given
  redirect,           // 302 to another host
  not_json,           // 200 with a body that is not JSON
  empty,              // 200 with no body
  expired_url,        // rtm.connect and apps.connections.open: ok, but the url has run out already
  slow,               // the right answer, late
  rate_limited_page,  // 429 without Retry-After, and an HTML page
};

struct ApiFault {
  ApiAnswer answer = ApiAnswer::unavailable;
  std::string word = "fatal_error";                 // for `error`
  base::Millis retry_after = base::Millis{30'000};  // for rate_limited and rate_limited_ok; whole seconds
  base::Millis delay{};                             // before whatever is answered
};

// What an upgrade is answered with: 404, 408 and 503 were seen; 101 is accepted, but no word ever follows.
struct UpgradeFault {
  int status = 503;
};

}  // namespace presenced::fake_slack
