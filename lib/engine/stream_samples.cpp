// The people a stream only asks about (stream.h, "Samples").
#include <fmt/format.h>

#include <algorithm>

#include "engine/stream.h"

namespace presenced::engine {

using base::Instant;
using base::UserId;
using base::WallTime;
using history::EndReason;
using history::Mode;

void Stream::sample(const std::vector<UserId>& ids) {
  const std::unordered_set<UserId> wanted(ids.begin(), ids.end());
  for (const UserId& user : share_)
    if (current_ && !wanted.contains(user) && sampling_.awaits(user)) current_->late_samples.insert(user);
  // Whoever is covered through another socket goes on here, unless more is recorded as proven of this one than of them.
  WallTime oldest = WallTime::max();
  for (const UserId& user : ids) {
    if (sampling_.contains(user)) continue;
    const auto until = context_.tracker.sampled_until(user, base::Facet::presence);
    if (!until) continue;
    if (current_ && current_->live() && current_->sampled_at <= *until) {
      context_.tracker.move(user, Mode::sampled, *current_->session, context_.records());
      oldest = std::min(oldest, *until);
    } else {
      context_.tracker.close(user, Mode::sampled, *until, EndReason::unwatched, context_.records());
    }
  }
  if (oldest != WallTime::max() && current_->sampled_at == WallTime{}) {
    current_->sampled_at = oldest;
    context_.recorder.add(history::SessionSampled{*current_->session, oldest});
  }
  share_ = ids;
  sampling_.replace(share_);
}

bool Stream::may_sample(const Link& link) const {
  return &link == current_.get() && link.live() && context_.covering && !link.samples_held;
}

void Stream::sampled(const Link& link, const UserId& user, base::Presence presence, Instant now) {
  sampling_.heard(user);
  if (!may_sample(link)) return;
  context_.tracker.observe(user, presence, context_.recorder.stamp(now.wall), tracker::How::sampled, *link.session,
                           context_.records());
}

void Stream::end_round(Instant now) {
  if (!current_ || !may_sample(*current_)) return;
  const auto round = sampling_.woken(now.mono);
  if (!round) return;
  for (const UserId& user : round->silent)
    context_.tracker.close(user, Mode::sampled, current_->proof, EndReason::timeout, context_.records());
  current_->sampled_at = round->began;
  context_.recorder.add(history::SessionSampled{*current_->session, round->began});
  sample_round_ = round->took;
  if (round->took <= context_.settings.tuning.sample_interval || std::exchange(context_.coarse_noted, true)) return;
  context_.note(
      base::LogLevel::warning, "coarse_samples",
      fmt::format("asking about {} people in turn takes {} s, longer than sample_interval ({} s): that is how "
                  "coarse what is known of their presence is; more sockets (max_sockets) would help",
                  share_.size(), round->took.count() / 1000, context_.settings.tuning.sample_interval.count() / 1000));
}

void Stream::close_samples(EndReason reason) {
  for (const UserId& user : share_) context_.tracker.close(user, Mode::sampled, WallTime{}, reason, context_.records());
}

// The successor takes the place of the current socket, and asks from now on.
void Stream::hand_samples_over() {
  for (const UserId& user : share_)
    context_.tracker.move(user, Mode::sampled, *successor_->session, context_.records());
  if (!share_.empty() && current_->sampled_at != WallTime{}) {
    successor_->sampled_at = current_->sampled_at;
    context_.recorder.add(history::SessionSampled{*successor_->session, successor_->sampled_at});
  }
  sampling_.ask_again();
}

}  // namespace presenced::engine
