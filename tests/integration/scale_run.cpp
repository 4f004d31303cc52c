// Measures the real daemon at a large workspace, in real time; docs/SCALE.md has the figures.
//
//   scale_run [SOCKETS [SAMPLED [CHANGES [EDITED]]]]
//
// SOCKETS (15) subscriptions of 500 people and SAMPLED (10,000) more. When everybody's presence is covered, CHANGES
// (50,000) of the subscribed arrive within 10 s; then an edit takes EDITED (100) people of two sockets off the
// watchlist, whose places others take; then everybody's status is waited for. In the end the whole history is compared
// with what happened at Slack. One line a figure; ends with 1 if anything is wrong.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "integration/large_workspace.h"

namespace presenced::test {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t kSeats = 500;            // of a socket
constexpr base::Millis kLongest{45 * 60'000};  // to wait for anything
constexpr base::Millis kFloodOver{10'000};
constexpr std::size_t kMostComplaints = 20;  // that are shown

struct Size {
  std::size_t sockets = 15;
  std::size_t sampled = 10'000;
  std::size_t changes = 50'000;
  std::size_t edited = 100;
  std::size_t seated() const { return sockets * kSeats; }
  std::size_t people() const { return seated() + sampled; }
};

Installation::Setup setup_of(const Size& size) {
  Installation::Setup setup;
  setup.crowd = static_cast<int>(size.people());
  setup.extra_workspace_yaml = fmt::format("    max_sockets: {}\n", size.sockets);
  return setup;
}

class Run {
 public:
  explicit Run(Size size) : size_(size), here_(setup_of(size)) {
    here_.latency = base::Millis{5'000};
    // A question to everybody, and the time for the answer.
    here_.sample_round = base::Millis{75'000};
  }

  int all() {
    here_.start();
    began_ = Steady::now();
    until("presence covered by subscription", size_.seated(), [&] { return presence_covered(here_, "subscribed"); });
    until("presence covered by samples", size_.sampled, [&] { return presence_covered(here_, "sampled"); });
    changes();
    edit();
    until("status covered", size_.people() - size_.edited, [&] { return status_covered(here_); });
    figures();
    const int status = here_.stop();
    if (status != 0) wrong(fmt::format("the daemon ended with {}", status));
    const auto complaints = here_.complaints();
    for (std::size_t i = 0; i < std::min(complaints.size(), kMostComplaints); ++i) wrong(complaints[i]);
    say(fmt::format("history compared with the truth: {} people, {} complaints", size_.people(), complaints.size()));
    return wrong_ ? 1 : 0;
  }

 private:
  void say(const std::string& what) {
    const std::chrono::duration<double> at = Steady::now() - began_;
    fmt::print("{:8.1f} s  {}\n", at.count(), what);
    std::fflush(stdout);
  }
  void wrong(const std::string& what) {
    wrong_ = true;
    say("WRONG: " + what);
  }

  template <class Count>
  void until(const char* what, std::size_t wanted, const Count& count) {
    std::size_t shown = 0;
    auto look_at = Steady::now();
    const bool there = eventually(
        [&] {
          if (Steady::now() < look_at) return false;
          look_at = Steady::now() + std::chrono::seconds(1);
          const std::size_t now = count();
          if (now >= shown + wanted / 10 || now == wanted) say(fmt::format("{}: {} of {}", what, shown = now, wanted));
          return now == wanted;
        },
        kLongest);
    if (!there) wrong(fmt::format("{}: {} of {}", what, count(), wanted));
  }

  void changes() {
    auto people = fake_slack::crowd(static_cast<int>(size_.people()), fake_slack::Options{}.seed);
    people.resize(size_.seated());
    const std::size_t before = count(here_, "presence_transitions WHERE source = 'push'");
    const auto waves = fake_slack::plan_flood(people, static_cast<int>(size_.changes), kFloodOver, 1);
    say(fmt::format("flood of {} changes begins, {} kB at most so far", size_.changes,
                    peak_resident_kb(here_.daemon().pid())));
    flood(here_, waves);
    say("flood sent");
    until("changes recorded", before + size_.changes,
          [&] { return count(here_, "presence_transitions WHERE source = 'push'"); });
  }

  // Every other of the first people of two sockets leaves.
  void edit() {
    const auto before = sockets(here_);
    std::set<base::UserId> leaving;
    std::set<fake_slack::SocketId> theirs;
    for (const auto& [socket, subscribed] : before) {
      if (theirs.size() == 2) break;
      theirs.insert(socket);
      auto next = subscribed.ids.begin();
      for (std::size_t i = 0; i < size_.edited / 2; ++i) leaving.insert(*next++);
    }
    std::vector<base::UserId> staying;
    for (const auto& id : here_.people())
      if (!leaving.contains(id)) staying.push_back(id);
    here_.write_watchlist(staying);
    until("left the watchlist", size_.edited,
          [&] { return count(here_, "coverage WHERE end_reason = 'unwatched' AND mode = 'subscribed'"); });
    until("presence covered by subscription", size_.seated(), [&] { return presence_covered(here_, "subscribed"); });
    const auto sockets_touched = touched(here_, before);
    say(fmt::format("an edit that takes {} people of 2 sockets off: {} of {} sockets got a presence_sub", size_.edited,
                    sockets_touched.size(), before.size()));
    say(fmt::format("{} kB at most so far", peak_resident_kb(here_.daemon().pid())));
    if (sockets_touched != theirs) wrong("other sockets were touched than those of the people who left");
  }

  void figures() {
    say(fmt::format("peak resident memory of the daemon: {} kB", peak_resident_kb(here_.daemon().pid())));
    for (const char* method : {"rtm.connect", "users.list", "users.info"})
      say(fmt::format("{} was called {} times", method, here_.calls(method)));
    say(fmt::format("rules of Slack broken: {}", here_.violations().size()));
  }

  Size size_;
  Installation here_;
  Steady::time_point began_{Steady::now()};
  bool wrong_ = false;
};

}  // namespace
}  // namespace presenced::test

int main(int argc, char** argv) {
  presenced::test::Size size;
  std::size_t* const fields[] = {&size.sockets, &size.sampled, &size.changes, &size.edited};
  for (int i = 1; i < argc && i <= 4; ++i) *fields[i - 1] = std::strtoull(argv[i], nullptr, 10);
  if (argc > 5 || size.sockets == 0 || size.sockets > 15) {
    fmt::print(stderr, "usage: scale_run [SOCKETS [SAMPLED [CHANGES [EDITED]]]], with 1 to 15 sockets\n");
    return 2;
  }
  return presenced::test::Run(size).all();
}
