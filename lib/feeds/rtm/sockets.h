// The sockets of a shard: the current one, its successor while a planned rotation is under way, and those that are
// being closed.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <vector>

#include "feeds/rtm/socket.h"

namespace presenced::feeds::rtm {

struct Sockets {
  std::unique_ptr<Socket> current;
  std::unique_ptr<Socket> successor;
  std::vector<std::unique_ptr<Socket>> closing;

  // Of these two, the ones that are there.
  class Open {
   public:
    explicit Open(std::initializer_list<Socket*> sockets) {
      for (Socket* socket : sockets)
        if (socket) open_[static_cast<std::size_t>(count_++)] = socket;
    }
    auto begin() const { return open_.begin(); }
    auto end() const { return open_.begin() + count_; }

   private:
    std::array<Socket*, 2> open_{};
    std::ptrdiff_t count_ = 0;
  };
  Open open() const { return Open{current.get(), successor.get()}; }
  Socket* find(base::LinkId id) const {
    for (Socket* socket : open())
      if (socket->id == id) return socket;
    for (const auto& socket : closing)
      if (socket->id == id) return socket.get();
    return nullptr;
  }
  Socket* calling(base::CallId call) const {
    for (Socket* socket : open())
      if (socket->connect_call == call) return socket;
    return nullptr;
  }
  bool live() const { return current && current->live(); }
  bool quiet() const { return !current && !successor && closing.empty(); }

  // Drops those that have nothing open any more.
  void forget_ended() {
    const auto gone = [](const std::unique_ptr<Socket>& socket) {
      return socket && socket->connection.state() == session::State::ended;
    };
    if (gone(current)) current.reset();
    if (gone(successor)) successor.reset();
    std::erase_if(closing, gone);
  }
};

}  // namespace presenced::feeds::rtm
