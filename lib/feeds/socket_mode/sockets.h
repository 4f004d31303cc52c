// The sockets of a workspace, in the order in which they were opened. Slack delivers each event to one of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "feeds/socket_mode/socket.h"

namespace presenced::feeds::socket_mode {

class Sockets {
 public:
  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }
  bool empty() const { return all_.empty(); }
  Socket& add(std::unique_ptr<Socket> socket) { return *all_.emplace_back(std::move(socket)); }
  void forget_ended() {
    std::erase_if(all_, [](const auto& one) { return one->connection.state() == session::State::ended; });
  }

  // The first of these; null: there is none.
  template <class Is>
  Socket* first(const Is& is) const {
    const auto found = std::find_if(all_.begin(), all_.end(), [&](const auto& one) { return std::invoke(is, *one); });
    return found == all_.end() ? nullptr : found->get();
  }
  template <class Is>
  std::size_t count(const Is& is) const {
    return static_cast<std::size_t>(
        std::count_if(all_.begin(), all_.end(), [&](const auto& one) { return std::invoke(is, *one); }));
  }

  Socket* find(base::LinkId link) const {
    return first([&](const Socket& one) { return one.id == link; });
  }
  Socket* attempting() const { return first(&Socket::attempting); }
  std::size_t live() const { return count(&Socket::live); }
  std::size_t standing() const { return count(&Socket::standing); }
  std::size_t counted() const { return count(&Socket::counted); }
  // All statuses are covered through the session of one socket, whichever delivers an event.
  Socket* carrier() const {
    return first([](const Socket& one) { return one.session.has_value(); });
  }
  Socket* newest() const { return all_.back().get(); }
  Socket* replaceable() const {  // the oldest that is to be replaced
    return first([](const Socket& one) { return one.live() && one.leaving; });
  }

 private:
  std::vector<std::unique_ptr<Socket>> all_;
};

}  // namespace presenced::feeds::socket_mode
