#include "fake_slack/app_deliveries.h"

#include <fmt/format.h>

#include <algorithm>

namespace presenced::fake_slack {

void AppDeliveries::add(AppEvent event, AppLetter letter, base::MonoTime first_due) {
  const Index index = events_.size();
  events_.push_back(std::move(event));
  pending_.emplace(index, Pending{std::move(letter), first_due, false, 0, {}});
  due_.emplace(first_due, index);
}

void AppDeliveries::add_lost(base::MonoTime now, AppEvent event) {
  event.fate = AppEvent::Fate::lost;
  event.settled_at = now;
  events_.push_back(std::move(event));
}

std::optional<AppDeliveries::Index> AppDeliveries::next_to_send(base::MonoTime now) {
  while (!due_.empty() && due_.begin()->first <= now) {
    const Index event = due_.begin()->second;
    if (!pending_.at(event).awaited) return event;
    failed(now, event);
  }
  return std::nullopt;
}

std::optional<base::MonoTime> AppDeliveries::next_due() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first;
}

void AppDeliveries::schedule(Index event, base::MonoTime due) {
  Pending& pending = pending_.at(event);
  due_.erase({pending.due, event});
  pending.due = due;
  due_.emplace(due, event);
}

void AppDeliveries::sent(base::MonoTime now, Index event, SocketId socket, const std::string& envelope_id) {
  expect(now, event, socket, envelope_id);
  pending_.at(event).envelope_id = envelope_id;
  sent_into_the_void(now, event);
}

void AppDeliveries::sent_into_the_void(base::MonoTime now, Index event) {
  ++events_[event].attempts;
  pending_.at(event).awaited = true;
  schedule(event, now + options_.modern.ack_limit);
}

void AppDeliveries::swallowed(base::MonoTime now, Index event) {
  ++events_[event].attempts;
  settle(now, event, AppEvent::Fate::swallowed);
}

void AppDeliveries::not_sent(base::MonoTime now, Index event) {
  ++events_[event].attempts;
  failed(now, event);
}

void AppDeliveries::copied(base::MonoTime now, Index event, SocketId socket, const std::string& envelope_id) {
  expect(now, event, socket, envelope_id);
}

void AppDeliveries::expect(base::MonoTime now, Index event, SocketId socket, const std::string& envelope_id) {
  std::vector<Delivery>& deliveries = by_envelope_[envelope_id];
  const auto found =
      std::find_if(deliveries.begin(), deliveries.end(), [&](const Delivery& one) { return one.socket == socket; });
  Delivery& delivery = found == deliveries.end() ? deliveries.emplace_back(Delivery{socket, event, {}}) : *found;
  delivery.deadline = now + options_.modern.ack_limit;
}

void AppDeliveries::failed(base::MonoTime now, Index event) {
  Pending& pending = pending_.at(event);
  const auto& retries = options_.modern.retries;
  const auto failures = static_cast<std::size_t>(pending.attempt);
  if (!pending.letter.retried || failures >= retries.size()) return settle(now, event, AppEvent::Fate::lost);
  ++pending.attempt;
  pending.awaited = false;
  schedule(event, now + retries[failures]);
}

void AppDeliveries::settle(base::MonoTime now, Index event, AppEvent::Fate fate) {
  events_[event].fate = fate;
  events_[event].settled_at = now;
  due_.erase({pending_.at(event).due, event});
  pending_.erase(event);
}

void AppDeliveries::acknowledge(base::MonoTime now, SocketId socket, std::string_view envelope_id,
                                std::string response) {
  const auto breach = [&](std::string_view what) {
    rulebook_.breach("ack", fmt::format("socket {}: {} {}", static_cast<std::uint64_t>(socket), envelope_id, what));
  };
  const auto known = by_envelope_.find(std::string(envelope_id));
  if (known == by_envelope_.end()) return breach("was never sent");
  const auto found = std::find_if(known->second.begin(), known->second.end(),
                                  [&](const Delivery& one) { return one.socket == socket; });
  if (found == known->second.end()) return breach("was sent on another socket");
  if (!pending_.contains(found->event)) return;  // it, or another delivery of this event, was acknowledged
  if (now >= found->deadline) {
    ++late_;
    return;
  }
  events_[found->event].response = std::move(response);
  settle(now, found->event, AppEvent::Fate::acknowledged);
}

}  // namespace presenced::fake_slack
