// A client's hands on the Socket Mode of a workspace whose only app is a modern one.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fake_slack/unit/answer.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {

struct Envelope {
  SocketId socket{};
  std::string id;
  std::string type;
  std::string event_type;
  std::string event_id;
  std::string team_id;
  std::string event_ts;
  std::int64_t attempt = -1;
  std::string reason;
  std::string text;  // all of it
};

struct AppBench : Bench {
  explicit AppBench(Options options = modern_only()) : Bench(std::move(options)) { take(); }

  static Options modern_only() {
    Options options = plain();
    options.token.clear();
    options.modern = modern_app();
    return options;
  }

  HttpAnswer ask_for_link() {
    return model.http(now, {"apps.connections.open", {}, model.options().modern.app_token, ""});
  }
  std::string new_link() { return text_of(ask_for_link(), "url").substr(model.options().url_base.size()); }

  // A socket that has said hello; the outputs so far are taken.
  SocketId open_link() {
    const SocketId socket = model.upgrade(now, new_link()).socket;
    take();
    return socket;
  }

  void acknowledge(SocketId socket, const std::string& envelope_id) {
    model.frame_in(now, socket, fmt::format(R"({{"envelope_id":"{}"}})", envelope_id));
  }
  void acknowledge(const Envelope& envelope) { acknowledge(envelope.socket, envelope.id); }

  void set_status(const std::string& user, const std::string& text) { model.set_status(now, {user}, {text, "", {}}); }

  // The envelopes that have come out since the last time.
  std::vector<Envelope> envelopes() {
    std::vector<Envelope> all;
    for (const Output& output : take()) {
      simdjson::dom::parser parser;
      simdjson::dom::element frame;
      if (output.deed != Deed::text || parser.parse(output.payload).get(frame) != simdjson::SUCCESS) continue;
      Envelope one;
      one.socket = output.socket;
      one.text = output.payload;
      one.id = text_at(frame, "/envelope_id");
      if (one.id.empty()) continue;
      one.type = text_at(frame, "/type");
      one.event_type = text_at(frame, "/payload/event/type");
      one.event_id = text_at(frame, "/payload/event_id");
      one.team_id = text_at(frame, "/payload/team_id");
      one.event_ts = text_at(frame, "/payload/event/event_ts");
      one.reason = text_at(frame, "/retry_reason");
      if (frame["retry_attempt"].get(one.attempt) != simdjson::SUCCESS) one.attempt = -1;
      all.push_back(std::move(one));
    }
    return all;
  }

  AppEvent::Fate last_fate() const { return model.socket_mode().events().back().fate; }

  static std::string text_at(simdjson::dom::element frame, std::string_view pointer) {
    std::string_view text;
    return frame.at_pointer(pointer).get(text) == simdjson::SUCCESS ? std::string(text) : std::string{};
  }
};

}  // namespace presenced::fake_slack
