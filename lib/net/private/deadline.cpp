#include "net/private/deadline.h"

#include <utility>

namespace presenced::net {

Deadline::Deadline(boost::asio::any_io_executor executor) : timer_(std::move(executor)) {}

void Deadline::arm(base::Millis limit, std::function<void()> expired) {
  expired_ = std::make_shared<std::function<void()>>(std::move(expired));
  timer_.expires_after(limit);
  timer_.async_wait([armed = std::weak_ptr(expired_)](boost::system::error_code) {
    // Still there means: neither disarmed nor armed anew nor destroyed. The local owner keeps the function alive while
    // it runs, even when it destroys the Deadline.
    const auto function = armed.lock();
    if (function) std::exchange(*function, nullptr)();
  });
}

void Deadline::disarm() {
  expired_.reset();
  timer_.cancel();
}

}  // namespace presenced::net
