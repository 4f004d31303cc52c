// Where orders are placed: puts them into the outbox of the step under way, numbers calls and links, and remembers
// whose they are until they are answered.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/io.h"
#include "session/connection.h"
#include "tracker/sessions.h"

namespace presenced::engine {

// Whose question a Web API call asks.
enum class Caller : std::uint8_t { engine, roster, feed };
struct Call {
  slack::Method method{};
  Caller caller{};
  tracker::FeedId feed{};  // where a feed has asked
  base::MonoTime asked{};
};

class Desk {
 public:
  // `limits` must outlive it.
  explicit Desk(const session::Limits& limits) : limits_(limits) {}

  void begin(Outbox& out, base::MonoTime now) {
    out_ = &out;
    now_ = now;
  }
  void end() { out_ = nullptr; }

  template <class O>
  void ask(O output) {
    out_->emplace_back(std::move(output));
  }

  base::CallId call(slack::Request request, Caller caller, tracker::FeedId feed = {}) {
    const base::CallId id{++last_call_};
    calls_.emplace(id, Call{request.method, caller, feed, now_});
    ask(CallWebApi{id, std::move(request), limits_.call});
    return id;
  }
  // Empty: there is no such call, or it has been answered already.
  std::optional<Call> take(base::CallId id) {
    const auto call = calls_.extract(id);
    return call.empty() ? std::nullopt : std::optional(call.mapped());
  }

  base::LinkId new_link() { return base::LinkId{++last_link_}; }
  void open(tracker::FeedId feed, base::LinkId link, base::Secret url) {
    links_.emplace(link, feed);
    ask(OpenSocket{link, std::move(url), limits_.open});
  }
  // Empty: it has been closed already.
  std::optional<tracker::FeedId> owner_of(base::LinkId link) const {
    const auto found = links_.find(link);
    return found == links_.end() ? std::nullopt : std::optional(found->second);
  }
  void closed(base::LinkId link) { links_.erase(link); }

 private:
  const session::Limits& limits_;
  Outbox* out_ = nullptr;
  base::MonoTime now_{};
  std::map<base::CallId, Call> calls_;
  std::unordered_map<base::LinkId, tracker::FeedId> links_;
  std::uint64_t last_link_ = 0;
  std::uint64_t last_call_ = 0;
};

}  // namespace presenced::engine
