#include "watch/sampling.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "slack/encode.h"

namespace presenced::watch {

using base::Instant;
using base::Millis;
using base::MonoTime;
using base::UserId;

void Sampling::set_interval(Millis interval) {
  interval_ = interval;
  answer_wait_ = std::min(kAnswerWait, interval / 2);
  if (under_way_) next_frame_ = std::min(next_frame_, last_frame_ + spacing());
  if (!under_way_ && !first_) next_round_ = began_mono_ + interval_;
}

Millis Sampling::spacing() const {
  return frames_ == 0 ? Millis{0} : (interval_ - answer_wait_) / static_cast<Millis::rep>(frames_);
}

void Sampling::replace(const std::vector<UserId>& ids) {
  const std::unordered_set<UserId> wanted(ids.begin(), ids.end());
  std::erase_if(people_, [&](const auto& item) {
    if (wanted.contains(item.first)) return false;
    owing_ -= item.second.asked;
    return true;
  });
  std::erase_if(turn_, [&](const UserId& id) { return !wanted.contains(id); });
  for (const UserId& id : ids) {
    const auto [entry, is_new] = people_.try_emplace(id);
    if (!is_new || !under_way_) continue;
    entry->second.in_turn = true;
    turn_.push_back(id);
  }
  if (people_.empty()) restart();
}

void Sampling::restart() {
  turn_.clear();
  for (auto& [id, person] : people_) person = {};
  owing_ = 0;
  under_way_ = false;
  first_ = true;
  next_round_ = MonoTime::min();
}

void Sampling::ask_again() {
  if (owing_ > 0) next_frame_ = MonoTime::min();
  for (auto& [id, person] : people_) {
    if (!person.asked) continue;
    person.asked = false;
    --owing_;
    if (std::exchange(person.in_turn, true)) continue;
    turn_.push_back(id);
  }
}

void Sampling::received(const UserId& id) {
  const auto found = people_.find(id);
  if (found == people_.end()) return;
  found->second.awaited = false;
  owing_ -= std::exchange(found->second.asked, false);
}

bool Sampling::awaits(const UserId& id) const {
  const auto found = people_.find(id);
  return found != people_.end() && found->second.awaited;
}

void Sampling::begin_round(Instant now) {
  under_way_ = true;
  began_ = now.wall;
  began_mono_ = now.mono;
  turn_.clear();
  std::size_t id_bytes = 0;
  for (auto& [id, person] : people_) {
    person.in_turn = true;
    person.asked = false;
    turn_.push_back(id);
    id_bytes += id.text.size();
  }
  owing_ = 0;
  const std::size_t by_bytes = slack::frame_bytes(people_.size(), id_bytes) / slack::kMaxFrameBytes + 1;
  const std::size_t frames = std::max(by_bytes, (people_.size() - 1) / slack::kMaxIdsPerFrame + 1);
  frames_ = std::exchange(first_, false) ? 0 : frames;
  next_frame_ = now.mono;
}

std::vector<UserId> Sampling::take_turn() {
  std::vector<UserId> ids;
  std::size_t bytes = 0;
  while (!turn_.empty() && ids.size() < slack::kMaxIdsPerFrame &&
         slack::frame_bytes(ids.size() + 1, bytes + turn_.front().text.size()) <= slack::kMaxFrameBytes) {
    bytes += turn_.front().text.size();
    ids.push_back(std::move(turn_.front()));
    turn_.pop_front();
  }
  return ids;
}

std::optional<std::string> Sampling::next_frame(Instant now) {
  if (round_due(now.mono)) begin_round(now);
  if (turn_.empty() || now.mono < next_frame_) return std::nullopt;
  const std::vector<UserId> ids = take_turn();
  for (const UserId& id : ids) {
    Person& person = people_.at(id);
    person.in_turn = false;
    person.awaited = true;
    owing_ += !std::exchange(person.asked, true);
  }
  last_frame_ = now.mono;
  next_frame_ = now.mono + spacing();
  return slack::presence_query(ids);
}

std::optional<Sampling::Round> Sampling::woken(MonoTime now) {
  if (!under_way_ || !turn_.empty()) return std::nullopt;
  if (owing_ > 0 && now < last_frame_ + answer_wait_) return std::nullopt;
  Round round{began_, last_frame_ - began_mono_, {}};
  for (auto& [id, person] : people_)
    if (std::exchange(person.asked, false)) round.silent.push_back(id);
  std::sort(round.silent.begin(), round.silent.end());
  owing_ = 0;
  under_way_ = false;
  next_round_ = std::max(began_mono_ + interval_, now);
  return round;
}

MonoTime Sampling::deadline() const {
  if (people_.empty()) return MonoTime::max();
  if (!under_way_) return next_round_;
  if (!turn_.empty()) return next_frame_;
  return owing_ > 0 ? last_frame_ + answer_wait_ : last_frame_;
}

std::vector<std::vector<UserId>> share_out(const std::vector<UserId>& people,
                                           const std::vector<std::vector<UserId>>& previous,
                                           const std::vector<bool>& live) {
  std::vector<std::vector<UserId>> shares(live.size());
  const auto sockets = static_cast<std::size_t>(std::count(live.begin(), live.end(), true));
  const std::size_t most = sockets == 0 ? people.size() : (people.size() + sockets - 1) / sockets;
  std::unordered_set<UserId> left(people.begin(), people.end());
  for (std::size_t i = 0; i < previous.size() && i < live.size(); ++i)
    for (const UserId& id : previous[i])
      if ((live[i] || sockets == 0) && shares[i].size() < most && left.erase(id) > 0) shares[i].push_back(id);
  if (sockets == 0) return shares;
  std::size_t next = 0;
  for (const UserId& id : people) {
    if (!left.contains(id)) continue;
    while (!live[next] || shares[next].size() >= most) ++next;
    shares[next].push_back(id);
  }
  return shares;
}

}  // namespace presenced::watch
