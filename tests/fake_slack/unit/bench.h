// A fake workspace on virtual time, and a client's hands on it, for the tests of the model's rules.
#pragma once

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "fake_slack/model.h"

namespace presenced::fake_slack {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""h;

struct Bench {
  explicit Bench(Options options = plain()) : model(std::move(options), now) {
    for (const char* id : {"U0ANN", "U0BEN", "U0CAT"}) {
      Person person;
      person.id = {id};
      person.name = id;
      person.real_name = fmt::format("Person {}", id);
      model.join(now, person);
    }
  }

  // No variation: what a frame looks like can be compared as text.
  static Options plain() {
    Options options;
    options.shuffle_keys = false;
    options.presence_form = PresenceForm::single;
    options.keep_frames = true;
    return options;
  }

  // Lets time pass, waking the model whenever it asks for it.
  void pass(base::Millis span) {
    const base::Instant end{now.mono + span, now.wall + span};
    for (auto next = model.next_tick(now); next && *next <= end.mono; next = model.next_tick(now)) {
      now = {std::max(now.mono, *next), now.wall + std::max(base::Millis{0}, *next - now.mono)};
      model.tick(now);
      keep(model.take_outputs());
    }
    now = end;
    model.tick(now);
  }

  HttpAnswer call(const std::string& method, Form parameters = {}) {
    return model.http(now, {method, std::move(parameters), model.options().token, ""});
  }

  std::string new_url(const std::string& batch_aware = "1") {
    const HttpAnswer answer = call("rtm.connect", {{"batch_presence_aware", batch_aware}});
    simdjson::dom::parser parser;
    std::string_view url;
    if (parser.parse(answer.body)["url"].get_string().get(url) != simdjson::SUCCESS) return answer.body;
    return std::string(url.substr(model.options().url_base.size()));
  }

  // A socket that has said hello; the outputs so far are taken.
  SocketId open(const std::string& batch_aware = "1") {
    const Model::Upgrade upgrade = model.upgrade(now, new_url(batch_aware));
    take();
    return upgrade.socket;
  }

  void subscribe(SocketId socket, const std::vector<std::string>& ids) { ask(socket, "presence_sub", ids); }

  void ask(SocketId socket, const std::string& type, const std::vector<std::string>& ids) {
    std::string list;
    for (const auto& id : ids) list += (list.empty() ? "\"" : ",\"") + id + "\"";
    model.frame_in(now, socket, fmt::format(R"({{"type":"{}","ids":[{}]}})", type, list));
  }

  // Everything that has come out since the last time.
  std::vector<Output> take() {
    keep(model.take_outputs());
    return std::exchange(seen, {});
  }

  std::vector<std::string> texts() {
    std::vector<std::string> out;
    for (auto& output : take()) out.push_back(output.deed == Deed::text ? output.payload : "");
    return out;
  }

  // The rules that were broken, each once for each time.
  std::vector<std::string> broken() const {
    std::vector<std::string> rules;
    for (const auto& line : model.violations()) rules.push_back(line.substr(0, line.find(':')));
    return rules;
  }

  void keep(std::vector<Output> outputs) { std::move(outputs.begin(), outputs.end(), std::back_inserter(seen)); }

  base::Instant now{base::MonoTime{5h}, base::wall_from_unix_ms(1'700'000'000'000)};
  Model model;
  std::vector<Output> seen;
};

inline std::string said(const std::string& user, const std::string& presence) {
  return fmt::format(R"({{"type":"presence_change","user":"{}","presence":"{}"}})", user, presence);
}

}  // namespace presenced::fake_slack
