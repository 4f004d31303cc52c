// The feed of Socket Mode, the event sockets of modern apps: statuses, huddles and do-not-disturb. Slack sends the
// changes of everybody in the workspace, asks for an acknowledgement of each within 3 s, and sends again what was not
// acknowledged.
//
// A change of somebody who is watched is acknowledged when it is durable; while nothing may be claimed, not at all, so
// that Slack keeps it. What is not wanted is acknowledged at once, and leaves no trace.
//
// Statuses are claimed while a socket is live, no connection of the app is somebody else's, and Slack holds nothing
// back; each person's from the answer to a question on.
#pragma once

#include <memory>
#include <optional>

#include "feeds/feed.h"
#include "feeds/socket_mode/lifecycle.h"
#include "feeds/socket_mode/team.h"

namespace presenced::feeds::socket_mode {

class SocketModeFeed final : public Feed {
 public:
  explicit SocketModeFeed(const feeds::Context& context) : context_(context) {}

  void watch(std::span<const watch::Person> people, base::Instant now) override { statuses_.watch(people, now.mono); }
  void restate(const base::UserId& user, base::Facets facets) override { statuses_.restate(user, facets); }

  void replied(base::CallId call, slack::Method method, const slack::Reply& reply, base::Instant now) override;
  void opened(base::LinkId link, base::Instant now) override;
  void frame(base::LinkId link, std::string_view text, base::Instant now) override;
  void alive(base::LinkId link, base::Instant now) override;
  void closed(base::LinkId link, history::EndReason reason, const std::string& detail, base::Instant now) override;
  void held(base::Instant now) override { life_.held(now.mono); }
  void released(base::Instant now) override { life_.released(now.mono); }
  void tend(base::Instant now) override;
  void settings_changed(base::Instant now) override { statuses_.settings_changed(now.mono); }
  void retry_now(base::Instant now) override;
  void claims_begin() override { context_.claims = true; }
  void claims_end(history::EndReason reason) override;
  void rewound(base::WallTime until) override { life_.rewound(until); }
  void stop(base::Instant now) override;

  base::MonoTime deadline(base::MonoTime now) const override;
  bool live() const override { return sockets_.live() > 0; }
  bool quiet() const override { return sockets_.empty(); }
  bool out_of_use() const override;
  void add_to(Activity& activity, base::MonoTime now) const override;

 private:
  void received(Socket& socket, const slack::Delivery& delivery, base::Instant now);
  void happened(Socket& socket, const std::string& envelope, const slack::Event& event, base::Instant now);
  void removed(const slack::AppRemoved& removal, base::Instant now);
  void dropped(const slack::EventsDropped& gap, base::Instant now);
  bool ours(const Socket& socket, const slack::Delivery& delivery);
  void count(const slack::Envelope& envelope);
  base::MonoTime acknowledged_by(base::MonoTime now) const;
  void acknowledge(Socket& socket, const std::string& envelope, base::MonoTime now);
  void acknowledge_when_durable(Socket& socket, const std::string& envelope, base::MonoTime now);
  bool may_open() const { return context_.enabled() && team_.known(); }
  // Why nothing may be claimed now; empty: it may.
  std::optional<history::EndReason> hindrance(base::MonoTime now) const;
  void claim_or_not(base::MonoTime now);
  void note_ready(base::Instant now);
  void note_standing(base::MonoTime now);

  Context context_;
  Sockets sockets_;
  Team team_{context_};
  Connecting connecting_{context_};
  Statuses statuses_{context_, sockets_};
  Lifecycle life_{context_, sockets_, connecting_, statuses_};
  slack::EnvelopeDecoder decoder_;
  Activity activity_;
  base::MonoTime dropped_until_{base::MonoTime::min()};  // Slack drops events until then
  std::optional<base::MonoTime> standing_since_;         // live or not, as `was_live_` says; empty: it is switched off
  bool was_live_ = false;
  bool other_app_noted_ = false;
};

std::unique_ptr<Feed> make_feed(const feeds::Context& context);

}  // namespace presenced::feeds::socket_mode
