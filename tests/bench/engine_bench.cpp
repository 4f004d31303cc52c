// Measures what a workspace of any size costs the engine alone: no network, no database, virtual time.
//
//   engine_bench PEOPLE [SETS] [CHANGES]
//
// PEOPLE (default 17,500) over SETS sockets (15) of 500; who finds no room is sampled. Everybody is brought up, then
// CHANGES (50,000) presence changes of the subscribed arrive, and a fifth as many statuses, each told twice on every
// socket. Then the people of the groups are counted as for the metrics: 50 groups, of 1/50 of the people each, and of
// all of them. One line a figure.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "support/rtm_frames.h"

namespace {

using namespace presenced;
using base::Millis;
using Steady = std::chrono::steady_clock;

struct Silent final : base::LogSink {
  void write(const base::LogEntry&) override {}
};

long megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

std::string name_of(std::size_t i) { return "U" + std::to_string(10'000'000 + i); }

class Bench {
 public:
  Bench(std::size_t people, std::size_t sets) : people_(people) {
    engine::Settings settings;
    settings.workspace = "acme";
    settings.tuning.appear_away = false;
    settings.tuning.audit_interval = Millis{0};
    settings.tuning.max_sockets = sets;
    std::vector<watch::Person> all;
    for (std::size_t i = 0; i < people; ++i) all.push_back({.id = base::UserId{name_of(i)}, .label = ""});
    settings.watchlist = watch::watchlist_of(all);
    engine_ = std::make_unique<engine::Engine>(std::move(settings), history::Resume{}, base::Random(1), log_);
  }

  void feed(const engine::Input& input) {
    engine::Outbox outbox;
    const auto began = Steady::now();
    engine_->on(input, now(), outbox);
    spent_ += Steady::now() - began;
    ++inputs_;
    for (engine::Output& output : outbox) std::visit([&](auto& one) { carry_out(one); }, output);
    while (!soon_.empty()) {
      const auto next = std::move(soon_.front());
      soon_.pop_front();
      next();
    }
  }

  // Virtual time passes, with the wake-ups that are asked for.
  void run_for(Millis span) {
    const base::MonoTime until = mono_ + span;
    while (wake_ <= until) {
      mono_ = std::max(mono_, wake_);
      wake_ = base::MonoTime::max();
      feed(engine::Woken{});
    }
    mono_ = until;
  }

  bool covered() const {
    const auto snapshot = engine_->snapshot(now());
    return snapshot.facet_covered[base::Facet::presence] == people_ &&
           snapshot.facet_covered[base::Facet::status] == people_;
  }

  void bring_up() {
    feed(engine::Started{});
    while (!covered() && mono_ < base::MonoTime{Millis{4'000'000}}) run_for(Millis{1'000});
    report("up");
    fmt::print("  {} of {} covered after {} virtual seconds\n",
               engine_->snapshot(now()).facet_covered[base::Facet::presence], people_,
               mono_.time_since_epoch().count() / 1000);
  }

  void flood(std::size_t changes) {
    for (std::size_t i = 0; i < changes; ++i) {
      const auto& [link, ids] = *std::next(sockets_.begin(), static_cast<std::ptrdiff_t>(i % sockets_.size()));
      if (i % 10 == 0) run_for(Millis{1});
      if (!ids.empty())
        tell(link, R"({"type":"presence_change","user":")" + ids[i / sockets_.size() % ids.size()] +
                       R"(","presence":")" + (i / sockets_.size() / ids.size() % 2 == 0 ? "active" : "away") + "\"}");
    }
    report("presence changes");
    for (std::size_t i = 0; i < changes / 5; ++i) {
      if (i % 10 == 0) run_for(Millis{1});
      for (const auto& [link, ids] : sockets_)
        for (const char* type : {"user_change", "user_status_changed"})
          tell(link, R"({"type":")" + std::string(type) + R"(","user":)" +
                         member(i % people_, "at " + std::to_string(i)) + "}");
    }
    report("status changes, twice on every socket");
    run_for(Millis{10 * 60'000});
    report("ten quiet minutes");
  }

  // As for the metrics: everybody in one of 50 groups, then everybody in each of them.
  void count_groups() {
    for (const bool overlapping : {false, true}) {
      watch::Watchlist list;
      for (std::size_t group = 0; group < kGroups; ++group) {
        watch::Group& one = list.groups.emplace_back();
        one.name = "group" + std::to_string(group);
        for (std::size_t i = overlapping ? 0 : group; i < people_; i += overlapping ? 1 : kGroups)
          one.members.push_back({watch::Id{base::UserId{name_of(i)}, ""}, 1});
      }
      feed(engine::WatchlistChanged{list});
      const auto began = Steady::now();
      const std::size_t groups = engine_->groups().size();
      const double ms = std::chrono::duration<double, std::milli>(Steady::now() - began).count();
      fmt::print("the people of {} groups, {} each: {:.1f} ms\n", groups, list.groups.front().members.size(), ms);
    }
  }

  void edit(std::size_t leave) {
    std::vector<watch::Person> all;
    for (std::size_t i = leave; i < people_ + leave; ++i) all.push_back({.id = base::UserId{name_of(i)}, .label = ""});
    feed(engine::WatchlistChanged{watch::watchlist_of(all)});
    report(fmt::format("an edit of {} people", 2 * leave));
  }

 private:
  base::Instant now() const { return {mono_, base::WallTime{mono_.time_since_epoch() + Millis{1'700'000'000'000}}}; }

  void report(const std::string& what) {
    const double ms = std::chrono::duration<double, std::milli>(spent_).count();
    fmt::print("{}: {} inputs, {:.0f} ms, {:.2f} us each; {} records; {} MB resident at most\n", what, inputs_, ms,
               ms * 1000 / static_cast<double>(std::max<std::size_t>(1, inputs_)), records_, megabytes());
    spent_ = {};
    inputs_ = records_ = 0;
  }

  void tell(base::LinkId link, const std::string& frame) { feed(engine::FrameReceived{link, frame}); }

  static std::string member(std::size_t i, const std::string& text) {
    return R"({"id":")" + name_of(i) + R"(","name":"n","real_name":"R","tz":"Europe/Berlin","updated":1,)" +
           R"("profile":{"status_text":")" + text + R"(","status_emoji":"","status_expiration":0}})";
  }

  void carry_out(engine::CallWebApi& call) {
    slack::HttpReply reply;
    reply.status = 200;
    if (call.request.method == slack::Method::rtm_connect) {
      reply.body = R"({"ok":true,"url":"wss://x","team":{"id":"T","name":"A"},"self":{"id":"U","name":"w"}})";
    } else if (call.request.method == slack::Method::users_list) {
      std::size_t from = 0;
      std::size_t most = 200;
      for (const auto& [key, value] : call.request.parameters) {
        if (key == "cursor" && !value.empty()) from = std::stoul(value);
        if (key == "limit") most = std::stoul(value);
      }
      std::string members;
      for (std::size_t i = from; i < std::min(from + most, people_); ++i)
        members += (i > from ? "," : "") + member(i, "");
      const std::string next = from + most < people_ ? std::to_string(from + most) : "";
      reply.body =
          R"({"ok":true,"members":[)" + members + R"(],"response_metadata":{"next_cursor":")" + next + R"("}})";
    } else if (call.request.method != slack::Method::users_info) {
      reply.body = R"({"ok":true})";
    } else {
      const std::string id = call.request.parameters.front().second;
      reply.body = R"({"ok":true,"user":)" + member(std::stoul(id.substr(1)) - 10'000'000, "") + "}";
    }
    soon_.push_back([this, id = call.call, reply] { feed(engine::ApiReplied{id, reply}); });
  }
  void carry_out(engine::OpenSocket& open) {
    soon_.push_back([this, link = open.link] {
      sockets_[link];
      feed(engine::SocketOpened{link});
      tell(link, R"({"type":"hello"})");
    });
  }
  void carry_out(engine::SendFrame& send) {
    if (support::is_type(send.text, "ping")) {
      soon_.push_back([this, link = send.link, id = std::atol(send.text.c_str() + send.text.find("id\":") + 4)] {
        tell(link, R"({"type":"pong","reply_to":)" + std::to_string(id) + "}");
      });
      return;
    }
    auto ids = support::ids_in(send.text);
    std::string users;
    for (const std::string& id : ids) users += (users.empty() ? "\"" : ",\"") + id + "\"";
    if (support::is_type(send.text, "presence_sub")) sockets_[send.link] = std::move(ids);
    if (users.empty()) return;
    soon_.push_back([this, link = send.link, users] {
      tell(link, R"({"type":"presence_change","users":[)" + users + R"(],"presence":"away"})");
    });
  }
  void carry_out(engine::CloseSocket&) {}
  void carry_out(engine::HoldSockets&) {}
  void carry_out(engine::ReleaseSockets&) {}
  void carry_out(engine::Append& append) {
    records_ += append.batch.records.size();
    soon_.push_back([this, number = append.batch.number] { feed(engine::Committed{number}); });
  }
  void carry_out(engine::SetAsideMisdated&) {}
  void carry_out(engine::WakeAt& wake) { wake_ = wake.at; }
  void carry_out(engine::Stopped&) {}

  static constexpr std::size_t kGroups = 50;

  std::size_t people_;
  Silent log_;
  std::unique_ptr<engine::Engine> engine_;
  std::map<base::LinkId, std::vector<std::string>> sockets_;
  std::deque<std::function<void()>> soon_;
  base::MonoTime mono_{};
  base::MonoTime wake_{base::MonoTime::max()};
  Steady::duration spent_{};
  std::size_t inputs_ = 0;
  std::size_t records_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int index, std::size_t otherwise) {
    return index < argc ? static_cast<std::size_t>(std::atol(argv[index])) : otherwise;
  };
  Bench bench(number(1, 17'500), number(2, 15));
  bench.bring_up();
  bench.flood(number(3, 50'000));
  bench.edit(50);
  const bool covered = bench.covered();
  bench.count_groups();  // last: lists of so many members take memory
  return covered ? 0 : 1;
}
