#include "integration/large_workspace.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "store/sqlite.h"

namespace presenced::test {

using fake_slack::Model;
using fake_slack::SocketId;

std::size_t count(const Installation& here, std::string_view what) {
  if (!std::filesystem::exists(here.database())) return 0;
  try {
    store::Database database(here.database(), store::Database::Access::read_only);
    store::Statement statement = database.prepare(fmt::format("SELECT count(*) FROM {}", what));
    auto row = statement.select();
    return row.next() ? static_cast<std::size_t>(row.integer(0)) : 0;
  } catch (const store::StoreError&) {
    return 0;  // it is being made
  }
}

std::size_t presence_covered(const Installation& here, std::string_view mode) {
  return count(here, fmt::format("coverage WHERE ended_at IS NULL AND mode = '{}'", mode));
}

std::size_t status_covered(const Installation& here) { return count(here, "status_coverage WHERE ended_at IS NULL"); }

std::map<SocketId, Subscribed> sockets(Installation& here) {
  return here.slack().with_model([](Model& model, base::Instant) {
    std::map<SocketId, Subscribed> all;
    for (const SocketId id : model.sockets()) {
      const auto* socket = model.socket(id);
      all[id] = {{socket->subscribed.begin(), socket->subscribed.end()}, socket->subscriptions};
    }
    return all;
  });
}

std::set<SocketId> touched(Installation& here, const std::map<SocketId, Subscribed>& before) {
  std::set<SocketId> ids;
  for (const auto& [id, now] : sockets(here)) {
    const auto then = before.find(id);
    if (now.frames > (then == before.end() ? 0 : then->second.frames)) ids.insert(id);
  }
  return ids;
}

void flood(Installation& here, const std::vector<fake_slack::Wave>& waves) {
  const auto start = std::chrono::steady_clock::now();
  for (const fake_slack::Wave& wave : waves) {
    std::this_thread::sleep_until(start + wave.after);
    here.slack().with_model([&](Model& model, base::Instant now) {
      model.set_presences(now, wave.active, base::Presence::active);
      model.set_presences(now, wave.away, base::Presence::away);
    });
  }
}

std::size_t peak_resident_kb(pid_t daemon) {
  std::ifstream file(fmt::format("/proc/{}/status", daemon));
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  return 0;
}

}  // namespace presenced::test
