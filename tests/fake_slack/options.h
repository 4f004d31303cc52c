// How one fake workspace behaves where Slack has been seen to behave in more than one way. The defaults are the
// everyday Slack; a test or the simulator turns on what it wants to see survived.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "base/time.h"
#include "fake_slack/faults.h"
#include "fake_slack/modern_app.h"

namespace presenced::fake_slack {

// The shape of presence events for a client that sent batch_presence_aware=1; without it they are always `single`.
enum class PresenceForm : std::uint8_t {
  single,          // "user":"U1"
  users,           // "users":["U1","U2"]
  user_and_users,  // both keys
  batch_type,      // "type":"presence_change_batch" with "users", as Slack's older pages have it
  mixed,           // each frame one of these, by the seed
};

struct Options {
  std::uint64_t seed = 1;

  // Who may come in: the classic app (`token` empty: there is none) and the modern one. `cookie` empty: none is asked
  // for; else the `d` cookie (as it is, not encoded) that must come, URL-encoded once, with every call of the classic
  // token and with the upgrade (tokens of browser sessions).
  std::string token = "xoxb-fake";
  ModernApp modern;
  std::string cookie;
  std::set<std::string> scopes{"client",        "users:read",  "users:read.email", "users:write",
                               "channels:read", "groups:read", "usergroups:read"};  // of the classic token
  bool paid_plan = true;                     // else there are no user groups: plan_upgrade_required
  std::string url_base = "wss://localhost";  // the socket urls handed out begin with it; no slash at the end

  // What frames look like.
  PresenceForm presence_form = PresenceForm::mixed;
  bool shuffle_keys = true;      // else `type` first and the rest in Slack's documented order
  bool repeat_presence = false;  // each answer to a presence_sub comes twice (python-slack-sdk #130)
  bool escape_entities = true;   // &amp; &lt; &gt; in status texts
  bool noise = false;            // events nobody asked for: reconnect_url, unknown types
  base::Millis clock_ahead{0};   // of this machine's: what the `Date` of replies and a modern app's events show
  bool announce_expiry = true;   // else a status runs out without an event
  base::Millis dnd_period{24 * 3600 * 1000};  // from one do-not-disturb window to the next
  bool browser_session = false;               // of others, user_invalidated in place of user_change (xoxc tokens)

  // The life of a socket.
  base::Millis hello_delay{};
  base::Millis url_life = base::Millis{30'000};              // Slack: a socket url is valid for 30 s
  base::Millis socket_life = base::Millis{8 * 3600 * 1000};  // Slack: about 8 hours
  bool announce_end = true;                                  // goodbye at the end of that life, else just the end
  base::Millis goodbye_grace = base::Millis{10'000};         // from goodbye to the close; Slack does not say how long
  base::Millis migration_life = base::Millis{60'000};        // how long rtm.connect answers migration_in_progress

  // One frame a second sustained. The tolerance: a client that spaces its frames by one second can still be seen
  // sending three at once when the network or a busy machine held two of them back.
  base::Millis frame_interval = base::Millis{1000};
  int frame_burst = 3;

  int connect_burst = 10;                                // rtm.connect: 10-22 rapid calls were seen to pass...
  base::Millis connect_interval = base::Millis{60'000};  // ...then one a minute
  // A call that comes this soon after a Retry-After was made before the client knew of it: refused, but no breach.
  base::Millis under_way{};
  ApiAnswer over_tier = ApiAnswer::rate_limited;     // how a call beyond its tier is answered
  int page_size = 200;                               // a page is never longer, whatever `limit` asks for
  base::Millis cursor_life = base::Millis{600'000};  // Slack: a cursor can be "no longer valid", it says not when

  bool keep_frames = false;  // remember every frame that was sent (`Model::frames`): for tests, not for long runs
};

}  // namespace presenced::fake_slack
