#include "web/live_readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace presenced::web {
namespace {

constexpr std::chrono::seconds kBetweenLooks{1};
constexpr unsigned kTicksOfSilence = 20;  // proxies end what is silent for a minute

std::shared_ptr<const std::string> piece(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

bool alike(const Listener& one, const Listener& other) {
  return one.credential == other.credential && one.visitor.limit == other.visitor.limit;
}

}  // namespace

class LiveReaders::Place {
 public:
  explicit Place(std::shared_ptr<std::atomic<std::size_t>> taken) : taken_(std::move(taken)) { ++*taken_; }
  ~Place() { --*taken_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::shared_ptr<std::atomic<std::size_t>> taken_;
};

LiveReaders::LiveReaders(boost::asio::io_context& loop, WorkerPool& pool, Looks looks)
    : pool_(pool), looks_(std::move(looks)), timer_(loop) {}

// Only this thread takes places, so that there is still one once there was.
std::shared_ptr<const LiveReaders::Place> LiveReaders::place() {
  return *taken_ < kMostLiveReaders ? std::make_shared<const Place>(taken_) : nullptr;
}

void LiveReaders::add(net::HttpStream stream, Listener listener, std::shared_ptr<const Place> place) {
  stream.send(piece("retry: 3000\n\n"));
  readers_->push_back(std::make_shared<Reader>(Reader{std::move(stream), std::move(listener), std::move(place)}));
  if (!std::exchange(ticking_, true)) tick();
}

void LiveReaders::tick() {
  std::erase_if(*readers_, [](const auto& reader) { return !reader->stream.open(); });
  ticking_ = !readers_->empty();
  if (!ticking_) return;
  for (const auto& reader : *readers_)
    if (++reader->silent_ticks >= kTicksOfSilence) {
      reader->stream.send(piece(":\n\n"));
      reader->silent_ticks = 0;
    }
  if (!*looking_) look();
  timer_.expires_after(kBetweenLooks);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (self && !error) self->tick();
  });
}

void LiveReaders::look() {
  *looking_ = true;
  struct Group {
    Listener listener;
    std::optional<LiveState> before;
    std::vector<std::weak_ptr<Reader>> readers;
    std::optional<LiveState> after = {};
  };
  auto groups = std::make_shared<std::vector<Group>>();
  for (const auto& reader : *readers_) {
    const auto same = std::find_if(groups->begin(), groups->end(),
                                   [&](const Group& group) { return alike(group.listener, reader->listener); });
    if (same == groups->end())
      groups->push_back({reader->listener, reader->state, {reader}});
    else
      same->readers.push_back(reader);
  }
  const bool taken = pool_.submit([groups, looks = looks_, looking = looking_] {
    const std::optional<Glance> glance = looks.at_all();
    if (!glance) groups->clear();
    for (Group& group : *groups) group.after = looks.for_one(group.listener, group.before, *glance);
    return WorkerPool::Completion([groups, looking] {
      *looking = false;
      for (const Group& group : *groups)
        for (const auto& weak : group.readers)
          if (const auto reader = weak.lock()) tell(*reader, group.after);
    });
  });
  if (!taken) *looking_ = false;  // too much waits: the next second
}

void LiveReaders::tell(Reader& reader, const std::optional<LiveState>& state) {
  if (!state) return reader.stream.end();
  if (reader.state && !state->differs_from(*reader.state)) {
    reader.state = state;
    return;
  }
  reader.state = state;
  reader.silent_ticks = 0;
  reader.stream.send(piece(fmt::format("event: committed\ndata: {{\"newest_seq\":{},\"now_ms\":{}}}\n\n",
                                       state->newest_seq, state->glance.now_ms)));
}

}  // namespace presenced::web
