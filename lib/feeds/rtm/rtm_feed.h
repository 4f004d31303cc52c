// The feed of Slack's RTM sockets: presences by subscription (or by asking in turn, where no subscription has room),
// statuses by events and the Web API. Several sets of people, each served by a socket of its own.
#pragma once

#include <memory>

#include "feeds/feed.h"
#include "feeds/rtm/connect_queue.h"
#include "feeds/rtm/sets.h"
#include "slack/decode.h"

namespace presenced::feeds::rtm {

class RtmFeed final : public Feed {
 public:
  explicit RtmFeed(const feeds::Context& context) : context_(context) {}

  void watch(std::span<const watch::Person> people, base::Instant now) override { sets_.watch(people, now); }
  void restate(const base::UserId& user, base::Facets facets) override;

  void replied(base::CallId call, slack::Method method, const slack::Reply& reply, base::Instant now) override;
  void opened(base::LinkId link, base::Instant now) override;
  void frame(base::LinkId link, std::string_view text, base::Instant now) override;
  void alive(base::LinkId link, base::Instant now) override;
  void closed(base::LinkId link, history::EndReason reason, const std::string& detail, base::Instant now) override;
  void held(base::Instant now) override;
  void released(base::Instant now) override;
  void tend(base::Instant now) override;
  void settings_changed(base::Instant now) override;
  void retry_now(base::Instant now) override;
  void claims_begin() override;
  void claims_end(history::EndReason reason) override;
  void rewound(base::WallTime until) override;
  void stop(base::Instant now) override;

  base::MonoTime deadline(base::MonoTime now) const override;
  bool live() const override { return sets_.live(); }
  bool quiet() const override;
  bool out_of_use() const override { return !live() && (context_.switched_off() || queue_.refused()); }
  void add_to(Activity& activity, base::MonoTime now) const override;

 private:
  // Calls `act(shard, socket)` for the link's socket; a link that is gone is passed over: what it says comes too late.
  template <class Act>
  void with_socket(base::LinkId link, const Act& act);
  void count(const slack::Event& event, base::WallTime wall);
  void take_names(const Shard& shard, const slack::Event& event);
  void ask_again(const std::vector<Questions::Found>& answers, base::MonoTime now);
  void fetched(slack::Method method, const slack::Reply& reply, base::Instant now);
  // An answer would overtake what waits to be read, and hide what came before it.
  bool may_ask() const { return !context_.stopping && live() && !context_.backlog.since(); }

  Context context_;
  Sets sets_{context_};
  ConnectQueue queue_{context_, sets_.shards()};
  slack::Decoder decoder_;
  Activity activity_;
  bool switched_off_ = context_.switched_off();
};

std::unique_ptr<Feed> make_feed(const feeds::Context& context);

}  // namespace presenced::feeds::rtm
