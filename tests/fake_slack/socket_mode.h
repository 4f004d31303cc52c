// Slack's Socket Mode for the modern app of the workspace: what it is told of what happens, on which of its sockets
// (app_sockets.h), and what Slack does when it is not acknowledged (app_deliveries.h, docs/PROTOCOL.md). Part of the
// model (model.h), which drives it: pure.
//
// A caller uses it through Model::socket_mode(), with the same rules: `now` never goes back; after any call, carry out
// the model's outputs. A typical test of a client:
//
//   Options options; options.modern = modern_app();           // or options.token = "" for no classic app at all
//   model.http(now, {"apps.connections.open", {}, options.modern.app_token})   -> url
//   model.upgrade(now, path_of(url))                          -> hello in the outputs
//   model.set_status(...)                                     -> an envelope on one of the app's sockets
//   model.frame_in(now, socket, R"({"envelope_id":"..."})")   -> socket_mode().events().back().fate == acknowledged
//
// A judge of a history reads `events()`: what happened and when (`at`), whether it is true of this workspace
// (`genuine`), and whether our client acknowledged it (`fate`, `settled_at`), so that it must be in the history. What
// was said on which socket, at each delivery, is in Model::told().
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "fake_slack/app_deliveries.h"
#include "fake_slack/app_frames.h"
#include "fake_slack/app_sockets.h"
#include "fake_slack/options.h"
#include "fake_slack/person.h"
#include "fake_slack/rulebook.h"
#include "fake_slack/wire.h"

namespace presenced::fake_slack {

class SocketMode {
 public:
  SocketMode(const Options& options, Rulebook& rulebook, Wire& wire);

  // ---- what the model tells it ----
  void frame_in(base::Instant now, SocketId id, std::string_view text);
  void tick(base::Instant now);
  std::optional<base::MonoTime> next_tick() const;

  // ---- what happens ----
  // Somebody's record has changed; `type` says what: user_status_changed, user_huddle_changed, team_join, ...
  // Of those who joined before the first socket was opened nothing is told: they were always there.
  // `changed`: of what the record tells.
  void user_changed(base::Instant now, const Person& person, std::string_view type,
                    std::optional<base::State> changed = {});
  void dnd_changed(base::Instant now, const base::UserId& user, const base::Dnd& dnd);
  void tokens_revoked(base::Instant now, const base::UserId& bot);
  void app_uninstalled(base::Instant now);
  // A lie about one of ours in an event of another team, which an app-level token carries, too.
  void foreign_event(base::Instant now, Person person);
  void interactive(base::Instant now);  // an envelope whose acknowledgement may carry a payload

  // ---- misbehaviour ----
  void delay_next_events(base::Millis by, int times = 1) {  // sent so late, with their true event_ts
    delays_.insert(delays_.end(), static_cast<std::size_t>(times), by);
  }
  void repeat_next_events(int times = 1) { repeats_ += times; }  // sent twice, perhaps on two sockets
  void drop_events(bool drop) { dropping_ = drop; }  // sockets look healthy, events are never sent (February 2025)
  void rate_limit(base::Instant now);                // app_rate_limited: the rest of this minute's events are lost
  void disable(base::Instant now);                   // link_disabled on every socket, and no events any more
  void enable() { enabled_ = true; }
  void set_installed(bool installed) { installed_ = installed; }  // in this workspace: else nothing of it is told
  void heal();  // forget the faults of events that have not happened yet; ghosts leave

  // ---- what a test looks at ----
  AppSockets& links() { return links_; }
  const AppSockets& links() const { return links_; }
  const std::vector<AppEvent>& events() const { return deliveries_.events(); }
  std::uint64_t late_acknowledgements() const { return deliveries_.late_acknowledgements(); }

 private:
  bool subscribed(std::string_view type) const;
  std::int64_t next_stamp(base::Instant now);
  void publish(base::Instant now, AppEvent event, std::string_view event_json, std::string_view team_id,
               Wire::Facts facts = {});
  void hand_over(base::Instant now, AppEvent event, AppLetter letter);
  void make_noise(base::Instant now, const Person& about);
  void deliver(base::Instant now, AppDeliveries::Index event);
  void copy(base::Instant now, AppDeliveries::Index event);
  std::string send(base::Instant now, AppDeliveries::Index event, SocketId socket);

  const Options& options_;
  Rulebook& rulebook_;
  base::Random random_;
  AppFrameWriter writer_;
  AppSockets links_;
  AppDeliveries deliveries_;
  simdjson::dom::parser parser_;
  std::int64_t last_stamp_ = 0;  // event_ts of the last event, in microseconds: each is later than the one before
  bool enabled_ = true;
  bool installed_ = true;
  bool dropping_ = false;
  std::optional<base::WallTime> limited_until_;
  std::vector<base::Millis> delays_;  // of the next events, the next one first
  int repeats_ = 0;
};

}  // namespace presenced::fake_slack
