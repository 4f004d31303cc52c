#include "net/private/look_up.h"

#include <pthread.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace presenced::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Found {
  error_code error;
  std::vector<tcp::endpoint> endpoints;
};

// Blocks. A resolver asked synchronously calls getaddrinfo right here and needs nothing of its io_context.
Found ask_the_system(const std::string& host, std::uint16_t port) {
  asio::io_context unused;
  tcp::resolver resolver(unused);
  Found found;
  const auto results = resolver.resolve(host, std::to_string(port), tcp::resolver::numeric_service, found.error);
  for (const auto& entry : results) found.endpoints.push_back(entry.endpoint());
  return found;
}

// Lives in a wait of the loop's that its result ends: so it is gone with the loop, and so long the loop has work.
class LookUp : public std::enable_shared_from_this<LookUp> {
 public:
  LookUp(const asio::any_io_executor& executor, LookedUp done)
      : executor_(executor), done_(std::move(done)), result_(executor), door_(std::make_shared<Door>()) {
    door_->inside = this;
  }
  ~LookUp() {
    const std::lock_guard lock(door_->mutex);
    door_->inside = nullptr;
  }
  LookUp(const LookUp&) = delete;
  LookUp& operator=(const LookUp&) = delete;

  void begin(std::string host, std::uint16_t port) {
    result_.expires_at(asio::steady_timer::time_point::max());
    result_.async_wait([self = shared_from_this()](error_code) {
      std::exchange(self->done_, nullptr)(self->found_.error, self->found_.endpoints);
    });
    try {
      std::thread([door = door_, host = std::move(host), port] { ask(door, host, port); }).detach();
    } catch (const std::system_error& no_thread) {
      deliver(door_, {error_code(no_thread.code().value(), boost::system::system_category()), {}});
    }
  }

 private:
  // What the thread knows of the LookUp, which may be gone before it.
  struct Door {
    std::mutex mutex;
    LookUp* inside = nullptr;  // written on the loop's thread
  };

  static void ask(const std::shared_ptr<Door>& door, const std::string& host, std::uint16_t port) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);  // they are the loop's
    deliver(door, ask_the_system(host, port));
  }

  // From any thread. The loop cannot be destroyed as long as the door is locked with somebody inside.
  static void deliver(const std::shared_ptr<Door>& door, Found found) {
    const std::lock_guard lock(door->mutex);
    if (!door->inside) return;
    asio::post(door->inside->executor_, [door, found = std::move(found)]() mutable {
      if (door->inside) door->inside->end(std::move(found));
    });
  }

  void end(Found found) {
    found_ = std::move(found);
    result_.cancel();
  }

  asio::any_io_executor executor_;
  LookedUp done_;
  asio::steady_timer result_;
  std::shared_ptr<Door> door_;
  Found found_;
};

}  // namespace

void look_up(const asio::any_io_executor& executor, std::string host, std::uint16_t port, LookedUp done) {
  std::make_shared<LookUp>(executor, std::move(done))->begin(std::move(host), port);
}

}  // namespace presenced::net
