// The feed that asks the Web API in turn: presences by users.getPresence, statuses and huddles by the pages of
// users.list, do-not-disturb by dnd.teamInfo. All that it reports are samples. It needs no socket, so it works with
// every token that may read users.
//
// It ranks below the feeds that receive events, and asks only about what none of them covers (docs/PROTOCOL.md,
// "Polling").
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "feeds/feed.h"
#include "feeds/poll/presences.h"
#include "feeds/poll/statuses.h"

namespace presenced::feeds::poll {

class PollFeed final : public Feed {
 public:
  // How often samples are looked over: who is overdue, and up to when a crash leaves them proven.
  static constexpr base::Millis kCheckInterval{5'000};
  // Rounds that take longer than this are worth a warning: short spells of activity are missed.
  static constexpr base::Millis kLongRound{10 * 60'000};

  explicit PollFeed(const feeds::Context& context) : context_(context) {}

  void watch(std::span<const watch::Person> people, base::Instant now) override;
  void restate(const base::UserId& user, base::Facets facets) override { restated_.push_back({user, facets}); }

  void replied(base::CallId call, slack::Method method, const slack::Reply& reply, base::Instant now) override;
  void tend(base::Instant now) override;
  void settings_changed(base::Instant now) override;
  void retry_now(base::Instant now) override;
  void claims_begin() override;
  void claims_end(history::EndReason reason) override;
  void rewound(base::WallTime) override { claimed_since_.reset(); }
  void stop(base::Instant now) override;

  base::MonoTime deadline(base::MonoTime now) const override;
  // While nothing can be claimed nothing is asked, so nothing speaks against it.
  bool live() const override { return context_.session || (context_.enabled() && !context_.claims); }
  bool quiet() const override { return true; }
  void add_to(Activity& activity, base::MonoTime now) const override;

 private:
  struct Restated {
    base::UserId user;
    base::Facets facets;
  };

  void heed_better_feeds(base::MonoTime now);
  void check(base::Instant now);
  void end_session(history::EndReason reason, base::Instant now);
  void note_round();

  Context context_;
  Presences presences_{context_};
  // Each of a method that tells of many people in one call.
  std::array<Statuses, 2> listings_{Statuses{context_, slack::Method::users_list, base::Facets::in_member_record()},
                                    Statuses{context_, slack::Method::dnd_team_info,
                                             base::Facets::asked_for().without(base::Facets::in_member_record())}};
  std::vector<Restated> restated_;                // until the next turn
  base::Facets hoped_for_ = base::Facets::all();  // that a better feed may supply, when last looked
  bool beginning_ = false;                        // claims have begun, and nothing has been asked since
  base::MonoTime check_at_{base::MonoTime::min()};
  std::optional<base::WallTime> claimed_since_;  // the last Sessions::sampled
  std::optional<base::MonoTime> live_since_;
  std::optional<base::Millis> noted_round_;  // the long round of which the log says so
};

std::unique_ptr<Feed> make_feed(const feeds::Context& context);

}  // namespace presenced::feeds::poll
