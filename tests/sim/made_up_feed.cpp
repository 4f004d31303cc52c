#include "sim/made_up_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "watch/sampling.h"

namespace presenced::sim {
namespace {

using base::Instant;
using base::Millis;
using base::MonoTime;
using base::UserId;
using history::EndReason;
using history::Mode;

class MadeUpFeed final : public feeds::Feed {
 public:
  static constexpr Millis kInterval{12'000};
  static constexpr Millis kAnswerLimit{5'000};  // an answer that took longer may be untrue by now
  static constexpr Millis kSilence{45'000};     // then the line is given up
  static constexpr Millis kRetry{15'000};

  explicit MadeUpFeed(const feeds::Context& context) : context_(context) {}

  void watch(std::span<const watch::Person> people, Instant) override {
    people_.clear();
    for (const watch::Person& person : people) people_.push_back(person.id);
    sampling_.replace(people_);
  }
  void restate(const UserId& user, base::Facets) override { first_valid_[user] = next_question_; }

  void replied(base::CallId, slack::Method, const slack::Reply&, Instant) override {}
  void opened(base::LinkId link, Instant now) override {
    if (link_ != link) return;
    session_ = context_.keeper.sessions().open(context_.id, now.wall);
    context_.orders.send(link, fmt::format("session {}", static_cast<std::int64_t>(*session_)));
    heard_at_ = now.mono;
    restart();
  }
  void frame(base::LinkId link, std::string_view text, Instant now) override {
    if (link_ != link || !session_) return;
    heard_at_ = now.mono;
    context_.keeper.sessions().prove(*session_, now.wall);
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view rest = text.substr(static_cast<std::size_t>(parsed.ptr - text.data()) + 1);
    const std::size_t gap = rest.find(' ');
    if (gap == std::string_view::npos) return;  // refused
    answered(number, UserId{std::string(rest.substr(0, gap))},
             rest.substr(gap + 1) == "active" ? base::Presence::active : base::Presence::away, now);
  }
  void closed(base::LinkId link, EndReason reason, const std::string&, Instant now) override {
    if (link_ == link) over(reason, now);
  }

  void tend(Instant now) override {
    if (stopping_) return;
    if (!link_ && now.mono >= retry_at_) {
      link_ = context_.orders.new_link();
      context_.orders.open(*link_, base::Secret{std::string(kMadeUpUrl)});
    }
    if (!session_) return;
    if (now.mono >= heard_at_ + kSilence) return hang_up(EndReason::timeout, now);
    if (const auto round = sampling_.woken(now.mono); round && claims_) {
      for (const UserId& user : round->silent)
        context_.keeper.lose(context_.id, user, Mode::sampled, EndReason::timeout);
      context_.keeper.sessions().sampled(*session_, round->began);
    }
    while (const auto frame = sampling_.next_frame({now.mono, context_.keeper.stamp(now.wall)})) {
      asked_at_[next_question_] = now.mono;
      context_.orders.send(*link_, fmt::format("{} {}", next_question_++, *frame));
    }
  }
  void settings_changed(Instant) override {}
  void retry_now(Instant) override {}
  void claims_begin() override {
    claims_ = true;
    restart();
  }
  void claims_end(EndReason reason) override {
    lose_all(reason);
    claims_ = false;
  }
  void rewound(base::WallTime) override {}
  void stop(Instant now) override {
    stopping_ = true;
    if (link_) hang_up(EndReason::shutdown, now);
    claims_ = false;
  }

  MonoTime deadline(MonoTime) const override {
    if (stopping_) return MonoTime::max();
    if (!link_) return retry_at_;
    return session_ ? std::min(sampling_.deadline(), heard_at_ + kSilence) : MonoTime::max();
  }
  bool live() const override { return session_.has_value(); }
  bool quiet() const override { return !link_; }
  void add_to(feeds::Activity&, MonoTime) const override {}

 private:
  // Nothing that was asked counts any more.
  void restart() {
    all_valid_from_ = next_question_;
    sampling_.restart();
  }

  void answered(std::uint64_t number, const UserId& user, base::Presence presence, Instant now) {
    const auto asked = asked_at_.find(number);
    if (asked == asked_at_.end() || now.mono > asked->second + kAnswerLimit) return;
    const auto valid = first_valid_.find(user);
    const std::uint64_t from = std::max(all_valid_from_, valid == first_valid_.end() ? 0 : valid->second);
    if (number < from || !sampling_.contains(user)) return;
    first_valid_[user] = number + 1;  // answers may overtake each other
    sampling_.received(user);
    if (claims_) context_.keeper.observe(*session_, user, presence, tracker::How::sampled, now.wall);
    asked_at_.erase(asked_at_.begin(), asked_at_.lower_bound(number > 100 ? number - 100 : 0));
  }

  void lose_all(EndReason reason) {
    for (const UserId& user : people_) context_.keeper.lose(context_.id, user, Mode::sampled, reason);
  }
  void hang_up(EndReason reason, Instant now) {
    context_.orders.close(*link_);
    end_session(reason, now);
  }
  void end_session(EndReason reason, Instant now) {
    if (!session_) return;
    context_.keeper.sessions().end(*session_, now.wall, reason);
    lose_all(reason);
    session_.reset();
  }
  void over(EndReason reason, Instant now) {
    end_session(reason, now);
    link_.reset();
    retry_at_ = now.mono + kRetry;
  }

  feeds::Context context_;
  std::vector<UserId> people_;
  watch::Sampling sampling_{kInterval};
  std::optional<base::LinkId> link_;
  std::optional<base::SessionNumber> session_;
  std::uint64_t next_question_ = 1;
  std::uint64_t all_valid_from_ = 0;
  std::unordered_map<UserId, std::uint64_t> first_valid_;
  std::map<std::uint64_t, MonoTime> asked_at_;
  MonoTime heard_at_{};
  MonoTime retry_at_ = MonoTime::min();
  bool claims_ = false;
  bool stopping_ = false;
};

}  // namespace

std::unique_ptr<feeds::Feed> make_made_up_feed(const feeds::Context& context) {
  return std::make_unique<MadeUpFeed>(context);
}

std::span<const feeds::FeedRow> feeds_and_a_made_up_one() {
  static const std::vector<feeds::FeedRow> kTable = [] {
    std::vector<feeds::FeedRow> table(feeds::all_feeds().begin(), feeds::all_feeds().end());
    table.push_back({history::FeedName::poll, base::Facets{base::Facet::presence}, make_made_up_feed});
    return table;
  }();
  return kTable;
}

}  // namespace presenced::sim
