#include "bench/engine_under_frames.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "support/rtm_frames.h"

namespace presenced::bench {
namespace {

engine::Settings settings_of(const std::vector<base::UserId>& people) {
  std::vector<watch::Person> all;
  for (const base::UserId& id : people) all.push_back({.id = id, .label = "", .track = {base::Facet::presence}});
  engine::Settings settings;
  settings.workspace = "acme";
  settings.tuning.appear_away = false;
  settings.tuning.audit_interval = base::Millis{0};
  settings.watchlist = watch::watchlist_of(all);
  return settings;
}

}  // namespace

EngineUnderFrames::EngineUnderFrames(const std::vector<base::UserId>& people)
    : engine_(std::make_unique<engine::Engine>(settings_of(people), history::Resume{}, base::Random(1), log_)) {
  feed(engine::Started{});
  settle();
  if (engine_->snapshot(now()).facet_covered[base::Facet::presence] != people.size())
    throw std::runtime_error("the engine does not cover everybody");
  transitions_ = 0;
}

void EngineUnderFrames::frame(std::string_view text) {
  mono_ += base::Millis{1};
  feed(engine::FrameReceived{link_, text});
  if (appended_ != committed_) feed(engine::Committed{committed_ = appended_});
  settle();
}

void EngineUnderFrames::feed(const engine::Input& input) {
  outbox_.clear();
  engine_->on(input, now(), outbox_);
  for (const engine::Output& output : outbox_) std::visit([&](const auto& one) { carry_out(one); }, output);
}

void EngineUnderFrames::settle() {
  while (!answers_.empty()) {
    const auto next = std::move(answers_.front());
    answers_.pop_front();
    next();
    if (appended_ != committed_) feed(engine::Committed{committed_ = appended_});
  }
}

base::Instant EngineUnderFrames::now() const {
  return {mono_, base::WallTime{mono_.time_since_epoch() + base::Millis{1'700'000'000'000}}};
}

void EngineUnderFrames::carry_out(const engine::CallWebApi& call) {
  slack::HttpReply reply;
  reply.status = 200;
  reply.body = call.request.method == slack::Method::rtm_connect
                   ? R"({"ok":true,"url":"wss://x","team":{"id":"T","name":"A"},"self":{"id":"U","name":"w"}})"
                   : R"({"ok":false,"error":"internal_error"})";
  answers_.push_back([this, id = call.call, reply] { feed(engine::ApiReplied{id, reply}); });
}

void EngineUnderFrames::carry_out(const engine::OpenSocket& open) {
  answers_.push_back([this, link = open.link] {
    link_ = link;
    feed(engine::SocketOpened{link});
    feed(engine::FrameReceived{link, R"({"type":"hello"})"});
  });
}

void EngineUnderFrames::carry_out(const engine::SendFrame& send) {
  if (support::is_type(send.text, "ping")) {
    const std::size_t id = send.text.find("id\":") + 4;
    const std::string pong = R"({"type":"pong","reply_to":)" + std::to_string(std::stol(send.text.substr(id))) + "}";
    answers_.push_back([this, link = send.link, pong] { feed(engine::FrameReceived{link, pong}); });
    return;
  }
  if (!support::is_type(send.text, "presence_sub")) return;
  std::string users;
  for (const std::string& id : support::ids_in(send.text)) users += (users.empty() ? "\"" : ",\"") + id + "\"";
  answers_.push_back([this, link = send.link, users] {
    const std::string frame = R"({"type":"presence_change","users":[)" + users + R"(],"presence":"away"})";
    feed(engine::FrameReceived{link, frame});
  });
}

void EngineUnderFrames::carry_out(const engine::Append& append) {
  appended_ = append.batch.number;
  transitions_ += static_cast<std::size_t>(
      std::count_if(append.batch.records.begin(), append.batch.records.end(),
                    [](const history::Record& one) { return std::holds_alternative<history::Transition>(one); }));
}

}  // namespace presenced::bench
