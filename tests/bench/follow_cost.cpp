// What one look of `presencectl log -f` costs after a commit of a few changes, in a history of many people.
//
//   follow_cost [PEOPLE [DIR]]       17500, "."
//
// One line for each question: the middle of 40 looks, in milliseconds.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "commands/command.h"
#include "store/history_db.h"

namespace {

using namespace presenced;
using Steady = std::chrono::steady_clock;

constexpr std::int64_t kBegin = 1'735'689'600'000;  // 2025-01-01
constexpr int kRounds = 20;                         // of changes of everybody, before it is followed

std::string user(int number) { return fmt::format("U{:09}", number); }

// Everybody of one workspace, in the group all; five of them are on-call.
class Workspace {
 public:
  Workspace(const std::filesystem::path& file, int people) : people_(people) {
    store::OpenOptions options;
    options.file = file;
    options.now = base::wall_from_unix_ms(now_);
    auto opened = store::HistoryDb::open(options);
    if (!opened) throw std::runtime_error(opened.error().message);
    database_ = std::move(opened.value());
    history::GroupsSet groups{{{"all", {}}, {"on-call", {}}}};
    for (int number = 0; number < people; ++number) {
      records_.push_back(
          history::PersonSeen{{user(number)}, fmt::format("person {}", number), "", "UTC", false, false});
      records_.push_back(history::PersonWatched{{user(number)}, "", true});
      groups.groups[0].users.push_back({user(number)});
      if (number < 5) groups.groups[1].users.push_back({user(number)});
    }
    records_.push_back(std::move(groups));
    records_.push_back(history::SessionOpened{session(), time()});
    for (int round = 0; round < kRounds; ++round) {
      for (int number = 0; number < people; ++number) turn(number);
      commit();
    }
  }

  void turn(int number) {
    ++now_;
    const auto state = [](int turns) { return turns % 2 == 0 ? base::Presence::away : base::Presence::active; };
    records_.push_back(history::Transition{
        {user(number)}, time(), time(), state(turns_), state(turns_ + 1), history::Source::push, session()});
    if (number == people_ - 1) ++turns_;
  }
  void commit() {
    const std::vector<history::Batch> batches{{"acme", base::BatchNumber{++batch_}, time(), std::move(records_)}};
    records_.clear();
    if (const auto failure = database_->commit(batches)) throw std::runtime_error(failure->message);
  }
  base::WallTime time() const { return base::wall_from_unix_ms(now_); }

 private:
  static base::SessionNumber session() { return base::SessionNumber{1}; }

  int people_;
  int turns_ = 0;
  std::unique_ptr<store::HistoryDb> database_;
  std::vector<history::Record> records_;
  std::int64_t now_ = kBegin;
  std::int64_t batch_ = 0;
};

class Nowhere final : public commands::Output {
 public:
  void write(std::string_view) override {}
  void say(std::string_view line) override { fmt::print("  said: {}\n", line); }
};

double middle_look(Workspace& workspace, const std::filesystem::path& file, const std::vector<std::string>& who,
                   int changes) {
  std::vector<double> took;
  Steady::time_point begin;
  int look = 0;
  const auto wait = [&] {
    if (look++ > 1) took.push_back(std::chrono::duration<double, std::milli>(Steady::now() - begin).count());
    for (int change = 0; change < changes; ++change) workspace.turn((look * 7 + change) % 5);
    workspace.commit();
    begin = Steady::now();
    return look <= 41;
  };
  Nowhere output;
  commands::CommandContext context{output, [&] { return workspace.time(); }, "UTC", {}};
  context.wait_for_change = wait;
  commands::Request request;
  request.command = "log";
  request.db = file;
  request.who = who;
  request.follow = true;
  request.newest = 1;
  if (commands::log(request, context) != commands::ExitStatus::answered) throw std::runtime_error("log -f failed");
  std::sort(took.begin(), took.end());
  return took[took.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
  const int people = count > 1 ? std::atoi(arguments[1]) : 17'500;
  const std::filesystem::path file = std::filesystem::path(count > 2 ? arguments[2] : ".") / "follow_cost.db";
  for (const char* ending : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(file.string() + ending);
  try {
    Workspace workspace(file, people);
    for (const std::vector<std::string>& who :
         {std::vector<std::string>{}, {user(3)}, {std::string("@on-call")}, {std::string("@all")}})
      for (const int changes : {0, 1, 100})
        fmt::print("log -f {:10}  {:3} changes  {:7.2f} ms\n", who.empty() ? "" : who.front(), changes,
                   middle_look(workspace, file, who, changes));
  } catch (const commands::Refused& refused) {
    fmt::print(stderr, "follow_cost: {}\n", refused.lines.front());
    return 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "follow_cost: {}\n", error.what());
    return 1;
  }
}
