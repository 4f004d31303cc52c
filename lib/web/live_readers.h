// Those who listen to /api/events: told within a second that there is something new to ask for. While nobody listens,
// nobody looks. Lives on the loop's thread; the looks at the history are a worker's.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/http_server.h"
#include "web/credential.h"
#include "web/token_desk.h"
#include "web/worker_pool.h"

namespace presenced::web {

inline constexpr std::size_t kMostLiveReaders = 256;

// What is new to anybody, at one look at the history.
struct Glance {
  std::int64_t newest_seq = 0;  // of the whole history
  std::int64_t run_ms = 0;      // when the daemon that records began
  bool alive = false;           // whether it records
  std::int64_t now_ms = 0;
};

// What a listener was told.
struct LiveState {
  Glance glance;
  std::int64_t newest_seq = 0;  // the newest that they may see
  bool differs_from(const LiveState& other) const {
    return newest_seq != other.newest_seq || glance.run_ms != other.glance.run_ms || glance.alive != other.glance.alive;
  }
};

// Who listens; listeners who are alike are looked up once.
struct Listener {
  Credential credential;
  Visitor visitor;
};

class LiveReaders : public std::enable_shared_from_this<LiveReaders> {
 public:
  // Both run on a worker. The first is called once for all listeners; empty: the history cannot be read now. The second
  // is called for each; empty: the listener may not listen any more.
  struct Looks {
    std::function<std::optional<Glance>()> at_all;
    std::function<std::optional<LiveState>(const Listener&, const std::optional<LiveState>& before, const Glance&)>
        for_one;
  };

  // Held by a shared_ptr. The pool must outlive it.
  LiveReaders(boost::asio::io_context& loop, WorkerPool& pool, Looks looks);

  // One of kMostLiveReaders places, taken while somebody asks to listen and then listens. Any thread may let go of it.
  class Place;
  // Empty: all are taken.
  std::shared_ptr<const Place> place();
  void add(net::HttpStream stream, Listener listener, std::shared_ptr<const Place> place);

 private:
  struct Reader {
    net::HttpStream stream;
    Listener listener;
    std::shared_ptr<const Place> place;
    std::optional<LiveState> state = {};  // empty: nothing was sent yet
    unsigned silent_ticks = 0;
  };
  using Readers = std::vector<std::shared_ptr<Reader>>;

  void tick();
  void look();
  static void tell(Reader& reader, const std::optional<LiveState>& state);

  WorkerPool& pool_;
  Looks looks_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<Readers> readers_ = std::make_shared<Readers>();
  std::shared_ptr<bool> looking_ = std::make_shared<bool>(false);
  bool ticking_ = false;
  std::shared_ptr<std::atomic<std::size_t>> taken_ = std::make_shared<std::atomic<std::size_t>>(0);  // places
};

}  // namespace presenced::web
