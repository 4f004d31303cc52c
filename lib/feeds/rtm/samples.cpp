#include "feeds/rtm/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/counted.h"

namespace presenced::feeds::rtm {

using base::Facet;
using base::Instant;
using base::MonoTime;
using base::UserId;
using base::WallTime;
using history::EndReason;
using history::Mode;

void Samples::assign(const std::vector<UserId>& people) {
  Socket* current = sockets_.current.get();
  const std::unordered_set<UserId> wanted(people.begin(), people.end());
  for (const UserId& user : people_)
    if (current && !wanted.contains(user)) current->left.add(user, current->pings);
  // Whoever is covered through another socket goes on here, unless more is recorded as proven of this one than of them.
  tracker::Sessions& sessions = context_.keeper.sessions();
  WallTime oldest = WallTime::max();
  for (const UserId& user : people) {
    if (sampling_.contains(user)) continue;
    const auto until = context_.keeper.sampled_until(context_.id, user, Facet::presence);
    if (!until) continue;
    if (sockets_.live() && sessions.sampled_since(*current->session) <= *until) {
      context_.keeper.move(*current->session, user, Mode::sampled);
      oldest = std::min(oldest, *until);
    } else {
      context_.lose(user, Mode::sampled, EndReason::unwatched);
    }
  }
  if (oldest != WallTime::max() && sessions.sampled_since(*current->session) == WallTime{})
    sessions.sampled(*current->session, oldest);
  people_ = people;
  sampling_.replace(people_);
}

bool Samples::may_ask(const Socket& socket) const {
  return &socket == sockets_.current.get() && socket.live() && context_.claims && !context_.backlog.held() &&
         socket.samples_wait == 0;
}

void Samples::received(const Socket& socket, const UserId& user, base::Presence presence, Instant now) {
  sampling_.received(user);
  if (outdated_.erase(user) > 0 && context_.keeper.contradicts(context_.id, user, presence)) return;
  if (!may_ask(socket)) return;
  const auto since = context_.waited_since(socket);
  if (since && !context_.covers(user, Facet::presence)) return;  // coverage begins with an answer that has not waited
  context_.keeper.observe(*socket.session, user, presence, tracker::How::sampled, now.wall, since.value_or(WallTime{}));
}

void Samples::doubt(const UserId& user) {
  if (sampling_.awaits(user)) outdated_.insert(user);
}

void Samples::end_round(Instant now) {
  if (!sockets_.current || !may_ask(*sockets_.current)) return;
  const auto round = sampling_.woken(now.mono);
  if (!round) return;
  for (const UserId& user : round->silent) context_.lose(user, Mode::sampled, EndReason::timeout);
  // An answer that waits to be read is older than that end.
  if (!round->silent.empty() && context_.backlog.since())
    sockets_.current->samples_wait = sockets_.current->pings.await();
  context_.keeper.sessions().sampled(*sockets_.current->session, round->began);
  round_ = round->took;
  const base::Millis interval = context_.settings.tuning.sample_interval;
  if (round->took <= interval || std::exchange(context_.coarse_noted, interval) == interval) return;
  context_.note(base::LogLevel::warning, "coarse_samples",
                fmt::format("polling {} takes {} s, longer than sample_interval ({} s), so shorter activity is missed; "
                            "raise max_sockets, or watch fewer people",
                            base::counted_people(people_.size()), round->took.count() / 1000, interval.count() / 1000));
}

void Samples::lose_all(EndReason reason) {
  for (const UserId& user : people_) context_.lose(user, Mode::sampled, reason);
}

void Samples::hand_over() {
  tracker::Sessions& sessions = context_.keeper.sessions();
  const base::SessionNumber to = *sockets_.successor->session;
  for (const UserId& user : people_) context_.keeper.move(to, user, Mode::sampled);
  const WallTime since = sessions.sampled_since(*sockets_.current->session);
  if (!people_.empty() && since != WallTime{}) sessions.sampled(to, since);
  sampling_.ask_again();
}

std::optional<std::string> Samples::next_frame(const Socket& socket, Instant now) {
  if (!may_ask(socket) || !sampling_.has_frame(now.mono)) return std::nullopt;
  return sampling_.next_frame({now.mono, context_.keeper.stamp(now.wall)});
}

MonoTime Samples::deadline(const Socket& socket) const {
  return may_ask(socket) ? sampling_.deadline() : MonoTime::max();
}

}  // namespace presenced::feeds::rtm
