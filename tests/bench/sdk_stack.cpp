#include "bench/sdk_stack.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "bench/flooded_daemon.h"
#include "fake_slack/crowd.h"
#include "fake_slack/server.h"
#include "store/sqlite.h"
#include "support/temp_dir.h"

namespace presenced::bench {
namespace {

class Program {
 public:
  explicit Program(const std::string& line) : output_(::popen(line.c_str(), "r")) {
    if (!output_) throw std::runtime_error("cannot start a shell");
  }
  // The next line says this.
  void expect(const std::string& word) {
    std::array<char, 256> line{};
    if (!std::fgets(line.data(), static_cast<int>(line.size()), output_.get()) || line.data() != word + "\n")
      throw std::runtime_error(fmt::format("sdk_stack.js: expected '{}', not '{}'", word, line.data()));
  }
  void end() {
    if (::pclose(output_.release()) != 0) throw std::runtime_error("sdk_stack.js failed");
  }

 private:
  struct Closer {
    void operator()(std::FILE* file) const { ::pclose(file); }
  };
  std::unique_ptr<std::FILE, Closer> output_;
};

// Of all children that have ended.
double cpu_seconds_of_children() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

fake_slack::Server::Settings plain() {
  fake_slack::Server::Settings settings;
  settings.tls = false;
  settings.ping_interval = base::Millis{0};
  return settings;
}

void populate(fake_slack::Server& slack) {
  slack.with_model([](fake_slack::Model& model, base::Instant now) {
    for (fake_slack::Person& person :
         fake_slack::crowd(static_cast<int>(flooded_people().size()), model.options().seed)) {
      person.presence = base::Presence::away;
      model.join(now, std::move(person));
    }
  });
}

}  // namespace

std::string sdk_stack_missing(const std::filesystem::path& packages) {
  if (std::system("node --version >/dev/null 2>&1") != 0) return "there is no node";
  for (const char* package : {"@slack/rtm-api", "better-sqlite3"})
    if (!std::filesystem::exists(packages / package)) return fmt::format("{} has no {}", packages.string(), package);
  return "";
}

Cost flood_sdk_stack(const std::filesystem::path& packages, const FloodFrames& frames, const std::string& table_sql) {
  const test::TempDir folder;
  const std::filesystem::path file = folder / "history.db";
  store::Database(file, store::Database::Access::read_write).execute(table_sql.c_str());
  fake_slack::Server slack(plain(), fake_slack::Options{});
  populate(slack);
  std::string line =
      fmt::format("NODE_PATH='{}' node '{}/tests/bench/sdk_stack.js' {} {} '{}' {}", packages.string(),
                  PRESENCED_SOURCE_DIR, slack.api_url(), fake_slack::Options{}.token, file.string(), frames.changes());
  for (const base::UserId& id : flooded_people()) line += " " + id.text;
  const double cpu = cpu_seconds_of_children();
  Program program(line);
  program.expect("ready");
  std::vector<std::string> pieces = frames.pieces();
  const auto begin = std::chrono::steady_clock::now();
  slack.with_model([&](fake_slack::Model& model, base::Instant now) {
    const auto socket = model.sockets().front();
    for (std::string& piece : pieces) model.send_premade(now, socket, std::move(piece));
  });
  program.expect("done");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  program.end();
  store::Database database(file, store::Database::Access::read_only);
  if (database.integer("SELECT count(*) FROM presence_transition") != static_cast<std::int64_t>(frames.changes()))
    throw std::runtime_error("sdk_stack.js has not recorded every change");
  return {took.count(), cpu_seconds_of_children() - cpu};
}

}  // namespace presenced::bench
