#include "unit/net/name_lookup.h"

#include <dlfcn.h>
#include <netdb.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

namespace presenced::net::test {
namespace {

// One for the program, as getaddrinfo is; that is called from other threads, of which one may outlive `main`.
struct Steering {
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::string, std::vector<std::string>> answers;
  std::set<std::string> held;
};
Steering& steering() {
  static Steering& never_destroyed = *new Steering;
  return never_destroyed;
}

using Getaddrinfo = int(const char*, const char*, const addrinfo*, addrinfo**);

int look_up(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  static auto* const next = reinterpret_cast<Getaddrinfo*>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return next(node, service, hints, result);
}

// The lists of the single addresses, chained (glibc frees a list node by node).
int look_up_all(const std::vector<std::string>& addresses, const char* service, const addrinfo* hints,
                addrinfo** result) {
  addrinfo** end = result;
  for (const auto& address : addresses) {
    if (const int error = look_up(address.c_str(), service, hints, end); error != 0) return error;
    while (*end != nullptr) end = &(*end)->ai_next;
  }
  return 0;
}

// Waits while the name is held. True: it was.
bool was_held(const std::string& name) {
  auto& state = steering();
  std::unique_lock lock(state.mutex);
  if (!state.held.contains(name)) return false;
  state.changed.wait(lock, [&] { return !state.held.contains(name); });
  return true;
}

std::optional<std::vector<std::string>> answer_for(const std::string& name) {
  auto& state = steering();
  const std::lock_guard lock(state.mutex);
  const auto found = state.answers.find(name);
  if (found == state.answers.end()) return std::nullopt;
  return found->second;
}

}  // namespace

AnsweredName::AnsweredName(std::string name, std::vector<std::string> addresses) : name_(std::move(name)) {
  const std::lock_guard lock(steering().mutex);
  steering().answers[name_] = std::move(addresses);
}

AnsweredName::~AnsweredName() {
  const std::lock_guard lock(steering().mutex);
  steering().answers.erase(name_);
}

HeldName::HeldName(std::string name) : name_(std::move(name)) {
  const std::lock_guard lock(steering().mutex);
  steering().held.insert(name_);
}

HeldName::~HeldName() { release(); }

void HeldName::release() {
  const std::lock_guard lock(steering().mutex);
  steering().held.erase(name_);
  steering().changed.notify_all();
}

}  // namespace presenced::net::test

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  using namespace presenced::net::test;
  const std::string name = node ? node : "";
  if (was_held(name)) return EAI_AGAIN;
  if (const auto addresses = answer_for(name)) return look_up_all(*addresses, service, hints, result);
  return look_up(node, service, hints, result);
}
