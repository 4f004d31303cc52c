// The people of the engine's tests.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "support/engine_world.h"

namespace presenced::engine::testing {

using namespace presenced::base;
using history::EndReason;
using history::Mode;
using history::Source;
using support::EngineWorld;
using Words = std::vector<std::string>;

inline const base::UserId kAnn{"U0ANN"};
inline const base::UserId kBob{"U0BOB"};
inline const base::UserId kCyd{"U0CYD"};
inline constexpr auto active = base::Presence::active;
inline constexpr auto away = base::Presence::away;
inline constexpr auto presence = base::Facet::presence;
inline constexpr auto status = base::Facet::status;

inline watch::Person person(const base::UserId& id, base::Facets track = base::Facets::tracked_by_default()) {
  return {id, "", track};
}
inline watch::Person presence_only(const base::UserId& id) { return person(id, {base::Facet::presence}); }
inline watch::Person with(watch::Person one, watch::Priority priority) {
  one.priority = priority;
  return one;
}
inline watch::Person status_only(const base::UserId& id) { return person(id, {base::Facet::status}); }

inline std::vector<watch::Person> pair() { return {person(kAnn), person(kBob)}; }
inline std::vector<watch::Person> trio() { return {person(kAnn), person(kBob), person(kCyd)}; }

// U0N0000, U0N0001, ...
inline base::UserId nth(std::size_t n) {
  const std::string number = std::to_string(n);
  return base::UserId{"U0N" + std::string(4 - number.size(), '0') + number};
}
inline std::vector<watch::Person> crowd(std::size_t count, base::Facets track = base::Facets::tracked_by_default()) {
  std::vector<watch::Person> people;
  for (std::size_t i = 0; i < count; ++i) people.push_back(person(nth(i), track));
  return people;
}

inline base::Status saying(std::string text) { return {std::move(text), ":wave:", {}}; }

inline slack::HttpReply http(int code, std::string body = "") {
  slack::HttpReply reply;
  reply.status = code;
  reply.body = std::move(body);
  return reply;
}
inline slack::HttpReply refusal(const std::string& error) {
  return http(200, R"({"ok":false,"error":")" + error + "\"}");
}

// It becomes so, and Slack tells nobody.
template <class State>
void set_untold(support::EngineWorld& world, const base::UserId& user, const State& state) {
  world.slack.tells_changes = false;
  world.set(user, state);
  world.slack.tells_changes = true;
}

// Slack says that Ann has joined, as of somebody who stood on the watchlist before: her status is asked for once more.
inline void have_ann_asked_for(support::EngineWorld& world) {
  world.say(world.newest_socket(), R"({"type":"team_join","user":{"id":"U0ANN","name":"ann"}})");
}

// Starts it and waits until everyone is covered and the session is ready.
inline void bring_up(support::EngineWorld& world) {
  using base::operator""s;
  world.start();
  const bool up = world.run_until([&] { return world.everyone_covered() && world.log().count("ready") > 0; }, 60s);
  if (!up) throw std::runtime_error("the world did not come up");
}

inline std::vector<std::string> states(const std::vector<support::Change>& changes) {
  std::vector<std::string> found;
  for (const support::Change& change : changes) found.push_back(change.after);
  return found;
}

}  // namespace presenced::engine::testing
